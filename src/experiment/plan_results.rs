//! What a staffing plan gives: service by scope, interval and day.

use std::ops::Range;

use super::accumulator::Accumulator;
use super::measure::Measure;
use super::replication::{ReplicationRecord, share};
use super::scope::Scope;
use crate::engine::{Cell, GroupCell, ticks_to_seconds};
use crate::scenario::model::{ChannelId, GroupId, Scenario, StaffingPlan, StaffingRule};
use crate::statistics::{Confidence, CountHistogram, Estimate, ShareHistogram, WaitSketch};

/// Where a plan comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// The planner's own numbers.
    Fixed,
    /// The least-cost plan that meets the service levels.
    ServiceLevel,
    /// The plan that earns most under a contract.
    Profit,
}

impl PlanKind {
    /// The kind that a scenario's rule asks for.
    pub fn of(rule: &StaffingRule) -> Self {
        match rule {
            StaffingRule::Fixed { .. } => PlanKind::Fixed,
            StaffingRule::ServiceLevel { .. } => PlanKind::ServiceLevel,
            StaffingRule::Profit => PlanKind::Profit,
        }
    }

    /// The name used in scenarios and results.
    pub fn name(self) -> &'static str {
        match self {
            PlanKind::Fixed => "fixed",
            PlanKind::ServiceLevel => "service_level",
            PlanKind::Profit => "profit",
        }
    }
}

/// Contacts of a replication, in the mean.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MeanCounts {
    /// First contacts.
    pub fresh: f64,
    /// Further attempts after abandoning or being blocked.
    pub redials: f64,
    /// Contacts that came back unresolved.
    pub repeats: f64,
    /// Redials and repeats that found the channel closed; not among the offered.
    pub turned_away: f64,
    /// Met the bot.
    pub bot_handled: f64,
    /// Contained by the bot.
    pub contained: f64,
    /// Of these, not resolved after all.
    pub falsely_contained: f64,
    /// Passed from the bot to people.
    pub escalated: f64,
    /// Left inside the bot.
    pub bot_left: f64,
    /// Refused by a full bot.
    pub bot_refused: f64,
    /// Found every line taken.
    pub blocked: f64,
    /// Answered by a person.
    pub answered: f64,
    /// Abandoned while waiting for a person.
    pub abandoned: f64,
    /// Still waiting at the end of the season.
    pub waiting_at_end: f64,
}

impl MeanCounts {
    /// A sum over replications, divided by their number (0 gives zeros).
    pub fn of(total: &Cell, replications: u64) -> Self {
        let mean = |count: u64| if replications == 0 { 0.0 } else { count as f64 / replications as f64 };
        MeanCounts {
            fresh: mean(total.fresh),
            redials: mean(total.redials),
            repeats: mean(total.repeats),
            turned_away: mean(total.turned_away),
            bot_handled: mean(total.bot_handled),
            contained: mean(total.contained),
            falsely_contained: mean(total.falsely_contained),
            escalated: mean(total.escalated),
            bot_left: mean(total.bot_left),
            bot_refused: mean(total.bot_refused),
            blocked: mean(total.blocked),
            answered: mean(total.answered),
            abandoned: mean(total.abandoned),
            waiting_at_end: mean(total.waiting_at_end),
        }
    }

    /// All arrivals: fresh, redials and repeats.
    pub fn offered(&self) -> f64 {
        self.fresh + self.redials + self.repeats
    }
}

/// Service in one scope over the season.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceResults {
    /// Which streams.
    pub scope: Scope,
    /// Contacts of a replication.
    pub counts: MeanCounts,
    /// By [`Measure::index`]; `None` where there was nothing to divide by, or too few observations.
    pub measures: [Option<Estimate>; Measure::COUNT],
    /// Waits of the answered that 50, 90 and 99 % of them do not pass, seconds.
    pub wait_percentiles_s: [Option<f64>; 3],
}

impl ServiceResults {
    /// A measure.
    pub fn measure(&self, measure: Measure) -> Option<Estimate> {
        self.measures[measure.index()]
    }
}

/// One channel in one interval or on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChannelFigures {
    /// Contacts of a replication.
    pub counts: MeanCounts,
    /// By the channel's own definition, ratio of sums.
    pub service_level: Option<f64>,
    /// Abandoned over answered plus abandoned.
    pub abandonment: Option<f64>,
    /// Average speed of answer, seconds.
    pub average_speed_of_answer_s: Option<f64>,
    /// Agents required by the plan, in the groups that take the channel; of a day, the most at once.
    pub agents_required: u32,
    /// Mean agents on duty in those groups; of a day, the most at once.
    pub agents_on_duty: f64,
    /// Hours on duty of those groups.
    pub agent_hours: f64,
    /// Occupancy of those groups.
    pub occupancy: Option<f64>,
    /// 10th and 90th percentile of offered contacts over replications.
    pub offered_p10_p90: (Option<f64>, Option<f64>),
    /// 10th percentile of the service level over replications; of days only.
    pub service_level_p10: Option<f64>,
}

/// What one staffing plan gives.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanResults {
    /// Where the plan comes from.
    pub kind: PlanKind,
    /// The plan.
    pub staffing: StaffingPlan,
    /// Most agents required at once.
    pub peak_agents: u32,
    /// Hours of agents required over the season.
    pub agent_hours: f64,
    /// The same with shrinkage: hours paid.
    pub paid_hours: f64,
    /// Paid hours over full-time hours of the season.
    pub fte: f64,
    /// Service on the channels by which the season is judged; see [`Scope::headline`].
    pub headline: ServiceResults,
    /// The service table; see [`Scope::table`].
    pub service: Vec<ServiceResults>,
    /// Mean arrivals of a replication over all channels.
    pub arrivals: Option<Estimate>,
    /// Contacts simulated, over all replications.
    pub contacts: u64,
    /// By interval and channel: interval × channels + channel.
    pub intervals: Vec<ChannelFigures>,
    /// By day and channel: day × channels + channel.
    pub days: Vec<ChannelFigures>,
    /// Mean agents on duty, by group and interval; absence taken off.
    pub on_duty: Vec<Vec<f64>>,
    /// The replications, in order.
    pub replications: Vec<ReplicationRecord>,
}

impl PlanResults {
    /// Sums up a plan's replications.
    pub fn new(scenario: &Scenario, staffing: StaffingPlan, accumulator: &Accumulator) -> Self {
        let groups = || (0..scenario.agent_groups.len()).map(GroupId);
        let PlanHours { agent_hours, paid_hours, fte } = PlanHours::of(scenario, &staffing);
        let mut service: Vec<ServiceResults> =
            (0..accumulator.scopes.len()).map(|index| service_of(scenario, accumulator, index)).collect();
        let headline = service.pop().expect("the headline is the accumulator's last scope");
        let records = accumulator.records();
        let arrivals: Vec<f64> = records.iter().map(|record| record.arrivals as f64).collect();
        let spans = Spans { scenario, accumulator, staffing: &staffing };
        PlanResults {
            kind: PlanKind::of(&scenario.staffing),
            peak_agents: staffing.peak_agents(scenario),
            agent_hours,
            paid_hours,
            fte,
            headline,
            service,
            arrivals: accumulator.sets().mean(&arrivals, Confidence::default()),
            contacts: accumulator.contacts(),
            intervals: spans.figures(1, &accumulator.offered_by_interval, None),
            days: spans.figures(
                scenario.calendar.intervals_per_day(),
                &accumulator.offered_by_day,
                Some(&accumulator.service_level_by_day),
            ),
            on_duty: groups()
                .map(|group| (0..scenario.intervals()).map(|interval| spans.on_duty(interval, &[group])).collect())
                .collect(),
            replications: records,
            staffing,
        }
    }

    /// One channel's row of the service table, all contact types together.
    pub fn channel(&self, channel: ChannelId) -> Option<&ServiceResults> {
        self.service.iter().find(|row| row.scope.channel == Some(channel) && row.scope.contact_type.is_none())
    }

    /// All channels and contact types together.
    pub fn everything(&self) -> Option<&ServiceResults> {
        self.service.iter().find(|row| row.scope.channel.is_none() && row.scope.contact_type.is_none())
    }
}

/// What a plan asks for, whatever comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct PlanHours {
    pub(super) agent_hours: f64,
    pub(super) paid_hours: f64,
    pub(super) fte: f64,
}

impl PlanHours {
    pub(super) fn of(scenario: &Scenario, staffing: &StaffingPlan) -> Self {
        let groups = || (0..scenario.agent_groups.len()).map(GroupId);
        let paid_hours: f64 = groups().map(|group| staffing.paid_hours(scenario, group)).sum();
        PlanHours {
            agent_hours: groups().map(|group| staffing.agent_hours(scenario, group)).sum(),
            paid_hours,
            fte: paid_hours / (scenario.costs.hours_month * scenario.calendar.season_months()),
        }
    }
}

fn service_of(scenario: &Scenario, accumulator: &Accumulator, index: usize) -> ServiceResults {
    let scope = accumulator.scopes[index].clone();
    let mut waits = WaitSketch::default();
    scope.streams.iter().for_each(|stream| waits.merge(&accumulator.waits[stream.0]));
    let measures = Measure::ALL.map(|measure| {
        if measure == Measure::Satisfaction && scenario.satisfaction.is_none() {
            return None;
        }
        let estimate = accumulator.ratios.estimate(index, measure, Confidence::default())?;
        Some(estimate.scaled(measure.scale()).within(measure.range()))
    });
    ServiceResults {
        counts: MeanCounts::of(&accumulator.totals[index], accumulator.replications()),
        measures,
        wait_percentiles_s: [0.5, 0.9, 0.99].map(|p| waits.percentile(p)),
        scope,
    }
}

struct Spans<'a> {
    scenario: &'a Scenario,
    accumulator: &'a Accumulator,
    staffing: &'a StaffingPlan,
}

impl Spans<'_> {
    /// Figures by channel of consecutive spans of `length` intervals each, with their histograms by span and channel.
    fn figures(
        &self,
        length: usize,
        offered: &[CountHistogram],
        levels: Option<&[ShareHistogram]>,
    ) -> Vec<ChannelFigures> {
        let channels = self.accumulator.channels;
        let groups_of: Vec<Vec<GroupId>> =
            (0..channels).map(|channel| Scope::of_channel(self.scenario, ChannelId(channel)).groups).collect();
        (0..offered.len())
            .map(|at| {
                let (span, channel) = (at / channels, at % channels);
                let intervals = span * length..(span + 1) * length;
                ChannelFigures {
                    offered_p10_p90: (offered[at].percentile(0.1), offered[at].percentile(0.9)),
                    service_level_p10: levels.and_then(|levels| levels[at].percentile(0.1)),
                    ..self.channel_figures(intervals, channel, &groups_of[channel])
                }
            })
            .collect()
    }

    fn channel_figures(&self, intervals: Range<usize>, channel: usize, groups: &[GroupId]) -> ChannelFigures {
        let accumulator = self.accumulator;
        let (mut total, mut time) = (Cell::default(), GroupCell::default());
        let (mut agents_required, mut agents_on_duty) = (0, 0.0f64);
        for interval in intervals {
            total += &accumulator.cells[interval * accumulator.channels + channel];
            groups.iter().for_each(|group| time += &accumulator.group_cells[interval * accumulator.groups + group.0]);
            let required = groups.iter().map(|group| self.staffing.required(*group, interval)).sum();
            agents_required = agents_required.max(required);
            agents_on_duty = agents_on_duty.max(self.on_duty(interval, groups));
        }
        let (within, counted) = self.scenario.channels[channel].service.definition.ratio(total.service_counts());
        ChannelFigures {
            counts: MeanCounts::of(&total, accumulator.replications()),
            service_level: share(within, counted),
            abandonment: share(total.abandoned, total.answered + total.abandoned),
            average_speed_of_answer_s: (total.answered > 0)
                .then(|| ticks_to_seconds(total.wait_answered) / total.answered as f64),
            agents_required,
            agents_on_duty,
            agent_hours: ticks_to_seconds(time.available) / 3600.0 / accumulator.replications().max(1) as f64,
            occupancy: share(time.busy, time.staffed()),
            offered_p10_p90: (None, None),
            service_level_p10: None,
        }
    }

    /// Mean agents on duty of some groups in an interval.
    fn on_duty(&self, interval: usize, groups: &[GroupId]) -> f64 {
        let ticks: u64 = groups
            .iter()
            .map(|group| self.accumulator.group_cells[interval * self.accumulator.groups + group.0].available)
            .sum();
        let seconds = f64::from(self.scenario.calendar.interval_s) * self.accumulator.replications().max(1) as f64;
        ticks_to_seconds(ticks) / seconds
    }
}
