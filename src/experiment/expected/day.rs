//! One day in one of its states.

mod deferred;

use std::collections::VecDeque;

use super::backlog::Batch;
use super::coming::{Lineage, Rows};
use super::counts::ExpectedCell;
use super::crew::Crew;
use super::day_states::DayState;
use super::desk::{ChannelDemand, ChannelFate, Desk, DeskFate};
use super::patience_rates::PatienceRates;
use super::satisfaction;
use super::stream_shares::{StreamShares, share_that_finds_bot_full, shares, wish_for_bot};
use crate::money::GroupTime;
use crate::scenario::model::{GroupId, Scenario, StaffingPlan, StreamId};

/// Arrivals and what becomes of them are found together; rounds end when shares move by less than this. Only those who come
/// again within the interval depend on it, so arrivals are closer by one or two digits.
const CLOSE: f64 = 2e-3;
/// Most rounds of that.
const MOST_ROUNDS: usize = 8;

/// What is known before any day.
#[derive(Debug)]
pub(super) struct Plant<'s> {
    pub(super) scenario: &'s Scenario,
    pub(super) plan: &'s StaffingPlan,
    pub(super) live: Vec<Desk>,
    pub(super) deferred: Vec<Desk>,
    pub(super) rows: Rows,
    pub(super) patience: PatienceRates,
}

/// What a day finds: means over what the day before might have been.
#[derive(Debug, Clone)]
pub(super) struct Carried {
    /// Contacts that come again, by row and interval of the season.
    pub(super) coming: Vec<Vec<f64>>,
    /// Contacts in hand, by live desk.
    pub(super) load: Vec<f64>,
    /// Waiting deferred work, by deferred desk, oldest first.
    pub(super) backlog: Vec<Vec<Batch>>,
}

/// What a state of a day adds to the season, all times its chance.
#[derive(Debug)]
pub(super) struct DayPart {
    /// By interval of the day and stream.
    pub(super) cells: Vec<ExpectedCell>,
    /// Deferred contacts answered today: interval of the season in which they arrived, stream, counts.
    pub(super) answered_later: Vec<(usize, usize, ExpectedCell)>,
    /// By interval of the day and group.
    pub(super) times: Vec<GroupTime>,
    /// Contacts that will be followed by one of the row, by row and interval of the day.
    pub(super) followed: Vec<Vec<f64>>,
    pub(super) load: Vec<f64>,
    pub(super) backlog: Vec<Vec<Batch>>,
}

/// Works out a day in one state.
pub(super) fn day_in_state(plant: &Plant, carried: &Carried, day: usize, state: &DayState) -> DayPart {
    let scenario = plant.scenario;
    let a_day = scenario.calendar.intervals_per_day();
    let part = DayPart {
        cells: vec![ExpectedCell::default(); a_day * scenario.streams.len()],
        answered_later: Vec::new(),
        times: vec![GroupTime::default(); a_day * scenario.agent_groups.len()],
        followed: vec![vec![0.0; a_day]; plant.rows.count()],
        load: vec![0.0; plant.live.len()],
        backlog: vec![Vec::new(); plant.deferred.len()],
    };
    let mut play = DayPlay {
        plant,
        state,
        day,
        coming: carried.coming.iter().map(|row| row[day * a_day..(day + 1) * a_day].to_vec()).collect(),
        load: carried.load.clone(),
        backlog: carried.backlog.iter().map(|waiting| VecDeque::from(waiting.clone())).collect(),
        fates: vec![ChannelFate::default(); scenario.channels.len()],
        part,
    };
    for place in 0..a_day {
        play.interval(place);
    }
    let chance = state.chance;
    let DayPlay { mut part, load, backlog, .. } = play;
    part.load = load.iter().map(|load| load * chance).collect();
    part.backlog = backlog
        .into_iter()
        .map(|waiting| {
            let weighted =
                |batch: Batch| Batch { contacts: batch.contacts * chance, fresh: batch.fresh * chance, ..batch };
            waiting.into_iter().map(weighted).collect()
        })
        .collect();
    part
}

struct DayPlay<'p> {
    plant: &'p Plant<'p>,
    state: &'p DayState,
    day: usize,
    /// By row and interval of the day.
    coming: Vec<Vec<f64>>,
    load: Vec<f64>,
    backlog: Vec<VecDeque<Batch>>,
    /// The last known fate by channel, from which the next interval starts.
    fates: Vec<ChannelFate>,
    part: DayPart,
}

/// A stream's arrivals in an interval: by lineage and attempt, in the order of the stream's rows.
#[derive(Debug, Clone, Default)]
struct Arrivals {
    by_row: Vec<f64>,
    total: f64,
    fresh: f64,
}

impl DayPlay<'_> {
    fn interval(&mut self, place: usize) {
        let scenario = self.plant.scenario;
        let interval = self.day * scenario.calendar.intervals_per_day() + place;
        let second = scenario.calendar.second_of_day(interval);
        let base: Vec<Arrivals> = (0..scenario.streams.len()).map(|stream| self.base(stream, place, second)).collect();
        let full = self.share_that_finds_bot_full(&base, second);
        let shares: Vec<StreamShares> = (0..scenario.streams.len())
            .map(|stream| StreamShares {
                giving_up: self.plant.patience.giving_up(scenario, StreamId(stream), second),
                ..shares(scenario, StreamId(stream), second, full)
            })
            .collect();
        let mut occupancy = vec![0.0; scenario.agent_groups.len()];
        for number in 0..self.plant.live.len() {
            let desk = &self.plant.live[number];
            let crew = Crew::of(scenario, self.plant.plan, &desk.groups, interval, self.state.presence_deviation);
            let fate = self.live(number, &crew, &base, &shares, place);
            for (group, present, _) in crew.members() {
                occupancy[group.0] = fate.occupancy;
                self.add_time(place, group.0, *present, fate.occupancy);
            }
            self.load[number] = fate.load_at_end;
        }
        for number in 0..self.plant.deferred.len() {
            self.deferred(number, &base, &shares, place, &occupancy);
        }
        self.add_available(place, interval);
    }

    /// Fresh arrivals and those who come again; behind closed doors the latter are turned away.
    fn base(&mut self, stream: usize, place: usize, second: u32) -> Arrivals {
        let scenario = self.plant.scenario;
        let rows = &self.plant.rows;
        let of = &scenario.streams[stream];
        let first = rows.row(stream, Lineage::Fresh, 0);
        let mut by_row: Vec<f64> =
            (first..first + 2 * rows.levels(stream)).map(|row| self.coming[row][place]).collect();
        let interval = self.day * scenario.calendar.intervals_per_day() + place;
        let fresh = of.expected_contacts[interval] * self.state.factors[of.contact_type.0];
        if !scenario.channels[of.channel.0].is_open(second) {
            self.part.cells[place * scenario.streams.len() + stream].turned_away +=
                self.state.chance * by_row.iter().sum::<f64>();
            by_row.fill(0.0);
        }
        by_row[0] += fresh;
        Arrivals { total: by_row.iter().sum(), fresh, by_row }
    }

    fn share_that_finds_bot_full(&self, base: &[Arrivals], second: u32) -> f64 {
        let scenario = self.plant.scenario;
        let load: f64 = base
            .iter()
            .enumerate()
            .map(|(stream, arrivals)| {
                let (wish, time_s) = wish_for_bot(scenario, StreamId(stream), second);
                arrivals.total * wish * time_s / f64::from(scenario.calendar.interval_s)
            })
            .sum();
        share_that_finds_bot_full(scenario, load)
    }

    /// Arrivals with those who come again within the interval, given the shares that are not served and not resolved.
    fn with_quick_returns(&self, stream: usize, base: &Arrivals, unserved: f64, unresolved: f64) -> Arrivals {
        let rows = &self.plant.rows;
        let levels = rows.levels(stream);
        let redial = rows.redial_delay(stream).map_or(0.0, |delay| delay.at_once()) * unserved;
        let repeat = rows.repeat_delay(stream).at_once() * unresolved;
        if redial <= 0.0 && repeat <= 0.0 {
            return base.clone();
        }
        let mut by_row = base.by_row.clone();
        let grow = |by_row: &mut [f64], first: usize| {
            for attempt in 0..levels {
                if let Some((next, chance)) = rows.next_attempt(stream, attempt) {
                    if next == attempt {
                        by_row[first + attempt] /= 1.0 - (redial * chance).min(0.99);
                    } else {
                        by_row[first + next] += by_row[first + attempt] * redial * chance;
                    }
                }
            }
        };
        grow(&mut by_row, 0);
        let fresh_all: f64 = by_row[..levels].iter().sum();
        // every contact of the repeats' lineage may bring another repeat: one unit of them brings `each` attempts
        let mut unit = vec![0.0; levels];
        unit[0] = 1.0;
        grow(&mut unit, 0);
        let each: f64 = unit.iter().sum();
        let mut repeats = base.by_row[levels..].to_vec();
        grow(&mut repeats, 0);
        let known: f64 = repeats.iter().sum();
        let more = repeat * (fresh_all + known) / (1.0 - (repeat * each).min(0.99));
        for (row, unit) in repeats.iter_mut().zip(&unit) {
            *row += more * unit;
        }
        by_row[levels..].copy_from_slice(&repeats);
        Arrivals { total: by_row.iter().sum(), fresh: base.fresh, by_row }
    }

    /// A live desk's interval: arrivals and fates are found together, then counted.
    fn live(
        &mut self,
        number: usize,
        crew: &Crew,
        base: &[Arrivals],
        shares: &[StreamShares],
        place: usize,
    ) -> DeskFate {
        let scenario = self.plant.scenario;
        let desk = &self.plant.live[number];
        let resolution: Vec<f64> = desk.streams.iter().map(|stream| crew.resolution(scenario, *stream)).collect();
        let mut arrivals: Vec<Arrivals> = Vec::new();
        let mut fate = None;
        for _ in 0..MOST_ROUNDS {
            arrivals = desk
                .streams
                .iter()
                .zip(&resolution)
                .map(|(stream, resolution)| {
                    let (of, outcomes) = (&shares[stream.0], &self.fate_of(*stream).outcomes);
                    let unserved = of.refused + of.to_people * (outcomes.abandoned + outcomes.blocked);
                    let unresolved = of.falsely_contained + of.to_people * outcomes.answered * (1.0 - resolution);
                    self.with_quick_returns(stream.0, &base[stream.0], unserved, unresolved)
                })
                .collect();
            let demands = self.demands(desk, &arrivals, shares);
            let next = desk.fate(scenario, crew, &demands, self.load[number]);
            let moved = desk.channels.iter().zip(&next.channels).fold(0.0f64, |moved, (channel, next)| {
                let (old, new) = (&self.fates[channel.0].outcomes, &next.outcomes);
                moved.max((old.answered - new.answered).abs()).max((old.abandoned - new.abandoned).abs())
            });
            let has_returns = desk.streams.iter().zip(&arrivals).any(|(stream, now)| {
                let rows = &self.plant.rows;
                now.total > 0.0
                    && (rows.repeat_delay(stream.0).at_once() > 0.0
                        || rows.redial_delay(stream.0).is_some_and(|delay| delay.at_once() > 0.0))
            });
            for (channel, next) in desk.channels.iter().zip(&next.channels) {
                self.fates[channel.0] = *next;
            }
            fate = Some(next);
            if !has_returns || moved < CLOSE {
                break;
            }
        }
        for ((stream, arrivals), resolution) in desk.streams.iter().zip(&arrivals).zip(&resolution) {
            self.count_live(*stream, arrivals, &shares[stream.0], *resolution, place);
        }
        fate.expect("at least one round is made")
    }

    fn fate_of(&self, stream: StreamId) -> &ChannelFate {
        &self.fates[self.plant.scenario.streams[stream.0].channel.0]
    }

    fn demands(&self, desk: &Desk, arrivals: &[Arrivals], shares: &[StreamShares]) -> Vec<ChannelDemand> {
        let mut demands = vec![ChannelDemand::default(); desk.channels.len()];
        for (stream, arrivals) in desk.streams.iter().zip(arrivals) {
            let of = &self.plant.scenario.streams[stream.0];
            let at = desk.channels.iter().position(|channel| *channel == of.channel);
            let demand = &mut demands[at.expect("a desk has the channels of its streams")];
            let contacts = arrivals.total * shares[stream.0].to_people;
            demand.contacts += contacts;
            demand.work_s += contacts * shares[stream.0].work_s;
            demand.giving_up += contacts * shares[stream.0].giving_up;
            demand.balking += contacts * of.balk;
        }
        demands
    }

    /// Counts what is known of arrivals without people: arrivals themselves, bot, refusals.
    fn count_arrivals(&self, arrivals: &Arrivals, of: &StreamShares, stream: usize) -> ExpectedCell {
        let levels = self.plant.rows.levels(stream);
        let mut cell = ExpectedCell::default();
        let total = arrivals.total * self.state.chance;
        let fresh_lineage: f64 = arrivals.by_row[..levels].iter().sum::<f64>() * self.state.chance;
        cell.volume.fresh = arrivals.fresh * self.state.chance;
        cell.repeats = arrivals.by_row[levels] * self.state.chance;
        cell.redials = total - cell.volume.fresh - cell.repeats;
        cell.volume.bot_handled = total * of.met;
        cell.volume.contained = total * of.contained;
        cell.volume.falsely_contained = total * of.falsely_contained;
        cell.volume.bot_left = total * of.left;
        cell.volume.bot_refused = total * of.refused;
        cell.volume.bot_time_s = total * of.bot_time_s;
        cell.volume.orders_served = fresh_lineage * of.contained;
        cell.escalated = total * of.escalated;
        if let Some(curve) = &self.plant.scenario.satisfaction {
            cell.volume.satisfaction = total
                * ((of.contained - of.falsely_contained) * curve.bot_resolved
                    + of.falsely_contained * curve.bot_unresolved
                    + (of.left + of.refused) * curve.not_served);
        }
        cell
    }

    fn count_live(&mut self, stream: StreamId, arrivals: &Arrivals, of: &StreamShares, resolution: f64, place: usize) {
        let scenario = self.plant.scenario;
        let ChannelFate { outcomes, stretch } = *self.fate_of(stream);
        let levels = self.plant.rows.levels(stream.0);
        let people = arrivals.total * of.to_people * self.state.chance;
        let answered = people * outcomes.answered;
        let mut cell = self.count_arrivals(arrivals, of, stream.0);
        let volume = &mut cell.volume;
        volume.answered = answered;
        volume.answered_within = people * outcomes.answered_within.min(outcomes.answered);
        volume.resolved_by_people = answered * resolution;
        volume.abandoned = people * outcomes.abandoned;
        volume.abandoned_within = people * outcomes.abandoned_within;
        volume.abandoned_short = people * outcomes.abandoned_short;
        volume.blocked = people * outcomes.blocked;
        volume.waiting_at_end = people * (1.0 - outcomes.answered - outcomes.abandoned - outcomes.blocked).max(0.0);
        let fresh_lineage: f64 = arrivals.by_row[..levels].iter().sum::<f64>() * self.state.chance;
        volume.orders_served += fresh_lineage * of.to_people * outcomes.answered;
        volume.wait_answered_s = people * outcomes.wait_answered_s;
        let handle_s = answered * of.work_s * stretch;
        volume.talk_s = handle_s * scenario.streams[stream.0].talk_share;
        if let Some(curve) = &scenario.satisfaction {
            let later = (outcomes.answered - outcomes.immediate).max(0.0);
            let mean_s = if later > 0.0 { outcomes.wait_answered_s / later } else { 0.0 };
            let resolved = outcomes.immediate.min(outcomes.answered) * satisfaction::of_wait(curve, 0.0)
                + later * satisfaction::of_exponential_wait(curve, mean_s);
            let by_resolution = resolution + (1.0 - resolution) * curve.unresolved_factor;
            volume.satisfaction +=
                people * (resolved * by_resolution + (outcomes.abandoned + outcomes.blocked) * curve.not_served);
        }
        cell.wait_abandoned_s = people * outcomes.wait_abandoned_s;
        cell.handle_s = handle_s;
        self.part.cells[place * scenario.streams.len() + stream.0] += &cell;
        let unserved = of.refused + of.to_people * (outcomes.abandoned + outcomes.blocked);
        let unresolved = of.falsely_contained + of.to_people * outcomes.answered * (1.0 - resolution);
        self.send_on(stream.0, arrivals, unserved, unresolved, place);
    }

    /// Lets those come again who were not served, and those who were not helped.
    fn send_on(&mut self, stream: usize, arrivals: &Arrivals, unserved: f64, unresolved: f64, place: usize) {
        let rows = &self.plant.rows;
        for lineage in Lineage::BOTH {
            for attempt in 0..rows.levels(stream) {
                let Some((next, chance)) = rows.next_attempt(stream, attempt) else { continue };
                let contacts = arrivals.by_row[lineage as usize * rows.levels(stream) + attempt] * unserved * chance;
                let row = rows.row(stream, lineage, next);
                self.follow(row, contacts, place);
            }
        }
        let row = rows.row(stream, Lineage::Repeat, 0);
        self.follow(row, arrivals.total * unresolved, place);
    }

    fn follow(&mut self, row: usize, contacts: f64, place: usize) {
        if contacts > 0.0 {
            if let Some(delay) = self.plant.rows.delay_of_row(row) {
                delay.spread(contacts, place, &mut self.coming[row]);
            }
            self.part.followed[row][place] += contacts * self.state.chance;
        }
    }

    /// Adds a group's busy time.
    fn add_time(&mut self, place: usize, group: usize, present: f64, busy_share: f64) {
        let scenario = self.plant.scenario;
        self.part.times[place * scenario.agent_groups.len() + group].busy_s +=
            self.state.chance * present * busy_share * f64::from(scenario.calendar.interval_s);
    }

    fn add_available(&mut self, place: usize, interval: usize) {
        let scenario = self.plant.scenario;
        for (number, group) in scenario.agent_groups.iter().enumerate() {
            let required = self.plant.plan.on_duty(GroupId(number))[interval];
            let present = super::crew::present(group, required, self.state.presence_deviation);
            self.part.times[place * scenario.agent_groups.len() + number].available_s +=
                self.state.chance * present * f64::from(scenario.calendar.interval_s);
        }
    }
}
