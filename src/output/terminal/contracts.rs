//! Money by contract.

use comfy_table::{Cell, Color};

use super::Style;
use super::grid::{bold, grid, paragraph};
use crate::experiment::{ContractResults, Results};
use crate::output::language::{Language, Phrase};
use crate::output::number::{grouped, money_unit, percent_only, places, value_only, with_half_width};
use crate::statistics::Estimate;

const NOTHING: &str = "–";

/// The contracts' table with a line on its units.
pub(super) fn contracts(results: &Results, language: Language, style: Style) -> String {
    let largest = results
        .contracts
        .iter()
        .flat_map(|contract| [contract.revenue, contract.cost, contract.profit])
        .flatten()
        .fold(0.0f64, |largest, estimate| largest.max(estimate.value.abs()));
    let (unit, unit_name) = money_unit(largest, language);
    let is_by_parcel = results.contracts.iter().any(|contract| contract.client_cost_per_parcel.is_some());
    let client_cost = if is_by_parcel { Phrase::PerParcel } else { Phrase::PerContact };
    let header = [
        Phrase::Contract,
        Phrase::Revenue,
        Phrase::Cost,
        Phrase::Profit,
        Phrase::ProfitP05,
        Phrase::ChanceOfLoss,
        Phrase::Margin,
        client_cost,
        Phrase::Saving,
    ];
    let rows = results.contracts.iter().map(|contract| row(results, contract, unit, client_cost, language)).collect();
    let table = grid(header.into_iter().map(|phrase| language.text(phrase).to_owned()).collect(), rows, style);
    let currency = &results.scenario.currency;
    let money = match unit_name {
        Some(name) => format!("{} {name} {currency}", language.text(Phrase::MoneyIn)),
        None => format!("{} {currency}", language.text(Phrase::MoneyIn)),
    };
    let notes = [
        money,
        format!("{} = {} ({currency})", language.text(client_cost), language.text(Phrase::ClientPays)),
        language.text(Phrase::LossMeaning).to_owned(),
        language.text(Phrase::SavingAgainst).to_owned(),
    ];
    format!("{}\n{table}\n{}", bold(language.text(Phrase::Contracts), style), paragraph(&notes.join(" · ")))
}

fn row(results: &Results, contract: &ContractResults, unit: f64, client_cost: Phrase, language: Language) -> Vec<Cell> {
    let text = |estimate: Option<Estimate>, show: &dyn Fn(Estimate) -> String| {
        Cell::new(estimate.map_or(NOTHING.to_owned(), show))
    };
    let money = |estimate: Estimate| value_only(estimate.scaled(1.0 / unit), 2);
    let per_unit = if client_cost == Phrase::PerParcel {
        contract.client_cost_per_parcel
    } else {
        contract.client_cost_per_contact
    };
    let profit = text(contract.profit, &|estimate| with_half_width(estimate.scaled(1.0 / unit), 2));
    let profit = match contract.profit {
        Some(estimate) if estimate.value < 0.0 => profit.fg(Color::Red),
        _ => profit,
    };
    let profit_places = places(contract.profit.and_then(|it| it.standard_error).map(|error| error / unit), 2);
    vec![
        Cell::new(language.label(&results.scenario.contracts[contract.contract].title, &contract.name)),
        text(contract.revenue, &money),
        text(contract.cost, &money),
        profit,
        Cell::new(
            contract.profit_percentiles[0].map_or(NOTHING.to_owned(), |value| grouped(value / unit, profit_places)),
        ),
        text(contract.chance_of_loss, &|estimate| {
            grouped(estimate.value * 100.0, if estimate.n >= 1000 { 1 } else { 0 })
        }),
        text(contract.margin, &percent_only),
        text(per_unit, &|estimate| value_only(estimate, 4)),
        text(contract.client_saving_share, &percent_only),
    ]
}
