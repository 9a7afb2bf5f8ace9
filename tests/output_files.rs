//! Folders of results, from fabricated replications whose figures are known by hand.

mod small_season;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use peakdesk::experiment::{Accumulator, ComputedPlan, Measure, PlanResults, Results};
use peakdesk::output::{
    ByteOrderMark, Environment, Language, Manifest, OutputError, Overwrite, ResultsFolder, Style, digest,
    scenario_digest, terminal_summary, write_results,
};
use peakdesk::scenario::model::{ChannelId, StaffingRule};
use small_season::{accumulate, results, results_of, scenario, statements};

const FILES: [&str; 7] =
    ["summary.csv", "service.csv", "statement.csv", "intervals.csv", "days.csv", "staffing.csv", "replications.csv"];

fn manifest(results: &Results) -> Manifest {
    let command = vec!["peakdesk".into(), "run".into(), "small".into()];
    let wall = std::time::Duration::from_millis(500);
    Manifest::of(results, Environment::of_this_machine(command, String::new(), wall, 1_000_000, 2))
}

fn write(target: &Path, results: &Results) -> Result<Manifest, OutputError> {
    write_results(target, Overwrite::Refuse, results, &manifest(results), ByteOrderMark::Without)
}

type Row = BTreeMap<String, String>;

fn rows(folder: &Path, file: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let header = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| header.iter().map(String::from).zip(record.unwrap().iter().map(String::from)).collect())
        .collect()
}

fn row<'r>(rows: &'r [Row], wanted: &[(&str, &str)]) -> &'r Row {
    let mut found = rows.iter().filter(|row| wanted.iter().all(|(column, value)| row[*column] == *value));
    let row = found.next().unwrap_or_else(|| panic!("no row with {wanted:?}"));
    assert!(found.next().is_none(), "more than one row with {wanted:?}");
    row
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("column {column} holds '{}'", row[column]))
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found} instead of {expected}");
}

#[test]
fn figures_known_by_hand_arrive_in_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results(3)).unwrap();

    // Tracking on the phone on the first day at 09:00: 100, 110, 120 fresh, 10 redials, 80 answered (of these 60 within
    // the threshold, 2 s each), 20, 30, 40 abandoned (10 of them within the threshold, 5 within 5 s).
    let service = rows(&target, "service.csv");
    let tracking = row(&service, &[("contract", "per-contact"), ("channel", "phone"), ("contact_type", "tracking")]);
    close(number(tracking, "offered"), 120.0);
    close(number(tracking, "redials"), 10.0);
    close(number(tracking, "answered"), 80.0);
    close(number(tracking, "abandoned"), 30.0);
    close(number(tracking, "service_level_answered"), 180.0 / 240.0);
    close(number(tracking, "service_level_offered"), 180.0 / 330.0);
    close(number(tracking, "service_level_excluding_short_abandons"), 180.0 / 300.0);
    close(number(tracking, "service_level_counting_short_abandons"), 210.0 / 330.0);
    close(number(tracking, "service_level_dropping_short_calls"), 180.0 / 315.0);
    close(number(tracking, "abandonment"), 90.0 / 330.0);
    close(number(tracking, "asa_s"), 2.0);
    close(number(tracking, "aht_s"), 90.0);
    // Residuals of 180/330 on (60, 100), (60, 110), (60, 120) are 60/11, 0, -60/11; variance 2·(60/11)²/(3·2·110²).
    let error = (2.0 * (60.0f64 / 11.0).powi(2) / 6.0).sqrt() / 110.0;
    let half =
        (number(tracking, "service_level_offered_ci_high") - number(tracking, "service_level_offered_ci_low")) / 2.0;
    assert!((half - 4.302652729911275 * error).abs() < 1e-9);
    // All waits of the answered are 2 s; the class they fall in is an eighth wide at most.
    assert!((number(tracking, "wait_p50_s") - 2.0).abs() < 0.25);

    // The complaints' 10 answered at once join in: (180 + 30)/(300 + 30).
    let phone = row(&service, &[("contract", "per-contact"), ("channel", "phone"), ("contact_type", "all")]);
    close(number(phone, "service_level_excluding_short_abandons"), 210.0 / 330.0);
    // Three replications of one hour with 10 agents on duty, busy for nine tenths of it.
    close(number(phone, "occupancy"), 0.9);

    // The same people take the tickets; the chat group has nobody on duty.
    let all_of = |channel| row(&service, &[("contract", "annual"), ("channel", channel), ("contact_type", "all")]);
    close(number(all_of("ticket"), "occupancy"), 0.9);
    assert_eq!(all_of("chat")["occupancy"], "");
    close(number(all_of("all"), "answered"), 140.0);

    let summary = rows(&target, "summary.csv");
    let contract = row(&summary, &[("contract", "per-contact")]);
    close(number(contract, "service_level"), 210.0 / 330.0);
    close(number(contract, "service_level_phone"), 210.0 / 330.0);
    close(number(contract, "service_level_chat"), 1.0);
    assert_eq!(contract["service_level_ticket"], "");
    assert_eq!((contract["plan"].as_str(), contract["peak_agents"].as_str()), ("fixed", "12"));
    // Revenue 1000, 1100, 1200; cost 900, 1000, 1400: profit 100, 100, -200.
    close(number(contract, "revenue"), 1100.0);
    close(number(contract, "profit"), 0.0);
    close(number(contract, "profit_p05"), -170.0);
    close(number(contract, "profit_p50"), 100.0);
    close(number(contract, "profit_cvar05"), -200.0);
    close(number(contract, "chance_of_loss"), 1.0 / 3.0);
    close(number(contract, "margin"), 0.0);
    close(number(contract, "break_even_factor"), 1.0);
    close(number(contract, "client_cost_per_parcel"), 0.11);
    close(number(contract, "in_house_cost_per_parcel"), 0.15);
    close(number(contract, "client_saving"), 400.0);
    close(number(contract, "client_saving_share"), 400.0 / 1500.0);
    // Handled: 80 + 10 + 50 a replication.
    close(number(contract, "client_cost_per_contact"), 1100.0 / 140.0);
    assert_eq!(contract["chance_kpi_missed"], "");
    let annual = row(&summary, &[("contract", "annual")]);
    close(number(annual, "chance_kpi_missed"), 1.0 / 3.0);
    close(number(annual, "renewal_value"), 5.0);

    let statement = rows(&target, "statement.csv");
    let wages = row(&statement, &[("contract", "per-contact"), ("line", "wages_regular")]);
    assert_eq!(wages["kind"], "cost");
    close(number(wages, "mean"), 1100.0);
    close(number(wages, "p50"), 1000.0);
    close(number(wages, "std_dev"), 70_000.0f64.sqrt());

    let intervals = rows(&target, "intervals.csv");
    assert_eq!(intervals.len(), 3 * 48 * 3);
    let at = [("contract", "annual"), ("date", "2025-11-10"), ("interval_start", "09:00"), ("channel", "phone")];
    let nine = row(&intervals, &at);
    close(number(nine, "offered"), 130.0);
    close(number(nine, "agents_required"), 12.0);
    close(number(nine, "agents_on_duty"), 10.0);
    // Offered in the replications: 120, 130 and 140, the last two in buckets two wide.
    assert!((number(nine, "offered_p10") - 122.0).abs() < 1.3 && (number(nine, "offered_p90") - 138.0).abs() < 1.4);
    let night = row(&intervals, &[at[0], ("date", "2025-11-11"), ("interval_start", "00:00"), at[3]]);
    assert_eq!((night["service_level"].as_str(), night["asa_s"].as_str(), night["offered"].as_str()), ("", "", "0"));

    let days = rows(&target, "days.csv");
    assert_eq!(days.len(), 3 * 2 * 3);
    let first = row(&days, &[at[0], at[1], at[3]]);
    close(number(first, "service_level"), 210.0 / 330.0);
    // By day 70/100, 70/110, 70/120; type 7 at 0.1: 0.583 + 0.2·(0.636 - 0.583).
    close(number(first, "service_level_p10"), 0.583 + 0.2 * (0.636 - 0.583));
    close(number(first, "agent_hours"), 10.0);

    let staffing = rows(&target, "staffing.csv");
    assert_eq!(staffing.len(), 3 * 48 * 2);
    let group = row(&staffing, &[at[0], at[1], at[2], ("agent_group", "regular")]);
    assert_eq!(
        (group["required"].as_str(), group["scheduled"].as_str(), group["on_duty"].as_str()),
        ("12", "15", "10")
    );

    let replications = rows(&target, "replications.csv");
    assert_eq!(replications.len(), 9);
    let last = row(&replications, &[("contract", "per-contact"), ("replication", "2")]);
    close(number(last, "arrivals"), 140.0 + 50.0);
    close(number(last, "service_level"), 70.0 / 120.0);
    close(number(last, "profit"), -200.0);
}

#[test]
fn names_that_a_spreadsheet_would_run_are_defused() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results(2)).unwrap();
    for file in FILES {
        let contracts: Vec<String> = rows(&target, file).into_iter().map(|row| row["contract"].clone()).collect();
        assert!(contracts.iter().any(|name| name == "'=HYPERLINK(\"x\"),a"), "{file}");
        assert!(contracts.iter().all(|name| !name.starts_with('=')), "{file}");
    }
}

#[test]
fn the_first_columns_are_those_that_readers_rely_on() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results(2)).unwrap();
    for (file, columns) in [
        (
            "summary.csv",
            "contract,plan,peak_agents,agent_hours,paid_hours,fte,service_level,abandonment,asa_s,occupancy,containment,\
             revenue,cost,profit,profit_ci_low,profit_ci_high,profit_p05,profit_p50,profit_p95,profit_cvar05,\
             chance_of_loss,chance_kpi_missed,margin,break_even_factor,client_cost_per_contact,client_cost_per_parcel,\
             in_house_cost_per_parcel,client_saving,",
        ),
        ("service.csv", "contract,channel,contact_type,offered,redials,repeats,"),
        ("statement.csv", "contract,kind,line,mean,std_dev,p05,p50,p95\r\n"),
        (
            "intervals.csv",
            "contract,date,interval_start,channel,offered,answered,abandoned,service_level,asa_s,agents_required,\
             agents_on_duty,occupancy,offered_p10,offered_p90,",
        ),
        ("days.csv", "contract,date,channel,offered,answered,abandoned,service_level,service_level_p10,asa_s,"),
        ("staffing.csv", "contract,date,interval_start,agent_group,required,scheduled,on_duty\r\n"),
        ("replications.csv", "contract,replication,arrivals,service_level,revenue,penalties,cost,profit,"),
    ] {
        let text = fs::read_to_string(target.join(file)).unwrap();
        assert!(text.starts_with(columns), "{file} starts with {}", text.lines().next().unwrap());
    }
}

#[test]
fn a_byte_order_mark_is_written_when_wanted_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let results = results(2);
    for (name, mark) in [("with", ByteOrderMark::With), ("without", ByteOrderMark::Without)] {
        let target = folder.path().join(name);
        write_results(&target, Overwrite::Refuse, &results, &manifest(&results), mark).unwrap();
        for file in FILES {
            let has_mark = fs::read(target.join(file)).unwrap().starts_with(&[0xef, 0xbb, 0xbf]);
            assert_eq!(has_mark, mark == ByteOrderMark::With, "{file}");
        }
        assert!(fs::read(target.join("manifest.json")).unwrap().starts_with(b"{"));
    }
}

#[test]
fn blocks_merged_give_the_same_bytes() {
    let scenario = scenario();
    let folder = tempfile::tempdir().unwrap();
    let whole = results_of(&scenario, accumulate(&scenario, 0..7));
    write(&folder.path().join("whole"), &whole).unwrap();
    let mut forward = accumulate(&scenario, 0..2);
    forward.merge(accumulate(&scenario, 2..5));
    forward.merge(accumulate(&scenario, 5..7));
    let mut backward = accumulate(&scenario, 4..7);
    backward.merge(accumulate(&scenario, 0..4));
    let mut from_nothing = Accumulator::new(&scenario, &[0, 1, 2]);
    from_nothing.merge(accumulate(&scenario, 0..7));
    for (name, accumulator) in [("forward", forward), ("backward", backward), ("from-nothing", from_nothing)] {
        let target = folder.path().join(name);
        write(&target, &results_of(&scenario, accumulator)).unwrap();
        for file in FILES.iter().chain(&["manifest.json"]) {
            assert!(
                fs::read(target.join(file)).unwrap() == fs::read(folder.path().join("whole").join(file)).unwrap(),
                "{name}/{file} differs"
            );
        }
    }
}

#[test]
fn the_manifest_lists_the_files_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    let written = write(&target, &results(2)).unwrap();
    let read: Manifest = serde_json::from_slice(&fs::read(target.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(read, written);
    assert_eq!(read.files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), FILES);
    for file in &read.files {
        let bytes = fs::read(target.join(&file.name)).unwrap();
        assert_eq!((file.bytes, &file.sha256), (bytes.len() as u64, &digest(&bytes)));
    }
    assert_eq!((read.program.as_str(), read.seed, read.replications, read.contacts), ("peakdesk", 7, 2, 350));
    assert_eq!((read.method.as_str(), read.plans.as_slice()), ("simulate", ["fixed".to_owned()].as_slice()));
    assert_eq!(read.environment.contacts_per_second, 2e6);
    assert_eq!(fs::read_dir(&target).unwrap().count(), 8);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the folder");
}

#[test]
fn the_digest_sees_every_number_of_a_scenario() {
    let scenario = scenario();
    let digest = scenario_digest(&scenario);
    assert_eq!(digest, scenario_digest(&scenario.clone()));
    let mut busier = scenario.clone();
    busier.streams[3].expected_contacts[47] += 1e-9;
    let mut staffed = scenario.clone();
    staffed.staffing = StaffingRule::Fixed { agents: vec![vec![0; 48], vec![1; 48]] };
    let mut renamed = scenario.clone();
    renamed.contracts[1].name.push('x');
    for changed in [busier, staffed, renamed] {
        assert_ne!(digest, scenario_digest(&changed));
    }
}

#[test]
fn results_are_replaced_only_when_asked_and_nothing_else_ever_is() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    let results = results(2);
    write(&target, &results).unwrap();
    fs::write(target.join("stale.csv"), "old").unwrap();
    let refused = write(&target, &results).unwrap_err();
    assert!(matches!(refused, OutputError::Exists(_)) && refused.to_string().contains("--overwrite"), "{refused}");
    assert!(target.join("stale.csv").exists());

    let replace = |target: &Path| {
        write_results(target, Overwrite::Replace, &results, &manifest(&results), ByteOrderMark::Without)
    };
    replace(&target).unwrap();
    assert!(!target.join("stale.csv").exists());

    // A folder of something else, with and without a manifest of somebody else's.
    let other = folder.path().join("photographs");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("cat.jpg"), "cat").unwrap();
    assert!(matches!(replace(&other), Err(OutputError::NotResults(_))));
    fs::write(other.join("manifest.json"), r#"{"program": "camera"}"#).unwrap();
    assert!(matches!(replace(&other), Err(OutputError::NotResults(_))));
    assert_eq!(fs::read(other.join("cat.jpg")).unwrap(), b"cat");
    let file = folder.path().join("file");
    fs::write(&file, "text").unwrap();
    assert!(matches!(replace(&file), Err(OutputError::NotResults(_))));
    assert_eq!(fs::read(&file).unwrap(), b"text");
    // An empty folder holds nothing to lose.
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    write(&empty, &results).unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing is left beside the folders");
}

#[test]
fn a_folder_prepared_and_not_written_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    let prepared = ResultsFolder::prepare(&target, Overwrite::Refuse).unwrap();
    assert!(!target.exists(), "nothing appears before it is whole");
    drop(prepared);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    for nameless in [Path::new("/"), &folder.path().join("..")] {
        assert!(ResultsFolder::prepare(nameless, Overwrite::Replace).is_err(), "{}", nameless.display());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_a_clear_error_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let results = results(2);
    // A parent that is a file, for every user.
    let file = folder.path().join("file");
    fs::write(&file, "text").unwrap();
    let error = write(&file.join("season"), &results).unwrap_err();
    assert!(matches!(error, OutputError::Io { .. }) && error.to_string().starts_with("cannot write '"), "{error}");
    assert_eq!(fs::read(&file).unwrap(), b"text");

    let locked = folder.path().join("locked");
    fs::create_dir(&locked).unwrap();
    let mut permissions = fs::metadata(&locked).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&locked, permissions).unwrap();
    // The superuser may write anywhere: then /proc is the folder that nobody may write to.
    let is_superuser = fs::create_dir(locked.join("probe")).is_ok();
    let parent = if is_superuser { Path::new("/proc/self").to_owned() } else { locked.clone() };
    let error = write(&parent.join("season"), &results).unwrap_err();
    assert!(matches!(error, OutputError::Io { .. }), "{error}");
    assert!(!parent.join("season").exists());
}

#[test]
fn one_replication_has_values_and_no_intervals() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results(1)).unwrap();
    let summary = rows(&target, "summary.csv");
    let contract = row(&summary, &[("contract", "per-contact")]);
    close(number(contract, "profit"), 100.0);
    for column in ["profit_ci_low", "profit_ci_high", "profit_p05", "profit_cvar05", "margin_ci_low"] {
        assert_eq!(contract[column], "", "{column}");
    }
}

#[test]
fn a_scenario_without_contracts_has_service_and_no_money() {
    let mut scenario = scenario();
    scenario.contracts.clear();
    let accumulator = accumulate(&scenario, 0..3);
    let results = results_of(&scenario, accumulator);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results).unwrap();
    let summary = rows(&target, "summary.csv");
    assert_eq!(summary.len(), 1);
    assert_eq!((summary[0]["contract"].as_str(), summary[0]["profit"].as_str()), ("", ""));
    close(number(&summary[0], "service_level"), 210.0 / 330.0);
    assert_eq!(rows(&target, "statement.csv").len(), 0);
    assert_eq!(rows(&target, "replications.csv").len(), 3);
    assert!(terminal_summary(&results, Language::En, Style::Plain).contains("service level"));
}

#[test]
fn a_stopping_rule_sees_what_the_results_will_say() {
    let scenario = scenario();
    let mut accumulator = accumulate(&scenario, 3..5);
    accumulator.merge(accumulate(&scenario, 0..3));
    let (profit, level) = (accumulator.profit(0), accumulator.service_level(ChannelId(0)));
    assert_eq!((accumulator.replications(), accumulator.contacts()), (5, 5 * 170 + 10 * 10));
    let results = results_of(&scenario, accumulator);
    assert_eq!(profit, results.contracts[0].profit);
    assert_eq!(level, results.plans[0].channel(ChannelId(0)).unwrap().measure(Measure::OwnServiceLevel));
    assert!(profit.unwrap().half_width().unwrap() > 0.0);
}

#[test]
fn results_by_formulas_have_values_without_intervals_or_chances() {
    let scenario = scenario();
    let plan = PlanResults { replications: Vec::new(), ..results(1).plans.remove(0) };
    let statements = statements(2).into_iter().enumerate().collect();
    let computed = ComputedPlan { plan, handled: 140.5, orders_served: 140.5, statements };
    let results = Results::of_formulas(&scenario, vec![computed]);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results).unwrap();
    let summary = rows(&target, "summary.csv");
    let contract = row(&summary, &[("contract", "per-contact")]);
    close(number(contract, "profit"), -200.0);
    close(number(contract, "client_cost_per_contact"), 1200.0 / 140.5);
    for column in ["profit_ci_low", "profit_p05", "chance_of_loss", "chance_kpi_missed"] {
        assert_eq!(contract[column], "", "{column}");
    }
    assert_eq!(rows(&target, "replications.csv").len(), 0);
    assert!(terminal_summary(&results, Language::En, Style::Plain).contains("Erlang"));
}

#[cfg(unix)]
#[test]
fn the_folder_is_as_open_as_any_other() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("season"), &results(2)).unwrap();
    fs::create_dir(folder.path().join("plain")).unwrap();
    let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
    assert_eq!(mode("season"), mode("plain"));
}

#[test]
fn without_voice_channels_the_headline_is_chat() {
    let mut scenario = scenario();
    scenario.channels[0].kind = peakdesk::scenario::model::ChannelKind::Deferred;
    let results = results_of(&scenario, accumulate(&scenario, 0..3));
    let level = results.plans[0].headline.measure(Measure::OwnServiceLevel).unwrap();
    assert_eq!(level.value, 1.0);
}

/// `PEAKDESK_REFRESH=1 cargo test --test output_files` writes the page anew.
#[test]
fn the_documented_columns_are_those_of_the_files() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/columns.md");
    let made = peakdesk::output::columns_markdown();
    if std::env::var_os("PEAKDESK_REFRESH").is_some() {
        fs::write(&page, &made).unwrap();
    }
    let kept = fs::read_to_string(&page).unwrap_or_default();
    assert!(kept == made, "docs/columns.md is out of date: PEAKDESK_REFRESH=1 cargo test --test output_files");
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("season");
    write(&target, &results(2)).unwrap();
    for file in FILES {
        let mut reader = csv::Reader::from_path(target.join(file)).unwrap();
        for column in reader.headers().unwrap().iter().filter(|name| !name.starts_with("service_level_")) {
            assert!(made.contains(&format!("| `{column}` |")), "{file}: {column}");
        }
    }
}
