//! Sweeps from outside: the same bytes whoever plays them and however often they are interrupted, and what is refused.

mod desk;
mod interruptions;

use std::collections::BTreeMap;
use std::fs;

use desk::{Desk, one_queue};

const SCALE: &str = "demand.scale=0.9,1,1.1";
const PRICE: &str = "contracts.per-contact.fees.0.per_contact=3:4:3";
const WAGE: &str = "agent_groups.agents.wage.month=x0.9,x1.1";
const FILES: [&str; 2] = ["sweep.csv", "sweep_effects.csv"];

#[test]
fn every_point_is_what_a_run_of_it_alone_gives() {
    let desk = Desk::new();
    desk.sweep(&["--vary", SCALE, "--vary", PRICE, "--vary", WAGE, "-o", "s"])
        .with(0)
        .says(&["18 points", "3 simulations"]);
    let rows = desk.rows("s/sweep.csv");
    assert_eq!(rows.len(), 18 * 3);
    for (scale, price, wage) in [("0.9", "3", "3870"), ("1.1", "3.5", "4730"), ("1", "4", "3870")] {
        let sets = [
            format!("demand.scale={scale}"),
            format!("contracts.per-contact.fees.0.per_contact={price}"),
            format!("agent_groups.agents.wage.month={wage}"),
        ];
        let scenario = one_queue();
        let mut words = vec!["run", scenario.as_str(), "--replications", "5", "-o", "r", "--overwrite"];
        sets.iter().for_each(|set| words.extend(["--set", set]));
        desk.peakdesk(&words).with(0);
        for alone in desk.rows("r/summary.csv") {
            let row = rows
                .iter()
                .find(|row| {
                    row["contract"] == alone["contract"]
                        && row["demand.scale"] == scale
                        && row["contracts.per-contact.fees.0.per_contact"] == price
                        && row["agent_groups.agents.wage.month"] == wage
                })
                .expect("the point is there");
            for (column, value) in &alone {
                assert_eq!(&row[column], value, "{column} at scale {scale}, price {price}, wage {wage}");
            }
            assert_eq!(row["problem"], "");
        }
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_shards_in_any_order() {
    let desk = Desk::new();
    let what = ["--vary", SCALE, "--vary", PRICE, "--vary", "channels.phone.service_level.target=0.7,0.8"];
    desk.sweep(&[&what[..], &["-o", "one", "--threads", "1"]].concat()).with(0);
    desk.sweep(&[&what[..], &["-o", "seven", "--threads", "7"]].concat()).with(0);
    let scenario = one_queue();
    let plan = [&["sweep", "plan", scenario.as_str(), "--replications", "5", "-o", "plan.json"], &what[..]].concat();
    desk.peakdesk(&plan).with(0).says(&["18 points", "6 simulations"]);
    // shards of two splits, some of them twice, the later ones first
    for (shard, folder) in
        [("3/4", "a"), ("1/2", "b"), ("0/4", "a"), ("2/4", "a"), ("2/4", "a"), ("0/2", "b"), ("1/4", "a")]
    {
        desk.peakdesk(&["sweep", "run", "plan.json", "--shard", shard, "--parts", folder, "--threads", "2"]).with(0);
    }
    let merge = ["sweep", "merge", "plan.json", "-o"];
    desk.peakdesk(&[&merge[..], &["m1", "--parts", "a"]].concat()).with(0);
    desk.peakdesk(&[&merge[..], &["m2", "--parts", "b", "--parts", "a"]].concat()).with(0);
    for file in FILES {
        let one = desk.bytes(&format!("one/{file}"));
        for folder in ["seven", "m1", "m2"] {
            assert!(one == desk.bytes(&format!("{folder}/{file}")), "{file} in {folder}");
        }
    }
    desk.peakdesk(&["sweep", "status", "plan.json", "--parts", "a", "--shards", "4", "--missing"]).with(0);
}

/// One run cut into blocks, in two ways at once, is the run in one go.
#[test]
fn one_run_cut_into_blocks_gives_the_bytes_of_the_run() {
    let desk = Desk::new();
    let scenario = one_queue();
    desk.peakdesk(&["run", &scenario, "--replications", "43", "-o", "whole"]).with(0);
    let plan = ["sweep", "plan", &scenario, "--replications", "43", "--block", "10"];
    desk.peakdesk(&plan).with(0).says(&["43 replications in 5 blocks of 10"]);
    for shard in ["2/3", "0/2", "1/3", "0/3"] {
        desk.peakdesk(&["sweep", "run", "plan.json", "--shard", shard]).with(0);
    }
    desk.peakdesk(&["sweep", "merge", "plan.json", "-o", "merged"]).with(0).says(&["43 replications"]);
    for file in ["summary", "service", "statement", "intervals", "days", "staffing", "replications"] {
        assert!(desk.bytes(&format!("whole/{file}.csv")) == desk.bytes(&format!("merged/{file}.csv")), "{file}");
    }
    desk.peakdesk(&[&plan[..], &["--vary", SCALE]].concat()).with(2).says(&["cannot be used with"]);
}

#[test]
fn a_part_that_is_missing_torn_or_foreign_is_told_and_nothing_is_written() {
    let desk = Desk::new();
    let scenario = one_queue();
    let plan = |scale: &str, file: &str| {
        let vary = format!("demand.scale={scale}");
        desk.peakdesk(&["sweep", "plan", &scenario, "--replications", "3", "--vary", &vary, "-o", file]).with(0);
    };
    plan("0.9,1,1.1,1.2", "plan.json");
    plan("0.9,1,1.1,1.3", "other.json");
    let run = |plan: &str, shard: &str, parts: &str| {
        desk.peakdesk(&["sweep", "run", plan, "--shard", shard, "--parts", parts]).with(0);
    };
    let status = |more: &[&str]| desk.peakdesk(&[&["sweep", "status", "plan.json", "--shards", "4"], more].concat());
    assert_eq!(status(&["--missing"]).with(0).out, "0-3\n");
    run("plan.json", "0/4", "parts");
    run("plan.json", "2/4", "parts");
    run("plan.json", "3/4", "parts");
    assert_eq!(status(&["--missing"]).with(0).out, "1\n");
    status(&[]).with(6).says(&["3 of 4 points", "missing shards of 4: 1"]);
    desk.peakdesk(&["sweep", "merge", "plan.json", "-o", "m"]).with(6).says(&["1 of 4 points are missing"]);
    assert!(!desk.path("m").exists());
    run("plan.json", "1/4", "parts");
    let again = desk.peakdesk(&["sweep", "run", "plan.json", "--shard", "1/4"]).with(0);
    again.says(&["is there already"]);

    let part = desk.path("parts/shard-2-of-4.part");
    let whole = fs::read(&part).unwrap();
    for length in [0, 5, 40, whole.len() / 2, whole.len() - 1] {
        fs::write(&part, &whole[..length]).unwrap();
        assert_eq!(status(&["--missing"]).with(0).out, "2\n", "cut to {length}");
    }
    let mut changed = whole.clone();
    changed[whole.len() / 2] ^= 4;
    fs::write(&part, &changed).unwrap();
    desk.peakdesk(&["sweep", "merge", "plan.json", "-o", "m"]).with(6).says(&["shard-2-of-4.part' is no whole part"]);
    // a torn part is played again in its place
    run("plan.json", "2/4", "parts");
    assert!(fs::read(&part).unwrap() == whole, "a shard gives the same bytes again");

    run("other.json", "1/2", "parts");
    desk.peakdesk(&["sweep", "merge", "plan.json", "-o", "m"]).with(3).says(&["is a part of another plan"]);
    assert!(!desk.path("m").exists());
    fs::remove_file(desk.path("parts/shard-1-of-2.part")).unwrap();
    desk.peakdesk(&["sweep", "merge", "plan.json", "-o", "m"]).with(0);
    let folder = fs::read_dir(desk.path("parts")).unwrap();
    assert_eq!(folder.count(), 4, "nothing unfinished is left behind");
}

#[test]
fn effects_are_paired_and_the_tornado_orders_them() {
    let desk = Desk::new();
    let ended = desk
        .sweep(&[
            "--design",
            "one_at_a_time",
            "--vary",
            WAGE,
            "--vary",
            "costs.telecom_minute=0.09,0.11",
            "-o",
            "s",
            "--contract",
            "per-seat",
        ])
        .with(0);
    let (wage, telecom) = (ended.out.find("wage.month").unwrap(), ended.out.find("telecom_minute").unwrap());
    assert!(wage < telecom && ended.out.contains("What moves Per seat"), "{}", ended.out);
    assert!(ended.out.lines().all(|line| line.chars().count() <= 100), "{}", ended.out);
    let rows = desk.rows("s/sweep_effects.csv");
    let row = |parameter: &str, value: &str| {
        let found = rows
            .iter()
            .find(|row| row["parameter"] == parameter && row["value"] == value && row["contract"] == "per-seat");
        found.expect("the effect is there").clone()
    };
    // wages are fixed by the plan: 10 % less is gained to the last digit, and nothing happens to service
    let less = row("agent_groups.agents.wage.month", "3870");
    let more = row("agent_groups.agents.wage.month", "4730");
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    assert!((number(&less, "profit_effect") + number(&more, "profit_effect")).abs() < 1e-6);
    assert!(number(&less, "profit_effect_ci_high") - number(&less, "profit_effect_ci_low") < 1e-6);
    assert_eq!((less["service_level_effect"].as_str(), less["reference"].as_str()), ("0", "4300"));
    let zh = desk.sweep(&["--vary", PRICE, "-o", "zh", "--lang", "zh"]).with(0);
    zh.says(&["影响由大到小", "配对区间"]);
}

#[test]
fn drawn_and_listed_points_are_played() {
    let desk = Desk::new();
    let ranges = ["--vary", "demand.scale=0.9:1.1", "--vary", "contracts.per-contact.fees.0.per_contact=3:4"];
    for design in ["latin_hypercube", "sobol"] {
        desk.sweep(&[&ranges[..], &["--design", design, "--points", "6", "-o", design]].concat())
            .with(0)
            .says(&["6 points"]);
        assert_eq!(desk.rows(&format!("{design}/sweep_effects.csv")).len(), 2 * 3);
    }
    fs::write(desk.path("points.csv"), "demand.scale,channels.phone.service_level.within\n1.0,20s\n,30s\n1.1,\n")
        .unwrap();
    desk.sweep(&["--points-from", "points.csv", "-o", "listed"]).with(0).says(&["3 points"]);
    let rows = desk.rows("listed/sweep.csv");
    let shown: Vec<(&str, &str)> = rows
        .iter()
        .filter(|row| row["contract"] == "per-seat")
        .map(|row| (row["demand.scale"].as_str(), row["channels.phone.service_level.within"].as_str()))
        .collect();
    assert_eq!(shown, [("1", "20s"), ("", "30s"), ("1.1", "20s")]);
}

#[test]
fn a_point_without_a_plan_is_a_row_that_says_why() {
    let desk = Desk::new();
    let ended = desk.sweep(&["--vary", "agent_groups.agents.heads.max=5,40", "-o", "s"]).with(0);
    ended.says(&["At 1 points no plan meets the targets"]);
    let rows = desk.rows("s/sweep.csv");
    assert_eq!(rows.len(), 6);
    for row in &rows {
        let is_short = row["agent_groups.agents.heads.max"] == "5";
        assert_eq!(row["problem"].contains("no plan meets the target of channel 'phone'"), is_short, "{row:?}");
        assert_eq!(row["profit"].is_empty(), is_short);
    }
}

/// Words after `sweep SCENARIO`, the exit status, and what is said.
#[test]
fn wrong_sweeps_are_refused_before_anything_is_played() {
    let desk = Desk::new();
    let scenario = one_queue();
    fs::write(desk.path("empty.csv"), "demand.scale\n").unwrap();
    fs::write(desk.path("nameless.csv"), "demand.scale,\n1,2\n").unwrap();
    let cases: &[(&[&str], i32, &[&str])] = &[
        (&[], 2, &["nothing is varied", "--vary"]),
        (&["--vary", "demand.scal=1,2"], 3, &["[demand] has no \"scal\"", "did you mean \"scale\"?", "point 1"]),
        (&["--vary", "demand.scale=1,-2"], 3, &["point 2", "-2"]),
        (&["--vary", "agent_groups.agents.shrinkage=0.2,1.5"], 3, &["shrinkage", "1.5"]),
        (&["--vary", "agent_groups.agents.skills=[\"fone\"]"], 3, &["fone", "phone"]),
        (&["--vary", "demand.scale="], 2, &["gives no values to try"]),
        (&["--vary", "demand.scale"], 2, &["is not of the form path=values"]),
        (&["--vary", "demand.scale=1,,2"], 2, &["has an empty entry"]),
        (&["--vary", "demand.scale=1,x2"], 2, &["mixes factors"]),
        (&["--vary", "demand.scale=1:2"], 2, &["range without a number of values"]),
        (&["--vary", "demand.scale=1:2:1"], 2, &["is not a number of values"]),
        (&["--vary", "demand.scale=1,2", "--vary", "demand.scale=3"], 2, &["is varied twice"]),
        (&["--vary", "run.seed=1,2"], 2, &["cannot be varied", "--seed"]),
        (&["--vary", "channels.phone.kind=x2"], 2, &["cannot be multiplied", "\"voice\""]),
        (&["--vary", SCALE, "--design", "sobol"], 2, &["needs a number of points"]),
        (&["--vary", SCALE, "--points", "5"], 2, &["as many points as its values give"]),
        (&["--vary", SCALE, "--points-from", "empty.csv"], 2, &["cannot be used with"]),
        (&["--points-from", "empty.csv"], 2, &["has no points"]),
        (&["--points-from", "nameless.csv"], 2, &["a column without a name", "number 2"]),
        (&["--points-from", "none.csv"], 2, &["cannot read 'none.csv'"]),
        (&["--vary", SCALE, "--contract", "per-contct"], 2, &["did you mean \"per-contact\"?"]),
        (&["--vary", "a=1:9:1000", "--vary", "b=1:9:1000"], 2, &["1000000 points", "at most 200000"]),
    ];
    for (words, status, parts) in cases {
        let ended = desk.peakdesk(&[&["sweep", scenario.as_str(), "-o", "s"], *words].concat());
        assert_eq!(ended.status, Some(*status), "{words:?}\n{}", ended.err);
        ended.says(parts);
        assert!(!desk.path("s").exists() && !desk.path("s.journal").exists(), "{words:?}");
    }
    for (words, status, parts) in [
        (&["sweep", "run", "none.json", "--shard", "0/2"][..], 2, "there is no plan"),
        (&["sweep", "run", "empty.csv", "--shard", "0/2"][..], 2, "is not a plan of a sweep"),
        (&["sweep", "run", "empty.csv", "--shard", "2/2"][..], 2, "counted from 0 to 1"),
        (&["sweep", "run", "empty.csv", "--shard", "two"][..], 2, "write K/N"),
        (&["sweep", "plan"][..], 2, "SCENARIO"),
        (&["sweep"][..], 2, "SCENARIO"),
    ] {
        let ended = desk.peakdesk(words);
        assert_eq!(ended.status, Some(status), "{words:?}\n{}", ended.err);
        ended.says(&[parts]);
    }
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let desk = Desk::new();
    desk.sweep(&["--vary", PRICE, "-o", "s"]).with(0);
    desk.sweep(&["--vary", SCALE, "-o", "s"]).with(4).says(&["exists already"]);
    desk.sweep(&["--vary", SCALE, "-o", "s", "--overwrite"]).with(0).says(&["3 points"]);
    fs::write(desk.path("t.journal"), "a shopping list, not a journal").unwrap();
    desk.sweep(&["--vary", SCALE, "-o", "t"]).with(4).says(&["is not the journal of a sweep"]);
    assert_eq!(fs::read_to_string(desk.path("t.journal")).unwrap(), "a shopping list, not a journal");
}

#[test]
fn compare_tells_what_differs_beyond_chance() {
    let desk = Desk::new();
    let scenario = one_queue();
    let compare =
        |more: &[&str]| desk.peakdesk(&[&["compare", scenario.as_str(), "--replications", "30"], more].concat());
    let ended = compare(&["--set", "contracts.per-contact.fees.0.per_contact=3.7", "-o", "c"]).with(0);
    ended.says(&["Holm", "30 replications each"]);
    let rows = desk.rows("c/compare.csv");
    let row = |contract: &str, column: &str| {
        let found = rows.iter().find(|row| row["contract"] == contract && row["column"] == column);
        found.unwrap_or_else(|| panic!("{contract} {column}")).clone()
    };
    assert_eq!(row("", "service_level")["judgement"], "same");
    assert_eq!(row("per-seat", "profit")["judgement"], "same");
    assert_eq!(row("per-contact", "profit")["judgement"], "beyond_chance");
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap();
    let revenue = row("per-contact", "revenue");
    // 0.1 more on 3.6 for the same contacts
    assert!((number(&revenue, "difference") / number(&revenue, "a") - 0.1 / 3.6).abs() < 1e-9);
    assert!(number(&revenue, "difference_ci_low") < number(&revenue, "difference"));
    // the values are those of a run
    desk.peakdesk(&["run", &scenario, "--replications", "30", "-o", "r"]).with(0);
    let of_the_run = ["contract", "plan", "replications", "equivalent_replications"];
    for summary in desk.rows("r/summary.csv") {
        // every figure is compared; interval ends and what tells of the run itself are no figures
        for column in summary.keys().filter(|column| !column.contains("_ci_") && !of_the_run.contains(&column.as_str()))
        {
            let is_compared = rows.iter().any(|row| {
                row["column"] == *column && (row["contract"].is_empty() || row["contract"] == summary["contract"])
            });
            assert_eq!(is_compared, !summary[column].is_empty(), "{column} of {}", summary["contract"]);
        }
        for compared in rows.iter().filter(|row| row["contract"] == summary["contract"] || row["contract"].is_empty()) {
            let (found, known) = (&compared["a"], &summary[&compared["column"]]);
            match (found.parse::<f64>(), known.parse::<f64>()) {
                (Ok(found), Ok(known)) => {
                    assert!((found - known).abs() <= 1e-9 * known.abs().max(1e-9), "{compared:?} {known}")
                }
                _ => assert_eq!(found, known, "{compared:?}"),
            }
        }
    }
    compare(&["-o", "d"]).with(2).says(&["nothing to compare with"]);
    compare(&[&scenario, "--set", "demand.scale=2", "-o", "d"]).with(2).says(&["not both"]);
    compare(&["--set", "demand.scal=2", "-o", "d"]).with(3).says(&["did you mean"]);
    compare(&["--set", "demand.scale=1.05", "-o", "c"]).with(4).says(&["exists already"]);
    let zh = compare(&["--set", "demand.scale=1.05", "-o", "zh", "--lang", "zh"]).with(0);
    zh.says(&["对比", "超出偶然"]);
}
