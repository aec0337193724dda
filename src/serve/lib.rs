//! The listener: routes, limits, streaming out, health, metrics.
