//! Agents by interval for a worth of the answered contact: the analytic marginal value.
//!
//! If an answered contact is worth r times what its agent's time costs, one agent more in an interval pays as long as he
//! raises the expected share answered by at least 1 / (a r), where a is the load in agents. Erlang A, mixed over the law of
//! busyness, gives that share; it is concave in the agents, so that the fraction x at which agent x + 1/2 no longer pays is
//! rounded to the best whole number. One number r thus makes a whole plan, and small intervals, where an agent answers
//! few, get fewer than a common service level would give them. Where nobody gives up, the share answered within the
//! threshold takes the place of the share answered, and the work itself is always served.

use crate::analytic::{Mixture, Patience, Pool, Thresholds};
use crate::scenario::model::{Channel, ChannelKind};
use rayon::prelude::*;
use std::collections::BTreeMap;

use crate::staffing::workload::ChannelWork;

/// Worth over cost at position 0, less 1.
const LEAST_PREMIUM: f64 = 0.03;
/// Each position multiplies the premium by e to this power.
const STEP: f64 = 0.8;
/// With more different loads than this, near ones share a solution.
const MOST_EXACT: usize = 64;
/// Loads within this ratio share one.
const SHARED_RATIO: f64 = 0.03;
/// Agents are found to this much of one.
const RESOLUTION: f64 = 0.01;

/// What an answered contact is worth at a position of the ladder, over the cost of its agent's time.
pub(super) fn worth_at(position: f64) -> f64 {
    1.0 + LEAST_PREMIUM * libm::exp(STEP * position)
}

/// The position of a worth over cost; nothing where it does not cover the cost.
pub(super) fn position_of(worth: f64) -> Option<f64> {
    (worth > 1.0).then(|| libm::log((worth - 1.0) / LEAST_PREMIUM) / STEP)
}

/// Agents by interval, as fractions, for a worth over cost; not for deferred channels.
pub(super) fn agents_worth(channel: &Channel, work: &ChannelWork, busyness: &Mixture, worth: f64) -> Vec<f64> {
    debug_assert!(channel.kind != ChannelKind::Deferred);
    let (slots, slowdown) = match channel.kind {
        ChannelKind::Chat => {
            (f64::from(channel.concurrency.limit), channel.concurrency.slowdown.last().copied().unwrap_or(1.0))
        }
        _ => (1.0, 1.0),
    };
    let asked: Vec<Option<(f64, f64)>> = (0..work.load.len())
        .map(|interval| {
            let has_work = work.load[interval] >= 1e-6 && work.contacts[interval] > 0.0;
            has_work.then(|| (work.load[interval], work.handle_time_s[interval]))
        })
        .collect();
    let mut exact: Vec<(u64, u64)> =
        asked.iter().flatten().map(|(load, time)| (load.to_bits(), time.to_bits())).collect();
    exact.sort_unstable();
    exact.dedup();
    let is_exact = exact.len() <= MOST_EXACT;
    // the load and the handle time that are solved in the place of these
    let shared = |(load, time): (f64, f64)| {
        if is_exact {
            return (load, time);
        }
        let round = |value: f64| libm::exp((libm::log(value) / SHARED_RATIO).round() * SHARED_RATIO);
        (round(load), round(time))
    };
    let solved_for: BTreeMap<(u64, u64), (f64, f64)> =
        asked.iter().flatten().map(|asked| shared(*asked)).map(|it| ((it.0.to_bits(), it.1.to_bits()), it)).collect();
    let solved: BTreeMap<(u64, u64), f64> = solved_for
        .into_par_iter()
        .map(|(key, (load, handle_time_s))| {
            let pool = Pool {
                arrivals_per_s: load / handle_time_s,
                handle_time_s: handle_time_s * slowdown,
                agents: 0.0,
                patience: if work.patience_s.is_finite() {
                    Patience::Exponential { mean_s: work.patience_s, balk: work.balk }
                } else {
                    Patience::Infinite
                },
                lines: None,
            };
            let thresholds =
                Thresholds { within_s: channel.service.within_s, short_abandon_s: channel.service.short_abandon_s };
            (key, Marginal { pool, busyness, thresholds, slots }.agents(worth))
        })
        .collect();
    asked
        .into_iter()
        .map(|asked| {
            let Some((load, time)) = asked else { return 0.0 };
            let near = shared((load, time));
            let agents = solved[&(near.0.to_bits(), near.1.to_bits())];
            if agents > 0.0 { (agents + (load - near.0) * slowdown / slots).max(0.0) } else { 0.0 }
        })
        .collect()
}

struct Marginal<'m> {
    pool: Pool,
    busyness: &'m Mixture,
    thresholds: Thresholds,
    /// Contacts that an agent holds at once.
    slots: f64,
}

impl Marginal<'_> {
    /// Load in agents.
    fn load(&self) -> f64 {
        self.pool.offered_load() / self.slots
    }

    fn share(&self, agents: f64) -> f64 {
        let pool = self.pool.with_agents((agents * self.slots).max(0.0));
        match self.pool.patience {
            Patience::Infinite => self.busyness.outcomes(&pool, self.thresholds).answered_within,
            Patience::Exponential { .. } => self.busyness.share_answered(&pool),
        }
    }

    fn gain(&self, agents: f64) -> f64 {
        self.share(agents + 0.5) - self.share((agents - 0.5).max(0.0))
    }

    fn agents(&self, worth: f64) -> f64 {
        let price = 1.0 / (self.load() * worth);
        let pays = |agents: f64| self.gain(agents) >= price;
        let mut low = match self.pool.patience {
            Patience::Infinite => self.load() + 0.5,
            Patience::Exponential { .. } => 0.5,
        };
        if !pays(low) {
            return if self.pool.patience == Patience::Infinite { low } else { 0.0 };
        }
        let mut high = low.max(self.load()) + libm::sqrt(self.load()).max(1.0);
        while pays(high) {
            low = high;
            high += libm::sqrt(self.load()).max(1.0);
        }
        while high - low > RESOLUTION {
            let middle = 0.5 * (low + high);
            if pays(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }
}
