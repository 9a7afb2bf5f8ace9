//! On which days surges are under way.
//!
//! On each day on which a surge is not under way it starts with its chance; it then lasts its days, or to the end of the
//! season. The same law can be drawn day by day, or with the number of starts first: with f(d, k) the chance of exactly k
//! starts from day d on, when none is under way then,
//!
//! ```text
//! f(d, k) = (1 - p) f(d + 1, k) + p f(min(d + D, T), k - 1),   f(T, 0) = 1
//! ```
//!
//! the number has the law f(0, .), and given k the surge starts on day d with chance p f(min(d + D, T), k - 1) / f(d, k).

use crate::scenario::model::{Scenario, Surge};

/// What surges multiply arrivals by, by contact type and day; `days_of` tells the days on which a surge is under way.
pub(super) fn surge_factors(scenario: &Scenario, mut days_of: impl FnMut(u64, &Surge) -> Vec<bool>) -> Vec<Vec<f64>> {
    let mut factors = vec![vec![1.0; scenario.calendar.days()]; scenario.contact_types.len()];
    for (number, surge) in scenario.demand.surges.iter().enumerate() {
        let is_under_way = days_of(number as u64, surge);
        for contact_type in &surge.contact_types {
            let of_type = factors[contact_type.0].iter_mut().zip(&is_under_way);
            of_type.filter(|(_, is_under_way)| **is_under_way).for_each(|(factor, _)| *factor *= surge.multiplier);
        }
    }
    factors
}

/// The days on which a surge is under way, from a uniform a day.
pub(super) fn surge_days(surge: &Surge, days: usize, mut uniform: impl FnMut() -> f64) -> Vec<bool> {
    let mut left = 0;
    (0..days)
        .map(|_| {
            let starts = uniform() < surge.chance_per_day;
            if left == 0 && starts {
                left = surge.days;
            }
            let is_under_way = left > 0;
            left = left.saturating_sub(1);
            is_under_way
        })
        .collect()
}

/// The same law, from a uniform of which the number of starts is the quantile, and a uniform for each day that might see one.
pub(super) fn surge_days_by_count(
    surge: &Surge,
    days: usize,
    count_uniform: f64,
    mut uniform: impl FnMut() -> f64,
) -> Vec<bool> {
    place_starts(surge, days, count_uniform, |_, chance| uniform() < chance)
}

/// The same law, from a uniform of which the number of starts is the quantile, and one for each start, of which its day is: asked for by
/// number, from 0.
pub(super) fn surge_days_by_starts(
    surge: &Surge,
    days: usize,
    count_uniform: f64,
    uniform: impl Fn(u64) -> f64,
) -> Vec<bool> {
    let mut of_start = None;
    place_starts(surge, days, count_uniform, |start, chance| {
        let left = match of_start {
            Some((of, left)) if of == start => left,
            _ => uniform(start),
        };
        // what is left of the uniform is a uniform again, given that the start is later
        of_start = Some((start, if chance < 1.0 { (left - chance) / (1.0 - chance) } else { 0.0 }));
        left < chance
    })
}

/// Asks on each day that might see the next start, by its number, whether it comes, with its chance then.
fn place_starts(surge: &Surge, days: usize, count_uniform: f64, mut comes: impl FnMut(u64, f64) -> bool) -> Vec<bool> {
    let (chance, lasts) = (surge.chance_per_day, surge.days.max(1) as usize);
    let most = days.div_ceil(lasts);
    let counts = chances_of_counts(chance, lasts, days, most);
    let mut starts = 0;
    let mut passed = counts[0][0];
    while starts < most && passed <= count_uniform {
        starts += 1;
        passed += counts[0][starts];
    }
    let mut is_under_way = vec![false; days];
    let (mut day, mut placed) = (0, 0);
    while day < days && starts > 0 {
        let end = (day + lasts).min(days);
        if comes(placed, chance * counts[end][starts - 1] / counts[day][starts]) {
            placed += 1;
            is_under_way[day..end].fill(true);
            starts -= 1;
            day = end;
        } else {
            day += 1;
        }
    }
    is_under_way
}

/// f(d, k) for d = 0 up to `days` and k = 0 up to `most`.
fn chances_of_counts(chance: f64, lasts: usize, days: usize, most: usize) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; most + 1]; days + 1];
    counts[days][0] = 1.0;
    for day in (0..days).rev() {
        let end = (day + lasts).min(days);
        for starts in 0..=most {
            let now = if starts > 0 { chance * counts[end][starts - 1] } else { 0.0 };
            counts[day][starts] = (1.0 - chance) * counts[day + 1][starts] + now;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::Key;
    use rand::RngExt;

    fn surge(chance_per_day: f64, days: u32) -> Surge {
        Surge { name: "backlog".to_owned(), chance_per_day, days, multiplier: 2.0, contact_types: Vec::new() }
    }

    #[test]
    fn counts_by_hand() {
        // two days, surges of one day: binomial
        let counts = chances_of_counts(0.25, 1, 2, 2);
        assert_eq!(counts[0], [0.5625, 0.375, 0.0625]);
        // surges of two days: a second start is impossible
        let counts = chances_of_counts(0.25, 2, 2, 1);
        assert_eq!(counts[0], [0.5625, 0.4375]);
    }

    #[test]
    fn certain_and_impossible_surges() {
        for uniform in [0.0001, 0.5, 0.9999] {
            assert_eq!(surge_days_by_count(&surge(1.0, 3), 7, uniform, || uniform), [true; 7]);
            assert_eq!(surge_days_by_count(&surge(0.0, 3), 7, uniform, || uniform), [false; 7]);
        }
    }

    /// The chance that a surge is under way on each of nine days, over 40,000 draws of each kind: 27 differences from the exact
    /// chance, each within 4.5 standard deviations (error probability below 1.9e-4; the seed is fixed).
    #[test]
    fn all_ways_follow_the_same_law() {
        let (surge, days, draws) = (surge(0.1, 3), 9, 40_000u32);
        // under way on day d: a start on one of the days d, d - 1, d - 2; with s(d) the chance of a start on day d,
        // s(d) = p (1 - s(d - 1) - s(d - 2))
        let mut starts = vec![0.0; days];
        for day in 0..days {
            let before: f64 = starts[day.saturating_sub(2)..day].iter().sum();
            starts[day] = 0.1 * (1.0 - before);
        }
        let mut generator = Key::replication(12, 0).generator();
        let mut counts = vec![[0u32; 3]; days];
        for draw in 0..u64::from(draws) {
            let first = generator.random::<f64>();
            let by_count = surge_days_by_count(&surge, days, first, || generator.random::<f64>());
            let by_starts = surge_days_by_starts(&surge, days, generator.random::<f64>(), |start| {
                Key::replication(13, draw).and(start).generator().random::<f64>()
            });
            let by_day = surge_days(&surge, days, || generator.random::<f64>());
            for (day, count) in counts.iter_mut().enumerate() {
                count[0] += u32::from(by_day[day]);
                count[1] += u32::from(by_count[day]);
                count[2] += u32::from(by_starts[day]);
            }
        }
        for (day, count) in counts.iter().enumerate() {
            let exact: f64 = starts[day.saturating_sub(2)..=day].iter().sum();
            let deviation = (exact * (1.0 - exact) / f64::from(draws)).sqrt();
            for count in count {
                let share = f64::from(*count) / f64::from(draws);
                assert!((share - exact).abs() < 4.5 * deviation, "day {day}: {share} for {exact}");
            }
        }
    }
}
