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
