//! The shipped scenarios read without a word of complaint, and their totals are those that their READMEs give.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use peakdesk::scenario::model::{ChannelKind, ContactTypeId, DayKind, FeeKind, Scenario, StreamId};
use peakdesk::scenario::reading::{Reading, read_scenario};

/// Parcels of an ordinary day in the four seasons.
const ORDINARY_PARCELS: f64 = 2_000_000.0;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

fn read(name: &str) -> Reading {
    match read_scenario(&folder(name), &[]) {
        Ok(reading) => reading,
        Err(diagnostics) => panic!("scenarios/{name} does not read:\n{diagnostics}"),
    }
}

fn shipped() -> Vec<String> {
    let entries = std::fs::read_dir(folder("")).expect("the folder of scenarios is part of the package");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("a folder's entries can be read"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("scenario folders have plain names"))
        .collect();
    names.sort();
    names
}

/// Parcels of the days from one date to another, inclusive, over an ordinary day's.
fn factors(scenario: &Scenario, from: Date, to: Date) -> Vec<f64> {
    let days = 0..scenario.calendar.days();
    days.filter(|day| (from..=to).contains(&scenario.calendar.date(*day)))
        .map(|day| scenario.demand.parcels[day] / ORDINARY_PARCELS)
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn day_of(scenario: &Scenario, wanted: Date) -> usize {
    (0..scenario.calendar.days()).find(|day| scenario.calendar.date(*day) == wanted).expect("the date is in the season")
}

/// Expected first contacts on a day, on the streams that pass.
fn contacts_on(scenario: &Scenario, wanted: Date, passes: impl Fn(StreamId) -> bool) -> f64 {
    let per_day = scenario.calendar.intervals_per_day();
    let start = day_of(scenario, wanted) * per_day;
    (0..scenario.streams.len())
        .map(StreamId)
        .filter(|id| passes(*id))
        .map(|id| scenario.streams[id.0].expected_contacts[start..start + per_day].iter().sum::<f64>())
        .sum()
}

fn all_contacts_on(scenario: &Scenario, wanted: Date) -> f64 {
    contacts_on(scenario, wanted, |_| true)
}

fn contact_type(scenario: &Scenario, name: &str) -> ContactTypeId {
    let found = scenario.contact_types.iter().position(|contact_type| contact_type.name == name);
    ContactTypeId(found.expect("the contact type is in the scenario"))
}

fn contract_names(scenario: &Scenario) -> Vec<&str> {
    scenario.contracts.iter().map(|contract| contract.name.as_str()).collect()
}

#[track_caller]
fn assert_close(value: f64, expected: f64, tolerance: f64) {
    assert!((value - expected).abs() <= tolerance, "{value} is not {expected} within {tolerance}");
}

#[test]
fn every_shipped_scenario_reads_without_warnings() {
    assert_eq!(shipped(), ["double11", "june-18", "legacy-double11", "one-queue", "spring-festival"]);
    for name in shipped() {
        let reading = read(&name);
        assert!(reading.warnings.is_empty(), "scenarios/{name} reads with warnings: {:?}", reading.warnings);
        assert_eq!(reading.scenario.name, name, "a scenario is named like its folder");
        assert_eq!(reading.scenario.currency, "CNY");
        assert!(reading.scenario.title.en.is_some() && reading.scenario.title.zh.is_some());
    }
}

#[test]
fn every_shipped_scenario_has_a_readme_and_titles_in_both_languages() {
    for name in shipped() {
        let readme = std::fs::read_to_string(folder(&name).join("README.md")).expect("each folder has a README");
        assert!(readme.contains(&format!("run scenarios/{name}")), "the README of {name} says how to run it");
        let scenario = read(&name).scenario;
        let titles = (scenario.channels.iter().map(|channel| &channel.title))
            .chain(scenario.contact_types.iter().map(|contact_type| &contact_type.title))
            .chain(scenario.agent_groups.iter().map(|group| &group.title))
            .chain(scenario.contracts.iter().map(|contract| &contract.title));
        for title in titles {
            assert!(title.en.is_some() && title.zh.is_some(), "a title of {name} lacks a language: {title:?}");
        }
    }
}

#[test]
fn every_number_of_the_seasons_stands_near_its_basis() {
    for name in shipped().iter().filter(|name| *name != "one-queue") {
        let text = std::fs::read_to_string(folder(name).join("scenario.toml")).expect("it was read before");
        for word in ["verified", "approximate", "assumed"] {
            assert!(text.matches(word).count() >= 10, "{name} hardly says what is {word}");
        }
        for (index, line) in text.lines().enumerate() {
            assert!(!line.contains("TODO") && !line.contains("FIXME"), "{name}, line {}: unfinished", index + 1);
        }
    }
}

#[test]
fn the_four_seasons_share_the_account() {
    let double11 = read("double11").scenario;
    for name in ["june-18", "legacy-double11", "spring-festival"] {
        let season = read(name).scenario;
        assert_eq!(season.contact_types, double11.contact_types, "{name}");
        assert_eq!(season.channels, double11.channels, "{name}");
        assert_eq!(season.bot, double11.bot, "{name}");
        assert_eq!(season.costs, double11.costs, "{name}");
        assert_eq!(season.in_house, double11.in_house, "{name}");
        for (here, there) in season.streams.iter().zip(&double11.streams) {
            assert_eq!(here.handle_time, there.handle_time, "{name}");
            assert_eq!(here.patience, there.patience, "{name}");
            assert_eq!(here.bot, there.bot, "{name}");
        }
    }
}

#[test]
fn double11_follows_the_published_season() {
    let scenario = read("double11").scenario;
    assert_eq!(scenario.calendar.days(), 35);
    let season = factors(&scenario, date(2025, 10, 21), date(2025, 11, 11));
    assert_eq!(season.len(), 22);
    // 13.94 bn parcels in 22 days over 0.538 bn on an ordinary day; 0.777 bn on the peak day.
    assert_close(mean(&season), 13.94 / 22.0 / 0.538, 0.001);
    assert_close(mean(&season), 1.178, 0.001);
    assert_close(season.iter().copied().fold(0.0, f64::max), 1.444, 0.001);
    assert_close(factors(&scenario, date(2025, 11, 11), date(2025, 11, 11))[0], 0.777 / 0.538, 0.001);
    assert_close(scenario.demand.parcels[0], ORDINARY_PARCELS, 0.0);
    // Two humps: both stand out above everything between them.
    let between = factors(&scenario, date(2025, 10, 26), date(2025, 11, 7));
    let highest_between = between.iter().copied().fold(0.0, f64::max);
    assert!(factors(&scenario, date(2025, 10, 21), date(2025, 10, 23)).iter().all(|factor| *factor > highest_between));
}

#[test]
fn double11_has_the_contacts_that_its_readme_gives() {
    let scenario = read("double11").scenario;
    // 15.0 contacts per 1000 parcels on 2.0 M parcels, and Mondays at 1.08.
    assert_close(all_contacts_on(&scenario, date(2025, 10, 20)), 30_000.0 * 1.08, 1.0);
    assert_close(scenario.expected_contacts(), 1_423_000.0, 2_000.0);
    let busiest = (0..35)
        .map(|day| scenario.calendar.date(day))
        .max_by(|a, b| all_contacts_on(&scenario, *a).total_cmp(&all_contacts_on(&scenario, *b)));
    let busiest = busiest.expect("the season has days");
    assert!(
        (date(2025, 11, 12)..=date(2025, 11, 16)).contains(&busiest),
        "people are busiest after the peak: {busiest}"
    );
}

#[test]
fn claims_come_later_than_tracking() {
    let scenario = read("double11").scenario;
    let latest_peak = |name: &str| {
        let wanted = contact_type(&scenario, name);
        let of_type = |id: StreamId| scenario.streams[id.0].contact_type == wanted;
        (0..35)
            .map(|day| scenario.calendar.date(day))
            .max_by(|a, b| contacts_on(&scenario, *a, of_type).total_cmp(&contacts_on(&scenario, *b, of_type)))
            .expect("the season has days")
    };
    assert!(latest_peak("pickup") <= date(2025, 11, 12));
    assert!(latest_peak("tracking") > latest_peak("pickup"));
    assert!(latest_peak("claim") > latest_peak("tracking"));
    assert!(latest_peak("claim") >= date(2025, 11, 18));
}

#[test]
fn double11_has_ten_types_three_kinds_of_channel_and_eight_contracts() {
    let scenario = read("double11").scenario;
    assert_eq!(scenario.contact_types.len(), 10);
    let kinds: Vec<ChannelKind> = scenario.channels.iter().map(|channel| channel.kind).collect();
    assert_eq!(kinds, [ChannelKind::Voice, ChannelKind::Chat, ChannelKind::Deferred]);
    assert!(scenario.bot.is_some() && scenario.in_house.is_some() && scenario.satisfaction.is_some());
    assert!(scenario.agent_groups.iter().any(|group| group.hiring.is_some()), "there are seasonal staff");
    assert_eq!(
        contract_names(&scenario),
        ["per-contact", "per-minute", "per-order", "quality", "annual", "premium-ai", "per-seat", "hybrid"]
    );
    let per_minute = &scenario.contracts[1];
    let minute_rates = per_minute.fees.iter().find_map(|fee| match &fee.kind {
        FeeKind::PerMinute { rates, .. } => Some(rates.clone()),
        _ => None,
    });
    let minute_rates = minute_rates.expect("the contract bills minutes");
    assert!(minute_rates.iter().all(|rate| (0.3..=1.0).contains(rate)), "the article's 0.3-1 a minute");
}

#[test]
fn contacts_split_over_channels_as_the_comments_say() {
    let scenario = read("double11").scenario;
    let total = all_contacts_on(&scenario, date(2025, 10, 20));
    for (kind, share) in [(ChannelKind::Voice, 0.35), (ChannelKind::Chat, 0.61), (ChannelKind::Deferred, 0.04)] {
        let of_kind = |id: StreamId| scenario.channels[scenario.streams[id.0].channel.0].kind == kind;
        assert_close(contacts_on(&scenario, date(2025, 10, 20), of_kind) / total, share, 0.005);
    }
}

#[test]
fn containment_over_all_types_is_that_of_the_comment() {
    let scenario = read("double11").scenario;
    let (mut met, mut contained) = (0.0, 0.0);
    for stream in &scenario.streams {
        if let Some(bot) = &stream.bot {
            let here = stream.expected_contacts[..48].iter().sum::<f64>() * bot.meets;
            met += here;
            contained += here * bot.containment.at(0);
        }
    }
    assert_close(contained / met, 0.60, 0.015);
}

#[test]
fn june_18_has_the_published_mean_and_peak() {
    let scenario = read("june-18").scenario;
    assert_close(mean(&factors(&scenario, date(2025, 6, 1), date(2025, 6, 20))), 1.09, 0.001);
    assert_close(factors(&scenario, date(2025, 6, 18), date(2025, 6, 18))[0], 1.26, 0.001);
    assert_eq!(scenario.calendar.day_kinds[day_of(&scenario, date(2025, 5, 31))], DayKind::StatutoryHoliday);
    assert_eq!(contract_names(&scenario), ["per-contact", "per-minute", "per-order", "per-seat", "hybrid"]);
}

#[test]
fn legacy_double11_has_a_threefold_peak_day() {
    let scenario = read("legacy-double11").scenario;
    assert_close(factors(&scenario, date(2025, 11, 11), date(2025, 11, 11))[0], 3.1, 0.001);
    assert_close(mean(&factors(&scenario, date(2025, 11, 11), date(2025, 11, 16))), 2.0, 0.001);
    assert!(factors(&scenario, date(2025, 11, 24), date(2025, 11, 30)).iter().all(|factor| *factor <= 1.0));
    assert_eq!(contract_names(&scenario), ["per-contact", "per-order", "annual", "per-seat", "hybrid"]);
}

#[test]
fn spring_festival_rushes_stands_still_and_recovers() {
    let scenario = read("spring-festival").scenario;
    assert!(factors(&scenario, date(2026, 2, 2), date(2026, 2, 9)).iter().all(|factor| *factor == 1.22));
    assert!(factors(&scenario, date(2026, 2, 16), date(2026, 2, 23)).iter().all(|factor| *factor == 0.26));
    assert_close(factors(&scenario, date(2026, 3, 4), date(2026, 3, 4))[0], 1.0, 0.0);
    let holidays: Vec<Date> = (0..scenario.calendar.days())
        .filter(|day| scenario.calendar.day_kinds[*day] == DayKind::StatutoryHoliday)
        .map(|day| scenario.calendar.date(day))
        .collect();
    assert_eq!(holidays, [date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19)]);
    assert_eq!(contract_names(&scenario), ["per-contact", "per-order", "annual", "per-seat", "tender"]);
    assert!(scenario.contracts[4].budget.is_some());
}

#[test]
fn contacts_a_parcel_rise_after_each_peak_as_the_readmes_say() {
    // (scenario, a date after the peak, contacts per parcel over an ordinary time's when every type's factor holds).
    let cases = [
        ("double11", date(2025, 11, 20), 1.344),
        ("june-18", date(2025, 6, 25), 1.307),
        ("legacy-double11", date(2025, 11, 20), 1.344),
        ("spring-festival", date(2026, 3, 2), 1.397),
    ];
    let ordinary = read("double11").scenario;
    for (name, day, expected) in cases {
        let scenario = read(name).scenario;
        // Shares of an ordinary day, which the first of double11 is: types that come late must not weigh more.
        let monday = date(2025, 10, 20);
        let mut overall = 0.0;
        for (index, contact_type) in scenario.contact_types.iter().enumerate() {
            let of_type = |id: StreamId| scenario.streams[id.0].contact_type == ContactTypeId(index);
            let share = contacts_on(&ordinary, monday, of_type) / all_contacts_on(&ordinary, monday);
            overall += share * seasonal_factor(name, &contact_type.name, day);
        }
        assert_close(overall, expected, 0.001);
    }
}

/// A contact type's factor on a day: the contacts read as shipped over those read with the factors set to 1.
fn seasonal_factor(name: &str, contact_type_name: &str, day: Date) -> f64 {
    let shipped = read(name);
    let path = format!("contact_types.{contact_type_name}.peaks=[]");
    let without =
        read_scenario(&folder(name), &[path.parse().expect("a path and a value")]).expect("still a good scenario");
    let wanted = contact_type(&shipped.scenario, contact_type_name);
    let of_type = |id: StreamId| shipped.scenario.streams[id.0].contact_type == wanted;
    contacts_on(&shipped.scenario, day, of_type) / contacts_on(&without.scenario, day, of_type)
}

#[test]
fn one_queue_is_a_plain_erlang_a_queue() {
    let scenario = read("one-queue").scenario;
    assert_eq!((scenario.streams.len(), scenario.agent_groups.len(), scenario.contracts.len()), (1, 1, 3));
    assert_eq!((scenario.calendar.days(), scenario.calendar.interval_s), (7, 1800));
    let open = &scenario.streams[0].expected_contacts[18..42];
    assert!(open.iter().all(|contacts| *contacts == 120.0), "240 calls an hour while open");
    assert_close(scenario.expected_contacts(), 7.0 * 12.0 * 240.0, 1e-6);
    assert!(scenario.bot.is_none());
    let demand = &scenario.demand;
    assert_eq!((demand.season_cv, demand.busyness.cv, demand.interval_cv), (0.0, 0.0, 0.0));
    assert!(demand.surges.is_empty());
}

#[test]
fn settings_that_the_readmes_suggest_can_be_read() {
    let mut tried = 0;
    for name in shipped() {
        let readme = std::fs::read_to_string(folder(&name).join("README.md")).expect("each folder has a README");
        for after in readme.split("--set ").skip(1) {
            let setting = after.split(['`', ' ', '\n']).next().expect("a split has a first part");
            let setting = setting.parse().expect("a path and a value");
            if let Err(diagnostics) = read_scenario(&folder(&name), &[setting]) {
                panic!("the README of {name} suggests a setting that does not read:\n{diagnostics}");
            }
            tried += 1;
        }
    }
    assert!(tried >= 3, "the READMEs suggest at least three settings");
}

#[test]
fn what_the_readmes_name_exists() {
    for name in shipped() {
        let readme = std::fs::read_to_string(folder(&name).join("README.md")).expect("each folder has a README");
        let scenario = read(&name).scenario;
        if name == "double11" {
            for contract in &scenario.contracts {
                assert!(readme.contains(&format!("| `{}` |", contract.name)), "{} is not in the README", contract.name);
            }
        }
        let overview = std::fs::read_to_string(folder("").join("README.md")).expect("the folder has a README");
        let row = overview.lines().find(|line| line.contains(&format!("({name}/README.md)")));
        let row = row.expect("the overview has a row for each scenario");
        assert!(row.ends_with(&format!("| {} |", contract_names(&scenario).join(", "))), "contracts of {name}: {row}");
        assert!(row.contains(&format!("| {} |", scenario.calendar.days())), "days of {name}: {row}");
    }
}
