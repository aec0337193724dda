//! The binomial: closed forms, what must hold at any input, and bounds that keep their promise.

use probity_stats::beta;
use probity_stats::binomial::{
    cdf, clopper_pearson, clopper_pearson_lower, clopper_pearson_upper, probability, upper_tail,
};
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() <= 1e-12 * want.abs(), "{got:e} is not {want:e}");
}

#[test]
fn few_trials_by_hand() {
    close(probability(4, 2, 0.5), 6.0 / 16.0);
    close(cdf(4, 1, 0.5), 5.0 / 16.0);
    close(upper_tail(4, 3, 0.5), 5.0 / 16.0);
    close(cdf(58, 0, 0.05), 0.95_f64.powi(58));
    close(upper_tail(30, 30, 0.9), 0.9_f64.powi(30));
}

#[test]
fn a_thin_tail_keeps_its_digits() {
    // One minus the other tail would be nought, or rubbish.
    close(upper_tail(1000, 1000, 0.5), 0.5_f64.powi(1000));
    close(cdf(1000, 0, 0.5), 0.5_f64.powi(1000));
    close(upper_tail(3, 2, 1e-9), 3e-18 - 2e-27);
    let (likely, rare) = (1.0 - 1e-9, 1.0 - (1.0 - 1e-9));
    close(cdf(2, 1, likely), rare * (2.0 - rare));
}

#[test]
fn certain_rates_and_no_trials() {
    for n in [0, 1, 7] {
        assert_eq!((probability(n, 0, 0.0), cdf(n, 0, 0.0), upper_tail(n, 0, 0.0)), (1.0, 1.0, 1.0));
        assert_eq!((probability(n, n, 1.0), cdf(n, n, 1.0), upper_tail(n, n, 1.0)), (1.0, 1.0, 1.0));
        assert_eq!((probability(n, n + 1, 0.3), cdf(n, n + 1, 0.3), upper_tail(n, n + 1, 0.3)), (0.0, 1.0, 0.0));
    }
    assert_eq!((cdf(7, 6, 1.0), upper_tail(7, 1, 0.0)), (0.0, 0.0));
}

#[test]
fn what_is_no_rate_gives_no_number() {
    for p in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        assert!(probability(5, 2, p).is_nan() && cdf(5, 2, p).is_nan() && upper_tail(5, 2, p).is_nan());
        assert!(clopper_pearson_lower(5, 2, p).is_nan() && clopper_pearson_upper(5, 2, p).is_nan());
        assert_eq!(clopper_pearson(5, 2, p), None);
    }
    assert!(clopper_pearson_lower(5, 6, 0.05).is_nan() && clopper_pearson_upper(5, 6, 0.05).is_nan());
    assert_eq!(clopper_pearson(5, 6, 0.9), None);
}

#[test]
fn bounds_have_their_closed_forms() {
    // No success in 58: the 95 % bound is 1 − .05^(1/58), 5.03 %.
    assert!((clopper_pearson_upper(58, 0, 0.05) - (1.0 - 0.05_f64.powf(1.0 / 58.0))).abs() < 1e-14);
    assert!((clopper_pearson_lower(58, 58, 0.05) - 0.05_f64.powf(1.0 / 58.0)).abs() < 1e-14);
    assert_eq!((clopper_pearson_lower(58, 0, 0.05), clopper_pearson_upper(58, 58, 0.05)), (0.0, 1.0));
    assert_eq!((clopper_pearson_lower(0, 0, 0.05), clopper_pearson_upper(0, 0, 0.05)), (0.0, 1.0));
    assert_eq!((clopper_pearson_lower(9, 4, 0.0), clopper_pearson_upper(9, 4, 0.0)), (0.0, 1.0));
    assert_eq!((clopper_pearson_lower(9, 4, 1.0), clopper_pearson_upper(9, 4, 1.0)), (1.0, 0.0));
}

#[test]
fn the_interval_holds_the_rate_as_often_as_it_says() {
    // Exactly: the probability of the counts whose interval misses the rate.
    for n in [5, 20, 60] {
        for rate in [0.02, 0.1, 0.35, 0.5] {
            let misses: f64 = (0..=n)
                .filter(|&k| !clopper_pearson(n, k, 0.9).is_some_and(|found| found.low <= rate && rate <= found.high))
                .map(|k| probability(n, k, rate))
                .sum();
            assert!(misses <= 0.1, "{misses} of {n} at {rate}");
        }
    }
}

#[test]
fn a_million_trials_are_summed_as_exactly() {
    let (n, k, p) = (1_000_000, 50_300, 0.05);
    close(cdf(n, k, p) + upper_tail(n, k + 1, p), 1.0);
    let upper = clopper_pearson_upper(n, k, 0.05);
    assert!((cdf(n, k, upper) - 0.05).abs() < 1e-9 && upper > 0.0503 && upper < 0.0508, "{upper}");
}

proptest! {
    #[test]
    fn tails_are_sums_of_probabilities(n in 0_usize..80, share in 0.0..=1.0_f64, p in 0.0..=1.0_f64) {
        let k = (share * n as f64) as usize;
        let below: f64 = (0..=k).map(|i| probability(n, i, p)).sum();
        let above: f64 = (k..=n).map(|i| probability(n, i, p)).sum();
        prop_assert!((cdf(n, k, p) - below).abs() < 1e-12, "{} {below}", cdf(n, k, p));
        prop_assert!((upper_tail(n, k, p) - above).abs() < 1e-12, "{} {above}", upper_tail(n, k, p));
    }

    #[test]
    fn tails_are_incomplete_betas(n in 1_usize..2000, share in 0.0..=1.0_f64, p in 0.001..0.999_f64) {
        let k = ((share * n as f64) as usize).max(1);
        let want = beta::regularised(p, k as f64, (n - k + 1) as f64);
        prop_assert!((upper_tail(n, k, p) - want).abs() < 1e-10, "{} {want}", upper_tail(n, k, p));
    }

    #[test]
    fn turning_success_into_failure_turns_the_tail(n in 0_usize..500, share in 0.0..=1.0_f64, p in 0.0..=1.0_f64) {
        let k = (share * n as f64) as usize;
        prop_assert!((cdf(n, k, p) - upper_tail(n, n - k, 1.0 - p)).abs() < 1e-10);
    }

    #[test]
    fn bounds_err_on_the_safe_side(n in 1_usize..3000, share in 0.0..=1.0_f64, alpha in 0.000_001..0.5_f64) {
        let k = (share * n as f64) as usize;
        let (low, high) = (clopper_pearson_lower(n, k, alpha), clopper_pearson_upper(n, k, alpha));
        let seen = k as f64 / n as f64;
        prop_assert!(0.0 <= low && low <= seen && seen <= high && high <= 1.0);
        prop_assert!(k == n || cdf(n, k, high) <= alpha);
        prop_assert!(k == 0 || upper_tail(n, k, low) <= alpha);
        // And no further than they must.
        prop_assert!(k == n || cdf(n, k, high - 1e-9) > alpha * (1.0 - 1e-9));
        prop_assert!(k == 0 || upper_tail(n, k, low + 1e-9) > alpha * (1.0 - 1e-9));
    }
}
