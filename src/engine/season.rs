//! A scenario made ready to be simulated: samplers and thresholds by stream, pools and their routing. Built once, used by every replication.

use super::pools::{Pool, pools_of};
use super::routing::Routing;
use crate::sampling::{
    QuantileTable, Sampler, SamplerShelf, TICKS_PER_SECOND, chance_threshold, seconds_to_ticks, unit_exponential,
};
use crate::scenario::model::{
    ByTime, Distribution, GroupId, Rounding, Satisfaction, Scenario, Stream, StreamId, WhenBotIsFull,
};

/// Ticks in a day.
pub(super) const DAY_TICKS: u64 = 86_400 * TICKS_PER_SECOND;

/// Bits after the point of an interval's reciprocal.
const RECIPROCAL_BITS: u32 = 46;

/// A scenario made ready to be simulated.
#[derive(Debug)]
pub struct Season<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) streams: Vec<StreamDraws>,
    pub(super) pools: Vec<Pool>,
    /// By pool.
    pub(super) routings: Vec<Routing>,
    /// The pools that share the sessions of a bot, as one, for seasons in which sessions may run out.
    pub(super) sharing_sessions: Option<(Pool, Routing)>,
    pub(super) meters: Vec<Meter>,
    pub(super) gaps: QuantileTable,
    pub(super) interval_ticks: u64,
    /// What seconds times this, over 2^46, are in whole intervals.
    per_interval: u64,
    last_interval: usize,
    pub(super) day_ticks: u64,
    pub(super) end: u64,
    pub(super) satisfaction: Option<SatisfactionCurve>,
    pub(super) bot_sessions: Option<u32>,
    pub(super) when_bot_is_full: WhenBotIsFull,
    /// Factor on handle times by group and day.
    pub(super) handle_factors: Vec<Vec<f32>>,
    /// Chance of not being resolved, as thresholds, by group and in it by stream.
    unresolved: Vec<u64>,
}

/// What a stream's contacts draw from, in ticks and thresholds.
#[derive(Debug)]
pub(super) struct StreamDraws {
    pub(super) handle: ByTime<Sampler>,
    pub(super) patience: ByTime<Sampler>,
    pub(super) balk: u64,
    /// Share of handle time that is talk, in 2^-32.
    pub(super) talk_share: u64,
    /// Factor on the handle time of those who come from the bot.
    pub(super) escalated_factor: f32,
    pub(super) redial: Option<RedialDraws>,
    pub(super) repeat_delay: Sampler,
    pub(super) bot: Option<BotDraws>,
    pub(super) within: u64,
    pub(super) short: u64,
    pub(super) opens: u64,
    pub(super) closes: u64,
}

#[derive(Debug)]
pub(super) struct RedialDraws {
    pub(super) chance: u64,
    pub(super) delay: Sampler,
    pub(super) limit: u32,
}

#[derive(Debug)]
pub(super) struct BotDraws {
    pub(super) meets: u64,
    /// (contained, contained or left)
    pub(super) outcome: ByTime<(u64, u64)>,
    pub(super) falsely_contained: u64,
    pub(super) time: ByTime<Sampler>,
}

/// How a billing meter rounds talk time, in ticks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meter {
    unit: u64,
    free: u64,
}

impl Meter {
    fn new(rounding: Rounding) -> Self {
        Meter { unit: seconds_to_ticks(rounding.unit_s), free: seconds_to_ticks(rounding.free_s) }
    }

    /// Billed ticks of one contact's talk.
    pub(super) fn billed(self, talk: u64) -> u64 {
        match (talk <= self.free && self.free > 0, self.unit) {
            (true, _) => 0,
            (false, 0) => talk,
            (false, unit) => talk.div_ceil(unit) * unit,
        }
    }
}

/// Satisfaction in millionths, piecewise linear in the wait.
#[derive(Debug)]
pub(super) struct SatisfactionCurve {
    /// Waits at which one piece ends and the next begins, in seconds.
    bends: Vec<f64>,
    /// One more than there are bends.
    pieces: Vec<Piece>,
    unresolved_factor: f64,
    pub(super) bot_resolved: u64,
    pub(super) bot_unresolved: u64,
    pub(super) not_served: u64,
    /// Of those answered at once, unresolved and resolved: the most common.
    at_once: [u64; 2],
}

/// A piece of the curve: from a point, so much for so many seconds.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: (f64, f64),
    rise: f64,
    seconds: f64,
}

impl Piece {
    fn between((x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> Self {
        Piece { from: (x0, y0), rise: y1 - y0, seconds: x1 - x0 }
    }

    fn flat(value: f64) -> Self {
        Piece { from: (0.0, value), rise: 0.0, seconds: 1.0 }
    }

    #[inline(always)]
    fn at(&self, wait: f64) -> f64 {
        self.from.1 + self.rise * (wait - self.from.0) / self.seconds
    }
}

impl SatisfactionCurve {
    fn new(satisfaction: &Satisfaction) -> Self {
        let points = &satisfaction.by_wait;
        let ends = |point: Option<&(f64, f64)>| Piece::flat(point.map_or(0.0, |(_, value)| *value));
        let between = points.windows(2).map(|pair| Piece::between(pair[0], pair[1]));
        let pieces = std::iter::once(ends(points.first())).chain(between).chain(std::iter::once(ends(points.last())));
        let mut curve = SatisfactionCurve {
            bends: points.iter().map(|(wait, _)| *wait).collect(),
            pieces: pieces.collect(),
            unresolved_factor: satisfaction.unresolved_factor,
            bot_resolved: millionths(satisfaction.bot_resolved),
            bot_unresolved: millionths(satisfaction.bot_unresolved),
            not_served: millionths(satisfaction.not_served),
            at_once: [0; 2],
        };
        curve.at_once = [curve.after_wait(0, false), curve.after_wait(0, true)];
        curve
    }

    /// Millionths for one answered contact.
    #[inline(always)]
    pub(super) fn answered(&self, wait_ticks: u64, is_resolved: bool) -> u64 {
        if wait_ticks == 0 { self.at_once[usize::from(is_resolved)] } else { self.after_wait(wait_ticks, is_resolved) }
    }

    fn after_wait(&self, wait_ticks: u64, is_resolved: bool) -> u64 {
        let wait = wait_ticks as f64 / TICKS_PER_SECOND as f64;
        // counted through, as there are few: a search would be mispredicted
        let piece = self.bends.iter().filter(|bend| **bend <= wait).count();
        let value = self.pieces[piece].at(wait);
        millionths(if is_resolved { value } else { value * self.unresolved_factor })
    }
}

fn millionths(share: f64) -> u64 {
    // through a signed number, which the processor converts to at once
    (share * 1e6 + 0.5) as i64 as u64
}

impl<'s> Season<'s> {
    /// Prepares a scenario.
    pub fn new(scenario: &'s Scenario) -> Self {
        let mut shelf = SamplerShelf::default();
        let pools = pools_of(scenario);
        let streams: Vec<StreamDraws> =
            scenario.streams.iter().map(|stream| stream_draws(scenario, stream, &mut shelf)).collect();
        let handle_factors = scenario
            .agent_groups
            .iter()
            .map(|group| (0..scenario.calendar.days()).map(|day| group.handle_factor_on(day) as f32).collect())
            .collect();
        let unresolved = scenario
            .agent_groups
            .iter()
            .flat_map(|group| {
                let resolution =
                    |stream: &Stream| group.first_contact_resolution.unwrap_or(stream.first_contact_resolution);
                scenario.streams.iter().map(move |stream| chance_threshold(1.0 - resolution(stream)))
            })
            .collect();
        Season {
            scenario,
            streams,
            routings: pools.iter().map(|pool| Routing::of(scenario, pool)).collect(),
            sharing_sessions: Pool::sharing_sessions(scenario, &pools).map(|pool| {
                let routing = Routing::of(scenario, &pool);
                (pool, routing)
            }),
            pools,
            meters: scenario.meters().into_iter().map(Meter::new).collect(),
            gaps: unit_exponential(),
            interval_ticks: u64::from(scenario.calendar.interval_s) * TICKS_PER_SECOND,
            per_interval: (1 << RECIPROCAL_BITS) / u64::from(scenario.calendar.interval_s) + 1,
            last_interval: scenario.intervals() - 1,
            day_ticks: DAY_TICKS,
            end: DAY_TICKS * scenario.calendar.days() as u64,
            satisfaction: scenario.satisfaction.as_ref().map(SatisfactionCurve::new),
            bot_sessions: scenario.bot.as_ref().and_then(|bot| bot.sessions),
            when_bot_is_full: scenario.bot.as_ref().map_or(WhenBotIsFull::People, |bot| bot.when_full),
            handle_factors,
            unresolved,
        }
    }

    /// The scenario.
    pub fn scenario(&self) -> &'s Scenario {
        self.scenario
    }

    /// Whether every pool is a single first-come-first-served queue, so that the general engine is not needed.
    pub fn is_all_single_queues(&self) -> bool {
        self.pools.iter().all(|pool| pool.single_queue.is_some())
    }

    /// Chance that a group does not resolve a stream's contact, as a threshold.
    #[inline(always)]
    pub(super) fn unresolved(&self, group: GroupId, stream: u32) -> u64 {
        self.unresolved[group.0 * self.streams.len() + stream as usize]
    }

    /// Whether a pool is played as one with others in seasons in which the bot's sessions may run out.
    pub(super) fn shares_sessions(&self, pool: &Pool) -> bool {
        self.sharing_sessions.is_some() && pool.meets_bot(self.scenario)
    }

    /// Groups and streams of each pool, for reports.
    pub fn pools(&self) -> impl Iterator<Item = (&[GroupId], &[StreamId])> {
        self.pools.iter().map(|pool| (pool.groups.as_slice(), pool.streams.as_slice()))
    }

    /// Interval of the season that a tick lies in; what happens after the end counts in the last.
    #[inline(always)]
    pub(super) fn interval_of(&self, tick: u64) -> usize {
        self.interval_within(tick.min(self.end)).min(self.last_interval)
    }

    /// Interval that a tick not after the season's end lies in; at the very end, one more than there are.
    #[inline(always)]
    pub(super) fn interval_within(&self, tick: u64) -> usize {
        // intervals are whole seconds; exact while seconds times an interval's length are below 2^46: Granlund & Montgomery
        // 1994, doi:10.1145/178243.178249
        ((tick / TICKS_PER_SECOND * self.per_interval) >> RECIPROCAL_BITS) as usize
    }

    /// Cuts the time from one instant to another at the ends of intervals: each interval with its ticks goes to `count`.
    pub(super) fn by_interval(&self, from: u64, to: u64, mut count: impl FnMut(usize, u64)) {
        let mut at = from;
        let mut interval = self.interval_of(from);
        while at < to {
            let until =
                if interval == self.last_interval { to } else { to.min((interval as u64 + 1) * self.interval_ticks) };
            count(interval, until - at);
            at = until;
            interval += 1;
        }
    }
}

fn stream_draws(scenario: &Scenario, stream: &Stream, shelf: &mut SamplerShelf) -> StreamDraws {
    let channel = &scenario.channels[stream.channel.0];
    let mut by_time = |distribution: &ByTime<Distribution>| ByTime {
        pieces: distribution.pieces.iter().map(|(from, at)| (*from, shelf.sampler(at))).collect(),
    };
    let (handle, patience) = (by_time(&stream.handle_time), by_time(&stream.patience));
    let bot = stream.bot.as_ref().map(|bot| BotDraws {
        meets: chance_threshold(bot.meets),
        outcome: ByTime {
            pieces: bot
                .containment
                .pieces
                .iter()
                .map(|(from, contained)| {
                    (*from, (chance_threshold(*contained), chance_threshold(contained + bot.leaves)))
                })
                .collect(),
        },
        falsely_contained: chance_threshold(bot.falsely_contained),
        time: by_time(&bot.handle_time),
    });
    StreamDraws {
        handle,
        patience,
        balk: chance_threshold(stream.balk),
        talk_share: chance_threshold(stream.talk_share),
        escalated_factor: stream.bot.as_ref().map_or(1.0, |bot| bot.escalated_handle_time_factor as f32),
        redial: stream.redial.as_ref().map(|redial| RedialDraws {
            chance: chance_threshold(redial.chance),
            delay: shelf.sampler(&redial.delay),
            limit: redial.limit,
        }),
        repeat_delay: shelf.sampler(&stream.repeat_delay),
        bot,
        within: seconds_to_ticks(channel.service.within_s),
        short: seconds_to_ticks(channel.service.short_abandon_s),
        opens: u64::from(channel.opens_s) * TICKS_PER_SECOND,
        closes: u64::from(channel.closes_s) * TICKS_PER_SECOND,
    }
}
