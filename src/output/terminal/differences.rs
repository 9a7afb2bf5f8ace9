//! Two runs side by side on the terminal.

use comfy_table::Cell;

use super::Style;
use super::grid::{bold, grid};
use super::paragraph::paragraph;
use crate::experiment::{ComparedFigure, Comparison, Judgement, Results};
use crate::output::language::Language;
use crate::output::number::{grouped, places};

/// Columns of a plan that are shown.
const OF_PLAN: [&str; 6] = ["peak_agents", "paid_hours", "service_level", "abandonment", "asa_s", "occupancy"];
/// Columns of a contract that are shown.
const OF_CONTRACT: [&str; 6] = ["revenue", "cost", "profit", "profit_p05", "chance_of_loss", "margin"];

/// The main figures of both sides with their differences, and how they were judged.
pub fn differences(a: &Results, b: &Results, found: &Comparison, language: Language, style: Style) -> String {
    let title = match language {
        Language::En => format!(
            "{} beside {}: {} replications each, all on the same random numbers",
            b.scenario.name,
            a.scenario.name,
            grouped(found.replications as f64, 0)
        ),
        Language::Zh => format!(
            "{} 对比 {}：各 {} 次仿真，全部使用相同的随机数",
            b.scenario.name,
            a.scenario.name,
            grouped(found.replications as f64, 0)
        ),
    };
    let header = match language {
        Language::En => ["contract", "figure", "A", "B", "B less A", ""],
        Language::Zh => ["合同", "指标", "A", "B", "B 减 A", ""],
    };
    let is_shown = |figure: &&ComparedFigure| {
        OF_PLAN.contains(&figure.column.as_str()) || OF_CONTRACT.contains(&figure.column.as_str())
    };
    let mut last = None;
    let rows = found
        .figures
        .iter()
        .filter(is_shown)
        .map(|figure| {
            let is_first = last.replace(&figure.contract) != Some(&figure.contract);
            let name = figure.contract.as_deref().unwrap_or(match language {
                Language::En => "(plan)",
                Language::Zh => "（排班）",
            });
            row(figure, if is_first { name } else { "" })
        })
        .collect();
    let table = grid(header.iter().map(|text| (*text).to_owned()).collect(), rows, style);
    format!("{}\n{table}\n{}", bold(&paragraph(&title), style), paragraph(&judged(found, language)))
}

fn row(figure: &ComparedFigure, name: &str) -> Vec<Cell> {
    let error = figure.difference.and_then(|it| it.standard_error).filter(|error| *error > 0.0);
    let size = figure.a.unwrap_or_default().abs().max(figure.b.unwrap_or_default().abs());
    let digits = if size < 10.0 {
        4
    } else if size < 1000.0 {
        2
    } else {
        0
    };
    let digits = places(error, digits).max(0);
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| grouped(value, digits));
    let difference = figure.difference.map_or("–".to_owned(), |it| match (figure.judgement, it.half_width()) {
        (Judgement::Same | Judgement::Fixed, _) | (_, None) => grouped(it.value, digits),
        (_, Some(half)) => format!("{} ± {}", grouped(it.value, digits), grouped(half, digits)),
    });
    let mark = match figure.judgement {
        Judgement::BeyondChance | Judgement::Fixed => "*",
        Judgement::Same => "=",
        Judgement::WithinChance | Judgement::Unknown => "",
    };
    [name, &figure.column, &shown(figure.a), &shown(figure.b), &difference, mark].map(Cell::new).into_iter().collect()
}

fn judged(found: &Comparison, language: Language) -> String {
    let count = |judgement| found.figures.iter().filter(|figure| figure.judgement == judgement).count();
    let (beyond, fixed, same) = (count(Judgement::BeyondChance), count(Judgement::Fixed), count(Judgement::Same));
    let mut text = match language {
        Language::En => format!(
            "* differs: {beyond} of {} figures with chance in them differ beyond it (Holm's procedure over all of them, 5 % \
             chance of a single false call), and {fixed} by a fixed amount. = the same on both sides: {same}. ± at 95 %, \
             paired.",
            found.judged
        ),
        Language::Zh => format!(
            "* 有差异：含随机性的 {} 个指标中有 {beyond} 个超出偶然（Holm 法合并判断，误判一个的概率为 5 %），\
             另有 {fixed} 个为确定差异。= 两边相同：{same} 个。± 为 95 % 配对区间半宽。",
            found.judged
        ),
    };
    if !found.unmatched.is_empty() {
        let names = found.unmatched.join(", ");
        text.push_str(&match language {
            Language::En => format!(" Only one side has: {names}."),
            Language::Zh => format!(" 仅一边有：{names}。"),
        });
    }
    text
}
