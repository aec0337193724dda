//! What runs offline: data sets, replay, metrics, reports.
