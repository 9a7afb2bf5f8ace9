//! The terminal summary: its width, its languages, what it shows.

mod small_season;

use peakdesk::output::{Language, Style, terminal_summary};
use small_season::{accumulate, results, results_of, scenario};
use unicode_width::UnicodeWidthStr;

#[test]
fn the_terminal_summary_fits_100_columns_in_both_languages() {
    let mut scenario = scenario();
    let mut wide = scenario.clone();
    for (index, contract) in wide.contracts.iter_mut().enumerate() {
        contract.name = format!("a contract with a name that goes on and on, number {index}");
        contract.title.zh = Some("名称特别长的合同，长到不得不换行才能放进表格里去的那一种".into());
    }
    for channel in &mut wide.channels {
        channel.title.zh = Some("名字特别长的渠道名字特别长的渠道名字特别长的渠道".into());
        channel.name = "a-channel-with-a-name-that-no-table-would-like-to-hold-in-one-line".into();
    }
    wide.title.en = Some("A title that is longer than a line of the terminal ".repeat(4));
    wide.title.zh = Some("比终端一行还要长的标题".repeat(9));
    scenario.currency = "CNY".into();
    for scenario in [scenario, wide] {
        let results = results_of(&scenario, accumulate(&scenario, 0..5));
        for language in [Language::En, Language::Zh] {
            let text = terminal_summary(&results, language, Style::Plain);
            for line in text.lines() {
                assert!(line.width() <= 100, "{} columns: {line}", line.width());
            }
            assert!(!text.contains('\u{1b}'), "plain text has no escape codes");
            assert!(text.contains("CNY"));
            let coloured = terminal_summary(&results, language, Style::Colour);
            assert!(coloured.contains('\u{1b}'));
        }
    }
}

#[test]
fn the_terminal_summary_prints_all_five_service_levels_with_half_widths() {
    let text = terminal_summary(&results(5), Language::En, Style::Plain);
    let levels: Vec<&str> = text.lines().filter(|line| line.starts_with("service level, %")).collect();
    assert_eq!(levels.len(), 5);
    assert!(levels.iter().all(|line| line.contains('±')), "{levels:?}");
    assert!(text.contains("Small season") && text.contains("2025-11-10 to 2025-11-11 (2 days)"));
    assert!(terminal_summary(&results(5), Language::Zh, Style::Plain).contains("小型旺季"));
}

#[test]
fn money_is_shown_to_the_digits_of_its_error_and_losses_stand_out() {
    let text = terminal_summary(&results(3), Language::En, Style::Plain);
    let contract = text.lines().find(|line| line.starts_with("per-contact")).unwrap();
    // Profits 100, 100, -200: standard error 100, half width 430; two of the three are no loss.
    assert!(contract.contains("0 ± 430") && contract.contains("  33  "), "{contract}");
    // 1100 over 10,000 parcels, standard error 0.0058; 400 of 1,500 saved, standard error 3.8 %.
    assert!(contract.contains("0.110") && contract.trim_end().ends_with(" 27"), "{contract}");
    let coloured = terminal_summary(&results(4), Language::En, Style::Colour);
    let losing = coloured.lines().find(|line| line.contains("per-contact")).unwrap();
    assert!(losing.contains("\u{1b}["), "a mean loss is coloured: {losing}");
}
