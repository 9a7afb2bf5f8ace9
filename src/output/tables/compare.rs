//! `compare.csv`: a row is a figure of both sides.

use crate::experiment::ComparedFigure;
use crate::output::column::{Column, Table};

/// The table.
pub fn comparison<'a>() -> Table<'a, &'a ComparedFigure> {
    type Row<'a> = &'a ComparedFigure;
    let columns = vec![
        Column::new(
            "contract",
            "text",
            "Contract; empty for figures of the plan that all contracts share.",
            |row: &Row<'a>| row.contract.as_deref(),
        ),
        Column::new("column", "text", "Column of summary.csv, where its unit and meaning are.", |row: &Row<'a>| {
            row.column.as_str()
        }),
        Column::new("a", "as the column", "First side.", |row: &Row<'a>| row.a),
        Column::new("b", "as the column", "Second side.", |row: &Row<'a>| row.b),
        Column::new("difference", "as the column", "Second less first.", |row: &Row<'a>| {
            row.difference.map(|it| it.value)
        }),
        Column::new(
            "difference_ci_low",
            "as the column",
            "Lower end of its interval, all replications paired.",
            |row: &Row<'a>| row.difference?.low,
        ),
        Column::new("difference_ci_high", "as the column", "Upper end of its interval.", |row: &Row<'a>| {
            row.difference?.high
        }),
        Column::new(
            "p_value",
            "share",
            "Chance of such a difference if there were none, for this figure alone; empty where no chance is in it.",
            |row: &Row<'a>| row.p_value,
        ),
        Column::new("p_adjusted", "share", "The same by Holm's procedure over all figures.", |row: &Row<'a>| {
            row.p_adjusted
        }),
        Column::new(
            "judgement",
            "text",
            "beyond_chance when p_adjusted is at most 0.05, else within_chance; same, or fixed when both sides differ by an amount with no chance in it; unknown when a side has no figure.",
            |row: &Row<'a>| row.judgement.name(),
        ),
    ];
    Table { file: "compare.csv", row: "a figure", columns }
}
