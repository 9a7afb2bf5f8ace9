//! Whatever ends a sweep, the same command goes on from what was finished, and the files are those of a sweep left alone.

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::FILES;
use crate::desk::{Desk, one_queue};

#[test]
fn an_interrupted_sweep_goes_on_and_gives_the_same_bytes() {
    let desk = Desk::new();
    let what = ["--replications", "60", "--vary", "demand.scale=0.7:1.3:25", "--threads", "1"];
    let scenario = one_queue();
    let words = |folder| [&["sweep", scenario.as_str(), "-o", folder], &what[..]].concat();
    desk.peakdesk(&words("whole")).with(0);
    let journal = desk.path("cut.journal");
    let mut kills = 0;
    for delay in [40u64, 90, 160, 250] {
        let mut child = desk.command(&words("cut")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(delay));
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            kills += 1;
        }
        child.wait().unwrap();
    }
    // a journal that is torn within its last record, as a power cut leaves it
    if let Ok(bytes) = fs::read(&journal) {
        fs::write(&journal, &bytes[..bytes.len() - bytes.len().min(7)]).unwrap();
    }
    let ended = desk.peakdesk(&words("cut")).with(0);
    assert!(kills == 0 || !journal.exists(), "the journal is gone when the results are there\n{}", ended.err);
    for file in FILES {
        assert!(desk.bytes(&format!("whole/{file}")) == desk.bytes(&format!("cut/{file}")), "{file}");
    }
    desk.peakdesk(&words("cut")).with(0).says(&["is in cut already"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_finished_and_a_changed_scenario_is_refused() {
    let desk = Desk::new();
    let scenario = one_queue();
    let words =
        ["sweep", &scenario, "-o", "s", "--replications", "400", "--vary", "demand.scale=0.7:1.3:40", "--threads", "1"];
    let child = desk.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = desk.path("s.journal");
    // until a first point is kept: the plan alone is shorter than this
    let has_points = || fs::metadata(&journal).is_ok_and(|about| about.len() > 20_000);
    for _ in 0..3000 {
        if has_points() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let interrupt = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let ended = child.wait_with_output().unwrap();
    let message = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{message}");
    assert!(message.contains("of 40 points are kept in") && message.contains("s.journal"), "{message}");
    assert!(!desk.path("s").exists());

    let changed = [&words[..], &["--set", "channels.phone.lines=80", "--seed", "7"]].concat();
    let refused = desk.peakdesk(&changed).with(3);
    refused.says(&["seed: was 1, is 7", "channels.phone.lines: was nothing, is 80", "--restart"]);
    assert!(journal.exists(), "nothing is lost by being refused");
    desk.peakdesk(&words).with(0).says(&["going on: ", "of 40 points are finished already"]);
}

/// 25 points on one thread, about a second.
fn long_sweep(scenario: &str) -> [&str; 10] {
    ["sweep", scenario, "-o", "s", "--replications", "60", "--vary", "demand.scale=0.7:1.3:25", "--threads", "1"]
}

/// A disk that is full, here a limit on the size of files: what is finished is kept, and there is a way on.
#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_same_command_goes_on() {
    let desk = Desk::new();
    let scenario = one_queue();
    let words = long_sweep(&scenario);
    desk.peakdesk(&words).with(0);
    let whole = FILES.map(|file| desk.bytes(&format!("s/{file}")));
    fs::remove_dir_all(desk.path("s")).unwrap();
    // 64 blocks of 512 bytes or more: the plan and some points, not all
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_peakdesk")]);
    let Output { status, stderr, .. } = command.args(words).current_dir(desk.path("")).output().unwrap();
    let message = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(4), "{message}");
    assert!(message.contains("s.journal': ") && message.contains("what was finished is kept"), "{message}");
    assert!(!desk.path("s").exists());
    desk.peakdesk(&words).with(0).says(&["going on: ", "of 25 points are finished already"]);
    for (file, whole) in FILES.iter().zip(&whole) {
        assert!(*whole == desk.bytes(&format!("s/{file}")), "{file}");
    }
}

/// What a power cut may leave: a folder that was never put in its place, a journal that should be gone, one with a torn or a
/// blank end. The journal's own test cuts it at every byte.
#[test]
fn a_power_cut_at_the_end_loses_nothing() {
    let desk = Desk::new();
    let scenario = one_queue();
    let words = long_sweep(&scenario);
    let journal = desk.path("s.journal");
    let mut child = desk.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !journal.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    // something in the way of the results, so that the journal stays
    fs::create_dir(desk.path("s")).unwrap();
    fs::write(desk.path("s/other"), "").unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(4));
    fs::remove_dir_all(desk.path("s")).unwrap();
    let bytes = fs::read(&journal).unwrap();

    fs::create_dir(desk.path(".s.partial-lost")).unwrap();
    desk.peakdesk(&words).with(0).says(&["going on: 25 of 25 points"]);
    let whole = FILES.map(|file| desk.bytes(&format!("s/{file}")));
    fs::write(&journal, &bytes).unwrap();
    desk.peakdesk(&words).with(0).says(&["is in s already"]);
    assert!(!journal.exists());

    let blank = |from: usize| [&bytes[..from], &vec![0; bytes.len() - from]].concat();
    for (left, finished) in [
        (bytes[..bytes.len() - 1].to_vec(), "24"),
        (blank(bytes.len() - 40), "24"),
        (blank(bytes.len() / 2), "1"),
        (blank(0), ""),
    ] {
        fs::remove_dir_all(desk.path("s")).unwrap();
        fs::write(&journal, left).unwrap();
        let ended = desk.peakdesk(&words).with(0);
        match finished {
            "" => assert!(!ended.err.contains("going on"), "{}", ended.err),
            finished => ended.says(&[&format!("going on: {finished}")]),
        }
        for (file, whole) in FILES.iter().zip(&whole) {
            assert!(*whole == desk.bytes(&format!("s/{file}")), "{file}");
        }
    }
}
