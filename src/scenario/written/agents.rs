//! `[agent_groups.NAME]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{AgentCount, Count, DateText, Duration, Factor, Name, NonNegative, Share, TitleWritten};

/// A group of agents with the same skills and terms.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentGroupWritten {
    /// Title to show.
    pub title: Option<TitleWritten>,
    /// What the group takes, in order of priority: names of channels, or tables for finer rules.
    #[schemars(required, length(min = 1))]
    pub skills: Option<Vec<SkillWritten>>,
    /// How many people.
    pub heads: Option<HeadsWritten>,
    /// Pay. Needed if there are contracts; without it an hour counts as 1.
    pub wage: Option<WageWritten>,
    /// Share of paid time not available for contacts, below 1. Default 0.
    pub shrinkage: Option<Share>,
    /// Chance that a scheduled agent is away for the day. Default 0.
    pub absence: Option<Share>,
    /// Days on which the group works. Default the whole season.
    pub available: Option<AvailableWritten>,
    /// Recruiting, for seasonal groups.
    pub hiring: Option<HiringWritten>,
    /// Share of the people who leave in a month. Default 0.
    pub attrition_month: Option<Share>,
    /// Factor on handle times by day on the job, counted from the first day available; the last holds on. Default none.
    #[schemars(length(min = 1))]
    pub learning: Option<Vec<Factor>>,
    /// Factor on handle times at all times. Default 1.
    pub handle_time_factor: Option<Factor>,
    /// The group's own first-contact resolution. Default that of the contact type.
    pub first_contact_resolution: Option<Share>,
}

/// What a group takes.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum SkillWritten {
    /// All of a channel; its priority is its position in the list.
    Channel(Name),
    /// Part of a channel, or with a priority or delay of its own.
    Table(SkillTable),
}

/// A skill in full.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillTable {
    /// The channel.
    #[schemars(required)]
    pub channel: Option<Name>,
    /// Only these contact types. Default all of the channel.
    pub contact_types: Option<Vec<Name>>,
    /// 0 is served first. Default its position in the list, counted from 0.
    pub priority: Option<Count>,
    /// Only after a contact has waited this long. Default at once.
    pub after: Option<Duration>,
}

/// How many people a group may have.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadsWritten {
    /// Fewest people employed. Default 0.
    pub min: Option<AgentCount>,
    /// Most people employed. Default no limit.
    pub max: Option<AgentCount>,
}

/// Pay: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WageWritten {
    /// For a month of full-time hours.
    pub month: Option<NonNegative>,
    /// For a paid hour.
    pub hour: Option<NonNegative>,
}

/// First and last day on which a group works.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AvailableWritten {
    /// First day. Default the season's first.
    pub from: Option<DateText>,
    /// Last day. Default the season's last.
    pub to: Option<DateText>,
}

/// Taking people on.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HiringWritten {
    /// Cost of recruiting one person. Default 0.
    pub cost: Option<NonNegative>,
    /// Paid training before the first contact, in working time. Default none.
    pub training: Option<Duration>,
}
