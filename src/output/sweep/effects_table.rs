//! `sweep_effects.csv`: what each parameter does to each contract.

use serde_json::Value;

use crate::experiment::sweep::{Design, Effect, EffectEstimate};
use crate::output::cell::Cell;
use crate::output::column::{Column, Table};

/// An effect on a contract.
#[derive(Debug, Clone, Copy)]
pub struct EffectRow<'a> {
    path: &'a str,
    effect: &'a Effect,
    estimate: Option<&'a EffectEstimate>,
}

impl<'a> EffectRow<'a> {
    /// The rows; an effect that is not known has one row without figures.
    pub fn all(design: &'a Design, effects: &'a [Effect]) -> Vec<Self> {
        let mut rows = Vec::new();
        for effect in effects {
            let row = EffectRow { path: &design.parameters[effect.parameter].path, effect, estimate: None };
            rows.extend(effect.estimates.iter().map(|estimate| EffectRow { estimate: Some(estimate), ..row }));
            if effect.estimates.is_empty() {
                rows.push(row);
            }
        }
        rows
    }
}

/// A value of a parameter as a cell.
pub(super) fn value_cell(value: &Value) -> Cell<'static> {
    match value {
        Value::Null => Cell::Empty,
        Value::Number(number) => number.as_f64().map_or(Cell::Empty, Cell::Number),
        Value::String(text) => Cell::Text(text.clone().into()),
        other => Cell::Text(other.to_string().into()),
    }
}

/// The table.
pub fn sweep_effects<'a>() -> Table<'a, EffectRow<'a>> {
    type Row<'a> = EffectRow<'a>;
    let columns = vec![
        Column::new("parameter", "text", "Path of the scenario that is varied.", |row: &Row<'a>| row.path),
        Column::new("value", "as varied", "Value gone to.", |row: &Row<'a>| value_cell(&row.effect.to)),
        Column::new(
            "reference",
            "as varied",
            "Value gone from: the scenario's own where it is among those tried; of drawn and listed points the least.",
            |row: &Row<'a>| value_cell(&row.effect.from),
        ),
        Column::new("contract", "text", "Contract.", |row: &Row<'a>| {
            row.estimate.and_then(|estimate| estimate.contract.as_deref())
        }),
        Column::new(
            "profit_effect",
            "money",
            "Change of mean profit from the reference to the value, all replications paired; in a grid the mean over the other parameters' values, of drawn and listed points the slope over the range.",
            |row: &Row<'a>| row.estimate?.profit.map(|it| it.value),
        ),
        Column::new("profit_effect_ci_low", "money", "Lower end of its paired interval.", |row: &Row<'a>| {
            row.estimate?.profit?.low
        }),
        Column::new("profit_effect_ci_high", "money", "Upper end of its paired interval.", |row: &Row<'a>| {
            row.estimate?.profit?.high
        }),
        Column::new(
            "service_level_effect",
            "share",
            "The same of the service level that summary.csv has.",
            |row: &Row<'a>| row.estimate?.service_level.map(|it| it.value),
        ),
        Column::new("service_level_effect_ci_low", "share", "Lower end of its paired interval.", |row: &Row<'a>| {
            row.estimate?.service_level?.low
        }),
        Column::new("service_level_effect_ci_high", "share", "Upper end of its paired interval.", |row: &Row<'a>| {
            row.estimate?.service_level?.high
        }),
        Column::new("points", "points", "Points at the value; of drawn and listed points all.", |row: &Row<'a>| {
            row.effect.points as u64
        }),
    ];
    Table { file: "sweep_effects.csv", row: "a parameter, a value and a contract", columns }
}
