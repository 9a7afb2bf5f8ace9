//! The lines under the summary: how the plan was found, where the files are, how long it took.

use std::time::Duration;

use super::paragraph::paragraph;
use crate::experiment::{Results, RunOutcome, RunStop};
use crate::output::language::Language;
use crate::output::number::grouped;
use crate::scenario::model::SET_SIZE;
use crate::staffing::{SearchReport, StopReason};

/// How the plan was found, and why the replications ended where that is not plain: a paragraph.
pub fn how_found(outcome: &RunOutcome, language: Language) -> String {
    let replications = grouped(outcome.results.replications() as f64, 0);
    let mut sentences = vec![search(&outcome.search, language)];
    match (outcome.stopped, language) {
        (RunStop::Replications, _) => {}
        (RunStop::Precise, Language::En) => {
            sentences.push(format!("After {replications} replications every interval was as narrow as asked for."));
        }
        (RunStop::Precise, Language::Zh) => {
            sentences.push(format!("仿真 {replications} 次后，各区间已达到要求的精度。"))
        }
        (RunStop::AtMost, Language::En) => sentences.push(format!(
            "{replications} replications, the most allowed, did not make every interval as narrow as asked for."
        )),
        (RunStop::AtMost, Language::Zh) => {
            sentences.push(format!("已达到允许的最多仿真次数（{replications} 次），仍有区间未达到要求的精度。"));
        }
    }
    sentences.extend(worth_of_draws(&outcome.results, language));
    let joint = if language == Language::En { " " } else { "" };
    paragraph(&sentences.join(joint))
}

/// What stratified draws and a control were worth for profit; nothing where they were not, or hardly, worth more than independent
/// draws.
fn worth_of_draws(results: &Results, language: Language) -> Option<String> {
    let equivalents = results.contracts.iter().filter_map(|contract| contract.equivalent_replications);
    let (least, most) =
        equivalents.fold((f64::INFINITY, 0.0), |(least, most), it| (f64::min(least, it), f64::max(most, it)));
    let played = results.replications() as f64;
    let is_stratified = results.scenario.run.replications_an_observation() > 1;
    let is_controlled = results.contracts.iter().any(|contract| contract.is_controlled);
    if !(is_stratified || is_controlled) || !least.is_finite() || most < 1.5 * played {
        return None;
    }
    // an estimate from some twenty sets: two digits are more than enough
    let rounded = |value: f64| grouped(value, 1 - libm::floor(libm::log10(value)) as i32);
    let strata = match language {
        Language::En => format!("drawn in stratified sets of {SET_SIZE}"),
        Language::Zh => format!("按每组 {SET_SIZE} 次分层抽样"),
    };
    let tables = match language {
        Language::En => "carried over to other seasons by tables of days",
        Language::Zh => "并借日表推及其他旺季",
    };
    let joint = if language == Language::En { " and " } else { "，" };
    let how = [is_stratified.then_some(strata.as_str()), is_controlled.then_some(tables)];
    let how = how.into_iter().flatten().collect::<Vec<_>>().join(joint);
    Some(match language {
        Language::En => format!(
            "The {} replications, {how}, tell mean profits as well as {} to {} independent ones would.",
            grouped(played, 0),
            rounded(least),
            rounded(most)
        ),
        Language::Zh => format!(
            "{} 次仿真{how}，平均利润的精度相当于 {} 至 {} 次独立仿真。",
            grouped(played, 0),
            rounded(least),
            rounded(most)
        ),
    })
}

/// That nothing was simulated: a paragraph.
pub fn by_formulas(language: Language) -> String {
    paragraph(match language {
        Language::En => {
            "Plan and figures come from Erlang formulas; nothing was simulated. They are approximate, and penalties that \
             hang on a bad day are understated."
        }
        Language::Zh => "排班与各项数字均由 Erlang 公式得出，未作仿真；结果为近似值，取决于个别坏日子的罚款会被低估。",
    })
}

fn search(report: &SearchReport, language: Language) -> String {
    let trials = grouped(f64::from(report.rounds), 0);
    let replications = grouped(f64::from(report.played), 0);
    let contacts = grouped(report.contacts as f64, 0);
    let points = grouped(report.largest_miss * 100.0, 1);
    // Less than a twentieth of a point would be printed as 0.0.
    let is_met = report.largest_miss < 0.0005;
    match (report.stopped, language) {
        (StopReason::Given, Language::En) => "The plan is the planner's own; none was looked for.".to_owned(),
        (StopReason::Given, Language::Zh) => "排班由规划者给定，未作搜索。".to_owned(),
        (StopReason::NoFinerPlan, _) => profit_search(report, language),
        (StopReason::MostRounds, _) if !report.contracts.is_empty() => profit_search(report, language),
        (StopReason::OnTarget, Language::En) => {
            let met = match is_met {
                true => "every target is met".to_owned(),
                false => format!("every target is met to within {points} points"),
            };
            let trials = if report.rounds == 1 { "1 trial".to_owned() } else { format!("{trials} trials") };
            format!(
                "The plan was found in {trials}, {replications} replications ({contacts} contacts) in all, that the figures \
                 above do not use: on those, {met}."
            )
        }
        (StopReason::OnTarget, Language::Zh) => {
            let met = if is_met {
                "各目标均已达到".to_owned()
            } else {
                format!("各目标的差距不超过 {points} 个百分点")
            };
            format!(
                "排班经 {trials} 轮试算找到，共 {replications} 次仿真（{contacts} 次联系），\
                 与上表所用的仿真无关；在试算中{met}。"
            )
        }
        (StopReason::MostRounds, Language::En) => {
            let met = match is_met {
                true => "every target is met".to_owned(),
                false => format!("the largest miss of a target is {points} points"),
            };
            format!(
                "The plan is the best of {trials} trials, the most allowed: {replications} replications \
                 ({contacts} contacts) in all, that the figures above do not use: on those, {met}."
            )
        }
        (StopReason::MostRounds, Language::Zh) => {
            let met = if is_met {
                "各目标均已达到".to_owned()
            } else {
                format!("与目标的最大差距为 {points} 个百分点")
            };
            format!(
                "排班是 {trials} 轮试算（已达上限）中最好的，共 {replications} 次仿真（{contacts} 次联系），\
                 与上表所用的仿真无关；在试算中{met}。"
            )
        }
    }
}

/// How plans for profit were found.
fn profit_search(report: &SearchReport, language: Language) -> String {
    let candidates = grouped(f64::from(report.rounds), 0);
    let replications = grouped(f64::from(report.replications), 0);
    let contacts = grouped(report.contacts as f64, 0);
    let priced = grouped(report.contracts.iter().map(|contract| contract.plans_priced as f64).sum(), 0);
    let gap = report.contracts.iter().max_by(|a, b| a.estimated_gap.total_cmp(&b.estimated_gap));
    let (gap, of) = gap.map_or((0.0, ""), |largest| (largest.estimated_gap, largest.contract.as_str()));
    let gap = grouped(gap, 0);
    let is_finest = report.stopped == StopReason::NoFinerPlan;
    match language {
        Language::En => {
            let ended = match is_finest {
                true => "the search ended where plans in between would hardly differ",
                false => "the search ended at the most candidates allowed",
            };
            format!(
                "Each contract has the plan that earns most for it. {candidates} candidates were played on {replications} \
                 replications each ({contacts} contacts) that the figures above do not use, and {priced} plans put together \
                 from them were priced; {ended}. By the curvature of profit, plans between those tried might earn up \
                 to {gap} more ({of})."
            )
        }
        Language::Zh => {
            let ended = match is_finest {
                true => "再细分的方案已无明显差别，搜索结束",
                false => "候选方案已达上限，搜索结束",
            };
            format!(
                "每份合同采用对其利润最高的排班。共试算 {candidates} 个候选方案，各 {replications} 次仿真\
                 （{contacts} 次联系，与上表所用的仿真无关），并由其组合出 {priced} 个方案逐一计价；{ended}。\
                 按利润曲线的弯曲程度估计，未试的中间方案最多还能多赚 {gap}（{of}）。"
            )
        }
    }
}

/// Where the files are.
pub fn files_written(folder: &str, files: &[&str], language: Language) -> String {
    // The folder stands on a line of its own, however long, so that it can be copied.
    match language {
        Language::En => format!("Results are in {folder}\n{}", paragraph(&files.join(", "))),
        Language::Zh => format!("结果已写入 {folder}\n{}", paragraph(&files.join("、"))),
    }
}

/// How long a run took, planning included, and the speed of its simulation, if there was one: one line.
pub fn time_taken(wall: Duration, contacts: u64, threads: usize, language: Language) -> String {
    let seconds = wall.as_secs_f64();
    let shown = grouped(seconds, if seconds < 100.0 { 1 } else { 0 });
    let rate = grouped(contacts as f64 / seconds.max(1e-3), 0);
    let is_computed = contacts == 0;
    let contacts = grouped(contacts as f64, 0);
    match language {
        Language::En if is_computed => format!("{shown} s"),
        Language::Zh if is_computed => format!("用时 {shown} 秒"),
        Language::En => {
            let threads = if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") };
            format!("{shown} s for {contacts} contacts, {rate} a second on {threads}")
        }
        Language::Zh => format!("用时 {shown} 秒，仿真 {contacts} 次联系，每秒 {rate} 次，{threads} 个线程"),
    }
}
