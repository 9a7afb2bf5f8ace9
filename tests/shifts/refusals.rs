//! What cannot be staffed, and why.

use peakdesk::scenario::model::GroupId;
use peakdesk::staffing::{NoPlan, Unstaffable, lay_shifts};

use crate::small_desk::{SHIFTS, desk, plan};

#[test]
fn a_time_that_no_shift_reaches_is_named() {
    let shifts = "starts = { from = \"09:00\", to = \"12:00\", every = \"30m\" }\nlengths = [\"8h\"]";
    let scenario = desk(shifts, "wage = { hour = 25 }");
    let asked = plan(&scenario, |group, _, half_hour| u32::from(group == GroupId(0) && (16..44).contains(&half_hour)));
    let error = lay_shifts(&scenario, &asked).unwrap_err();
    let NoPlan::Unstaffable(Unstaffable::NoShift { group, date, time, required }) = &error else { panic!("{error}") };
    assert_eq!((group.as_str(), date.as_str(), time.as_str(), *required), ("phone", "2025-11-03", "08:00", 1));
    assert!(error.to_string().contains("widen shifts.starts"), "{error}");
}

#[test]
fn too_few_heads_are_told_with_what_binds_and_by_how_much() {
    let scenario = desk(SHIFTS, "wage = { hour = 25 }\nheads = { max = 20 }");
    let all_day = |agents| {
        plan(
            &scenario,
            move |group, _, half_hour| {
                if group == GroupId(0) && (16..44).contains(&half_hour) { agents } else { 0 }
            },
        )
    };
    assert!(lay_shifts(&scenario, &all_day(6)).is_ok());
    let error = lay_shifts(&scenario, &all_day(12)).unwrap_err();
    let NoPlan::Unstaffable(Unstaffable::TooFewHeads { group, needed, most, .. }) = &error else { panic!("{error}") };
    assert_eq!((group.as_str(), *most), ("phone", 20));
    // 15 in shifts for 14 hours are 210 hours a day; twenty people work 160 at eight hours each
    assert!(*needed > 26 && *needed < 45, "{error}");
    assert!(error.to_string().contains(&format!("{} more than its heads.max of 20", needed - 20)), "{error}");
}
