//! The figures of a report as a list, each with its name, what it is called and what it means: tables of every form are
//! made of it.

mod list;

pub use self::list::figures;

/// Figures that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they are about.
    pub title: &'static str,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its plain name, as in the JSON.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// What it counts.
    pub kind: Kind,
    /// Whether more of it is better.
    pub better: Better,
    /// The figure; none where it cannot be known.
    pub value: Option<f64>,
    /// Without probity, where that makes sense.
    pub raw: Option<f64>,
    /// Whether an interval is taken of it at all.
    pub has_interval: bool,
    /// Its interval, `[low, high]`.
    pub interval: Option<[f64; 2]>,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A share in [0, 1], shown as a percentage.
    Share,
    /// A number between 0 and 1 or thereabouts, shown with three digits.
    Number,
    /// How many, on average.
    Mean,
    /// How many.
    Count,
    /// Milliseconds.
    Milliseconds,
    /// Money, in the currency of the prices.
    Money,
}

/// Which way is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More.
    Higher,
    /// Less.
    Lower,
    /// Neither: it is what it is.
    Neither,
}

impl Figure {
    fn new(name: &'static str, label: &'static str, kind: Kind, better: Better, meaning: &'static str) -> Self {
        Self { name, label, meaning, kind, better, value: None, raw: None, has_interval: false, interval: None }
    }

    fn of(self, value: impl Into<Option<f64>>) -> Self {
        Self { value: value.into(), ..self }
    }

    fn count(self, value: usize) -> Self {
        self.of(value as f64)
    }

    fn raw(self, raw: impl Into<Option<f64>>) -> Self {
        Self { raw: raw.into(), ..self }
    }

    fn within(self, interval: Option<[f64; 2]>) -> Self {
        Self { has_interval: true, interval, ..self }
    }

    /// The figure for people; a dash where it is not known.
    pub fn shown(&self) -> String {
        shown(self.kind, self.value)
    }

    /// The figure without probity, for people; empty where there is none.
    pub fn shown_raw(&self) -> String {
        self.raw.map_or_else(String::new, |raw| shown(self.kind, Some(raw)))
    }

    /// The interval for people; empty where there is none.
    pub fn shown_interval(&self) -> String {
        let digits = |end: f64| match self.kind {
            Kind::Share => format!("{:.1}", end * 100.0),
            _ => format!("{end:.3}"),
        };
        self.interval.map_or_else(String::new, |[low, high]| format!("[{}, {}]", digits(low), digits(high)))
    }
}

/// A value for people.
pub fn shown(kind: Kind, value: Option<f64>) -> String {
    let Some(value) = value else { return "–".to_owned() };
    match kind {
        Kind::Share => format!("{:.1} %", value * 100.0),
        Kind::Number => format!("{value:.3}").replace("-0.000", "0.000"),
        Kind::Mean => format!("{value:.2}"),
        Kind::Count => format!("{value:.0}"),
        Kind::Milliseconds if value >= 10_000.0 => format!("{:.1} s", value / 1000.0),
        Kind::Milliseconds if value >= 100.0 => format!("{value:.0} ms"),
        Kind::Milliseconds => format!("{value:.1} ms"),
        Kind::Money if value != 0.0 && value.abs() < 0.01 => format!("{value:.6}"),
        Kind::Money => format!("{value:.2}"),
    }
}
