//! What every candidate earns under every contract.

use super::candidate::Candidate;
use super::ladder::Ladder;
use super::worth::worth_at;
use crate::money::Pricer;
use crate::scenario::model::{ChannelKind, GroupId, Scenario, ServiceCounts};
use crate::staffing::search_report::FrontierPoint;
use crate::staffing::trial::add;
use crate::statistics::{Confidence, Percentiles, mean};
use rayon::prelude::*;

/// The candidates by contract, from few agent hours to many.
pub(super) fn points(scenario: &Scenario, ladder: &Ladder) -> Vec<FrontierPoint> {
    let hours = |candidate: &Candidate| -> f64 {
        (0..scenario.agent_groups.len())
            .map(|group| candidate.allocated.plan.agent_hours(scenario, GroupId(group)))
            .sum()
    };
    let mut order: Vec<(f64, &Candidate)> = ladder.candidates.iter().map(|one| (hours(one), one)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let headline = headline_channels(scenario);
    (0..scenario.contracts.len())
        .into_par_iter()
        .flat_map_iter(|contract| {
            let headline = &headline;
            order.iter().enumerate().map(move |(number, (agent_hours, candidate))| {
                let plan = &candidate.allocated.plan;
                let pricer = Pricer::new(scenario, plan, contract);
                let statements: Vec<_> =
                    candidate.played.iter().map(|played| pricer.price_volumes(scenario, &played.volumes)).collect();
                let profits: Vec<f64> = statements.iter().map(|statement| statement.profit()).collect();
                let average = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
                let counts = totals(candidate, headline);
                let all = counts.iter().fold(ServiceCounts::default(), |mut all: ServiceCounts, (_, counts)| {
                    add(&mut all, *counts);
                    all
                });
                FrontierPoint {
                    contract,
                    candidate: number as u32,
                    worth: common_worth(candidate),
                    peak_agents: plan.peak_agents(scenario),
                    agent_hours: *agent_hours,
                    paid_hours: pricer.payroll().paid_hours.iter().sum(),
                    service_level: ladder.service_level(scenario, &counts),
                    abandonment: (all.answered + all.abandoned > 0)
                        .then(|| all.abandoned as f64 / (all.answered + all.abandoned) as f64),
                    revenue: average(statements.iter().map(|statement| statement.revenue()).collect()),
                    cost: average(statements.iter().map(|statement| statement.cost()).collect()),
                    profit: average(profits.clone()),
                    profit_std_error: mean(&profits, Confidence::default()).and_then(|profit| profit.standard_error),
                    profit_p05: Percentiles::of(&profits).at(0.05),
                    replications: profits.len() as u64,
                }
            })
        })
        .collect()
}

/// The worth of an answered contact over its cost, where all desks share one; 0 for nobody.
fn common_worth(candidate: &Candidate) -> Option<f64> {
    let first = *candidate.positions.first()?;
    let is_common = candidate.positions.iter().all(|position| position.total_cmp(&first).is_eq());
    is_common.then(|| if first.is_finite() { worth_at(first) } else { 0.0 })
}

/// All voice channels; without any, the chat channels; without those, the deferred ones.
fn headline_channels(scenario: &Scenario) -> Vec<usize> {
    let of_kind = |kind: ChannelKind| -> Vec<usize> {
        (0..scenario.channels.len())
            .filter(|channel| {
                scenario.channels[*channel].kind == kind
                    && scenario.streams.iter().any(|stream| stream.channel.0 == *channel)
            })
            .collect()
    };
    [ChannelKind::Voice, ChannelKind::Chat, ChannelKind::Deferred]
        .into_iter()
        .map(of_kind)
        .find(|channels| !channels.is_empty())
        .unwrap_or_default()
}

fn totals(candidate: &Candidate, channels: &[usize]) -> Vec<(usize, ServiceCounts)> {
    channels
        .iter()
        .map(|channel| {
            let mut counts = ServiceCounts::default();
            for played in &candidate.played {
                played.service[*channel].iter().for_each(|day| add(&mut counts, *day));
            }
            (*channel, counts)
        })
        .collect()
}
