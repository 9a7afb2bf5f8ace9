//! `summary.csv`: a row is a contract.

use crate::experiment::{ContractResults, Measure, Priced, Results};
use crate::output::column::{Column, Table};
use crate::scenario::model::{Channel, ChannelId};
use crate::statistics::Estimate;

/// A contract with its plan.
#[derive(Debug, Clone, Copy)]
pub struct SummaryRow<'a> {
    priced: Priced<'a>,
}

impl<'a> SummaryRow<'a> {
    /// The rows.
    pub fn all(results: &'a Results) -> Vec<Self> {
        results.priced().into_iter().map(|priced| SummaryRow { priced }).collect()
    }

    fn headline(&self, measure: Measure) -> Option<Estimate> {
        self.priced.plan.headline.measure(measure)
    }

    fn money(&self, pick: fn(&ContractResults) -> Option<Estimate>) -> Option<Estimate> {
        self.priced.contract.and_then(pick)
    }
}

type Columns<'a> = Vec<Column<'a, SummaryRow<'a>>>;

/// The table; `channels` give its last columns.
pub fn summary<'a>(channels: &[Channel]) -> Table<'a, SummaryRow<'a>> {
    let mut columns = fixed();
    columns.extend(additional());
    for (index, channel) in channels.iter().enumerate() {
        columns.push(Column::new(
            format!("service_level_{}", channel.name),
            "share",
            format!("Service level of {}, at its own threshold and by its own definition.", channel.name),
            move |row: &SummaryRow<'a>| {
                let service = row.priced.plan.channel(ChannelId(index))?;
                service.measure(Measure::OwnServiceLevel).map(|estimate| estimate.value)
            },
        ));
    }
    Table { file: "summary.csv", row: "a contract", columns }
}

fn value(estimate: Option<Estimate>) -> Option<f64> {
    estimate.map(|estimate| estimate.value)
}

/// Columns that every version has, in this order.
fn fixed<'a>() -> Columns<'a> {
    type Row<'a> = SummaryRow<'a>;
    vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.priced.contract_name()),
        Column::new(
            "plan",
            "text",
            "Where its staffing plan comes from: fixed, service_level or profit.",
            |row: &Row<'a>| row.priced.plan.kind.name(),
        ),
        Column::new(
            "peak_agents",
            "agents",
            "Most agents on duty at once before absence, all groups.",
            |row: &Row<'a>| row.priced.plan.peak_agents,
        ),
        Column::new(
            "agent_hours",
            "hours",
            "Hours of agents on duty over the season, before absence.",
            |row: &Row<'a>| row.priced.plan.agent_hours,
        ),
        Column::new(
            "paid_hours",
            "hours",
            "Hours paid: of shifts, or without shifts the same with shrinkage.",
            |row: &Row<'a>| row.priced.plan.paid_hours,
        ),
        Column::new(
            "fte",
            "full-time equivalents",
            "Paid hours over the full-time hours of the season.",
            |row: &Row<'a>| row.priced.plan.fte,
        ),
        Column::new(
            "service_level",
            "share",
            "Service level of all voice channels together (without any, of the chat channels; without those, of the deferred ones), each at its own threshold and by its own definition.",
            |row: &Row<'a>| value(row.headline(Measure::OwnServiceLevel)),
        ),
        Column::new(
            "abandonment",
            "share",
            "Abandoned over answered plus abandoned, of the same channels.",
            |row: &Row<'a>| value(row.headline(Measure::Abandonment)),
        ),
        Column::new(
            "asa_s",
            "seconds",
            "Average speed of answer: wait of the answered over answered, of the same channels.",
            |row: &Row<'a>| value(row.headline(Measure::AverageSpeedOfAnswer)),
        ),
        Column::new(
            "occupancy",
            "share",
            "Time with a contact in hand over time on duty, of the groups that take these channels; finishing a contact after going off duty counts above, so it may pass 1.",
            |row: &Row<'a>| value(row.headline(Measure::Occupancy)),
        ),
        Column::new(
            "containment",
            "share",
            "Contained by the bot over handled by the bot, of all channels.",
            |row: &Row<'a>| {
                value(row.priced.plan.everything().and_then(|service| service.measure(Measure::Containment)))
            },
        ),
        Column::new(
            "revenue",
            "money",
            "Mean of what the client pays: fees, less penalties, plus bonuses.",
            |row: &Row<'a>| value(row.money(|contract| contract.revenue)),
        ),
        Column::new("cost", "money", "Mean of all costs.", |row: &Row<'a>| value(row.money(|contract| contract.cost))),
        Column::new(
            "profit",
            "money",
            "Mean of revenue less cost. The worth of a renewal is not in it.",
            |row: &Row<'a>| value(row.money(|contract| contract.profit)),
        ),
        Column::new("profit_ci_low", "money", "Lower end of the mean profit's interval.", |row: &Row<'a>| {
            row.money(|contract| contract.profit)?.low
        }),
        Column::new("profit_ci_high", "money", "Upper end of the mean profit's interval.", |row: &Row<'a>| {
            row.money(|contract| contract.profit)?.high
        }),
        Column::new("profit_p05", "money", "5th percentile of profit (profit at risk).", |row: &Row<'a>| {
            row.priced.contract?.profit_percentiles[0]
        }),
        Column::new("profit_p50", "money", "Median of profit.", |row: &Row<'a>| {
            row.priced.contract?.profit_percentiles[1]
        }),
        Column::new("profit_p95", "money", "95th percentile of profit.", |row: &Row<'a>| {
            row.priced.contract?.profit_percentiles[2]
        }),
        Column::new(
            "profit_cvar05",
            "money",
            "Expected shortfall: mean of the worst 5 % of profits; with fewer than 20 replications the worst one.",
            |row: &Row<'a>| row.priced.contract?.profit_cvar05,
        ),
        Column::new("chance_of_loss", "share", "Share of replications with a profit below zero.", |row: &Row<'a>| {
            value(row.money(|contract| contract.chance_of_loss))
        }),
        Column::new(
            "chance_kpi_missed",
            "share",
            "Share of replications in which at least one KPI period was missed, relieved or not; empty without KPI clauses.",
            |row: &Row<'a>| value(row.money(|contract| contract.chance_kpi_missed)),
        ),
        Column::new("margin", "share", "Mean profit over mean revenue.", |row: &Row<'a>| {
            value(row.money(|contract| contract.margin))
        }),
        Column::new(
            "break_even_factor",
            "factor",
            "Factor on all that the client pays at which mean profit is zero: (C - tR) / ((1 - t) R) with mean revenue R, mean cost C and sales tax t; below 1 the price could fall.",
            |row: &Row<'a>| row.priced.contract?.break_even_factor,
        ),
        Column::new(
            "client_cost_per_contact",
            "money",
            "Revenue over contacts handled by people or contained by the bot.",
            |row: &Row<'a>| value(row.money(|contract| contract.client_cost_per_contact)),
        ),
        Column::new(
            "client_cost_per_parcel",
            "money",
            "Mean revenue over the season's expected parcels; empty where demand does not come from parcels.",
            |row: &Row<'a>| value(row.money(|contract| contract.client_cost_per_parcel)),
        ),
        Column::new(
            "in_house_cost_per_parcel",
            "money",
            "Mean cost of the same service in house over the same parcels; empty without in-house numbers.",
            |row: &Row<'a>| value(row.money(|contract| contract.in_house_cost_per_parcel)),
        ),
        Column::new(
            "client_saving",
            "money",
            "Mean cost in house less mean revenue, over the season; negative where the contract costs the client more.",
            |row: &Row<'a>| value(row.money(|contract| contract.client_saving)),
        ),
    ]
}

/// Columns that go beyond.
fn additional<'a>() -> Columns<'a> {
    type Row<'a> = SummaryRow<'a>;
    vec![
        Column::new("client_saving_share", "share", "The saving over the cost in house.", |row: &Row<'a>| {
            value(row.money(|contract| contract.client_saving_share))
        }),
        Column::new("client_cost_per_order", "money", "Revenue over orders served.", |row: &Row<'a>| {
            value(row.money(|contract| contract.client_cost_per_order))
        }),
        Column::new("penalties", "money", "Mean of the penalties, zero or negative.", |row: &Row<'a>| {
            value(row.money(|contract| contract.penalties))
        }),
        Column::new("bonuses", "money", "Mean of the bonuses.", |row: &Row<'a>| {
            value(row.money(|contract| contract.bonuses))
        }),
        Column::new("kpi_periods_missed", "share", "KPI periods missed over periods judged.", |row: &Row<'a>| {
            value(row.money(|contract| contract.kpi_periods_missed_share))
        }),
        Column::new(
            "renewal_value",
            "money",
            "Mean worth of the renewal (its chance times the discounted year's profit), apart from the profit; empty without a renewal clause.",
            |row: &Row<'a>| value(row.money(|contract| contract.renewal_value)),
        ),
        Column::new("margin_ci_low", "share", "Lower end of the margin's interval.", |row: &Row<'a>| {
            row.money(|contract| contract.margin)?.low
        }),
        Column::new("margin_ci_high", "share", "Upper end of the margin's interval.", |row: &Row<'a>| {
            row.money(|contract| contract.margin)?.high
        }),
        Column::new(
            "chance_of_loss_ci_low",
            "share",
            "Lower end of the interval of the chance of loss.",
            |row: &Row<'a>| row.money(|contract| contract.chance_of_loss)?.low,
        ),
        Column::new(
            "chance_of_loss_ci_high",
            "share",
            "Upper end of the interval of the chance of loss.",
            |row: &Row<'a>| row.money(|contract| contract.chance_of_loss)?.high,
        ),
        Column::new("service_level_ci_low", "share", "Lower end of the service level's interval.", |row: &Row<'a>| {
            row.headline(Measure::OwnServiceLevel)?.low
        }),
        Column::new("service_level_ci_high", "share", "Upper end of the service level's interval.", |row: &Row<'a>| {
            row.headline(Measure::OwnServiceLevel)?.high
        }),
        Column::new(
            "equivalent_replications",
            "",
            "Independently drawn replications by which mean profit would be known as well: variance of a replication's profit over that of the mean. Above the number played where sets of replications were stratified or means told against a control; empty where profit does not vary.",
            |row: &Row<'a>| row.priced.contract?.equivalent_replications,
        ),
        Column::new("replications", "replications", "Replications behind the row.", |row: &Row<'a>| {
            row.priced.plan.replications.len() as u64
        }),
    ]
}
