//! `replications.csv`: a row is a contract and replication.

use super::contract_name;
use crate::experiment::{ContractRecord, Priced, ReplicationRecord, Results};
use crate::output::column::{Column, Table};

/// One replication under a contract.
#[derive(Debug, Clone, Copy)]
pub struct ReplicationRow<'a> {
    priced: Priced<'a>,
    record: &'a ReplicationRecord,
    money: Option<&'a ContractRecord>,
}

impl<'a> ReplicationRow<'a> {
    /// The rows.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        results.priced().into_iter().flat_map(|priced| {
            priced.plan.replications.iter().zip(priced.money()).map(move |(record, money)| ReplicationRow {
                priced,
                record,
                money,
            })
        })
    }
}

/// The table.
pub fn replications<'a>() -> Table<'a, ReplicationRow<'a>> {
    type Row<'a> = ReplicationRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| contract_name(row.priced)),
        Column::new("replication", "number", "Number of the replication, counted from 0.", |row: &Row<'a>| {
            row.record.replication
        }),
        Column::new("arrivals", "contacts", "All arrivals: first contacts, redials and repeats.", |row: &Row<'a>| {
            row.record.arrivals
        }),
        Column::new(
            "service_level",
            "share",
            "Service level of the summary's channels, by their own definitions.",
            |row: &Row<'a>| row.record.service_level_share(),
        ),
        Column::new("revenue", "money", "What the client pays.", |row: &Row<'a>| Some(row.money?.revenue)),
        Column::new("penalties", "money", "Penalties, zero or negative; in the revenue.", |row: &Row<'a>| {
            Some(row.money?.penalties)
        }),
        Column::new("cost", "money", "All costs.", |row: &Row<'a>| Some(row.money?.cost)),
        Column::new("profit", "money", "Revenue less cost.", |row: &Row<'a>| Some(row.money?.profit)),
        Column::new("bonuses", "money", "Bonuses; in the revenue.", |row: &Row<'a>| Some(row.money?.bonuses)),
        Column::new(
            "abandonment",
            "share",
            "Abandoned over answered plus abandoned, of the same channels.",
            |row: &Row<'a>| row.record.abandonment(),
        ),
        Column::new(
            "handled",
            "contacts",
            "Handled by people or contained by the bot, all channels.",
            |row: &Row<'a>| row.record.handled,
        ),
        Column::new("orders_served", "orders", "Orders handled at least once.", |row: &Row<'a>| {
            row.record.orders_served
        }),
        Column::new("kpi_periods", "periods", "KPI periods judged.", |row: &Row<'a>| Some(row.money?.kpi_periods)),
        Column::new("kpi_periods_missed", "periods", "Of these, missed.", |row: &Row<'a>| {
            Some(row.money?.kpi_periods_missed)
        }),
        Column::new(
            "kpi_periods_relieved",
            "periods",
            "Of the missed, relieved because volume passed the forecast.",
            |row: &Row<'a>| Some(row.money?.kpi_periods_relieved),
        ),
        Column::new("renewal_value", "money", "Worth of the renewal, not in the profit.", |row: &Row<'a>| {
            row.money?.renewal_value
        }),
        Column::new("in_house_cost", "money", "Cost of the same service in house.", |row: &Row<'a>| {
            row.money?.in_house_cost
        }),
    ];
    Table { file: "replications.csv", row: "a contract and replication", columns }
}
