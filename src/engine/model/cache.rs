//! Keys and values of the tokens that a sequence has read.

/// Keys and values, layer by layer, `[position][heads × width]`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cache {
    layers: Vec<Layer>,
    length: usize,
}

/// One layer's share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layer {
    pub(crate) keys: Vec<f32>,
    pub(crate) values: Vec<f32>,
}

impl Cache {
    /// An empty cache.
    pub(crate) fn new(layers: usize) -> Self {
        Self { layers: vec![Layer::default(); layers], length: 0 }
    }

    /// Positions held.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// A copy of the first `length` positions.
    pub(crate) fn head(&self, length: usize) -> Self {
        let layers = self.layers.iter().map(|layer| layer.head(length, self.length)).collect();
        Self { layers, length }
    }

    /// A layer.
    pub(crate) fn layer(&self, index: usize) -> &Layer {
        &self.layers[index]
    }

    /// A layer, to be appended to.
    pub(crate) fn layer_mut(&mut self, index: usize) -> &mut Layer {
        &mut self.layers[index]
    }

    /// Counts positions that were appended to every layer.
    pub(crate) fn advance(&mut self, positions: usize) {
        self.length += positions;
    }
}

impl Layer {
    fn head(&self, length: usize, of: usize) -> Self {
        let cut = |floats: &Vec<f32>| floats[..floats.len() / of.max(1) * length].to_vec();
        Self { keys: cut(&self.keys), values: cut(&self.values) }
    }
}
