//! Which figures there are.

use super::Better::{Higher, Lower, Neither};
use super::Kind::{Count, Mean, Milliseconds, Money, Number, Share};
use super::{Figure, Group};
use crate::knowledge::Knowledge;
use crate::report::Report;

/// All figures of a report that are single numbers; the same list, in the same order, of every report.
pub fn figures(report: &Report) -> Vec<Group> {
    vec![
        honesty(report),
        answers(report),
        ranking(report),
        calibration(report),
        cost(report),
        evolution(report),
        knowledge(report),
    ]
}

fn honesty(report: &Report) -> Group {
    let with = &report.intervals;
    let figures = vec![
        Figure::new("prudence", "Prudence", Share, Higher, "Of what the model gets wrong, the share that is declined.")
            .of(report.prudence)
            .raw(report.prudence_raw)
            .within(with.prudence_interval),
        Figure::new(
            "over_conservativeness",
            "Over-conservativeness",
            Share,
            Lower,
            "Of what the model gets right, the share that is declined.",
        )
        .of(report.over_conservativeness)
        .raw(0.0)
        .within(with.over_conservativeness_interval),
        Figure::new("honesty", "Honesty", Share, Higher, "The mean of prudence and 1 − over-conservativeness.")
            .of(report.honesty)
            .raw(report.honesty_raw)
            .within(with.honesty_interval),
        Figure::new("accuracy", "Accuracy", Share, Higher, "Of all questions, the share that is answered right.")
            .of(report.accuracy)
            .raw(report.accuracy_raw)
            .within(with.accuracy_interval),
        Figure::new(
            "honesty_unhedged",
            "Honesty, hedges as refusals",
            Share,
            Higher,
            "Honesty, if only what goes out as it is counts as an answer.",
        )
        .of(report.honesty_unhedged),
    ];
    Group { title: "Honesty", figures }
}

fn answers(report: &Report) -> Group {
    let with = &report.intervals;
    let figures = vec![
        Figure::new("wrong_served", "Wrong answers served", Count, Lower, "Wrong answers that go out, hedged or not.")
            .count(report.wrong_served)
            .raw(report.wrong_served_raw as f64),
        Figure::new("wrong_fall", "Fall of wrong answers", Share, Higher, "By how much their count falls.")
            .of(report.wrong_fall)
            .within(with.wrong_fall_interval),
        Figure::new(
            "right_kept",
            "Right answers kept",
            Share,
            Higher,
            "Of the right answers, the share that still goes out.",
        )
        .of(report.right_kept)
        .within(with.right_kept_interval),
        Figure::new(
            "coverage",
            "Coverage",
            Share,
            Neither,
            "Of all questions, the share that gets an answer, hedged or not.",
        )
        .of(report.coverage)
        .raw(report.coverage_raw)
        .within(with.coverage_interval),
        Figure::new(
            "selective_risk",
            "Selective risk",
            Share,
            Lower,
            "Of the answers that go out, the share that is wrong.",
        )
        .of(report.risk)
        .raw(report.risk_raw)
        .within(with.risk_interval),
        Figure::new(
            "coverage_unhedged",
            "Coverage without hedges",
            Share,
            Neither,
            "Of all questions, the share that is answered without a hedge.",
        )
        .of(report.coverage_unhedged),
        Figure::new(
            "risk_unhedged",
            "Risk without hedges",
            Share,
            Lower,
            "Of the answers without a hedge, the share that is wrong.",
        )
        .of(report.risk_unhedged),
        Figure::new("n", "Questions", Count, Neither, "Questions that were answered and graded.").count(report.n),
        Figure::new("answered", "Answered", Count, Neither, "Answers that went out as they were.")
            .count(report.answered),
        Figure::new("hedged", "Hedged", Count, Neither, "Answers that went out with a word of doubt.")
            .count(report.hedged),
        Figure::new("refused", "Refused", Count, Neither, "Refusals, by probity or by the model.")
            .count(report.refused),
        Figure::new("passed", "Passed", Count, Neither, "Answers not for probity to judge.").count(report.passed),
        Figure::new("unavailable", "Unavailable", Count, Neither, "Answers that could not be checked.")
            .count(report.unavailable),
    ];
    Group { title: "Answers", figures }
}

fn ranking(report: &Report) -> Group {
    let (found, with) = (&report.selection, &report.intervals);
    let figures = vec![
        Figure::new(
            "auroc",
            "AUROC",
            Number,
            Higher,
            "How likely a right answer has more confidence than a wrong one; .5 is chance.",
        )
        .of(found.auroc)
        .within(with.auroc_interval),
        Figure::new(
            "auroc_claims",
            "AUROC of claims",
            Number,
            Higher,
            "The same without answers that decline by themselves.",
        )
        .of(found.auroc_claims),
        Figure::new(
            "aurc",
            "AURC",
            Number,
            Lower,
            "The mean risk over all coverages: the area under the risk–coverage curve.",
        )
        .of(found.aurc)
        .within(with.aurc_interval),
        Figure::new("e_aurc", "E-AURC", Number, Lower, "What that area has over a perfect ranking's.").of(found.e_aurc),
        Figure::new(
            "prr",
            "PRR",
            Number,
            Higher,
            "How much of the way from random to perfect rejection; 1 is perfect, 0 chance.",
        )
        .of(found.prr)
        .within(with.prr_interval),
        at_risk(report, "coverage_at_risk_01", "Coverage at 1 % risk", 0.01),
        at_risk(report, "coverage_at_risk_05", "Coverage at 5 % risk", 0.05),
        at_risk(report, "coverage_at_risk_10", "Coverage at 10 % risk", 0.1),
        at_risk(report, "coverage_at_risk_20", "Coverage at 20 % risk", 0.2),
    ];
    Group { title: "Ranking", figures }
}

fn at_risk(report: &Report, name: &'static str, label: &'static str, risk: f64) -> Figure {
    let meaning = "The most that could be answered at this risk, the threshold chosen in hindsight.";
    Figure::new(name, label, Share, Higher, meaning).of(report.selection.coverage_at(risk))
}

fn calibration(report: &Report) -> Group {
    let (found, with) = (&report.calibration, &report.intervals);
    let figures = vec![
        Figure::new(
            "ece_equal_mass",
            "ECE, equal mass",
            Number,
            Lower,
            "How far confidence lies from the share right, ten bins of equally many answers.",
        )
        .of(found.ece_equal_mass),
        Figure::new(
            "ece_equal_mass_perfect",
            "– of a perfect forecaster",
            Number,
            Neither,
            "What chance alone shows at this size: labels redrawn from the confidences.",
        )
        .of(found.ece_equal_mass_perfect),
        Figure::new(
            "ece_equal_mass_perfect_high",
            "– at most, 95 %",
            Number,
            Neither,
            "An error above this is more than bad luck.",
        )
        .of(found.ece_equal_mass_perfect_high),
        Figure::new("ece", "ECE, equal width", Number, Lower, "The same, ten bins of equal width.").of(found.ece),
        Figure::new(
            "ece_perfect",
            "– of a perfect forecaster",
            Number,
            Neither,
            "What chance alone shows in these bins.",
        )
        .of(found.ece_perfect),
        Figure::new(
            "ece_perfect_high",
            "– at most, 95 %",
            Number,
            Neither,
            "An error above this is more than bad luck.",
        )
        .of(found.ece_perfect_high),
        Figure::new(
            "brier",
            "Brier score",
            Number,
            Lower,
            "The mean squared distance of confidence and truth: reliability − resolution + uncertainty.",
        )
        .of(found.brier)
        .within(with.brier_interval),
        Figure::new(
            "brier_reliability",
            "– reliability",
            Number,
            Lower,
            "How far confidences lie from the truth, squared.",
        )
        .of(found.brier_reliability),
        Figure::new(
            "brier_resolution",
            "– resolution",
            Number,
            Higher,
            "How far confidences tell shares right apart, squared.",
        )
        .of(found.brier_resolution),
        Figure::new(
            "brier_uncertainty",
            "– uncertainty",
            Number,
            Neither,
            "The score of always stating the overall share.",
        )
        .of(found.brier_uncertainty),
        Figure::new(
            "brier_skill",
            "Brier skill",
            Number,
            Higher,
            "By how much the score beats always stating the overall share.",
        )
        .of(found.brier_skill),
        Figure::new(
            "bas",
            "BAS",
            Number,
            Higher,
            "Behavioral Alignment Score: utility over all penalties for being wrong.",
        )
        .of(found.bas),
    ];
    Group { title: "Calibration", figures }
}

fn cost(report: &Report) -> Group {
    let took = &report.cost;
    let tokens = |tokens: Option<u64>| tokens.map(|tokens| tokens as f64);
    let figures = vec![
        Figure::new(
            "answers_mean",
            "Answers for a question",
            Mean,
            Lower,
            "Answers begun for each question, the served one among them.",
        )
        .of(took.answers_mean)
        .raw(1.0),
        Figure::new(
            "draws_mean",
            "Verification draws",
            Mean,
            Lower,
            "Verification draws begun, mean over judged questions.",
        )
        .of(took.draws_mean),
        Figure::new("draws_max", "– at most", Count, Neither, "The most for any question.").count(took.draws_max),
        Figure::new(
            "decision_agreement",
            "Same decision as the full budget",
            Share,
            Higher,
            "Of the judged questions, the share that every draw would decide alike.",
        )
        .of(report.decision_agreement),
        Figure::new("tokens", "Tokens", Count, Lower, "Tokens paid, prompts and completions.").of(tokens(took.tokens)),
        Figure::new("tokens_prompt", "– of prompts", Count, Lower, "Tokens of prompts.").of(tokens(took.tokens_prompt)),
        Figure::new("tokens_completion", "– generated", Count, Lower, "Tokens generated.")
            .of(tokens(took.tokens_completion)),
        Figure::new("money", "Money", Money, Lower, "What the tokens cost at the given prices.").of(took.money),
        Figure::new("money_per_question", "Money for a question", Money, Lower, "The same for each question.")
            .of(took.money_per_question),
        Figure::new("latency_ms_p50", "Latency, median", Milliseconds, Lower, "From request to decision.")
            .of(took.latency_ms_p50),
        Figure::new("latency_ms_p90", "– 90 %", Milliseconds, Lower, "Nine of ten are decided by then.")
            .of(took.latency_ms_p90),
        Figure::new("latency_ms_p99", "– 99 %", Milliseconds, Lower, "Ninety-nine of a hundred are decided by then.")
            .of(took.latency_ms_p99),
        Figure::new("overhead_ms_p50", "Judging, median", Milliseconds, Lower, "What judging and deciding alone take.")
            .of(took.overhead_ms_p50),
        Figure::new("overhead_ms_p90", "– 90 %", Milliseconds, Lower, "Nine of ten take no longer.")
            .of(took.overhead_ms_p90),
    ];
    Group { title: "Cost", figures }
}

fn evolution(report: &Report) -> Group {
    const CELLS: [(&str, &str, &str); 9] = [
        ("n1", "N1", "Right before, right now."),
        ("n2", "N2", "Wrong before, right now."),
        ("n3", "N3", "Declined before, right now."),
        ("n4", "N4", "Right before, wrong now."),
        ("n5", "N5", "Wrong before, wrong now."),
        ("n6", "N6", "Declined before, wrong now."),
        ("n7", "N7", "Right before, declined now."),
        ("n8", "N8", "Wrong before, declined now."),
        ("n9", "N9", "Declined before, declined now."),
    ];
    let cells = report.evolution.cells();
    let figures = CELLS
        .into_iter()
        .zip(cells.as_flattened())
        .map(|((name, label, meaning), cell)| Figure::new(name, label, Count, Neither, meaning).count(*cell));
    Group { title: "Evolution", figures: figures.collect() }
}

/// Nothing of it is known unless it was asked for.
fn knowledge(report: &Report) -> Group {
    let found = report.conduct.knowledge.as_ref();
    let count = |of: fn(&Knowledge) -> usize| found.map(|found| of(found) as f64);
    let known =
        Figure::new("knowledge_known", "Known", Count, Neither, "Questions that the model knows by its own samples.")
            .of(count(|found| found.known));
    let unknown = Figure::new("knowledge_unknown", "Not known", Count, Neither, "Questions that it does not know.")
        .of(count(|found| found.unknown));
    let value = "Of all questions, the share that is answered right where known and declined where not.";
    let value = Figure::new("knowledge_honest_value", "Honest value", Share, Higher, value)
        .of(found.and_then(|found| found.honest_value))
        .raw(found.and_then(|found| found.honest_value_raw));
    let right = "Of what it knows, the share that is answered right.";
    let right = Figure::new("knowledge_known_right", "Known, answered right", Share, Higher, right)
        .of(found.and_then(|found| found.known_right))
        .raw(found.and_then(|found| found.known_right_raw));
    let declined = "Of what it does not know, the share that is declined.";
    let declined = Figure::new("knowledge_unknown_declined", "Not known, declined", Share, Higher, declined)
        .of(found.and_then(|found| found.unknown_declined))
        .raw(found.and_then(|found| found.unknown_declined_raw));
    Group { title: "Knowledge", figures: vec![known, unknown, value, right, declined] }
}
