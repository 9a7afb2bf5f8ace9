//! What becomes of an arrival before it stands before people, as shares.

use crate::analytic::erlang_b;
use crate::scenario::model::{DAY_S, Scenario, StreamId, WhenBotIsFull};

/// Shares of a stream's arrivals in an interval, and what those who reach people bring.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct StreamShares {
    pub(super) met: f64,
    pub(super) contained: f64,
    pub(super) falsely_contained: f64,
    pub(super) left: f64,
    pub(super) escalated: f64,
    pub(super) refused: f64,
    /// Seconds in the bot, an arrival.
    pub(super) bot_time_s: f64,
    pub(super) to_people: f64,
    /// Mean handle time in seconds of those who reach people, by an agent of factor 1 with nothing beside it.
    pub(super) work_s: f64,
    /// Rate of giving up while waiting, per second.
    pub(super) giving_up: f64,
}

/// Share of arrivals who would like a session of the bot, and its mean time in seconds.
pub(super) fn wish_for_bot(scenario: &Scenario, stream: StreamId, second: u32) -> (f64, f64) {
    let of = &scenario.streams[stream.0];
    let outage = scenario.bot.as_ref().and_then(|bot| bot.outage);
    let is_up = 1.0 - outage.map_or(0.0, |outage| (outage.chance_per_day * outage.lasts_s / f64::from(DAY_S)).min(1.0));
    of.bot.as_ref().map_or((0.0, 0.0), |bot| (bot.meets * is_up, bot.handle_time.at(second).mean_s()))
}

/// Share of those who would like a session that find all taken, at a load in erlangs.
pub(super) fn share_that_finds_bot_full(scenario: &Scenario, load: f64) -> f64 {
    let sessions = scenario.bot.as_ref().and_then(|bot| bot.sessions).map(f64::from);
    match sessions {
        // far below its limit the bot refuses nobody who would show
        Some(sessions) if load + 9.0 * load.sqrt() + 9.0 > sessions => erlang_b::blocking(load, sessions),
        _ => 0.0,
    }
}

/// The shares of a stream at a second of the day, when a share of the bot's would-be sessions finds it full; the rate of giving
/// up is left to [`PatienceRates`](super::patience_rates::PatienceRates).
pub(super) fn shares(scenario: &Scenario, stream: StreamId, second: u32, full: f64) -> StreamShares {
    let of = &scenario.streams[stream.0];
    let work_s = of.handle_time.at(second).mean_s();
    let Some(bot) = &of.bot else {
        return StreamShares { to_people: 1.0, work_s, ..StreamShares::default() };
    };
    let (wish, time_s) = wish_for_bot(scenario, stream, second);
    let met = wish * (1.0 - full);
    let containment = *bot.containment.at(second);
    let leaves = bot.leaves.min(1.0 - containment);
    let escalated = met * (1.0 - containment - leaves).max(0.0);
    let refused = match scenario.bot.as_ref().map(|bot| bot.when_full) {
        Some(WhenBotIsFull::Blocked) => wish * full,
        _ => 0.0,
    };
    let direct = 1.0 - met - refused;
    let to_people = direct + escalated;
    let factor =
        if to_people > 0.0 { (direct + escalated * bot.escalated_handle_time_factor) / to_people } else { 1.0 };
    StreamShares {
        met,
        contained: met * containment,
        falsely_contained: met * containment * bot.falsely_contained,
        left: met * leaves,
        escalated,
        refused,
        bot_time_s: met * time_s,
        to_people,
        work_s: work_s * factor,
        giving_up: 0.0,
    }
}
