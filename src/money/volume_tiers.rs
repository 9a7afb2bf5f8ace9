//! Volume tiers of a month.

use crate::scenario::model::{TierRule, Tiers};

/// The average price of a unit in a month with `units` of them, of which the season covers `share`.
///
/// Limits are scaled by the share. A total exactly at a limit is in the lower tier. A month without units has the first
/// tier's rate.
pub(super) fn average_rate(tiers: &Tiers, units: f64, share: f64) -> f64 {
    let limit = |up_to: Option<f64>| up_to.map_or(f64::INFINITY, |limit| limit * share);
    match tiers.rule {
        TierRule::Whole => {
            let reached = tiers.tiers.iter().find(|tier| units <= limit(tier.up_to));
            reached.or(tiers.tiers.last()).map_or(tiers.base, |tier| tier.rate)
        }
        TierRule::Marginal if units > 0.0 => {
            let mut floor = 0.0;
            let mut total = 0.0;
            for tier in &tiers.tiers {
                let ceiling = limit(tier.up_to).min(units);
                total += (ceiling - floor).max(0.0) * tier.rate;
                floor = ceiling.max(floor);
            }
            total / units
        }
        TierRule::Marginal => tiers.tiers.first().map_or(tiers.base, |tier| tier.rate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::model::Tier;

    fn tiers(rule: TierRule) -> Tiers {
        let tier = |up_to, rate| Tier { up_to, rate };
        Tiers { tiers: vec![tier(Some(100.0), 3.0), tier(Some(200.0), 2.0), tier(None, 1.0)], rule, base: 2.0 }
    }

    #[test]
    fn the_rate_of_whole_tiers_is_that_of_the_tier_reached() {
        let rate = |units, share| average_rate(&tiers(TierRule::Whole), units, share);
        assert_eq!([rate(0.0, 1.0), rate(100.0, 1.0), rate(100.5, 1.0), rate(1e9, 1.0)], [3.0, 3.0, 2.0, 1.0]);
        assert_eq!([rate(50.0, 0.5), rate(51.0, 0.5), rate(101.0, 0.5)], [3.0, 2.0, 1.0]);
    }

    #[test]
    fn the_rate_of_marginal_tiers_is_an_average() {
        let rate = |units, share| average_rate(&tiers(TierRule::Marginal), units, share);
        assert_eq!([rate(0.0, 1.0), rate(100.0, 1.0), rate(200.0, 1.0), rate(400.0, 1.0)], [3.0, 3.0, 2.5, 1.75]);
        assert_eq!(rate(200.0, 0.5), 1.75);
    }
}
