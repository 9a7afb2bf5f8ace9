//! What a plan gives by expectation, in the shape of a simulated plan's results.

use std::ops::Range;

use super::expected::{ExpectedCell, ExpectedSeason};
use super::measure::{Measure, MeasuredSums};
use super::plan_results::{ChannelFigures, PlanHours, PlanKind, PlanResults, ServiceResults};
use super::scope::Scope;
use crate::money::GroupTime;
use crate::scenario::model::{ChannelId, GroupId, Scenario, StaffingPlan, StreamId};
use crate::statistics::Estimate;

/// Sums up an expected season.
pub(super) fn plan_results(scenario: &Scenario, staffing: StaffingPlan, season: &ExpectedSeason) -> PlanResults {
    let sums = Sums::of(scenario, season);
    let everything = sums.service(Scope::of_everything(scenario));
    let PlanHours { agent_hours, paid_hours, fte } = PlanHours::of(scenario, &staffing);
    let interval_s = f64::from(scenario.calendar.interval_s);
    let on_duty: Vec<Vec<f64>> = (0..scenario.agent_groups.len())
        .map(|group| {
            (0..scenario.intervals())
                .map(|interval| season.time(interval, GroupId(group)).available_s / interval_s)
                .collect()
        })
        .collect();
    let spans = Spans { scenario, season, staffing: &staffing, on_duty: &on_duty };
    PlanResults {
        kind: PlanKind::of(&scenario.staffing),
        peak_agents: staffing.peak_agents(scenario),
        agent_hours,
        paid_hours,
        fte,
        headline: sums.service(Scope::headline(scenario)),
        service: Scope::table(scenario).into_iter().map(|scope| sums.service(scope)).collect(),
        arrivals: Some(Estimate::computed(everything.counts.offered())),
        contacts: 0,
        intervals: spans.figures(1),
        days: spans.figures(scenario.calendar.intervals_per_day()),
        replications: Vec::new(),
        on_duty,
        staffing,
    }
}

/// Season sums by stream and group.
struct Sums<'a> {
    scenario: &'a Scenario,
    cells: Vec<ExpectedCell>,
    times: Vec<GroupTime>,
}

impl<'a> Sums<'a> {
    fn of(scenario: &'a Scenario, season: &ExpectedSeason) -> Self {
        let all = 0..scenario.intervals();
        Sums {
            scenario,
            cells: (0..scenario.streams.len())
                .map(|stream| stream_sum(season, all.clone(), StreamId(stream)))
                .collect(),
            times: (0..scenario.agent_groups.len())
                .map(|group| group_sum(season, all.clone(), GroupId(group)))
                .collect(),
        }
    }

    fn service(&self, scope: Scope) -> ServiceResults {
        let mut total = ExpectedCell::default();
        let mut target = (0.0, 0.0);
        for stream in &scope.streams {
            let cell = &self.cells[stream.0];
            let own = own_service_level(self.scenario, self.scenario.streams[stream.0].channel, cell);
            target = (target.0 + own.0, target.1 + own.1);
            total += cell;
        }
        let mut time = GroupTime::default();
        scope.groups.iter().for_each(|group| add_time(&mut time, &self.times[group.0]));
        let sums = measured(&total, &time, target);
        let measures = Measure::ALL.map(|measure| {
            if measure == Measure::Satisfaction && self.scenario.satisfaction.is_none() {
                return None;
            }
            quotient(measure.ratio(&sums)).map(Estimate::computed)
        });
        ServiceResults { counts: total.counts(), measures, wait_percentiles_s: [None; 3], scope }
    }
}

fn stream_sum(season: &ExpectedSeason, intervals: Range<usize>, stream: StreamId) -> ExpectedCell {
    let mut total = ExpectedCell::default();
    intervals.for_each(|interval| total += season.cell(interval, stream));
    total
}

fn group_sum(season: &ExpectedSeason, intervals: Range<usize>, group: GroupId) -> GroupTime {
    let mut total = GroupTime::default();
    intervals.for_each(|interval| add_time(&mut total, &season.time(interval, group)));
    total
}

fn add_time(total: &mut GroupTime, time: &GroupTime) {
    total.available_s += time.available_s;
    total.busy_s += time.busy_s;
}

fn own_service_level(scenario: &Scenario, channel: ChannelId, cell: &ExpectedCell) -> (f64, f64) {
    scenario.channels[channel.0].service.definition.ratio(cell.volume.service_counts())
}

fn measured(cell: &ExpectedCell, time: &GroupTime, target: (f64, f64)) -> MeasuredSums<f64> {
    let volume = &cell.volume;
    MeasuredSums {
        service: volume.service_counts(),
        target,
        blocked: volume.blocked,
        offered_to_people: volume.offered_to_people(),
        wait_answered: volume.wait_answered_s,
        wait_abandoned: cell.wait_abandoned_s,
        handle: cell.handle_s,
        busy: time.busy_s,
        staffed: time.available_s,
        contained: volume.contained,
        bot_handled: volume.bot_handled,
        satisfaction: volume.satisfaction,
        satisfaction_count: volume.satisfaction_count(),
        handled: volume.handled(),
        offered: cell.offered(),
        orders_served: volume.orders_served,
        fresh: volume.fresh,
    }
}

/// Nothing where hardly anything is expected: sums of shares that should be zero are only nearly so.
fn quotient((numerator, denominator): (f64, f64)) -> Option<f64> {
    (denominator > 1e-9).then(|| numerator / denominator)
}

struct Spans<'a> {
    scenario: &'a Scenario,
    season: &'a ExpectedSeason,
    staffing: &'a StaffingPlan,
    on_duty: &'a [Vec<f64>],
}

impl Spans<'_> {
    /// Figures by channel of consecutive spans of `length` intervals each.
    fn figures(&self, length: usize) -> Vec<ChannelFigures> {
        let scopes: Vec<Scope> = (0..self.scenario.channels.len())
            .map(|channel| Scope::of_channel(self.scenario, ChannelId(channel)))
            .collect();
        (0..self.scenario.intervals() / length)
            .flat_map(|span| scopes.iter().enumerate().map(move |(channel, scope)| (span, channel, scope)))
            .map(|(span, channel, scope)| self.channel_figures(span * length..(span + 1) * length, channel, scope))
            .collect()
    }

    fn channel_figures(&self, intervals: Range<usize>, channel: usize, scope: &Scope) -> ChannelFigures {
        let mut total = ExpectedCell::default();
        scope.streams.iter().for_each(|stream| total += &stream_sum(self.season, intervals.clone(), *stream));
        let mut time = GroupTime::default();
        scope.groups.iter().for_each(|group| add_time(&mut time, &group_sum(self.season, intervals.clone(), *group)));
        let target = own_service_level(self.scenario, ChannelId(channel), &total);
        let sums = measured(&total, &time, target);
        let of = |measure: Measure| quotient(measure.ratio(&sums));
        let required =
            |interval: usize| scope.groups.iter().map(|group| self.staffing.required(*group, interval)).sum();
        let on_duty = |interval: usize| scope.groups.iter().map(|group| self.on_duty[group.0][interval]).sum();
        ChannelFigures {
            counts: total.counts(),
            service_level: of(Measure::OwnServiceLevel),
            abandonment: of(Measure::Abandonment),
            average_speed_of_answer_s: of(Measure::AverageSpeedOfAnswer),
            agents_required: intervals.clone().map(required).max().unwrap_or(0),
            agents_on_duty: intervals.map(on_duty).fold(0.0, f64::max),
            agent_hours: time.available_s / 3600.0,
            occupancy: of(Measure::Occupancy),
            offered_p10_p90: (None, None),
            service_level_p10: None,
        }
    }
}
