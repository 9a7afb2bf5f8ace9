//! `statement.csv`: a row is a line of a contract's profit and loss.

use crate::experiment::{ContractResults, LineResults, Results};
use crate::money::LineKind;
use crate::output::column::{Column, Table};

/// A line of a contract.
#[derive(Debug, Clone, Copy)]
pub struct StatementRow<'a> {
    contract: &'a ContractResults,
    line: &'a LineResults,
}

impl<'a> StatementRow<'a> {
    /// The rows.
    pub fn all(results: &'a Results) -> impl Iterator<Item = Self> {
        results
            .contracts
            .iter()
            .flat_map(|contract| contract.lines.iter().map(move |line| StatementRow { contract, line }))
    }
}

/// The table.
pub fn statement<'a>() -> Table<'a, StatementRow<'a>> {
    type Row<'a> = StatementRow<'a>;
    let columns = vec![
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| row.contract.name.as_str()),
        Column::new(
            "kind",
            "text",
            "revenue, penalty (zero or negative), bonus, or cost (positive, to be subtracted).",
            |row: &Row<'a>| match row.line.kind {
                LineKind::Revenue => "revenue",
                LineKind::Penalty => "penalty",
                LineKind::Bonus => "bonus",
                LineKind::Cost => "cost",
            },
        ),
        Column::new("line", "text", "Name of the line.", |row: &Row<'a>| row.line.name.as_str()),
        Column::new(
            "mean",
            "money",
            "Mean over replications; lines add up to the summary's profit.",
            |row: &Row<'a>| row.line.mean,
        ),
        Column::new("std_dev", "money", "Standard deviation over replications.", |row: &Row<'a>| row.line.std_dev),
        Column::new("p05", "money", "5th percentile over replications.", |row: &Row<'a>| row.line.p05),
        Column::new("p50", "money", "Median over replications.", |row: &Row<'a>| row.line.p50),
        Column::new("p95", "money", "95th percentile over replications.", |row: &Row<'a>| row.line.p95),
    ];
    Table { file: "statement.csv", row: "a line of a contract's profit and loss over the season", columns }
}
