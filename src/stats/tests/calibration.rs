//! Calibration: values by hand, identities, ties, the perfect forecaster, and hostile input.

use probity_stats::Error;
use probity_stats::calibration::{Bin, Binning, Brier, MOST_BINS, Redraws, brier, ece, reliability};
use probity_stats::ranking::Labelled;
use proptest::prelude::*;

use Binning::{Distinct, EqualMass, EqualWidth};

fn items(pairs: &[(f64, u8)]) -> Vec<Labelled> {
    pairs.iter().map(|&(score, right)| Labelled::new(score, right == 1)).collect()
}

/// Rows of one score, so many right and so many wrong.
fn block(score: f64, right: usize, wrong: usize) -> Vec<Labelled> {
    let labels = std::iter::repeat_n(true, right).chain(std::iter::repeat_n(false, wrong));
    labels.map(|label| Labelled::new(score, label)).collect()
}

fn counts(bins: &[Bin]) -> Vec<usize> {
    bins.iter().map(|bin| bin.count).collect()
}

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12, "{got} is not {want}");
}

/// Scores with ties and at the edges of bins.
fn labelled() -> impl Strategy<Value = Vec<Labelled>> {
    let score = prop_oneof![(0_u32..=10).prop_map(|tenth| f64::from(tenth) / 10.0), 0.0..=1.0_f64];
    prop::collection::vec((score, any::<bool>()), 1..60)
        .prop_map(|rows| rows.into_iter().map(|(score, right)| Labelled::new(score, right)).collect())
}

fn binning() -> impl Strategy<Value = Binning> {
    prop_oneof![(1_usize..20).prop_map(EqualWidth), (1_usize..20).prop_map(EqualMass), Just(Distinct)]
}

#[test]
fn bins_weigh_by_their_size() {
    let rows = items(&[(0.95, 1), (0.92, 0), (0.91, 1), (0.15, 0)]);
    let bins = reliability(&rows, EqualWidth(10)).unwrap();
    assert_eq!(bins.len(), 2);
    assert_eq!((bins[0].low, bins[0].high, bins[0].count, bins[0].right), (0.1, 0.2, 1, 0));
    assert_eq!((bins[1].low, bins[1].high, bins[1].count, bins[1].right), (0.9, 1.0, 3, 2));
    close(bins[1].share_right(), 2.0 / 3.0);
    close(bins[1].gap(), 2.78 / 3.0 - 2.0 / 3.0);
    close(ece(&rows, EqualWidth(10)).unwrap(), (0.15 + 0.78) / 4.0);
}

#[test]
fn an_edge_belongs_to_the_bin_below() {
    // Products such as .07 × 100 lie above the whole number.
    for bins in [2, 3, 7, 10, 100, 1000] {
        for i in 1..=bins {
            let edge = f64::from(i) / f64::from(bins);
            let found = reliability(&items(&[(edge, 1)]), EqualWidth(bins as usize)).unwrap();
            assert_eq!(found[0].high, edge, "{i} of {bins}");
        }
    }
    let found = reliability(&items(&[(0.0, 1), (-0.0, 0)]), EqualWidth(4)).unwrap();
    assert_eq!((found[0].low, found[0].high, found[0].count), (0.0, 0.25, 2));
}

#[test]
fn equal_mass_is_equal_without_ties() {
    let rows: Vec<_> = (0..100).rev().map(|i| Labelled::new(f64::from(i) / 100.0, i % 2 == 0)).collect();
    assert_eq!(counts(&reliability(&rows, EqualMass(10)).unwrap()), [10; 10]);
    assert_eq!(counts(&reliability(&rows[..7], EqualMass(3)).unwrap()), [3, 2, 2]);
    // More bins than rows: each row its own.
    assert_eq!(counts(&reliability(&rows[..4], EqualMass(10)).unwrap()), [1; 4]);
    assert_eq!(counts(&reliability(&rows[..1], EqualMass(10)).unwrap()), [1]);
}

#[test]
fn ties_are_never_split() {
    // Six tenths of the rows share a score: they are one bin, and nobody else's.
    let rows = [block(0.2, 1, 4), block(0.4, 3, 7), block(0.8, 45, 15), block(0.9, 20, 5)].concat();
    let bins = reliability(&rows, EqualMass(10)).unwrap();
    assert_eq!(counts(&bins), [15, 60, 25]);
    assert_eq!((bins[1].low, bins[1].high, bins[1].mean_score, bins[1].right), (0.8, 0.8, 0.8, 45));
    close(ece(&rows, EqualMass(10)).unwrap(), (1.0 + 3.0 + 2.5) / 100.0);
}

#[test]
fn a_kept_promise_has_no_error() {
    let rows = [block(0.25, 1, 3), block(0.5, 2, 2), block(0.75, 6, 2), block(1.0, 3, 0), block(0.0, 0, 2)].concat();
    for binning in [EqualWidth(4), EqualMass(5), Distinct] {
        close(ece(&rows, binning).unwrap(), 0.0);
    }
    let parts = Brier::of(&rows, Distinct).unwrap();
    close(parts.reliability, 0.0);
    close(parts.within, 0.0);
    close(parts.score, parts.uncertainty - parts.resolution);
}

#[test]
fn brier_by_hand() {
    let rows = items(&[(0.9, 1), (0.8, 1), (0.4, 0), (0.2, 1)]);
    close(brier(&rows).unwrap(), (0.01 + 0.04 + 0.16 + 0.64) / 4.0);
    let parts = Brier::of(&rows, EqualWidth(2)).unwrap();
    // Bins (.2, .4) with a half right and (.8, .9) with all right; three quarters are right overall.
    close(parts.reliability, (2.0 * 0.2_f64.powi(2) + 2.0 * 0.15_f64.powi(2)) / 4.0);
    close(parts.resolution, 0.25_f64.powi(2));
    close(parts.uncertainty, 0.1875);
    close(parts.skill().unwrap(), 1.0 - 0.2125 / 0.1875);
    assert_eq!(Brier::of(&items(&[(0.9, 1), (0.3, 1)]), Distinct).unwrap().skill(), None);
}

#[test]
fn the_perfect_forecaster_is_that_of_every_labelling() {
    // All 2^8 labellings with their probabilities, against redraws.
    let scores = [0.1, 0.1, 0.3, 0.45, 0.6, 0.6, 0.6, 0.95];
    let binning = EqualMass(3);
    let mut expected = 0.0;
    for labels in 0_u32..256 {
        let rows: Vec<_> =
            scores.iter().enumerate().map(|(i, &score)| Labelled::new(score, (labels >> i) & 1 == 1)).collect();
        let chance: f64 = rows.iter().map(|row| if row.right { row.score } else { 1.0 - row.score }).product();
        expected += chance * ece(&rows, binning).unwrap();
    }
    let rows: Vec<_> = scores.iter().map(|&score| Labelled::new(score, true)).collect();
    let found = Redraws { replicates: 20_000, seed: 3 }.ece(&rows, binning).unwrap();
    assert!((found.mean - expected).abs() < 0.003, "{} is not {expected}", found.mean);
    assert!(found.high > found.mean);
}

#[test]
fn the_reference_tells_bad_luck_from_bad_calibration() {
    // At 150 rows in ten bins even the perfect forecaster shows about .08.
    let redraws = Redraws { replicates: 500, seed: 1 };
    let honest: Vec<_> = (0..150)
        .map(|i| {
            let score = (f64::from(i) + 0.5) / 150.0;
            // Right as often as said, spread by a multiplicative sequence.
            Labelled::new(score, f64::from(i * 89 % 150) / 150.0 < score)
        })
        .collect();
    let found = redraws.ece(&honest, EqualMass(10)).unwrap();
    assert!((0.06..0.11).contains(&found.mean), "{}", found.mean);
    assert!(found.as_large > 0.05, "{}", found.as_large);
    let boastful = block(0.95, 90, 60);
    let found = redraws.ece(&boastful, EqualMass(10)).unwrap();
    assert!(found.high < 0.06 && found.as_large < 0.005, "{found:?}");
    close(ece(&boastful, EqualMass(10)).unwrap(), 0.35);
}

#[test]
fn redraws_depend_on_the_seed_and_on_no_order() {
    let rows = [block(0.3, 2, 5), block(0.7, 5, 2)].concat();
    let turned: Vec<_> = rows.iter().rev().copied().collect();
    let redraws = Redraws { replicates: 50, seed: 9 };
    let found = redraws.ece(&rows, EqualMass(10)).unwrap();
    assert_eq!(found, redraws.ece(&turned, EqualMass(10)).unwrap());
    assert_ne!(found.mean, Redraws { seed: 10, ..redraws }.ece(&rows, EqualMass(10)).unwrap().mean);
}

#[test]
fn certainty_is_never_redrawn_otherwise() {
    let rows = [block(0.0, 0, 3), block(1.0, 4, 0)].concat();
    let found = Redraws { replicates: 20, seed: 0 }.ece(&rows, EqualWidth(10)).unwrap();
    assert_eq!((found.mean, found.high, found.as_large), (0.0, 0.0, 1.0));
}

#[test]
fn bad_rows_are_named() {
    let rows = |score| items(&[(0.5, 1), (0.2, 0), (score, 1)]);
    let tried = |rows: &[Labelled]| {
        let redraws = Redraws { replicates: 2, seed: 0 };
        let all = [
            reliability(rows, EqualMass(10)).err(),
            ece(rows, EqualWidth(10)).err(),
            brier(rows).err(),
            Brier::of(rows, Distinct).err(),
            redraws.ece(rows, Distinct).err(),
        ];
        assert!(all.iter().all(|error| error == &all[0]), "{all:?}");
        all[0].unwrap()
    };
    assert_eq!(tried(&rows(f64::NAN)), Error::NotANumber { row: 2 });
    for value in [-1e-9, 1.000_001, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(tried(&rows(value)), Error::NotAProbability { row: 2, value });
    }
    assert_eq!(tried(&[]), Error::Empty);
    assert_eq!(tried(&rows(1.5)).to_string(), "row 3: 1.5 is no probability: it must lie between 0 and 1");
}

#[test]
fn bad_plans_are_refused() {
    let rows = items(&[(0.5, 1)]);
    for bins in [0, MOST_BINS + 1, usize::MAX] {
        for binning in [EqualWidth(bins), EqualMass(bins)] {
            assert_eq!(ece(&rows, binning), Err(Error::Bins { bins, most: MOST_BINS }));
        }
    }
    assert_eq!(Redraws { replicates: 0, seed: 0 }.ece(&rows, Distinct), Err(Error::Replicates));
    assert!(ece(&rows, EqualWidth(MOST_BINS)).is_ok() && ece(&rows, EqualMass(MOST_BINS)).is_ok());
}

#[test]
fn a_million_rows_are_no_trouble() {
    let rows: Vec<_> = (0_u32..1_000_000)
        .map(|i| {
            let score = f64::from(i.wrapping_mul(2_654_435_761) >> 12) / f64::from(1 << 20);
            Labelled::new(score, f64::from(i.wrapping_mul(2_246_822_519) >> 12) / f64::from(1 << 20) < score)
        })
        .collect();
    let bins = reliability(&rows, EqualMass(10)).unwrap();
    assert!(bins.iter().all(|bin| (99_900..=100_100).contains(&bin.count)), "{:?}", counts(&bins));
    let found = Redraws { replicates: 2, seed: 5 }.ece(&rows, EqualMass(10)).unwrap();
    assert!(found.mean < 0.003, "{found:?}");
    let parts = Brier::of(&rows, EqualWidth(1000)).unwrap();
    assert!((parts.score - (parts.reliability - parts.resolution + parts.uncertainty + parts.within)).abs() < 1e-9);
}

proptest! {
    #[test]
    fn bins_hold_every_row_once_and_in_order(rows in labelled(), binning in binning()) {
        let bins = reliability(&rows, binning).unwrap();
        prop_assert_eq!(bins.iter().map(|bin| bin.count).sum::<usize>(), rows.len());
        prop_assert_eq!(
            bins.iter().map(|bin| bin.right).sum::<usize>(),
            rows.iter().filter(|row| row.right).count()
        );
        for bin in &bins {
            prop_assert!(bin.count > 0 && bin.right <= bin.count);
            prop_assert!(bin.low <= bin.mean_score + 1e-12 && bin.mean_score <= bin.high + 1e-12);
        }
        for pair in bins.windows(2) {
            prop_assert!(pair[0].high <= pair[1].low && pair[0].mean_score < pair[1].mean_score);
        }
        if let EqualWidth(most) | EqualMass(most) = binning {
            prop_assert!(bins.len() <= most);
        }
    }

    #[test]
    fn no_score_is_in_two_bins(rows in labelled(), most in 1_usize..20) {
        let bins = reliability(&rows, EqualMass(most)).unwrap();
        for pair in bins.windows(2) {
            prop_assert!(pair[0].high < pair[1].low);
        }
    }

    #[test]
    fn the_parts_make_the_whole(rows in labelled(), binning in binning()) {
        let parts = Brier::of(&rows, binning).unwrap();
        let sum = parts.reliability - parts.resolution + parts.uncertainty + parts.within;
        prop_assert!((parts.score - sum).abs() < 1e-12, "{parts:?}");
        prop_assert!(parts.reliability >= 0.0 && parts.resolution >= 0.0 && parts.resolution <= parts.uncertainty + 1e-12);
    }

    #[test]
    fn the_order_of_the_rows_is_no_matter(rows in labelled(), binning in binning()) {
        let turned: Vec<_> = rows.iter().rev().copied().collect();
        prop_assert_eq!(ece(&rows, binning), ece(&turned, binning));
        prop_assert_eq!(reliability(&rows, binning), reliability(&turned, binning));
    }

    #[test]
    fn the_error_is_the_mean_gap(rows in labelled(), binning in binning()) {
        let bins = reliability(&rows, binning).unwrap();
        let gaps: f64 = bins.iter().map(|bin| bin.count as f64 * bin.gap().abs()).sum();
        prop_assert!((ece(&rows, binning).unwrap() - gaps / rows.len() as f64).abs() < 1e-12);
    }
}
