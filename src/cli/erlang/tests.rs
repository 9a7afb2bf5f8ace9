use clap::Parser;
use serde_json::Value;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    erlang: ErlangArgs,
}

fn text(line: &str) -> String {
    let args = Line::try_parse_from(format!("erlang {line}").split_whitespace()).expect("a good command line");
    let mut out = Vec::new();
    run(args.erlang, &mut out).expect("measures");
    String::from_utf8(out).expect("text")
}

fn json(line: &str) -> Value {
    serde_json::from_str(&text(&format!("{line} --format json"))).expect("an object")
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// What a wrong command line says, and that it is one by its exit status or the kind of error.
fn complaint(line: &str) -> String {
    match Line::try_parse_from(format!("erlang {line}").split_whitespace()) {
        Err(error) => {
            assert_eq!(error.exit_code(), 2, "{line}");
            error.to_string()
        }
        Ok(args) => {
            let error = run(args.erlang, &mut Vec::new()).expect_err(line);
            assert!(!matches!(error, ErlangError::Write(_)));
            error.to_string()
        }
    }
}

#[test]
fn erlang_a_prints_every_key_at_full_precision() {
    let object = json("a --per-hour 2880 --aht 60s --patience 120s --agents 50 --within 20s");
    assert_eq!(
        keys(&object),
        [
            "agents",
            "offered_load",
            "p_wait",
            "p_blocked",
            "p_abandon",
            "mean_wait_s",
            "asa_s",
            "occupancy",
            "mean_queue",
            "service_level_answered",
            "service_level_offered",
            "service_level_excluding_short_abandons",
            "service_level_counting_short_abandons",
            "service_level_dropping_short_calls",
        ]
    );
    assert_eq!(object["agents"], 50);
    assert_eq!(object["p_blocked"], 0);
    for (key, expected) in [
        ("p_wait", 0.4677740685537904),
        ("p_abandon", 0.030912249162193216),
        ("mean_wait_s", 3.709469899463186),
        ("asa_s", 3.6159002395531146),
        ("occupancy", 0.9303242408042945),
        ("mean_queue", 2.967575919570549),
        ("service_level_offered", 0.943018954746981),
        ("service_level_answered", 0.9730996537018568),
        ("service_level_excluding_short_abandons", 0.9720296029869869),
        ("service_level_counting_short_abandons", 0.9728643917078081),
    ] {
        let value = object[key].as_f64().expect("a number");
        assert!((value / expected - 1.0).abs() < 1e-12, "{key}: {value}");
    }
}

#[test]
fn erlang_c_and_b_print_the_keys_they_have() {
    let patient = json("c --per-hour 2880 --aht 1m --agents 50 --within 20s");
    assert!((patient["asa_s"].as_f64().expect("a number") / 20.83366833590503 - 1.0).abs() < 1e-12);
    assert!(patient.get("p_abandon").is_none() && patient.get("p_blocked").is_none());
    assert_eq!(patient["service_level_offered"], patient["service_level_answered"]);

    let loss = json("b --load 48 --agents 50");
    assert_eq!(keys(&loss), ["agents", "offered_load", "p_blocked", "occupancy"]);
    assert_eq!(loss, json("b --per-hour 2880 --aht 60s --agents 50"));
}

#[test]
fn targets_find_the_least_agents() {
    let queue = "--per-hour 4000 --aht 180s --patience 120s --within 20s --target 0.80";
    assert_eq!(json(&format!("a {queue} --definition offered"))["agents"], 187);
    assert_eq!(json(&format!("a {queue}"))["agents"], 183);
    assert_eq!(json("c --per-hour 4000 --aht 3m --target 0.80 --within 20s")["agents"], 208);
    let loss = json("b --load 48 --target 0.01");
    let agents = loss["agents"].as_f64().expect("a number");
    assert!(erlang_b::blocking(48.0, agents) <= 0.01 && erlang_b::blocking(48.0, agents - 1.0) > 0.01);
}

#[test]
fn lines_block_who_finds_them_taken() {
    let object = json("a --per-hour 720 --aht 300s --patience 90s --agents 52 --lines 60 --within 20s");
    for (key, expected) in [
        ("p_wait", 0.6110854011255801),
        ("p_blocked", 0.035988762768866936),
        ("p_abandon", 0.12183128772765936),
        ("asa_s", 11.004804930244047),
        // Blocked contacts are outside the service level.
        ("service_level_offered", 0.6423535164333055 / (1.0 - 0.035988762768866936)),
    ] {
        let value = object[key].as_f64().expect("a number");
        assert!((value / expected - 1.0).abs() < 1e-12, "{key}: {value}");
    }
}

#[test]
fn an_unstable_queue_is_not_given_numbers() {
    let line = "c --per-hour 2880 --aht 60s --agents 40 --within 20s";
    let table = text(line);
    assert!(table.contains("There is no steady state: a load of 48 erlangs is not below 40 agents"), "{table}");
    assert!(table.contains("at least 49 agents") && table.contains("infinite"), "{table}");
    let object = json(line);
    assert_eq!(
        (&object["p_wait"], &object["asa_s"], &object["mean_queue"]),
        (&Value::from(1), &Value::Null, &Value::Null)
    );
}

#[test]
fn tables_fit_eighty_columns_and_name_their_units() {
    for line in [
        "a --per-hour 11988000 --aht 300s --patience 180s --agents 1000000 --within 20s",
        "a --per-hour 4000 --aht 180s --patience 120s --within 20s --target 0.8 --definition excluding_short_abandons",
        "c --per-hour 2880 --aht 60s --agents 40 --within 20s",
        "c --load 950000 --aht 300s --agents 1000000",
        "b --load 0 --agents 3",
    ] {
        let table = text(line);
        assert!(table.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80), "{table}");
        assert!(table.contains('%') && table.contains("agents"), "{table}");
    }
    assert!(text("c --load 950000 --aht 300s --agents 1000000").contains("1.70e-564"));
}

#[test]
fn csv_is_a_header_and_a_row() {
    let table = text("b --load 3 --agents 5 --format csv");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("agents,offered_load,p_blocked,occupancy"));
    let row = lines.next().expect("a row");
    assert!(row.starts_with("5,3,0.110054347826"), "{row}");
    assert_eq!(lines.next(), None);
    let endless = text("c --load 8 --aht 60s --agents 5 --format csv");
    assert!(endless.lines().nth(1).expect("a row").contains(",,"), "{endless}");
}

#[test]
fn wrong_command_lines_name_the_value_the_rule_and_the_remedy() {
    for (line, expected) in [
        ("a --per-hour 10 --aht 60 --patience 2m --agents 3", &["60", "has no unit", "\"60s\""] as &[_]),
        ("a --per-hour 10 --aht 0s --patience 2m --agents 3", &["0s", "longer than nothing", "300s"]),
        ("a --per-hour ten --aht 60s --patience 2m --agents 3", &["ten", "not a number", "such as"]),
        ("a --per-hour -1 --aht 60s --patience 2m --agents 3", &["-1", "negative", "0 or more"]),
        ("a --per-hour inf --aht 60s --patience 2m --agents 3", &["inf", "not a number"]),
        ("a --per-hour NaN --aht 60s --patience 2m --agents 3", &["NaN", "not a number"]),
        ("a --per-hour 10 --aht 60s --patience -2m --agents 3", &["-2m", "negative"]),
        ("a --per-hour 10 --aht 60s --agents 3", &["--patience"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 0", &["0", "above 0"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 1e12", &["1e12", "fewer"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 3 --target 0.8", &["--agents", "--target"]),
        ("a --per-hour 10 --aht 60s --patience 2m", &["--agents", "--target"]),
        ("a --per-hour 10 --load 3 --aht 60s --patience 2m --agents 3", &["--per-hour", "--load"]),
        ("a --per-hour 10 --aht 60s --patience 2m --target 80", &["80", "between 0 and 1", "0.8"]),
        ("a --per-hour 10 --aht 60s --patience 2m --target 1", &["1", "between 0 and 1"]),
        ("a --per-hour 10 --aht 60s --patience 2m --target .8 --definition offerd", &["offerd", "offered"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 9 --lines 5", &["5 lines", "9 agents", "at least"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 9 --lines 99999999", &["99999999 lines", "at most"]),
        ("a --per-hour 10 --aht 60s --patience 2m --agents 9 --within 20x", &["20x", "unknown unit", "seconds"]),
        ("c --aht 60s --agents 9", &["--per-hour"]),
        ("c --per-hour 1e12 --aht 60s --target 0.8", &["0.8", "lower the load"]),
        ("b --per-hour 10 --agents 9", &["--aht"]),
        ("b --load 1e10 --target 0.1", &["0.1", "lower the load"]),
        ("b --load 4 --agents 9 --format xml", &["xml", "json"]),
        ("d --load 4", &["d"]),
    ] {
        let message = complaint(line);
        for part in expected {
            assert!(message.contains(part), "{line}: no {part:?} in\n{message}");
        }
    }
}
