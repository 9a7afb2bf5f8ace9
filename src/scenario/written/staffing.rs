//! `[staffing]`, `[shifts]` and `[sweep]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{AgentCount, ClockTime, Duration, FileName, Named, Positive, PositiveCount, Seed, Share};

/// How many people are on duty.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingWritten {
    /// Where the plan comes from. Default service_level.
    pub plan: Option<PlanWritten>,
    /// With fixed: agents on duty: a CSV file with the columns date, interval_start, agent_group, agents; or by group one
    /// number, or 24, for every day.
    pub agents: Option<AgentsWritten>,
    /// With service_level: on which span each target must be met. Default interval.
    pub over: Option<ServiceLevelOverWritten>,
    /// With service_level: share of replications in which each span must meet it. Default in the mean.
    pub chance: Option<Share>,
    /// With service_level over day: share of days on which each target must be met, such as 0.9. Default each day.
    pub on_days: Option<Share>,
    /// By channel, the service level below which no plan goes.
    pub floor: Option<Named<Share>>,
}

/// Where a plan comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanWritten {
    /// The planner's own numbers.
    Fixed,
    /// The least-cost plan that meets every channel's target.
    ServiceLevel,
    /// For each contract the plan that earns most.
    Profit,
}

/// The planner's own numbers.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum AgentsWritten {
    /// A CSV file.
    File(FileName),
    /// By agent group.
    ByGroup(Named<GroupAgents>),
}

/// Agents of one group, the same every day.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum GroupAgents {
    /// At every hour at which a channel that the group serves is open.
    Always(AgentCount),
    /// By hour of the day, 24 numbers.
    ByHour(Vec<AgentCount>),
}

/// The span on which a target must be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ServiceLevelOverWritten {
    /// Every interval.
    Interval,
    /// Every day.
    Day,
    /// The season.
    Season,
}

/// Allowed shifts and the rules of labour law on them. Where this table is, plans are worked in shifts: the simulation runs
/// what the shifts give, and paid hours are theirs. All times are whole intervals of the calendar.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftsWritten {
    /// When shifts may start. Default at every interval of the day.
    pub starts: Option<ShiftStarts>,
    /// How long they may be, from first to last minute, breaks within. Default 8h.
    #[schemars(length(min = 1))]
    pub lengths: Option<Vec<Duration>>,
    /// Breaks within them, in the order in which they are taken. Off duty; a group's shrinkage comes on top of them.
    pub breaks: Option<Vec<BreakWritten>>,
    /// Days of the rota in a week (seven days from the season's first). Default 5.
    #[schemars(range(min = 1, max = 7))]
    pub days_a_week: Option<u32>,
    /// Rest days beyond the rota that a person may be asked to work in a week, paid at costs.rest_day_factor. Default 0.
    #[schemars(range(max = 6))]
    pub rest_days_worked: Option<u32>,
    /// Hours of a week at the ordinary rate; a person's hours beyond them are overtime. Default 40.
    pub hours_a_week: Option<Positive>,
    /// Most hours of overtime and rest-day work of one person in a calendar month. Default none at all.
    pub overtime_month: Option<Duration>,
    /// Money against which an agent short for an hour weighs; without it no interval is left short. Not with nearest.
    pub short_hour: Option<Positive>,
    /// How closely shifts follow the requirement. Default enough.
    pub cover: Option<ShiftCoverWritten>,
}

/// How closely shifts follow the requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShiftCoverWritten {
    /// At least cost, every interval covered; or left short at the price of short_hour.
    Enough,
    /// With the least sum of absolute differences, over or under.
    Nearest,
}

/// When shifts may start.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftStarts {
    /// Earliest.
    #[schemars(required)]
    pub from: Option<ClockTime>,
    /// Latest.
    #[schemars(required)]
    pub to: Option<ClockTime>,
    /// Step from one to the next.
    #[schemars(required)]
    pub every: Option<Duration>,
}

/// A break within a shift.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BreakWritten {
    /// Its length.
    #[serde(rename = "for")]
    #[schemars(required)]
    pub length: Option<Duration>,
    /// Earliest start, after the start of the shift. Default at once.
    pub not_before: Option<Duration>,
    /// Latest start, after the start of the shift. Default so that it ends with the shift.
    pub not_after: Option<Duration>,
    /// Only in shifts longer than this. Default in all.
    pub shifts_over: Option<Duration>,
    /// Whether it is paid working time. Default no: a meal.
    pub paid: Option<bool>,
}

/// Values to try, by `peakdesk sweep`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepWritten {
    /// How points are chosen. Default grid.
    pub design: Option<SweepDesign>,
    /// By path of the scenario: a list of values, a table with from, to and step or count, or a text such as "x0.8:x1.2:5".
    #[schemars(required)]
    pub vary: Option<serde_json::Map<String, serde_json::Value>>,
    /// Number of points, for designs other than grid.
    pub points: Option<PositiveCount>,
    /// Seed of the design.
    pub seed: Option<Seed>,
}

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SweepDesign {
    /// Every combination.
    Grid,
    /// Latin hypercube.
    LatinHypercube,
    /// Sobol sequence.
    Sobol,
    /// Each alone, the others as written.
    OneAtATime,
}
