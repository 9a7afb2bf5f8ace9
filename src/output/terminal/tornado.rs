//! What matters most in a sweep: the effects on one contract, the largest first.

use comfy_table::Cell;

use super::grid::{bold, grid};
use super::paragraph::paragraph;
use super::{Style, WIDTH};
use crate::experiment::sweep::{Effect, EffectEstimate, SweepPlan};
use crate::output::language::Language;
use crate::output::number::{grouped, money_unit, percent_only, with_half_width};
use crate::output::sweep::SweepSummary;
use crate::scenario::model::Scenario;
use crate::statistics::Estimate;

/// Parameters shown.
const MOST_SHOWN: usize = 12;
/// Columns on each side of a bar's middle.
const BAR: usize = 8;

/// A parameter with its effects of least and greatest profit.
struct Swing<'a> {
    path: &'a str,
    effects: Vec<(&'a Effect, &'a EffectEstimate)>,
    swing: f64,
}

/// The summary of a sweep: what was played, and the effects on one contract; without a name, on the scenario's first.
pub fn tornado(
    plan: &SweepPlan,
    base: &Scenario,
    summary: &SweepSummary,
    contract: Option<&str>,
    language: Language,
    style: Style,
) -> String {
    let name = contract.or(base.contracts.first().map(|contract| contract.name.as_str()));
    let mut parts = vec![heading(plan, base, summary, language, style)];
    let swings = swings(plan, summary, name);
    if swings.is_empty() {
        parts.push(paragraph(match language {
            Language::En => "No effects: fewer than two values can be compared, or points behind them have no plan.",
            Language::Zh => "无可比较的影响：可比的取值不足两个，或相关点无可行排班。",
        }));
        return parts.join("\n\n");
    }
    parts.push(table(base, &swings, name, language, style));
    parts.join("\n\n")
}

fn heading(plan: &SweepPlan, base: &Scenario, summary: &SweepSummary, language: Language, style: Style) -> String {
    let manifest = &summary.manifest;
    let count = |count: usize| grouped(count as f64, 0);
    let replications = grouped(f64::from(plan.replications), 0);
    let mut text = match language {
        Language::En => format!(
            "{} points of {} parameters ({}), {} simulations of {replications} replications each, all on the same random \
             numbers.",
            count(manifest.points),
            count(manifest.parameters.len()),
            manifest.design.replace('_', " "),
            count(manifest.simulations),
        ),
        Language::Zh => format!(
            "{} 个方案点，{} 个参数（{}），{} 组仿真，每组 {replications} 次，全部使用相同的随机数。",
            count(manifest.points),
            count(manifest.parameters.len()),
            design_name(&manifest.design),
            count(manifest.simulations),
        ),
    };
    if manifest.points_without_plan > 0 {
        text.push_str(&match language {
            Language::En => format!(" At {} points no plan meets the targets.", count(manifest.points_without_plan)),
            Language::Zh => format!("其中 {} 个点没有满足目标的排班。", count(manifest.points_without_plan)),
        });
    }
    format!("{}\n{}", bold(&paragraph(language.title(&base.title, &base.name)), style), paragraph(&text))
}

fn design_name(design: &str) -> &str {
    match design {
        "grid" => "全组合",
        "latin_hypercube" => "拉丁超立方",
        "sobol" => "Sobol 序列",
        "one_at_a_time" => "逐一变动",
        _ => "按文件",
    }
}

/// By parameter, the effects with the least and the greatest change, the widest first.
fn swings<'a>(plan: &'a SweepPlan, summary: &'a SweepSummary, name: Option<&str>) -> Vec<Swing<'a>> {
    let mut swings = Vec::new();
    for (at, parameter) in plan.design.parameters.iter().enumerate() {
        let of_parameter: Vec<(&Effect, &EffectEstimate)> = summary
            .effects
            .iter()
            .filter(|effect| effect.parameter == at)
            .filter_map(|effect| Some((effect, effect.estimates.iter().find(|one| one.contract.as_deref() == name)?)))
            .collect();
        let change = |(_, estimate): &(&Effect, &EffectEstimate)| main_change(estimate).map_or(0.0, |it| it.value);
        let least = of_parameter.iter().min_by(|a, b| change(a).total_cmp(&change(b)));
        let greatest = of_parameter.iter().max_by(|a, b| change(a).total_cmp(&change(b)));
        let (Some(least), Some(greatest)) = (least, greatest) else { continue };
        let swing = change(greatest).max(0.0) - change(least).min(0.0);
        let mut effects = vec![*least];
        if !std::ptr::eq(least.0, greatest.0) {
            effects.push(*greatest);
        }
        swings.push(Swing { path: &parameter.path, effects, swing });
    }
    swings.sort_by(|a, b| b.swing.total_cmp(&a.swing));
    swings.truncate(MOST_SHOWN);
    swings
}

/// What effects are ordered by: profit, or the service level in points where there are no contracts.
fn main_change(estimate: &EffectEstimate) -> Option<Estimate> {
    estimate.profit.or(estimate.service_level)
}

fn table(base: &Scenario, swings: &[Swing<'_>], name: Option<&str>, language: Language, style: Style) -> String {
    let changes = || swings.iter().flat_map(|swing| &swing.effects).filter_map(|(_, one)| main_change(one));
    let largest = changes().map(|change| change.value.abs()).fold(0.0, f64::max);
    let (unit, unit_name) = money_unit(largest, language);
    let money = [unit_name, Some(base.currency.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let contract = base.contracts.iter().find(|contract| Some(contract.name.as_str()) == name);
    let label = contract.map_or("", |contract| language.label(&contract.title, &contract.name));
    let (title, header) = match language {
        Language::En => (
            format!("What moves {label}, largest first; ± at 95 %, all replications paired"),
            ["parameter", "from", "to", &format!("profit, {money}"), "service, points", ""],
        ),
        Language::Zh => (
            format!("{label}：影响由大到小；± 为 95 % 配对区间半宽"),
            ["参数", "由", "至", &format!("利润变化（{money}）"), "服务水平（百分点）", ""],
        ),
    };
    let header: Vec<String> = header.iter().map(|text| (*text).to_owned()).collect();
    let rows = swings
        .iter()
        .flat_map(|swing| {
            swing.effects.iter().enumerate().map(move |(number, (effect, estimate))| {
                let change = main_change(estimate).map_or(0.0, |it| it.value);
                vec![
                    Cell::new(if number == 0 { shortened(swing.path) } else { String::new() }),
                    Cell::new(shown(&effect.from)),
                    Cell::new(shown(&effect.to)),
                    Cell::new(
                        estimate
                            .profit
                            .map_or("—".to_owned(), |profit| with_half_width(profit.scaled(1.0 / unit), 2)),
                    ),
                    Cell::new(estimate.service_level.map_or("—".to_owned(), points)),
                    Cell::new(bar(change, largest)),
                ]
            })
        })
        .collect();
    format!("{}\n{}", bold(&paragraph(&title), style), grid(header, rows, style))
}

/// A change of a share in percentage points; to a hundredth of a point where nothing but rounding is behind it.
fn points(change: Estimate) -> String {
    if change.value.abs() < 5e-9 && change.half_width().is_none_or(|half| half < 5e-9) {
        return "0".to_owned();
    }
    percent_only(change)
}

fn shown(value: &serde_json::Value) -> String {
    let text = match value {
        serde_json::Value::Null => "—".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    text.chars().take(8).collect()
}

/// The end of a long path says more than its beginning; it is cut between keys where that leaves something.
fn shortened(path: &str) -> String {
    let most = usize::from(WIDTH) / 4;
    let count = path.chars().count();
    if count <= most {
        return path.to_owned();
    }
    let end: String = path.chars().skip(count + 1 - most).collect();
    format!("…{}", end.split_once('.').map_or(end.as_str(), |(_, keys)| keys))
}

/// A change as a bar to the left or the right of a middle.
fn bar(change: f64, largest: f64) -> String {
    let length = if largest > 0.0 { (change.abs() / largest * BAR as f64).round() as usize } else { 0 };
    let length = length.min(BAR);
    match change < 0.0 {
        true => format!("{}{}│{}", " ".repeat(BAR - length), "█".repeat(length), " ".repeat(BAR)),
        false => format!("{}│{}{}", " ".repeat(BAR), "█".repeat(length), " ".repeat(BAR - length)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_grow_from_the_middle() {
        assert_eq!(bar(-10.0, 10.0), "████████│        ");
        assert_eq!(bar(5.0, 10.0), "        │████    ");
        assert_eq!(bar(0.0, 0.0), "        │        ");
    }

    #[test]
    fn long_paths_lose_their_beginning() {
        assert_eq!(shortened("contact_types.tracking.bot.containment.by_time"), "…bot.containment.by_time");
        assert_eq!(shortened("contact_types_of_the_courier_that_never_end").chars().count(), 25);
        assert_eq!(shortened("demand.scale"), "demand.scale");
    }
}
