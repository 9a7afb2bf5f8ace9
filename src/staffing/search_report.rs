//! What a search for a plan is given, and what it tells: settings, report, and why there may be no plan.

use super::unstaffable::Unstaffable;

/// How hard to search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchSettings {
    /// Replications of a trial, stratified over season and busyness; the first trials, which are far off, get half.
    pub replications: u32,
    /// Most trials.
    pub most_rounds: u32,
    /// A span may miss its target by so much on the trial's replications, as a share.
    pub tolerance: f64,
    /// A span that passes its target by more than this has agents to spare.
    pub slack: f64,
}

impl Default for SearchSettings {
    fn default() -> Self {
        SearchSettings { replications: 12, most_rounds: 7, tolerance: 0.004, slack: 0.015 }
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The plan was given.
    Given,
    /// Every span meets its target, and none passes it by more than the slack.
    OnTarget,
    /// The most rounds were played; the best plan seen is taken.
    MostRounds,
}

/// What a search did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct SearchReport {
    /// Trials.
    pub rounds: u32,
    /// Replications of each of the trials that the plan is chosen from.
    pub replications: u32,
    /// Replications of all trials together.
    pub played: u32,
    /// Contacts played in all trials.
    pub contacts: u64,
    /// Why it ended.
    pub stopped: StopReason,
    /// Largest miss of a target over the spans, on the search's replications, as a share; 0 = all are met.
    pub largest_miss: f64,
}

/// No plan within the limits meets the targets.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error(
    "no plan meets the target of channel '{channel}': {promised:.1} % are promised, {reached:.1} % can be reached {span}, because {limits} are all on duty there; raise heads.max, lower the target, or open the group to other days"
)]
pub struct Infeasible {
    /// The channel.
    pub channel: String,
    /// The span with the largest miss, in words.
    pub span: String,
    /// Promised share in percent.
    pub promised: f64,
    /// Reached share in percent.
    pub reached: f64,
    /// Groups at their limit, in words.
    pub limits: String,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoPlan {
    /// The groups' limits keep a channel from its target.
    #[error(transparent)]
    Infeasible(#[from] Infeasible),
    /// No shifts, or not enough people, for the plan.
    #[error(transparent)]
    Unstaffable(#[from] Unstaffable),
    /// Someone asked to stop.
    #[error("interrupted")]
    Interrupted,
}
