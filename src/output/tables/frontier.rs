//! `frontier.csv`: a row is a contract and a staffing candidate.

use crate::experiment::{Measure, Priced, Results};
use crate::output::column::{Column, Table};
use crate::scenario::model::Scenario;
use crate::staffing::FrontierPoint;
use crate::statistics::Estimate;

/// A candidate of the search, or the plan that was chosen.
#[derive(Debug, Clone, Copy)]
pub enum FrontierRow<'a> {
    /// Played on the search's replications.
    Candidate(&'a Scenario, &'a FrontierPoint),
    /// Put together from the candidates and judged on the results' replications.
    Chosen(Priced<'a>),
}

impl<'a> FrontierRow<'a> {
    /// The rows: for each contract the candidates by agent hours, then the chosen plan. None without a search for profit.
    pub fn all(results: &'a Results) -> Vec<Self> {
        let mut rows = Vec::new();
        if results.frontier.is_empty() {
            return rows;
        }
        for priced in results.priced() {
            let contract = priced.contract.map(|contract| contract.contract);
            let candidates = results.frontier.iter().filter(|point| Some(point.contract) == contract);
            rows.extend(candidates.map(|point| FrontierRow::Candidate(&results.scenario, point)));
            rows.push(FrontierRow::Chosen(priced));
        }
        rows
    }

    fn of<T>(&self, candidate: impl Fn(&FrontierPoint) -> T, chosen: impl Fn(&Priced<'a>) -> T) -> T {
        match self {
            FrontierRow::Candidate(_, point) => candidate(point),
            FrontierRow::Chosen(priced) => chosen(priced),
        }
    }
}

fn headline(priced: &Priced<'_>, measure: Measure) -> Option<f64> {
    priced.plan.headline.measure(measure).map(|estimate| estimate.value)
}

fn profit(priced: &Priced<'_>) -> Option<Estimate> {
    priced.contract?.profit
}

/// The table.
pub fn frontier<'a>() -> Table<'a, FrontierRow<'a>> {
    type Row<'a> = FrontierRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| match row {
            FrontierRow::Candidate(scenario, point) => Some(scenario.contracts[point.contract].name.as_str()),
            FrontierRow::Chosen(priced) => priced.contract_name(),
        }),
        Column::new(
            "candidate",
            "number",
            "Number of the candidate, from few agent hours to many, the same plan under every contract; empty for the chosen plan, which is put together from candidates day by day.",
            |row: &Row<'a>| row.of(|point| Some(point.candidate), |_| None),
        ),
        Column::new("agent_hours", "hours", "Hours of agents required over the season.", |row: &Row<'a>| {
            row.of(|point| point.agent_hours, |priced| priced.plan.agent_hours)
        }),
        Column::new(
            "service_level",
            "share",
            "Service level of the summary's channels, by their own definitions.",
            |row: &Row<'a>| row.of(|point| point.service_level, |priced| headline(priced, Measure::OwnServiceLevel)),
        ),
        Column::new("profit", "money", "Mean profit.", |row: &Row<'a>| {
            row.of(|point| Some(point.profit), |priced| profit(priced).map(|profit| profit.value))
        }),
        Column::new(
            "profit_p05",
            "money",
            "5th percentile of profit over the replications; few replications make it rough.",
            |row: &Row<'a>| {
                row.of(|point| point.profit_p05, |priced| priced.contract.and_then(|it| it.profit_percentiles[0]))
            },
        ),
        Column::new("chosen", "text", "yes for the plan that the results are about, else no.", |row: &Row<'a>| {
            row.of(|_| "no", |_| "yes")
        }),
        Column::new(
            "sample",
            "text",
            "Replications behind the row: search, on which the plan was chosen, or results, which are others.",
            |row: &Row<'a>| row.of(|_| "search", |_| "results"),
        ),
        Column::new("replications", "replications", "Their number.", |row: &Row<'a>| {
            row.of(|point| point.replications, |priced| priced.plan.replications.len() as u64)
        }),
        Column::new("profit_std_error", "money", "Standard error of the mean profit.", |row: &Row<'a>| {
            row.of(|point| point.profit_std_error, |priced| profit(priced).and_then(|profit| profit.standard_error))
        }),
        Column::new(
            "worth",
            "ratio",
            "What an answered contact is taken to be worth in this plan, over the cost of its agent's time; 0 if nobody is called, empty where the candidate's desks differ.",
            |row: &Row<'a>| row.of(|point| point.worth, |_| None),
        ),
        Column::new("peak_agents", "agents", "Most agents required at once, over all groups.", |row: &Row<'a>| {
            row.of(|point| point.peak_agents, |priced| priced.plan.peak_agents)
        }),
        Column::new("paid_hours", "hours", "Agent hours with shrinkage: hours paid.", |row: &Row<'a>| {
            row.of(|point| point.paid_hours, |priced| priced.plan.paid_hours)
        }),
        Column::new(
            "abandonment",
            "share",
            "Abandoned over answered plus abandoned, of the same channels.",
            |row: &Row<'a>| row.of(|point| point.abandonment, |priced| headline(priced, Measure::Abandonment)),
        ),
        Column::new("revenue", "money", "Mean of what the client pays.", |row: &Row<'a>| {
            row.of(
                |point| Some(point.revenue),
                |priced| priced.contract.and_then(|it| it.revenue).map(|revenue| revenue.value),
            )
        }),
        Column::new("cost", "money", "Mean of all costs.", |row: &Row<'a>| {
            row.of(|point| Some(point.cost), |priced| priced.contract.and_then(|it| it.cost).map(|cost| cost.value))
        }),
    ];
    Table {
        file: "frontier.csv",
        row: "a contract and staffing candidate (written with plans for profit only)",
        columns,
    }
}
