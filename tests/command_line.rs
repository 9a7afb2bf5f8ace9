//! The program from outside: every command and every exit status.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The files of a folder of results.
const FILES: [&str; 8] = [
    "days.csv",
    "intervals.csv",
    "manifest.json",
    "replications.csv",
    "service.csv",
    "staffing.csv",
    "statement.csv",
    "summary.csv",
];

/// The commands, in the order of the help.
const COMMANDS: [&str; 12] =
    ["run", "staff", "quote", "payback", "check", "compare", "sweep", "erlang", "new", "schema", "completions", "man"];

/// An empty folder to run the program in.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Desk(tempfile::tempdir().expect("there is a folder for temporary files"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The program in this folder, its environment without language and colour.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_peakdesk"));
        command.args(words).current_dir(self.0.path()).stdin(Stdio::null());
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    fn peakdesk(&self, words: &[&str]) -> Ended {
        Ended::from(self.command(words).output().expect("the program starts"))
    }

    /// A short run of the smallest shipped scenario.
    fn run(&self, more: &[&str]) -> Ended {
        let scenario = one_queue();
        self.peakdesk(&[&["run", scenario.as_str(), "--replications", "3"], more].concat())
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).expect("the folder is there");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn bytes(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let csv = self.names(folder).into_iter().filter(|name| name.ends_with(".csv"));
        csv.map(|name| (name.clone(), fs::read(self.path(folder).join(name)).expect("it can be read"))).collect()
    }

    fn manifest(&self, folder: &str) -> Value {
        let text = fs::read_to_string(self.path(folder).join("manifest.json")).expect("there is a manifest");
        serde_json::from_str(&text).expect("the manifest is JSON")
    }
}

#[derive(Debug)]
struct Ended {
    status: Option<i32>,
    out: String,
    err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Ended {
            status: output.status.code(),
            out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }
}

impl Ended {
    #[track_caller]
    fn with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
}

fn one_queue() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join("one-queue");
    path.to_str().expect("the path is UTF-8").to_owned()
}

#[track_caller]
fn assert_has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no \"{part}\" in:\n{text}");
    }
}

#[test]
fn run_writes_every_file_and_prints_the_summary() {
    let desk = Desk::new();
    let ended = desk.run(&[]).with(0);
    assert_eq!(desk.names("output"), ["one-queue"]);
    assert_eq!(desk.names("output/one-queue"), FILES);
    assert_has(
        &ended.out,
        &[
            "One phone queue",
            "3 replications",
            "Per contact",
            "Per seat",
            "The plan ",
            "Results are in output/one-queue",
        ],
    );
    assert_has(&ended.err, &[" contacts, ", " a second on "]);
    assert_eq!(ended.err.lines().count(), 1, "no bars without a terminal: {}", ended.err);
    let manifest = desk.manifest("output/one-queue");
    assert_eq!((&manifest["seed"], &manifest["replications"]), (&Value::from(1), &Value::from(3)));
    assert_eq!(manifest["environment"]["command"][1], "run");
}

#[test]
fn a_quiet_run_says_nothing_on_standard_error() {
    let desk = Desk::new();
    let ended = desk.run(&["--quiet", "-o", "here"]).with(0);
    assert_eq!(ended.err, "");
    assert_has(&ended.out, &["Results are in here"]);
    assert_eq!(desk.names("here"), FILES);
}

#[test]
fn what_is_printed_is_the_same_again_and_again() {
    let desk = Desk::new();
    let first = desk.run(&["-o", "here", "--threads", "1"]).with(0);
    let second = desk.run(&["-o", "here", "--overwrite", "--threads", "2"]).with(0);
    assert_eq!(first.out, second.out);
}

#[test]
fn results_are_not_replaced_unasked() {
    let desk = Desk::new();
    desk.run(&["-o", "here"]).with(0);
    let before = desk.bytes("here");
    let refused = desk.run(&["-o", "here", "--seed", "2"]).with(4);
    assert_has(&refused.err, &["exists already", "--overwrite"]);
    assert_eq!(refused.out, "");
    assert!(desk.bytes("here") == before, "nothing was touched");
    desk.run(&["-o", "here", "--seed", "2", "--overwrite"]).with(0);
    assert!(desk.bytes("here") != before, "the new ones are in their place");
    assert_eq!(desk.names("."), ["here"], "and nothing beside them");
}

#[test]
fn a_folder_that_is_not_of_results_is_never_replaced() {
    let desk = Desk::new();
    fs::create_dir(desk.path("mine")).unwrap();
    fs::write(desk.path("mine/diary.txt"), "dear").unwrap();
    let refused = desk.run(&["-o", "mine", "--overwrite"]).with(4);
    assert_has(&refused.err, &["is not a folder of peakdesk results"]);
    assert_eq!(desk.names("mine"), ["diary.txt"]);
}

#[test]
fn a_command_line_that_makes_no_sense_ends_with_2() {
    let desk = Desk::new();
    let scenario = one_queue();
    let scenario = scenario.as_str();
    let cases: [(&[&str], &str); 17] = [
        (&[], "Usage: peakdesk <COMMAND>"),
        (&["roster", scenario], "unrecognized subcommand 'roster'"),
        (&["run"], "<SCENARIO>"),
        (&["run", scenario, "--sed", "1"], "--seed"),
        (&["run", scenario, "--seed", "-1"], "-1"),
        (&["run", scenario, "--seed", "one"], "invalid digit"),
        (&["run", scenario, "--replications", "0"], "0 is not in 1.."),
        (&["run", scenario, "--threads", "0"], "0 is not in 1..=1024"),
        (&["run", scenario, "--lang", "fr"], "possible values: en, zh"),
        (&["run", scenario, "--color", "blue"], "possible values: auto, always, never"),
        (&["run", scenario, "--precision", "profit"], "profit:0.01"),
        (&["run", scenario, "--precision", "margin:0.01"], "write profit or service_level"),
        (&["run", scenario, "--set", "demand.scale"], "path=value"),
        (&["new", "../elsewhere"], "must not have the character '/'"),
        (&["completions", "cmd"], "possible values: bash"),
        (&["erlang", "a", "--per-hour", "100"], "required"),
        (&["erlang", "b", "--load", "1e12", "--target", "0.01"], "error: "),
    ];
    for (words, expected) in cases {
        let ended = desk.peakdesk(words).with(2);
        assert_eq!(ended.out, "", "{words:?}");
        assert_has(&ended.err, &[expected]);
    }
    assert!(desk.names(".").is_empty());
}

#[test]
fn a_quote_is_printed_for_people_spreadsheets_and_programs() {
    let desk = Desk::new();
    let scenario = one_queue();
    let words = ["quote", scenario.as_str(), "--contract", "per-minute", "--margin", "0.1", "--replications", "4"];
    let quote = |more: &[&str]| desk.peakdesk(&[&words, more].concat()).with(0).out;
    assert_has(
        &quote(&[]),
        &["Per talk minute: prices for a margin of 10.0 % in the mean", "times the written prices"],
    );
    assert_has(&quote(&["--lang", "zh"]), &["按通话时间收费：平均利润率达到 10.0 % 的价格"]);
    let found: Value = serde_json::from_str(&quote(&["--format", "json"])).expect("it is JSON");
    let factor = found["price_factor"]["value"].as_f64().expect("there is a price");
    assert_eq!(found["clause_1_talk_minute_1"]["value"].as_f64(), Some(factor));
    let csv = quote(&["--format", "csv", "--threads", "1"]);
    assert_has(&csv, &["figure,value,low,high,unit\r\n", &format!("price_factor,{factor},")]);

    let wrong = desk.peakdesk(&["quote", scenario.as_str(), "--contract", "per-call", "--margin", "0.1"]).with(2);
    assert_has(&wrong.err, &["no contract 'per-call'", "per-contact, per-minute, per-seat"]);
    let wrong = desk.peakdesk(&["quote", scenario.as_str(), "--contract", "per-seat", "--margin", "1.2"]).with(2);
    assert_has(&wrong.err, &["below 1"]);
    let wrong = desk.peakdesk(&["payback", scenario.as_str()]).with(2);
    assert_has(&wrong.err, &["the scenario has no bot"]);
    assert!(desk.names(".").is_empty());
}

#[test]
fn help_and_version_are_no_mistakes() {
    let desk = Desk::new();
    let help = desk.peakdesk(&["--help"]).with(0);
    let commands: Vec<&str> = help
        .out
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(commands, [&COMMANDS[..], &["help"]].concat());
    assert_has(&help.out, &["Exit status:", "    3  the scenario", "  130  interrupted"]);
    for command in commands.iter().filter(|command| **command != "help") {
        assert_has(&desk.peakdesk(&[command, "--help"]).with(0).out, &["Usage: peakdesk"]);
    }
    assert_eq!(desk.peakdesk(&["--version"]).with(0).out, format!("peakdesk {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_problem_of_a_scenario_is_told_with_3_and_no_folder_is_made() {
    let desk = Desk::new();
    let wrong = ["--set", "channels.phone.kind=fax", "--set", "demnd.scale=2", "--set", "run.seed=-5"];
    for command in ["run", "check"] {
        let ended = desk.peakdesk(&[&[command, one_queue().as_str()], &wrong[..]].concat()).with(3);
        assert_eq!(ended.out, "");
        assert_has(
            &ended.err,
            &["\"fax\"", "did you mean \"demand\"", "run.seed = -5", "--set:3", "3 problems in all"],
        );
        let missing = desk.peakdesk(&[command, "nowhere"]).with(3);
        assert_has(&missing.err, &["nowhere", "there is no such file", "a folder with scenario.toml"]);
    }
    assert!(desk.names(".").is_empty());
}

#[test]
fn a_name_cannot_leave_the_output_folder() {
    let desk = Desk::new();
    fs::create_dir(desk.path("inner")).unwrap();
    for name in ["../evil", "/tmp/evil", "a/../../evil", ".."] {
        let set = format!("name=\"{name}\"");
        let scenario = one_queue();
        let words = ["run", &scenario, "--replications", "2", "--set", &set];
        let output = desk.command(&words).current_dir(desk.path("inner")).output().expect("the program starts");
        assert_has(&Ended::from(output).with(3).err, &["name"]);
    }
    assert_eq!(desk.names("."), ["inner"]);
    assert!(desk.names("inner").is_empty());
}

#[test]
fn a_folder_that_cannot_be_written_ends_with_4_before_the_run() {
    let desk = Desk::new();
    fs::write(desk.path("file"), "not a folder").unwrap();
    let scenario = one_queue();
    // So long that the test would not end if the folder were looked at afterwards.
    let long = ["run", scenario.as_str(), "--replications", "10000000", "-o"];
    assert_has(&desk.peakdesk(&[&long[..], &["file/results"]].concat()).with(4).err, &["cannot write", "file"]);
    #[cfg(target_os = "linux")]
    assert_has(&desk.peakdesk(&[&long[..], &["/proc/results"]].concat()).with(4).err, &["cannot write '/proc"]);
    assert_eq!(desk.names("."), ["file"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_ends_with_4_and_stays_empty() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let locked = desk.path("locked");
    fs::create_dir(&locked).unwrap();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).unwrap();
    let may_write_anyway = tempfile::tempfile_in(&locked).is_ok();
    let ended = desk.run(&["-o", "locked/results"]);
    if may_write_anyway {
        // The superuser is not stopped by permissions; then it must simply work.
        ended.with(0);
    } else {
        assert_has(&ended.with(4).err, &["cannot write", "give a folder that may be written"]);
        assert!(desk.names("locked").is_empty());
    }
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_standard_output_ends_with_4() {
    let desk = Desk::new();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    for words in [&["schema"][..], &["man"], &["completions", "bash"], &["erlang", "b", "--load", "4", "--agents", "5"]]
    {
        let output = desk.command(words).stdout(full()).output().expect("the program starts");
        assert_has(&Ended::from(output).with(4).err, &["error: ", "No space left"]);
    }
}

#[test]
fn no_plan_for_the_target_ends_with_5() {
    let desk = Desk::new();
    let ended = desk.run(&["--set", "agent_groups.agents.heads={ max = 5 }"]).with(5);
    assert_has(&ended.err, &["no plan meets the target of channel 'phone'", "raise heads.max"]);
    assert_eq!(ended.out, "");
    assert!(desk.names("output").is_empty(), "no results and no remains");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_ends_with_130_and_leaves_nothing() {
    use std::time::{Duration, Instant};
    let desk = Desk::new();
    let scenario = one_queue();
    let mut command = desk.command(&["run", &scenario, "--replications", "10000000"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let waiting = Instant::now();
    while !desk.path("output").exists() || desk.names("output").is_empty() {
        assert!(waiting.elapsed() < Duration::from_secs(60), "the run prepares its folder");
        std::thread::sleep(Duration::from_millis(10));
    }
    let killed =
        Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("there is a kill command");
    assert!(killed.success());
    let ended = Ended::from(child.wait_with_output().expect("the program ends")).with(130);
    assert_has(&ended.err, &["stopping", "interrupted; nothing was written"]);
    assert_eq!(ended.out, "");
    assert!(desk.names("output").is_empty());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    let scenario = one_queue();
    let run = ["run", &scenario, "--replications", "2", "-q", "-o", "here"];
    for words in [&["schema"][..], &["man"], &["erlang", "b", "--load", "4", "--agents", "5"], &["--help"], &run] {
        let (reader, writer) = std::io::pipe().expect("there are pipes");
        drop(reader);
        let output = desk.command(words).stdout(writer).output().expect("the program starts");
        let ended = Ended::from(output).with(0);
        assert_eq!(ended.err, "", "{words:?}");
    }
    assert_eq!(desk.names("here"), FILES, "the results are written all the same");
}

#[test]
fn threads_do_not_change_a_byte_and_another_seed_does() {
    let desk = Desk::new();
    for threads in ["1", "2", "7"] {
        desk.run(&["--threads", threads, "-o", threads]).with(0);
    }
    let one = desk.bytes("1");
    assert_eq!(one.len(), FILES.len() - 1);
    assert!(one == desk.bytes("2") && one == desk.bytes("7"));
    desk.run(&["--seed", "2", "-o", "seed"]).with(0);
    let other = desk.bytes("seed");
    for name in ["summary.csv", "service.csv", "intervals.csv", "replications.csv"] {
        assert!(one[name] != other[name], "{name}");
    }
}

#[test]
fn a_price_changes_money_and_leaves_service_and_staffing() {
    let desk = Desk::new();
    desk.run(&["-o", "before"]).with(0);
    desk.run(&["-o", "after", "--set", "contracts.per-contact.fees.0.per_contact=4.2"]).with(0);
    let (before, after) = (desk.bytes("before"), desk.bytes("after"));
    for name in ["service.csv", "intervals.csv", "staffing.csv", "days.csv"] {
        assert!(before[name] == after[name], "{name}");
    }
    for name in ["summary.csv", "statement.csv", "replications.csv"] {
        assert!(before[name] != after[name], "{name}");
    }
    let digest = |folder: &str| desk.manifest(folder)["scenario_digest"].clone();
    assert_ne!(digest("before"), digest("after"));
}

#[test]
fn what_is_set_is_what_is_run() {
    let desk = Desk::new();
    let set = ["--set", "demand.scale=0.5", "--set", "run.seed=5", "--set", "name=half"];
    let ended = desk.run(&[&set[..], &["--seed", "18446744073709551615"]].concat()).with(0);
    assert_has(&ended.out, &["10,080 contacts expected", "output/half"]);
    let manifest = desk.manifest("output/half");
    assert_eq!(manifest["seed"], Value::from(u64::MAX), "the flag wins over --set");
    assert_eq!(manifest["scenario"], "half");
}

#[test]
fn a_run_goes_on_until_it_is_precise_or_may_not_go_on() {
    let desk = Desk::new();
    let precise = desk.run(&["--precision", "service_level:0.5", "-o", "precise"]).with(0);
    assert_has(&precise.out.replace('\n', " "), &["After 3 replications every interval was as narrow as asked for"]);
    let cut_off = desk.run(&["--precision", "service_level:0.000001:57", "-o", "cut-off"]).with(0);
    assert_has(&cut_off.out.replace('\n', " "), &["57 replications, the most allowed"]);
    assert_eq!(desk.manifest("cut-off")["replications"], Value::from(57));
}

#[test]
fn formulas_answer_without_simulating() {
    let desk = Desk::new();
    let ended = desk.run(&["--method", "erlang", "-o", "formulas"]).with(0);
    assert_has(&ended.out, &["by Erlang formulas", "nothing was simulated", "Per contact"]);
    assert!(!ended.out.contains('±'), "formulas have no chance in them: {}", ended.out);
    assert_eq!(desk.names("formulas"), FILES);
    let manifest = desk.manifest("formulas");
    assert_eq!((&manifest["method"], &manifest["contacts"]), (&Value::from("erlang"), &Value::from(0)));
    assert_has(&desk.peakdesk(&["run", &one_queue(), "--method", "guess"]).with(2).err, &["simulate, erlang"]);
}

#[test]
fn the_summary_is_in_the_language_of_the_flag_or_the_environment() {
    let desk = Desk::new();
    let chinese = desk.run(&["--lang", "zh", "-o", "flag"]).with(0);
    assert_has(&chinese.out, &["单一电话队列", "服务水平", "排班", "结果已写入 flag"]);
    assert_has(&chinese.err, &["用时"]);
    let scenario = one_queue();
    let check = |variables: &[(&str, &str)], more: &[&str]| {
        let words = [&["check", scenario.as_str()], more].concat();
        let output = desk.command(&words).envs(variables.iter().copied()).output().expect("the program starts");
        Ended::from(output).with(0).out
    };
    assert_has(&check(&[("LANG", "zh_CN.UTF-8")], &[]), &["没有问题"]);
    assert_has(&check(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C.UTF-8")], &[]), &["Nothing is wrong"]);
    assert_has(&check(&[("LANG", "zh_CN.UTF-8")], &["--lang", "en"]), &["Nothing is wrong"]);
}

#[test]
fn colour_is_for_terminals_unless_asked_for() {
    let desk = Desk::new();
    let colour = "\u{1b}[";
    assert!(!desk.run(&["-o", "auto"]).with(0).out.contains(colour));
    assert_has(&desk.run(&["-o", "always", "--color", "always"]).with(0).out, &[colour]);
    let check = |choice: &str| {
        let words = ["check", "nowhere", "--color", choice];
        let output = desk.command(&words).env("NO_COLOR", "1").output().expect("the program starts");
        Ended::from(output).with(3).err
    };
    assert!(!check("auto").contains(colour) && !check("never").contains(colour));
    assert_has(&check("always"), &[colour]);
}

#[test]
fn a_byte_order_mark_is_written_when_asked_for() {
    let desk = Desk::new();
    desk.run(&["-o", "without"]).with(0);
    desk.run(&["-o", "with", "--bom"]).with(0);
    let (without, with) = (desk.bytes("without"), desk.bytes("with"));
    for (name, bytes) in &with {
        assert_eq!(bytes[..3], [0xef, 0xbb, 0xbf], "{name}");
        assert!(bytes[3..] == without[name], "{name}");
    }
}

#[test]
fn check_tells_what_a_scenario_holds_and_how_it_is_understood() {
    let desk = Desk::new();
    let scenario = one_queue();
    let fine = desk.peakdesk(&["check", &scenario]).with(0);
    assert_has(&fine.out, &["one-queue: 2025-11-03 to 2025-11-09 (7 days)", "3 contracts", "20,160 contacts expected"]);
    assert_eq!(fine.err, "");
    let resolved = desk.peakdesk(&["check", &scenario, "--resolved", "--replications", "9"]).with(0);
    let tree: toml::Table = resolved.out.parse().expect("it is TOML");
    assert_eq!(tree["run"]["replications"].as_integer(), Some(9));
    assert_eq!(tree["calendar"]["interval_s"].as_integer(), Some(1800));
    assert!(desk.names(".").is_empty());
}

#[test]
fn a_new_scenario_is_sound_and_replaces_nothing() {
    let desk = Desk::new();
    assert_has(&desk.peakdesk(&["new", "spring"]).with(0).out, &["peakdesk run spring"]);
    assert_eq!(desk.names("spring"), ["parcels.csv", "scenario.toml"]);
    let checked = desk.peakdesk(&["check", "spring"]).with(0);
    assert_eq!(checked.err, "", "no warnings");
    assert_has(&checked.out, &["spring: ", "Nothing is wrong"]);
    fs::write(desk.path("spring/scenario.toml"), "mine").unwrap();
    assert_has(&desk.peakdesk(&["new", "spring"]).with(4).err, &["'spring' exists already"]);
    assert_eq!(fs::read_to_string(desk.path("spring/scenario.toml")).unwrap(), "mine");
    desk.peakdesk(&["new", "autumn", "--into", "seasons"]).with(0);
    assert_eq!(desk.names("seasons/autumn"), ["parcels.csv", "scenario.toml"]);
    desk.peakdesk(&["new", "winter", "--into", "spring/parcels.csv"]).with(4);
    assert_eq!(desk.names("."), ["seasons", "spring"]);
}

#[test]
fn the_schema_is_json_and_knows_the_sections() {
    let desk = Desk::new();
    let schema: Value = serde_json::from_str(&desk.peakdesk(&["schema"]).with(0).out).expect("it is JSON");
    for section in ["run", "calendar", "channels", "contact_types", "agent_groups", "staffing", "contracts"] {
        assert!(schema["properties"][section].is_object(), "{section}");
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert_has(&desk.peakdesk(&["completions", shell]).with(0).out, &["peakdesk", "replications", "resolved"]);
    }
    assert_has(&desk.peakdesk(&["man"]).with(0).out, &[".TH peakdesk 1", "peakdesk\\-run(1)", "Exit status"]);
    desk.peakdesk(&["man", "--into", "pages/man1"]).with(0);
    let pages = desk.names("pages/man1");
    for command in COMMANDS {
        assert!(pages.contains(&format!("peakdesk-{command}.1")), "{pages:?}");
    }
    assert_eq!(desk.peakdesk(&["man", "--into", "pages/man1/peakdesk.1"]).with(4).out, "");
}

#[test]
fn erlang_answers_scripts() {
    let desk = Desk::new();
    let words = "erlang c --load 1 --aht 60s --agents 2 --format json";
    let ended = desk.peakdesk(&words.split(' ').collect::<Vec<_>>()).with(0);
    let measures: Value = serde_json::from_str(&ended.out).expect("it is JSON");
    // Two agents at a load of 1: a contact waits with chance 1/3, for 60 s in the mean when it does.
    assert!((measures["p_wait"].as_f64().expect("a number") - 1.0 / 3.0).abs() < 1e-12);
    assert!((measures["asa_s"].as_f64().expect("a number") - 20.0).abs() < 1e-9);
    let words = "erlang b --load 48 --target 0.01 --format csv";
    assert_eq!(desk.peakdesk(&words.split(' ').collect::<Vec<_>>()).with(0).out.lines().count(), 2);
}

#[test]
fn staff_writes_the_tables_of_people_alone() {
    let desk = Desk::new();
    let words = ["staff", &one_queue(), "--replications", "3", "-o", "people"];
    let plain = desk.peakdesk(&words).with(0);
    assert_has(&plain.out, &["Staff", "people", "Cost of staff", "service level"]);
    assert_eq!(desk.names("people"), ["manifest.json", "staffing.csv"]);
    let shifts = [&words[..5], &["in-shifts", "--set", "shifts.lengths=[\"4h\", \"8h\"]"]].concat();
    let ended = desk.peakdesk(&shifts).with(0);
    assert_has(&ended.out, &["overtime, h", "Shifts were laid by"]);
    assert_eq!(desk.names("in-shifts"), ["hiring.csv", "manifest.json", "shifts.csv", "staffing.csv"]);
    let zh = desk.peakdesk(&[&shifts[..], &["--overwrite", "--lang", "zh"]].concat()).with(0);
    assert_has(&zh.out, &["人员成本", "班次由"]);
    let narrow = desk.peakdesk(&[&shifts[..], &["--overwrite", "--set", "agent_groups.agents.heads.max=18"]].concat());
    assert_has(&narrow.with(5).err, &["agents"]);
}
