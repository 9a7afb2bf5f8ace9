//! A small desk: two weeks from Monday 3 November 2025 in half-hours, phone from 08:00 to 22:00 and chat all day.

use peakdesk::scenario::model::{GroupId, LaidShift, Scenario, StaffingPlan};
use peakdesk::scenario::reading::read_scenario;

/// What stands in `[shifts]` unless a test says otherwise.
pub const SHIFTS: &str = r#"
starts         = { from = "07:00", to = "00:00", every = "30m" }
lengths        = ["4h", "9h"]
breaks         = [{ for = "60m", not_before = "3h", not_after = "5h", shifts_over = "6h" }]
days_a_week    = 5
rest_days_worked = 1
hours_a_week   = 40
overtime_month = "36h"
"#;

/// Reads the desk with some rules of shifts and more lines for its phone group.
pub fn desk(shifts: &str, phone_group: &str) -> Scenario {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        r#"
[calendar]
first_day = 2025-11-03
days = 14
interval = "30m"

[channels.phone]
kind = "voice"
open = "08:00-22:00"
service_level = {{ target = 0.8, within = "20s" }}

[channels.chat]
kind = "chat"
open = "00:00-24:00"
service_level = {{ target = 0.8, within = "20s" }}

[contact_types.tracking]
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 0, 0]
channels = {{ phone = 0.5, chat = 0.5 }}
handle_time = "180s"

[agent_groups.phone]
skills = ["phone"]
shrinkage = 0.2
{phone_group}

[agent_groups.chat]
skills = ["chat"]
shrinkage = 0.2
wage = {{ hour = 20 }}

[costs]
social_charges = 0.25
hours_month = 174
night_allowance_hour = 3

[shifts]
{shifts}
"#
    );
    let file = folder.path().join("desk.toml");
    std::fs::write(&file, text).unwrap();
    match read_scenario(&file, &[]) {
        Ok(reading) => reading.scenario,
        Err(diagnostics) => panic!("the desk does not read:\n{diagnostics}"),
    }
}

/// A plan that requires of each group what a function of day and half-hour says.
pub fn plan(scenario: &Scenario, required: impl Fn(GroupId, usize, usize) -> u32) -> StaffingPlan {
    let of_group = |group| {
        (0..scenario.intervals()).map(|interval| required(GroupId(group), interval / 48, interval % 48)).collect()
    };
    StaffingPlan::without_roster((0..scenario.agent_groups.len()).map(of_group).collect())
}

/// Half-hours of the season in which a shift works.
pub fn half_hours(shift: &LaidShift) -> Vec<i64> {
    let start = shift.start_s / 1800;
    (0..i64::from(shift.length_s / 1800))
        .filter(|at| {
            let second = *at as u32 * 1800;
            !shift.breaks.iter().any(|rest| (rest.after_s..rest.after_s + rest.length_s).contains(&second))
        })
        .map(|at| start + at)
        .collect()
}
