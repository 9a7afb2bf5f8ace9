//! Files that are laid over a scenario with `--with`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn peakdesk(folder: &TempDir, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_peakdesk"))
        .args(words)
        .current_dir(folder.path())
        .env("LC_ALL", "C")
        .output()
        .expect("the program starts")
}

fn shipped(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).display().to_string()
}

fn folder_with(text: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(folder.path().join("busier.toml"), text).expect("it can be written to");
    folder
}

#[test]
fn a_file_is_joined_with_the_scenario_and_what_is_typed_wins() {
    let folder = folder_with("[demand]\nscale = 3\n[agent_groups.agents.heads]\nmax = 77\n[run]\nreplications = 2\n");
    let printed = |more: &[&str]| {
        let scenario = shipped("one-queue");
        let output = peakdesk(&folder, &[&["check", &scenario, "--resolved"], more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("scenarios are text")
    };
    let (plain, laid) = (printed(&[]), printed(&["--with", "busier.toml"]));
    let typed = printed(&[
        "--set",
        "demand.scale=3",
        "--set",
        "agent_groups.agents.heads.max=77",
        "--set",
        "run.replications=2",
    ]);
    assert_ne!(plain, laid);
    assert_eq!(laid, typed);
    assert_eq!(
        printed(&["--with", "busier.toml", "--set", "demand.scale=2"]),
        printed(&["--set", "demand.scale=2", "--set", "agent_groups.agents.heads.max=77", "--replications", "2"])
    );
}

#[test]
fn what_is_wrong_in_a_file_is_told_with_its_line() {
    for (text, expected) in [
        ("[demand]\nscale = -1\n", "busier.toml:2"),
        ("\n[demand]\nskale = 1\n", "busier.toml:3"),
        ("[demand\n", "busier.toml:1"),
    ] {
        let folder = folder_with(text);
        let output = peakdesk(&folder, &["run", &shipped("one-queue"), "--with", "busier.toml"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{told}");
        assert!(told.contains(expected), "{expected} is not in:\n{told}");
        assert!(!folder.path().join("output").exists());
    }
    let folder = folder_with("");
    let output = peakdesk(&folder, &["run", &shipped("one-queue"), "--with", "absent.toml"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("absent.toml"));
}

#[test]
fn the_shifts_of_double11_fit_it() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let output = peakdesk(&folder, &["check", &shipped("double11"), "--with", &shipped("double11/shifts.toml")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
