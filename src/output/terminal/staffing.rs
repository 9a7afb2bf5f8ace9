//! People by agent group and what they cost, for a plan: the summary of staffing alone.

use comfy_table::Cell;

use super::grid::{bold, grid};
use super::paragraph::{facts, paragraph};
use super::{Style, heading, service};
use crate::experiment::Results;
use crate::money::Payroll;
use crate::output::language::{Language, Phrase};
use crate::output::number::{grouped, money_unit};
use crate::scenario::model::{GroupId, LayingReport, Scenario, StaffingPlan};

/// The summary of staffing alone, ending in a newline: by plan the people, their cost, and the service that they give.
pub fn staffing_summary(results: &Results, language: Language, style: Style) -> String {
    let mut parts = vec![heading::heading(results, language, style)];
    for (index, plan) in results.plans.iter().enumerate() {
        parts.push(heading::plan(results, index, language));
        let payroll = Payroll::of(&results.scenario, &plan.staffing);
        parts.push(people(&results.scenario, &plan.staffing, &payroll, language, style));
        parts.push(cost(&results.scenario, &payroll, language));
        parts.push(service::service(results, index, language, style));
    }
    let mut text = parts.join("\n\n");
    text.push('\n');
    text
}

/// The table of agent groups.
fn people(scenario: &Scenario, plan: &StaffingPlan, payroll: &Payroll, language: Language, style: Style) -> String {
    let mut header = vec![
        Phrase::AgentGroup,
        Phrase::PeakRequired,
        Phrase::PeakOnDuty,
        Phrase::People,
        Phrase::Hired,
        Phrase::PaidHours,
    ];
    if plan.roster.is_some() {
        header.extend([Phrase::OvertimeHours, Phrase::RestDayHours]);
    }
    let rows = (0..scenario.agent_groups.len())
        .map(|group| {
            let of = &scenario.agent_groups[group];
            let most = |agents: &[u32]| agents.iter().copied().max().unwrap_or(0);
            let mut cells = vec![
                Cell::new(language.label(&of.title, &of.name)),
                number(f64::from(most(&plan.required[group]))),
                number(f64::from(most(plan.on_duty(GroupId(group))))),
                number(f64::from(payroll.heads[group])),
                number(payroll.hires[group]),
                number(payroll.paid_hours[group]),
            ];
            if let Some(roster) = &plan.roster {
                let weeks = &roster.groups[group].weeks;
                cells.push(number(weeks.iter().map(|week| week.overtime_hours).sum()));
                cells.push(number(weeks.iter().map(|week| week.rest_day_hours).sum()));
            }
            cells
        })
        .collect();
    let header = header.into_iter().map(|phrase| language.text(phrase).to_owned()).collect();
    format!("{}\n{}", bold(language.text(Phrase::Staff), style), grid(header, rows, style))
}

fn number(value: f64) -> Cell {
    Cell::new(grouped(value, 0))
}

/// What the people cost over the season, and the lines of it.
fn cost(scenario: &Scenario, payroll: &Payroll, language: Language) -> String {
    let lines = [
        (Phrase::Wages, payroll.wages_regular),
        (Phrase::OvertimePay, payroll.overtime_premium.unwrap_or(0.0) + payroll.rest_day_premium.unwrap_or(0.0)),
        (Phrase::HolidayAndNightPay, payroll.holiday_premium + payroll.night_allowance),
        (Phrase::SocialCharges, payroll.social_charges),
        (Phrase::HiringAndTraining, payroll.hiring + payroll.training),
        (Phrase::Supervisors, payroll.supervisors),
        (Phrase::Seats, payroll.seat_cost),
    ];
    let total: f64 = lines.iter().map(|(_, amount)| amount).sum();
    let (unit, unit_name) = money_unit(total, language);
    let unit_name = unit_name.map_or(scenario.currency.clone(), |name| format!("{name} {}", scenario.currency));
    let shown = |amount: f64| grouped(amount / unit, if unit > 1.0 { 3 } else { 0 });
    let mut parts = vec![format!("{} {} {unit_name}", language.text(Phrase::CostOfStaff), shown(total))];
    parts.extend(
        lines
            .iter()
            .filter(|(_, amount)| *amount > 0.0)
            .map(|(phrase, amount)| format!("{} {}", language.text(*phrase), shown(*amount))),
    );
    facts(&parts)
}

/// How shifts were laid: a sentence.
pub(super) fn laying(report: &LayingReport, language: Language) -> String {
    let over = if report.required_hours > 0.0 { report.on_duty_hours / report.required_hours - 1.0 } else { 0.0 };
    let (over, gap) = (grouped(over * 100.0, 1), grouped(report.gap() * 100.0, 2));
    let programs = grouped(f64::from(report.programs), 0);
    let early = grouped(f64::from(report.stopped_early), 0);
    let short = grouped(report.short_hours, 1);
    match language {
        Language::En => {
            let mut text = format!(
                "Shifts were laid by {programs} integer programs, at a cost within {gap} % of the bound; they put {over} % more \
                 agent hours on duty than required."
            );
            if report.stopped_early > 0 {
                text.push_str(&format!(" {early} of them stopped at the limit on work before the best was proved."));
            }
            if report.short_hours > 0.0 {
                text.push_str(&format!(" {short} agent hours of the requirement are left short."));
            }
            text
        }
        Language::Zh => {
            let mut text =
                format!("班次由 {programs} 个整数规划排定，成本与下界相差不超过 {gap} %；在岗工时比需求多 {over} %。");
            if report.stopped_early > 0 {
                text.push_str(&format!("其中 {early} 个在证明最优之前达到计算量上限。"));
            }
            if report.short_hours > 0.0 {
                text.push_str(&format!("需求中有 {short} 个工时未被覆盖。"));
            }
            text
        }
    }
}

/// How shifts were laid, plan by plan: a paragraph, or nothing without shifts.
pub fn how_laid(results: &Results, language: Language) -> Option<String> {
    let mut total: Option<LayingReport> = None;
    for roster in results.plans.iter().filter_map(|plan| plan.staffing.roster.as_ref()) {
        total.get_or_insert_with(LayingReport::default).add(&roster.report);
    }
    total.map(|report| paragraph(&laying(&report, language)))
}
