//! How soon the monitor finds that a promise is broken, and how often it is wrong about one that is kept.
//!
//! `cargo run -p probity-calibrate --example detection`
//!
//! For some targets: the share of streams at exactly the target that alarm, and the median of labels until the alarm at
//! twice the target, from the first label on and after a good time at half the target.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use probity_calibrate::monitor::Monitor;
use probity_calibrate::risk::{Ladder, Risk};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

const DELTA: f64 = 0.05;
const STREAMS: usize = 1000;
const QUIET: usize = 5000;
const PATIENCE: usize = 20_000;
const GOOD: usize = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    println!("delta {DELTA}, {STREAMS} streams; false alarms within {QUIET} labels");
    println!("{:>7} {:>12} {:>13} {:>18}", "target", "false alarms", "median delay", "after good times");
    for target in [0.02, 0.05, 0.1, 0.2, 0.3] {
        let risk = Risk { target, delta: DELTA };
        let falsely = delays(risk, QUIET, |_| target)?.len();
        let doubled = median(delays(risk, PATIENCE, |_| 2.0 * target)?);
        let later = median(delays(risk, PATIENCE, |label| if label < GOOD { target / 2.0 } else { 2.0 * target })?);
        let (falsely, later) = (falsely as f64 / STREAMS as f64, later.map(|later| later.saturating_sub(GOOD)));
        println!("{target:>7} {falsely:>12.4} {:>13} {:>18}", shown(doubled), shown(later));
    }
    Ok(())
}

/// Labels until the alarm, of the streams that alarm.
fn delays(risk: Risk, patience: usize, rate: impl Fn(usize) -> f64) -> Result<Vec<usize>, Box<dyn Error>> {
    let ladder = Ladder::new([0.5])?;
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut delays = Vec::new();
    for _ in 0..STREAMS {
        let mut monitor = Monitor::new(&ladder, risk)?;
        for label in 0..patience {
            let loss = if random.random_bool(rate(label)) { 1.0 } else { 0.0 };
            if monitor.observe(0.9, loss)?.is_some() {
                delays.push(label + 1);
                break;
            }
        }
    }
    Ok(delays)
}

/// Over all streams: `None` where more than half of them never alarmed.
fn median(mut delays: Vec<usize>) -> Option<usize> {
    delays.sort_unstable();
    delays.get(STREAMS / 2).copied()
}

fn shown(delay: Option<usize>) -> String {
    delay.map_or_else(|| "never".to_owned(), |delay| delay.to_string())
}
