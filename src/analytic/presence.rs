//! Averages over absent agents: of those scheduled, each is away for the whole time with the same chance.

use super::{Outcomes, Pool, Thresholds};

/// Chances of 0, 1, .. `scheduled` agents being present, each being away with chance `absence` independently (binomial).
pub fn distribution(scheduled: u32, absence: f64) -> Vec<f64> {
    if absence <= 0.0 {
        let mut all_present = vec![0.0; scheduled as usize + 1];
        all_present[scheduled as usize] = 1.0;
        return all_present;
    }
    if absence >= 1.0 {
        let mut none_present = vec![0.0; scheduled as usize + 1];
        none_present[0] = 1.0;
        return none_present;
    }
    // Ratios outwards from the likeliest number, then scaled: no term overflows, none near the middle is lost.
    let odds = (1.0 - absence) / absence;
    let total = scheduled as usize;
    let likeliest = ((f64::from(scheduled) + 1.0) * (1.0 - absence)).floor().min(f64::from(scheduled)) as usize;
    let mut chances = vec![0.0; total + 1];
    chances[likeliest] = 1.0;
    for present in likeliest..total {
        chances[present + 1] = chances[present] * odds * (total - present) as f64 / (present + 1) as f64;
    }
    for present in (0..likeliest).rev() {
        chances[present] = chances[present + 1] * (present + 1) as f64 / (odds * (total - present) as f64);
    }
    let sum: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= sum);
    chances
}

/// What becomes of an arrival when the pool has `scheduled` agents, each away with chance `absence`. `pool.agents` is not
/// used. Numbers of agents with a chance under 1e-18 are left out.
pub fn outcomes(pool: &Pool, scheduled: u32, absence: f64, thresholds: Thresholds) -> Outcomes {
    let mut mixed = Outcomes::default();
    for (present, chance) in distribution(scheduled, absence).into_iter().enumerate() {
        if chance > 1e-18 {
            mixed.add(&pool.with_agents(present as f64).outcomes(thresholds), chance);
        }
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binomial_has_its_mean_and_variance() {
        for (scheduled, absence) in [(22, 0.15), (1, 0.5), (3_000, 0.02), (5, 0.0), (5, 1.0)] {
            let chances = distribution(scheduled, absence);
            let mean: f64 = chances.iter().enumerate().map(|(k, p)| k as f64 * p).sum();
            let square: f64 = chances.iter().enumerate().map(|(k, p)| (k as f64 - mean).powi(2) * p).sum();
            let expected = f64::from(scheduled) * (1.0 - absence);
            assert!((mean - expected).abs() <= 1e-11 * (1.0 + expected), "{scheduled} {absence}: {mean}");
            assert!((square - expected * absence).abs() <= 1e-10 * (1.0 + expected), "{scheduled} {absence}");
        }
    }
}
