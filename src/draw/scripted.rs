//! A sampler with a few answers by heart, for when there is no model to be had. It says so in every answer's model id.
