//! A quote in words and figures.

use super::{Finding, Findings, Section, Unit, in_language};
use crate::experiment::{BreakEvenVolume, MinimumVolumeWorth, PricedFigures, Quote};
use crate::output::language::Language;
use crate::output::number::grouped;
use crate::scenario::model::{Contract, ListedPrice, MinimumVolume, PriceUnit};

/// The figures of a quote, and of the break-even volume if that was asked for.
pub fn quote_findings(
    contract: &Contract,
    quote: &Quote,
    volume: Option<&BreakEvenVolume>,
    language: Language,
) -> Findings {
    let say = |en, zh| in_language(language, en, zh);
    let margin = grouped(100.0 * quote.goal.margin, 1);
    let name = language.title(&contract.title, &contract.name);
    let heading = match (quote.goal.confidence, language) {
        (None, Language::En) => format!("{name}: prices for a margin of {margin} % in the mean"),
        (None, Language::Zh) => format!("{name}：平均利润率达到 {margin} % 的价格"),
        (Some(confidence), Language::En) => {
            format!("{name}: prices for a margin of {margin} % in {} % of seasons", grouped(100.0 * confidence, 1))
        }
        (Some(confidence), Language::Zh) => {
            format!("{name}：{} % 的旺季利润率达到 {margin} % 的价格", grouped(100.0 * confidence, 1))
        }
    };
    let mut prices = vec![Finding::new(
        "price_factor",
        say("times the written prices", "为现价的倍数"),
        Unit::Factor,
        Some(quote.factor),
    )];
    for (written, quoted) in quote.written.iter().zip(&quote.quoted) {
        prices.extend(price_lines(written, quoted, language));
    }
    let mut sections = vec![
        Section { title: say("Prices", "价格").to_owned(), findings: prices },
        figures("written", say("At the written prices", "按现价"), &quote.at_written, language),
        figures(
            "quoted",
            say("At the quote, on seasons it has not seen", "按报价（以未用于报价的仿真评判）"),
            &quote.at_quoted,
            language,
        ),
    ];
    if let Some(volume) = volume {
        sections.push(break_even(volume, language));
    }
    sections.extend(quote.minimum_volumes.iter().map(|worth| minimum_volume(worth, language)));
    let seasons = grouped(f64::from(quote.replications), 0);
    let note = match language {
        Language::En => format!(
            "Found on {seasons} simulated seasons and judged on {seasons} others, under {}. Penalties that are shares of a fee \
             move with it; charges, ceilings and costs passed on stay.",
            if quote.plans_found > 1 {
                format!("a plan that follows the price ({} searches)", quote.plans_found)
            } else {
                "the plan of the written prices".to_owned()
            }
        ),
        Language::Zh => format!(
            "报价由 {seasons} 次仿真求得，并以另外 {seasons} 次仿真评判，{}。按费用比例计的罚款随价变动；单项扣款、封顶额和代付成本不变。",
            if quote.plans_found > 1 {
                format!("排班随价格调整（搜索 {} 次）", quote.plans_found)
            } else {
                "排班按现价".to_owned()
            }
        ),
    };
    Findings { heading, sections, notes: vec![note] }
}

fn price_lines(written: &ListedPrice, quoted: &ListedPrice, language: Language) -> Vec<Finding> {
    let unit = unit_name(written.unit, language);
    let line = |(place, (before, after)): (usize, (&f64, &f64))| {
        let clause = written.clause + 1;
        let title = match language {
            Language::En => format!("clause {clause}, {unit} (written {})", grouped(*before, 2)),
            Language::Zh => format!("第 {clause} 条，{unit}（现价 {}）", grouped(*before, 2)),
        };
        let key = format!("clause_{clause}_{}_{}", key_of(written.unit), place + 1);
        Finding::plain(key, title, Unit::Price, Some(*after))
    };
    written.amounts.iter().zip(&quoted.amounts).enumerate().map(line).collect()
}

fn figures(key: &str, title: &str, figures: &PricedFigures, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    Section {
        title: title.to_owned(),
        findings: vec![
            Finding::new(format!("{key}_margin"), say("margin", "利润率"), Unit::Share, figures.margin),
            Finding::new(format!("{key}_profit"), say("profit", "利润"), Unit::Money, figures.profit),
            Finding::plain(format!("{key}_profit_p05"), say("profit P5", "利润 P5"), Unit::Money, figures.profit_p05),
            Finding::new(
                format!("{key}_chance_of_goal"),
                say("chance of the margin", "达到目标利润率的概率"),
                Unit::Share,
                figures.chance_of_goal,
            ),
        ],
    }
}

fn break_even(volume: &BreakEvenVolume, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    let mut findings = vec![
        Finding::plain(
            "volume_factor",
            say("times the scenario's demand", "为情景需求的倍数"),
            Unit::Factor,
            volume.factor,
        ),
        Finding::plain("volume_contacts", say("expected contacts", "预计联系量"), Unit::Count, volume.contacts),
    ];
    findings.extend(volume.tried.iter().enumerate().map(|(place, tried)| {
        let factor = grouped(tried.factor, 3);
        let title = match language {
            Language::En => format!("margin at {factor} times the demand"),
            Language::Zh => format!("需求为 {factor} 倍时的利润率"),
        };
        Finding::new(format!("volume_tried_{}_margin", place + 1), title, Unit::Share, tried.margin)
    }));
    Section {
        title: say("Volume that gives the margin at the written prices", "现价下达到目标利润率的业务量").to_owned(),
        findings,
    }
}

fn minimum_volume(worth: &MinimumVolumeWorth, language: Language) -> Section {
    let say = |en, zh| in_language(language, en, zh);
    let (key, clause) = match worth.minimum {
        MinimumVolume::ShareOfForecast(share) => {
            let percent = grouped(100.0 * share, 0);
            let words = match language {
                Language::En => format!("{percent} % of the forecast"),
                Language::Zh => format!("预测量的 {percent} %"),
            };
            (format!("minimum_{percent}_percent"), words)
        }
        MinimumVolume::ContactsMonth(contacts) => {
            let contacts = grouped(contacts, 0);
            let words = match language {
                Language::En => format!("{contacts} contacts a month"),
                Language::Zh => format!("每月 {contacts} 次联系"),
            };
            ("minimum_contacts_month".to_owned(), words)
        }
    };
    let title = match language {
        Language::En => format!("A minimum volume of {clause}"),
        Language::Zh => format!("保底量：{clause}"),
    };
    Section {
        title,
        findings: vec![
            Finding::new(
                format!("{key}_worth"),
                say("worth to profit, at the written prices", "按现价增加的利润"),
                Unit::Money,
                worth.worth,
            ),
            Finding::new(
                format!("{key}_chance_of_top_up"),
                say("chance of a top-up", "触发保底的概率"),
                Unit::Share,
                worth.chance_of_top_up,
            ),
            Finding::plain(
                format!("{key}_equal_price_factor"),
                say("prices for the same profit with it, times written", "同等利润下的价格倍数"),
                Unit::Factor,
                worth.equal_price_factor,
            ),
        ],
    }
}

fn key_of(unit: PriceUnit) -> &'static str {
    match unit {
        PriceUnit::ContactByPeople => "contact_by_people",
        PriceUnit::ContactByBot => "contact_by_bot",
        PriceUnit::TalkMinute => "talk_minute",
        PriceUnit::Order => "order",
        PriceUnit::SpecialService => "special_service",
        PriceUnit::SeatMonth => "seat_month",
        PriceUnit::AgentHour => "agent_hour",
        PriceUnit::Month => "month",
        PriceUnit::ContactBeyond => "contact_beyond",
        PriceUnit::ValueAddedMonth => "value_added_month",
        PriceUnit::Conversion => "conversion",
    }
}

fn unit_name(unit: PriceUnit, language: Language) -> &'static str {
    let (en, zh) = match unit {
        PriceUnit::ContactByPeople => ("a contact by people", "人工每件"),
        PriceUnit::ContactByBot => ("a contact by the bot", "机器人每件"),
        PriceUnit::TalkMinute => ("a talk minute", "每通话分钟"),
        PriceUnit::Order => ("an order", "每订单"),
        PriceUnit::SpecialService => ("special service, an order", "特殊服务每订单"),
        PriceUnit::SeatMonth => ("a seat and month", "每席每月"),
        PriceUnit::AgentHour => ("an agent hour", "每坐席小时"),
        PriceUnit::Month => ("a month", "每月"),
        PriceUnit::ContactBeyond => ("a contact beyond those included", "超量每件"),
        PriceUnit::ValueAddedMonth => ("value-added services, a month", "增值服务每月"),
        PriceUnit::Conversion => ("an order won", "每成交订单"),
    };
    in_language(language, en, zh)
}
