//! Agents that a channel needs by interval for a nominal service level, as fractions.

use super::workload::ChannelWork;
use crate::analytic::{Goal, Mixture, Patience, Pool, Thresholds, agents_needed};
use crate::scenario::model::{BusynessLaw, Channel, ChannelKind, Demand};
use rayon::prelude::*;

/// Points at which the law of busyness is taken.
const BUSYNESS_POINTS: usize = 7;

/// The factor on an interval's rate, all layers but surges together.
pub(super) fn busyness_mixture(demand: &Demand) -> Mixture {
    // coefficients of variation of independent factors of mean 1 combine as 1 + cv^2
    let square =
        (1.0 + demand.season_cv.powi(2)) * (1.0 + demand.busyness.cv.powi(2)) * (1.0 + demand.interval_cv.powi(2))
            - 1.0;
    if square <= 0.0 {
        return Mixture::certain();
    }
    match demand.busyness.law {
        BusynessLaw::Gamma => Mixture::gamma(square.sqrt(), BUSYNESS_POINTS),
        BusynessLaw::Lognormal => Mixture::lognormal(square.sqrt(), BUSYNESS_POINTS),
    }
}

/// Agents by interval at which Erlang A gives the nominal target of each; zero where nothing is to do. Not for deferred channels.
///
/// A chat agent counts as so many servers as he holds chats at most, each as slow as at that number.
pub(super) fn agents_for(
    channel: &Channel,
    work: &ChannelWork,
    busyness: &Mixture,
    load_factor: &[f64],
    nominal: &[f64],
) -> Vec<f64> {
    debug_assert!(channel.kind != ChannelKind::Deferred);
    let thresholds =
        Thresholds { within_s: channel.service.within_s, short_abandon_s: channel.service.short_abandon_s };
    let (slots, slowdown) = match channel.kind {
        ChannelKind::Chat => {
            (f64::from(channel.concurrency.limit), channel.concurrency.slowdown.last().copied().unwrap_or(1.0))
        }
        _ => (1.0, 1.0),
    };
    (0..work.load.len())
        .into_par_iter()
        .map(|interval| {
            let load = work.load[interval] * load_factor[interval];
            // what lags behind a closed door is finished by those who are there; it is no reason to call anyone
            if load < 1e-6 || work.contacts[interval] <= 0.0 {
                return 0.0;
            }
            let handle_time_s = work.handle_time_s[interval] * slowdown;
            let pool = Pool {
                arrivals_per_s: load / work.handle_time_s[interval],
                handle_time_s,
                agents: 0.0,
                patience: if work.patience_s.is_finite() {
                    Patience::Exponential { mean_s: work.patience_s, balk: work.balk }
                } else {
                    Patience::Infinite
                },
                lines: None,
            };
            let goal = Goal::ServiceLevel { definition: channel.service.definition, at_least: nominal[interval] };
            agents_needed(&pool, busyness, goal, thresholds).unwrap_or(pool.offered_load() * 2.0 + 1.0) / slots
        })
        .collect()
}
