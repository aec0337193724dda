//! The cut of conformal factuality for a file of labelled claims.
//!
//! `cargo run -p probity-calibrate --example factuality -- ALPHA [FRACTION] < claims`
//!
//! Each line of the input is the number of the answer, the score of a claim in it and 1 or 0 for a true or false claim;
//! lines of one answer follow each other.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::{env, io};

use probity_calibrate::risk::conformal::{self, Claim, Promise};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let alpha = arguments.next().ok_or("which alpha?")?.parse()?;
    let fraction = arguments.next().map_or(Ok(1.0), |given| given.parse())?;
    let mut answers: Vec<(String, Vec<Claim>)> = Vec::new();
    for line in io::stdin().lines() {
        let line = line?;
        let [answer, score, label] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("not three fields: {line:?}").into());
        };
        let claim = Claim { score: score.parse()?, supported: label == "1" };
        match answers.last_mut().filter(|(known, _)| known == answer) {
            Some((_, claims)) => claims.push(claim),
            None => answers.push((answer.to_owned(), vec![claim])),
        }
    }
    let claims: Vec<Vec<Claim>> = answers.into_iter().map(|(_, claims)| claims).collect();
    let cut = conformal::factuality(&claims, Promise { alpha, fraction })?;
    println!("above {:?} of {} answers: {:.4} kept, {:.4} unsound", cut.above, cut.rows, cut.kept, cut.risk);
    Ok(())
}
