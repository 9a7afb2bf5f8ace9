//! Plans by contract, profit against staffing, and where the best contract changes.

use comfy_table::{Cell, Color};

use super::Style;
use super::grid::{bold, grid};
use super::paragraph::{facts, paragraph};
use crate::experiment::{ContractResults, Measure, Results};
use crate::output::language::{Language, Phrase};
use crate::output::number::{grouped, money_unit, percent_only};
use crate::scenario::model::ChannelId;
use crate::staffing::FrontierPoint;

/// Contracts side by side.
const ABREAST: usize = 4;
/// Channels side by side.
const CHANNELS: usize = 4;
/// Candidates shown.
const ROWS: usize = 8;

const NOTHING: &str = "–";

/// Staffing and service by contract, where plans differ.
pub(super) fn staffing(results: &Results, language: Language, style: Style) -> String {
    let channels: Vec<usize> = (0..results.scenario.channels.len()).take(CHANNELS).collect();
    let mut header: Vec<String> =
        [Phrase::Contract, Phrase::PeakAgentsColumn, Phrase::AgentHours, Phrase::PaidHours, Phrase::FteColumn]
            .into_iter()
            .map(|phrase| language.text(phrase).to_owned())
            .collect();
    for channel in &channels {
        let of = &results.scenario.channels[*channel];
        header.push(format!("{} %", language.label(&of.title, &of.name)));
    }
    let rows = results
        .contracts
        .iter()
        .map(|contract| {
            let plan = &results.plans[contract.plan];
            let mut cells = vec![
                Cell::new(label(results, contract, language)),
                Cell::new(grouped(f64::from(plan.peak_agents), 0)),
                Cell::new(grouped(plan.agent_hours, 0)),
                Cell::new(grouped(plan.paid_hours, 0)),
                Cell::new(grouped(plan.fte, 0)),
            ];
            cells.extend(channels.iter().map(|channel| {
                let level = plan.channel(ChannelId(*channel)).and_then(|of| of.measure(Measure::OwnServiceLevel));
                Cell::new(level.map_or(NOTHING.to_owned(), percent_only))
            }));
            cells
        })
        .collect();
    let note = paragraph(language.text(Phrase::StaffingNote));
    format!("{}\n{}\n{note}", bold(language.text(Phrase::Staffing), style), grid(header, rows, style))
}

fn label<'r>(results: &'r Results, contract: &ContractResults, language: Language) -> &'r str {
    let of = &results.scenario.contracts[contract.contract];
    language.label(&of.title, &of.name)
}

/// Profit and its 5th percentile by candidate and contract, the chosen plans, and where the best contract changes.
pub(super) fn frontier(results: &Results, language: Language, style: Style) -> String {
    let shown = shown_candidates(results);
    let largest = results.frontier.iter().fold(0.0f64, |largest, point| largest.max(point.profit.abs()));
    let (unit, unit_name) = money_unit(largest, language);
    let mut parts = vec![bold(language.text(Phrase::ProfitByStaffing), style)];
    for contracts in results.contracts.chunks(ABREAST) {
        parts.push(table(results, contracts, &shown, unit, language, style));
    }
    let currency = &results.scenario.currency;
    let money = match unit_name {
        Some(name) => format!("{} {name} {currency}", language.text(Phrase::MoneyIn)),
        None => format!("{} {currency}", language.text(Phrase::MoneyIn)),
    };
    parts.push(facts(&[language.text(Phrase::FrontierCells).to_owned(), money]));
    parts.push(paragraph(&switches(results, language)));
    let warnings = [bad_service(results, language), nobody(results, language)];
    parts.extend(warnings.iter().filter(|warning| !warning.is_empty()).map(|warning| paragraph(warning)));
    parts.join("\n")
}

/// Numbers of some candidates, evenly over the agent hours, the first and the last among them.
fn shown_candidates(results: &Results) -> Vec<u32> {
    let first = results.frontier.first().map(|point| point.contract);
    let candidates: Vec<&FrontierPoint> =
        results.frontier.iter().filter(|point| Some(point.contract) == first).collect();
    let most = candidates.last().map_or(0.0, |last| last.agent_hours);
    let mut shown: Vec<u32> = (0..ROWS)
        .filter_map(|row| {
            let wanted = most * row as f64 / (ROWS - 1) as f64;
            let away = |point: &&&FrontierPoint| libm::fabs(point.agent_hours - wanted);
            candidates.iter().min_by(|a, b| away(a).total_cmp(&away(b))).map(|point| point.candidate)
        })
        .collect();
    shown.dedup();
    shown
}

fn table(
    results: &Results,
    contracts: &[ContractResults],
    shown: &[u32],
    unit: f64,
    language: Language,
    style: Style,
) -> String {
    let mut header = vec![language.text(Phrase::AgentHours).to_owned(), language.text(Phrase::ServiceLevel).to_owned()];
    header.extend(contracts.iter().map(|contract| label(results, contract, language).to_owned()));
    let pair = |profit: Option<f64>, low: Option<f64>| {
        let money = |amount: Option<f64>| amount.map_or(NOTHING.to_owned(), |amount| grouped(amount / unit, 0));
        format!("{} | {}", money(profit), money(low))
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for candidate in shown {
        let of = |contract: &ContractResults| {
            results.frontier.iter().find(|point| point.candidate == *candidate && point.contract == contract.contract)
        };
        let Some(point) = contracts.first().and_then(of) else { continue };
        let level = point.service_level.map_or(NOTHING.to_owned(), |level| grouped(100.0 * level, 1));
        let mut cells = vec![Cell::new(grouped(point.agent_hours, 0)), Cell::new(level)];
        cells.extend(contracts.iter().map(|contract| {
            Cell::new(of(contract).map_or(NOTHING.to_owned(), |point| pair(Some(point.profit), point.profit_p05)))
        }));
        rows.push(cells);
    }
    let mut chosen = vec![Cell::new(language.text(Phrase::ChosenPlan)), Cell::new("")];
    let mut where_it_is = vec![Cell::new(language.text(Phrase::ChosenAt)), Cell::new("")];
    for contract in contracts {
        let plan = &results.plans[contract.plan];
        let text = pair(contract.profit.map(|profit| profit.value), contract.profit_percentiles[0]);
        let cell = Cell::new(text);
        chosen.push(if style == Style::Colour { cell.fg(Color::Green) } else { cell });
        let level = plan.headline.measure(Measure::OwnServiceLevel);
        let level = level.map_or(NOTHING.to_owned(), |level| grouped(100.0 * level.value, 1));
        where_it_is.push(Cell::new(format!("{}, {level} %", grouped(plan.agent_hours, 0))));
    }
    rows.push(chosen);
    rows.push(where_it_is);
    grid(header, rows, style)
}

/// Where, along the candidates, another contract becomes the one that earns most.
fn switches(results: &Results, language: Language) -> String {
    let mut best: Vec<&FrontierPoint> = Vec::new();
    for point in &results.frontier {
        match best.iter_mut().find(|best| best.candidate == point.candidate) {
            Some(best) if point.profit > best.profit => *best = point,
            Some(_) => {}
            None => best.push(point),
        }
    }
    best.sort_by_key(|point| point.candidate);
    best.dedup_by(|next, kept| next.contract == kept.contract);
    let name = |point: &FrontierPoint| {
        let of = &results.scenario.contracts[point.contract];
        language.label(&of.title, &of.name).to_owned()
    };
    let Some((first, others)) = best.split_first() else { return String::new() };
    let changes: Vec<String> = others
        .iter()
        .map(|point| {
            let hours = grouped(point.agent_hours, 0);
            match language {
                Language::En => format!("from {hours} agent hours {}", name(point)),
                Language::Zh => format!("自 {hours} 在岗工时起为{}", name(point)),
            }
        })
        .collect();
    match (language, changes.is_empty()) {
        (Language::En, true) => format!("On the same plan, {} earns most at every staffing.", name(first)),
        (Language::Zh, true) => format!("同一排班下，无论人数多少，{}利润最高。", name(first)),
        (Language::En, false) => {
            format!("On the same plan, with few people {} earns most; {}.", name(first), changes.join(", "))
        }
        (Language::Zh, false) => {
            format!("同一排班下，人少时{}利润最高；{}。", name(first), changes.join("，"))
        }
    }
}

/// A plan this far below the service that was promised, as a share, is told of.
const FAR_BELOW: f64 = 0.2;

/// Contracts that pay best for service far below the promise, with what it comes to: each channel's by its own promise.
fn bad_service(results: &Results, language: Language) -> String {
    let Some(search) = &results.search else { return String::new() };
    let scenario = &results.scenario;
    let mut names: Vec<&str> = Vec::new();
    let mut least = f64::INFINITY;
    for (contract, found) in results.contracts.iter().zip(&search.contracts) {
        let plan = &results.plans[contract.plan];
        let short = scenario.channels.iter().enumerate().filter_map(|(channel, of)| {
            let promised = of.service.share?;
            let level = plan.channel(ChannelId(channel))?.measure(Measure::OwnServiceLevel)?.value;
            (level < promised - FAR_BELOW).then_some(level)
        });
        let worst = short.fold(f64::INFINITY, f64::min);
        if worst.is_finite() && !found.staffs_nobody {
            least = least.min(worst);
            names.push(label(results, contract, language));
        }
    }
    let least = if least.is_finite() { grouped(100.0 * least, 1) } else { return String::new() };
    match language {
        Language::En => format!(
            "Far worse service than was promised, down to {least} %, earns most under {}: what is taken away for it is less \
             than the people would cost. A floor under [staffing] keeps to the promise.",
            names.join(", ")
        ),
        Language::Zh => format!(
            "{}：远低于承诺的服务水平（最低 {least} %）反而利润最高，因为所扣的钱少于人工成本。可在 [staffing] 中设定 floor 以守住承诺。",
            names.join("、")
        ),
    }
}

/// Contracts that pay best for staffing nobody.
fn nobody(results: &Results, language: Language) -> String {
    let names: Vec<&str> = results
        .search
        .iter()
        .flat_map(|search| &search.contracts)
        .zip(&results.scenario.contracts)
        .filter(|(search, _)| search.staffs_nobody)
        .map(|(_, contract)| language.label(&contract.title, &contract.name))
        .collect();
    match (names.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::En) => format!(
            "{} pays best for staffing nobody: what it takes away for bad service is less than what people cost. Do not \
             sign it so, or set a floor under [staffing].",
            names.join(", ")
        ),
        (false, Language::Zh) => format!(
            "{}：不安排任何人反而利润最高，因为服务差所扣的钱少于人工成本。请勿按此条款签约，或在 [staffing] 中设定 floor。",
            names.join("、")
        ),
    }
}
