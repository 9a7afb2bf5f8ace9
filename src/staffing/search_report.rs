//! What a search for a plan is given, and what it tells: settings, report, and why there may be no plan.

use super::unstaffable::Unstaffable;
use crate::scenario::model::{ChannelId, GroupId, Scenario, StaffingPlan, StaffingRule};

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
    /// Replications on which candidates for profit are played, stratified likewise.
    pub profit_replications: u32,
    /// Most candidates for profit.
    pub most_candidates: u32,
    /// Contracts share a desk's agents where none loses more than this share of its profit by it.
    pub most_lost_by_sharing: f64,
}

impl SearchSettings {
    /// Most replications that the search for a rule's plans plays.
    pub fn most_replications(&self, rule: &StaffingRule) -> u64 {
        match rule {
            StaffingRule::Fixed { .. } => 0,
            StaffingRule::ServiceLevel { .. } => u64::from(self.replications * self.most_rounds),
            StaffingRule::Profit => u64::from(self.profit_replications * self.most_candidates),
        }
    }
}

impl Default for SearchSettings {
    fn default() -> Self {
        SearchSettings {
            replications: 8,
            most_rounds: 7,
            tolerance: 0.004,
            slack: 0.015,
            profit_replications: 8,
            most_candidates: 20,
            most_lost_by_sharing: 0.002,
        }
    }
}

/// Why a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The plan was given.
    #[default]
    Given,
    /// Every span meets its target, and none passes it by more than the slack.
    OnTarget,
    /// The most rounds, or candidates, were played; the best plan seen is taken.
    MostRounds,
    /// For profit: plans between the best ones and their neighbours would hardly differ from them.
    NoFinerPlan,
}

/// What a search did.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct SearchReport {
    /// Trials; for profit, candidates played.
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
    /// For profit: what was found for each contract, in their order.
    pub contracts: Vec<ContractSearch>,
    /// For service levels: the plans that met every target, in the order tried: paid hours by agent group. The one with the
    /// least wages is taken, and nothing else of such a search hangs on how much money there is.
    pub rivals: Vec<Vec<f64>>,
}

impl SearchReport {
    /// Which of the rivals is taken under a scenario's wages: the first of the cheapest. `None` where none met every target;
    /// the plan then does not hang on wages.
    pub fn choice_at(&self, hourly_wages: &[f64]) -> Option<usize> {
        let cost = |hours: &Vec<f64>| hours.iter().zip(hourly_wages).map(|(hours, wage)| hours * wage).sum::<f64>();
        let costs: Vec<f64> = self.rivals.iter().map(cost).collect();
        (0..costs.len()).reduce(|best, rival| if costs[rival] < costs[best] { rival } else { best })
    }
}

/// The search for one contract's plan.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ContractSearch {
    /// The contract's name.
    pub contract: String,
    /// Plans priced, all but the candidates put together from these.
    pub plans_priced: u64,
    /// Mean profit of the plan on the search's replications. Chosen as the best of many, it flatters; the results' profit
    /// is of other replications.
    pub profit: f64,
    /// The same of the best plan in which each desk stands on one rung throughout: what days apart add to it.
    pub profit_by_desk: f64,
    /// What plans between those played might still earn more, by the curvature of profit around the plan.
    pub estimated_gap: f64,
    /// The contract pays best for staffing nobody.
    pub staffs_nobody: bool,
}

/// A candidate under a contract, on the search's replications.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FrontierPoint {
    /// The contract's index.
    pub contract: usize,
    /// Number of the candidate, from few agent hours to many; the same plan under every contract.
    pub candidate: u32,
    /// What an answered contact is taken to be worth in this plan, over the cost of its agent's time; 0 = nobody is called.
    /// `None` where desks differ.
    pub worth: Option<f64>,
    /// Most agents at once.
    pub peak_agents: u32,
    /// Hours of agents required.
    pub agent_hours: f64,
    /// Hours paid.
    pub paid_hours: f64,
    /// Service level of all voice channels together (without any, of the chat channels; without those, of the deferred ones).
    pub service_level: Option<f64>,
    /// Abandonment of the same channels.
    pub abandonment: Option<f64>,
    /// Mean revenue.
    pub revenue: f64,
    /// Mean cost.
    pub cost: f64,
    /// Mean profit.
    pub profit: f64,
    /// Its standard error.
    pub profit_std_error: Option<f64>,
    /// 5th percentile of profit over the replications.
    pub profit_p05: Option<f64>,
    /// Replications behind it.
    pub replications: u64,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Staffing {
    /// The plans, no two alike.
    pub plans: Vec<StaffingPlan>,
    /// By contract, the index of its plan. Empty without contracts.
    pub plan_of_contract: Vec<usize>,
    /// What the search did.
    pub report: SearchReport,
    /// For profit: every candidate under every contract, by contract and then by agent hours.
    pub frontier: Vec<FrontierPoint>,
}

impl Staffing {
    /// The plan of a contract, by its index; without contracts, the only one.
    pub fn into_plan_of(mut self, contract: usize) -> StaffingPlan {
        let plan = self.plan_of_contract.get(contract).copied().unwrap_or(0);
        self.plans.swap_remove(plan)
    }

    /// One plan for all contracts.
    pub(super) fn of_one(scenario: &Scenario, plan: StaffingPlan, report: SearchReport) -> Self {
        let plan_of_contract = vec![0; scenario.contracts.len()];
        Staffing { plans: vec![plan], plan_of_contract, report, frontier: Vec::new() }
    }
}

/// The limits of the groups that take a channel on a day, in words.
pub(super) fn limits_on(scenario: &Scenario, channel: usize, day: usize) -> String {
    let limits: Vec<String> = (0..scenario.agent_groups.len())
        .map(GroupId)
        .filter(|group| {
            scenario.streams_of_channel(ChannelId(channel)).any(|stream| scenario.group_takes(*group, stream))
        })
        .filter_map(|group| {
            let of = &scenario.agent_groups[group.0];
            let most = of.most_on_duty()?.floor();
            let heads = of.heads_max?;
            Some(if of.works_on(day) && scenario.shifts.is_some() {
                format!("the shifts that {heads} heads of group '{}' can work", of.name)
            } else if of.works_on(day) {
                format!("the {most} of group '{}' that {heads} heads give after shrinkage", of.name)
            } else {
                format!("none of group '{}' (not available then)", of.name)
            })
        })
        .collect();
    if limits.is_empty() { "its agents".to_string() } else { limits.join(" and ") }
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
