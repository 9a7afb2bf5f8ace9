//! Desks: streams that some group links, and what becomes of live contacts at one in an interval.

use super::chat_load::{FreeStates, free_states};
use super::crew::Crew;
use crate::analytic::time_varying::modified_offered_load;
use crate::analytic::{Outcomes, Patience, Pool, SteadyState, Thresholds};
use crate::scenario::model::{Channel, ChannelId, ChannelKind, GroupId, Scenario, StreamId};

/// Load over servers up to which a queue without patience is taken to be in its steady state.
const STEADY_WITHOUT_PATIENCE: f64 = 0.95;
/// Mean patience in seconds that stands in where nobody gives up and load is higher.
const STAND_IN_PATIENCE_S: f64 = 14_400.0;

/// What a desk's contacts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DeskKind {
    /// Voice and chat.
    Live,
    /// Deferred channels.
    Deferred,
}

/// Streams of one kind that some group links, and those groups.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Desk {
    pub(super) streams: Vec<StreamId>,
    pub(super) groups: Vec<GroupId>,
    pub(super) channels: Vec<ChannelId>,
}

/// The desks of a kind: connected components of its streams and the groups that take them.
pub(super) fn desks(scenario: &Scenario, kind: DeskKind) -> Vec<Desk> {
    let channel_of = |stream: &StreamId| scenario.streams[stream.0].channel;
    let is_of_kind = |stream: &StreamId| {
        (scenario.channels[channel_of(stream).0].kind == ChannelKind::Deferred) == (kind == DeskKind::Deferred)
    };
    let mut desks: Vec<Desk> = Vec::new();
    for stream in (0..scenario.streams.len()).map(StreamId).filter(is_of_kind) {
        let groups: Vec<GroupId> = (0..scenario.agent_groups.len())
            .map(GroupId)
            .filter(|group| scenario.group_takes(*group, stream))
            .collect();
        let mut joined = Desk { streams: vec![stream], groups, channels: vec![channel_of(&stream)] };
        let (linked, apart): (Vec<Desk>, Vec<Desk>) =
            desks.into_iter().partition(|desk| desk.groups.iter().any(|group| joined.groups.contains(group)));
        for desk in linked {
            joined.streams.extend(desk.streams);
            joined.groups.extend(desk.groups);
            joined.channels.extend(desk.channels);
        }
        joined.streams.sort_unstable();
        joined.groups.sort_unstable();
        joined.groups.dedup();
        joined.channels.sort_unstable();
        joined.channels.dedup();
        desks = apart;
        desks.push(joined);
    }
    desks
}

/// What a channel brings to a desk in an interval.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ChannelDemand {
    /// Contacts that reach people.
    pub(super) contacts: f64,
    /// Their handle time by an agent of factor 1, in seconds, all together.
    pub(super) work_s: f64,
    /// Their rates of giving up, all together.
    pub(super) giving_up: f64,
    /// Those who balk.
    pub(super) balking: f64,
}

/// What becomes of a channel's contacts.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ChannelFate {
    /// Shares and seconds, per contact that reaches people.
    pub(super) outcomes: Outcomes,
    /// Factor on the handle time that an agent of factor 1 with nothing beside it needs.
    pub(super) stretch: f64,
}

/// What becomes of a desk in an interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DeskFate {
    /// In the order of the desk's channels.
    pub(super) channels: Vec<ChannelFate>,
    /// Share of the agents' time with a contact in hand.
    pub(super) occupancy: f64,
    /// Contacts in hand at the interval's end if agents were unlimited.
    pub(super) load_at_end: f64,
}

impl Desk {
    /// Demands in the order of the desk's channels; `load_at_start` is the last interval's `load_at_end`.
    pub(super) fn fate(
        &self,
        scenario: &Scenario,
        crew: &Crew,
        demands: &[ChannelDemand],
        load_at_start: f64,
    ) -> DeskFate {
        let interval_s = f64::from(scenario.calendar.interval_s);
        let contacts: f64 = demands.iter().map(|demand| demand.contacts).sum();
        let channel = |position: usize| &scenario.channels[self.channels[position].0];
        let server_s: f64 =
            demands.iter().enumerate().map(|(at, demand)| demand.work_s * slowest(channel(at))).sum::<f64>();
        let agent_s: f64 = demands
            .iter()
            .enumerate()
            .map(|(at, demand)| demand.work_s * slowest(channel(at)) / slots(channel(at)))
            .sum();
        if !(contacts > 0.0 && agent_s > 0.0) {
            // rates are zero only behind closed doors, and there the contacts in hand are soon finished
            return DeskFate {
                channels: vec![ChannelFate { stretch: crew.handle_factor, ..ChannelFate::default() }; demands.len()],
                occupancy: 0.0,
                load_at_end: 0.0,
            };
        }
        let handle_time_s = crew.handle_factor * server_s / contacts;
        let servers = crew.agents * (server_s / agent_s);
        let load = modified_offered_load(&[contacts], interval_s, &[handle_time_s], load_at_start)[0];
        let giving_up: f64 = demands.iter().map(|demand| demand.giving_up).sum::<f64>() / contacts;
        let balk = demands.iter().map(|demand| demand.balking).sum::<f64>() / contacts;
        let is_patient = giving_up <= 0.0;
        let patience = match (is_patient, load.mean < STEADY_WITHOUT_PATIENCE * servers) {
            (true, true) => Patience::Infinite,
            (true, false) => Patience::Exponential { mean_s: STAND_IN_PATIENCE_S, balk },
            (false, _) => Patience::Exponential { mean_s: 1.0 / giving_up, balk },
        };
        let pool =
            Pool { arrivals_per_s: load.mean / handle_time_s, handle_time_s, agents: servers, patience, lines: None };
        let mut busy_agents = 0.0;
        let channels = (0..demands.len())
            .map(|at| {
                let of = channel(at);
                let (mut fate, busy) = self.channel_fate(of, &pool, crew);
                if is_patient {
                    answer_all_late(&mut fate.outcomes, crew);
                }
                busy_agents += busy * demands[at].contacts / contacts;
                fate
            })
            .collect();
        let occupancy = if crew.agents > 0.0 { (busy_agents / crew.agents).min(1.0) } else { 0.0 };
        DeskFate { channels, occupancy, load_at_end: load.at_end }
    }

    /// What becomes of a channel's contacts, and the agents that would be busy if all contacts were like its own.
    fn channel_fate(&self, channel: &Channel, pool: &Pool, crew: &Crew) -> (ChannelFate, f64) {
        let thresholds =
            Thresholds { within_s: channel.service.within_s, short_abandon_s: channel.service.short_abandon_s };
        let plain_stretch = crew.handle_factor * slowest(channel);
        let plain_busy = |outcomes: &Outcomes| pool.offered_load() * outcomes.answered / slots(channel);
        if let Some(lines) = binding_lines(channel, pool) {
            // agents beyond the lines could never be busy
            let agents = pool.agents.min(lines as f64);
            let outcomes = Pool { lines: Some(lines), agents, ..*pool }.outcomes(thresholds);
            return (ChannelFate { outcomes, stretch: plain_stretch }, plain_busy(&outcomes));
        }
        let state = pool.steady_state(thresholds);
        if slots(channel) == 1.0 || self.channels.len() > 1 || crew.agents <= 0.0 {
            let outcomes = state.outcomes(balk(pool));
            return (ChannelFate { outcomes, stretch: plain_stretch }, plain_busy(&outcomes));
        }
        let undisturbed = pool.offered_load() / slowest(channel);
        let free = free_states(undisturbed, crew.agents, &channel.concurrency.slowdown);
        let outcomes = with_free_states(&state, &free).outcomes(balk(pool));
        let all_full = 1.0 - outcomes.immediate;
        let chats = outcomes.immediate * free.chats + all_full * pool.agents;
        let busy = outcomes.immediate * free.busy_agents + all_full * crew.agents;
        // Little: chats in hand are answered ones times how long each takes
        let answered = undisturbed * outcomes.answered;
        let longest = channel.concurrency.slowdown.iter().copied().fold(1.0, f64::max);
        let stretch = if answered > 0.0 { (chats / answered).clamp(1.0, longest) } else { 1.0 };
        (ChannelFate { outcomes, stretch: crew.handle_factor * stretch }, busy)
    }
}

fn balk(pool: &Pool) -> f64 {
    match pool.patience {
        Patience::Exponential { balk, .. } => balk,
        Patience::Infinite => 0.0,
    }
}

/// Contacts that an agent holds at most.
fn slots(channel: &Channel) -> f64 {
    match channel.kind {
        ChannelKind::Chat => f64::from(channel.concurrency.limit.max(1)),
        _ => 1.0,
    }
}

/// How much longer a contact takes when its agent holds as many as he may.
fn slowest(channel: &Channel) -> f64 {
    match channel.kind {
        ChannelKind::Chat => channel.concurrency.slowdown.last().copied().unwrap_or(1.0),
        _ => 1.0,
    }
}

/// The lines, where they can matter: the number in an unlimited system is at most that of a pool without queue whose
/// contacts stay for the longer of handle time and patience, which is Poisson.
fn binding_lines(channel: &Channel, pool: &Pool) -> Option<u64> {
    let lines = u64::from(channel.lines?);
    let stay_s = match pool.patience {
        Patience::Exponential { mean_s, .. } => pool.handle_time_s.max(mean_s),
        Patience::Infinite => f64::INFINITY,
    };
    let most = pool.arrivals_per_s * stay_s;
    let is_ample = most.is_finite() && most + 9.0 * most.sqrt() + 9.0 < lines as f64;
    (!is_ample).then_some(lines)
}

/// The same queue with other free states.
fn with_free_states(state: &SteadyState, free: &FreeStates) -> SteadyState {
    let ln_immediate = state.ln_immediate + free.ln_weight_ratio;
    let top = ln_immediate.max(state.ln_waits);
    let total = top + libm::log(libm::exp(ln_immediate - top) + libm::exp(state.ln_waits - top));
    SteadyState { ln_immediate: ln_immediate - total, ln_waits: state.ln_waits - total, ..*state }
}

/// Where nobody gives up, whoever the stand-in patience sends away is answered late; without agents they wait.
fn answer_all_late(outcomes: &mut Outcomes, crew: &Crew) {
    if crew.agents > 0.0 {
        outcomes.answered += outcomes.abandoned;
        outcomes.wait_answered_s += outcomes.wait_abandoned_s;
    } else {
        outcomes.answered = 0.0;
        outcomes.wait_answered_s = 0.0;
    }
    outcomes.abandoned = 0.0;
    outcomes.abandoned_within = 0.0;
    outcomes.abandoned_short = 0.0;
    outcomes.wait_abandoned_s = 0.0;
}
