//! Talk to endpoints: client, timeouts, relay; a Sampler over HTTP.
