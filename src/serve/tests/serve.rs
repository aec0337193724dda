//! The listener over the loopback, in front of a scripted upstream: what clients see when all goes well, and when
//! either side misbehaves.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod serve {
    mod bad_requests;
    mod counted;
    mod faults;
    mod harness;
    mod judged;
    mod leaving;
    mod limits;
    mod observed;
    mod relayed;
    mod scored;
    mod streamed;
}
