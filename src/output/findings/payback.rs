//! What the bot saves, in words and figures.

use super::{Finding, Findings, Section, Unit, in_language};
use crate::experiment::{ContractPair, MonthlySaving, Payback};
use crate::output::language::Language;
use crate::output::number::grouped;
use crate::scenario::model::Scenario;

/// The figures of a payback.
pub fn payback_findings(scenario: &Scenario, payback: &Payback, language: Language) -> Findings {
    let say = |en, zh| in_language(language, en, zh);
    let name = language.title(&scenario.title, &scenario.name);
    let heading = match language {
        Language::En => format!("{name}: with the bot and without it, on the same contacts"),
        Language::Zh => format!("{name}：同一批联系，有机器人与没有机器人之比"),
    };
    let saved = payback.agent_hours_without - payback.agent_hours_with;
    let hours = Section {
        title: say("Agent hours of the season", "旺季在岗工时").to_owned(),
        findings: vec![
            Finding::plain(
                "agent_hours_with",
                say("with the bot", "有机器人"),
                Unit::Hours,
                Some(payback.agent_hours_with),
            ),
            Finding::plain(
                "agent_hours_without",
                say("without it", "没有机器人"),
                Unit::Hours,
                Some(payback.agent_hours_without),
            ),
            Finding::plain("agent_hours_saved", say("saved", "节省"), Unit::Hours, Some(saved)),
        ],
    };
    let mut sections = vec![hours];
    sections.extend(payback.months.iter().map(|month| of_month(month, language)));
    sections.push(value(payback, language));
    sections.extend(payback.contracts.iter().map(|pair| of_contract(scenario, pair, language)));
    let seasons = grouped(f64::from(payback.replications), 0);
    let ordinary = grouped(100.0 * payback.terms.ordinary_month, 0);
    let discount = grouped(100.0 * payback.terms.discount_year, 1);
    let months = payback.terms.horizon_months;
    let note = match language {
        Language::En => format!(
            "{seasons} simulated seasons. Savings are cash, overhead included; the investment is paid up front and its \
             write-off is not counted again. An ordinary month saves {ordinary} % of one of the season's; {months} months at \
             {discount} % a year. Bounds on heads hold only with the bot as it is."
        ),
        Language::Zh => format!(
            "仿真 {seasons} 次。节省按现金计，含管理费；投资一次付清，不再计摊销。平常月份的节省为旺季月份的 {ordinary} %；\
             共计 {months} 个月，年折现率 {discount} %。人数上限只用于现有机器人的情形。"
        ),
    };
    let notes = std::iter::once(note).chain(payback.plan_of.as_ref().map(|plan_of| under_plan(plan_of, language)));
    Findings { heading, sections, notes: notes.collect() }
}

fn under_plan(contract: &str, language: Language) -> String {
    match language {
        Language::En => format!(
            "Each contract's profits are those of its own plans. Hours and savings are those of the plans of {contract}; \
             --contract chooses another."
        ),
        Language::Zh => {
            format!(
                "各合同的利润按其各自的排班方案计算。工时与节省按合同 {contract} 的方案计算，可用 --contract 另选。"
            )
        }
    }
}

fn of_month(saving: &MonthlySaving, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    let month = format!("{}-{:02}", saving.month.year, saving.month.month);
    let days = saving.month.days;
    let title = match language {
        Language::En => format!("Saved in {month} ({days} days)"),
        Language::Zh => format!("{month} 的节省（{days} 天）"),
    };
    let key = |what: &str| format!("{month}_{what}");
    Section {
        title,
        findings: vec![
            Finding::plain(key("agent_hours"), say("agent hours", "在岗工时"), Unit::Hours, Some(saving.agent_hours)),
            Finding::plain(key("people"), say("on people", "人力成本"), Unit::Money, Some(saving.people)),
            Finding::new(key("telecom"), say("on telecom", "通信费"), Unit::Money, saving.telecom),
            Finding::new(key("bot"), say("less the bot's running cost", "减：机器人运行费"), Unit::Money, saving.bot),
            Finding::new(key("net"), say("net", "净节省"), Unit::Money, saving.net),
        ],
    }
}

fn value(payback: &Payback, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    let month = payback.payback_month.map(f64::from);
    let at = payback.break_even;
    Section {
        title: say("The bot as an investment", "机器人投资").to_owned(),
        findings: vec![
            Finding::plain("investment", say("investment", "投资"), Unit::Money, Some(payback.investment)),
            Finding::new(
                "saving_month",
                say("saved a month, over the year", "全年平均每月节省"),
                Unit::Money,
                Some(payback.saving_month),
            ),
            Finding::plain("payback_month", say("paid back in month", "回本月份"), Unit::Count, month),
            Finding::new(
                "net_present_value",
                say("net present value", "净现值"),
                Unit::Money,
                Some(payback.net_present_value),
            ),
            Finding::plain("containment", say("containment", "机器人解决率"), Unit::Share, Some(payback.containment)),
            Finding::plain(
                "break_even_containment",
                say("containment at which it breaks even", "盈亏平衡的解决率"),
                Unit::Share,
                at.map(|at| at.containment),
            ),
            Finding::plain(
                "break_even_containment_factor",
                say("the same, times the scenario's", "同上，为情景值的倍数"),
                Unit::Factor,
                at.map(|at| at.factor),
            ),
            Finding::new(
                "break_even_net_present_value",
                say("net present value there, as simulated", "该处净现值（仿真）"),
                Unit::Money,
                at.map(|at| at.net_present_value),
            ),
        ],
    }
}

fn of_contract(scenario: &Scenario, pair: &ContractPair, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    let contract = scenario.contracts.iter().find(|contract| contract.name == pair.name);
    let name = contract.map_or(pair.name.as_str(), |contract| language.title(&contract.title, &contract.name));
    let key = |what: &str| format!("{}_{what}", pair.name);
    let title = match language {
        Language::En => format!("Profit of the season: {name}"),
        Language::Zh => format!("旺季利润：{name}"),
    };
    Section {
        title,
        findings: vec![
            Finding::new(key("profit_with"), say("with the bot", "有机器人"), Unit::Money, pair.with_bot),
            Finding::new(key("profit_without"), say("without it", "没有机器人"), Unit::Money, pair.without_bot),
            Finding::new(key("profit_difference"), say("difference", "差额"), Unit::Money, pair.difference),
        ],
    }
}
