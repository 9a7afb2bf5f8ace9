//! Allowed shifts: times in whole intervals, breaks that fit, caps of labour law.

use super::channels::clock;
use super::names::shown_duration;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{BreakPay, BreakRule, DAY_S, ShiftCover, ShiftRules};
use crate::scenario::written::{BreakWritten, Duration, ShiftCoverWritten, ShiftStarts, ShiftsWritten};

/// Length of a shift if none is given.
const USUAL_LENGTH_S: u32 = 8 * 3600;
/// Longest shift.
const LONGEST_S: f64 = 16.0 * 3600.0;
/// Days and hours of a week by the State Council's decree 174 of 1995.
const USUAL_WEEK: (u32, f64) = (5, 40.0);
/// Most ways to place a shift and its breaks in a day; more would make the integer programs slow.
const MOST_PATTERNS: u64 = 6_000;

/// The rules, complete.
pub(super) fn shifts(written: &ShiftsWritten, interval_s: u32, path: &KeyPath, problems: &mut Problems) -> ShiftRules {
    let starts_s = match &written.starts {
        Some(starts) => starts_of(starts, interval_s, &path.key("starts"), problems),
        None => (0..DAY_S).step_by(interval_s as usize).collect(),
    };
    let mut lengths_s: Vec<u32> = Vec::new();
    for (place, length) in written.lengths.iter().flatten().enumerate() {
        let path = path.key("lengths").index(place);
        let Some(length_s) = whole_intervals(length, interval_s, &path, problems) else { continue };
        if length.0 <= 0.0 || length.0 > LONGEST_S {
            let complaint = Complaint::new(shown_duration(length.0), "must be more than 0 and at most 16h");
            problems.at(&path, complaint.remedy("write the time from the first to the last minute, such as \"9h\""));
        } else {
            lengths_s.push(length_s);
        }
    }
    lengths_s.sort_unstable();
    lengths_s.dedup();
    if written.lengths.is_none() {
        lengths_s.push(USUAL_LENGTH_S);
    }
    let before = problems.count();
    let breaks: Vec<BreakRule> = written
        .breaks
        .iter()
        .flatten()
        .enumerate()
        .filter_map(|(place, one)| break_rule(one, interval_s, &path.key("breaks").index(place), problems))
        .collect();
    let rules = ShiftRules {
        starts_s,
        lengths_s,
        breaks,
        days_a_week: written.days_a_week.unwrap_or(USUAL_WEEK.0),
        rest_days_worked: written.rest_days_worked.unwrap_or(0),
        hours_a_week: written.hours_a_week.map_or(USUAL_WEEK.1, |hours| hours.0),
        overtime_month_h: written.overtime_month.as_ref().map_or(0.0, |overtime| overtime.0 / 3600.0),
        cover: cover(written, path, problems),
    };
    if rules.days_a_week + rules.rest_days_worked > 7 {
        let complaint =
            Complaint::new(rules.rest_days_worked, format!("must leave {} days of work in 7", rules.days_a_week));
        problems.at(
            &path.key("rest_days_worked"),
            complaint.remedy(format!("write at most {}", 7_u32.saturating_sub(rules.days_a_week))),
        );
    }
    let longest = rules.lengths_s.last().map_or(0.0, |length| f64::from(rules.paid_s(*length)) / 3600.0);
    if rules.hours_a_week < longest {
        let complaint = Complaint::new(rules.hours_a_week, format!("must hold a shift, of up to {longest} paid hours"));
        problems.at(&path.key("hours_a_week"), complaint.remedy("raise it, or allow shorter shifts only"));
    }
    if problems.count() == before {
        check_patterns(&rules, interval_s, path, problems);
    }
    rules
}

fn cover(written: &ShiftsWritten, path: &KeyPath, problems: &mut Problems) -> ShiftCover {
    match (written.cover, written.short_hour) {
        (Some(ShiftCoverWritten::Nearest), Some(price)) => {
            let complaint = Complaint::new(price.0, "does not go with cover = \"nearest\"");
            problems.at(&path.key("short_hour"), complaint.remedy("leave one of the two out"));
            ShiftCover::Nearest
        }
        (Some(ShiftCoverWritten::Nearest), None) => ShiftCover::Nearest,
        (_, Some(price)) => ShiftCover::ShortHour(price.0),
        (_, None) => ShiftCover::Full,
    }
}

/// Seconds, if they are whole intervals; else a complaint.
fn whole_intervals(duration: &Duration, interval_s: u32, path: &KeyPath, problems: &mut Problems) -> Option<u32> {
    let intervals = duration.0 / f64::from(interval_s);
    if intervals.fract() == 0.0 && duration.0 < f64::from(u32::MAX) {
        return Some(duration.0 as u32);
    }
    let rule = format!("must be a whole number of intervals of {} minutes", interval_s / 60);
    problems.at(
        path,
        Complaint::new(shown_duration(duration.0), rule).remedy("round it, or choose a shorter calendar.interval"),
    );
    None
}

fn starts_of(written: &ShiftStarts, interval_s: u32, path: &KeyPath, problems: &mut Problems) -> Vec<u32> {
    let (Some(from), Some(to), Some(every)) = (&written.from, &written.to, &written.every) else { return Vec::new() };
    let (from, to) = (from.0, to.0);
    for (key, second) in [("from", from), ("to", to)] {
        if second % interval_s != 0 {
            let rule = format!("must be the start of an interval of {} minutes", interval_s / 60);
            problems.at(
                &path.key(key),
                Complaint::new(format!("\"{}\"", clock(second)), rule).remedy("move it to the nearest interval"),
            );
        }
    }
    let Some(every_s) = whole_intervals(every, interval_s, &path.key("every"), problems) else { return Vec::new() };
    if every_s == 0 {
        let complaint = Complaint::new(shown_duration(every.0), "must be more than 0");
        problems.at(&path.key("every"), complaint.remedy("write \"30m\" or \"1h\""));
        return Vec::new();
    }
    // past midnight when the latest start comes before the earliest: 22:00 to 06:00
    let last = if to < from { to + DAY_S } else { to };
    let mut starts: Vec<u32> = (from..=last).step_by(every_s as usize).map(|start| start % DAY_S).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn break_rule(written: &BreakWritten, interval_s: u32, path: &KeyPath, problems: &mut Problems) -> Option<BreakRule> {
    let length_s = whole_intervals(written.length.as_ref()?, interval_s, &path.key("for"), problems)?;
    let mut moment = |duration: &Option<Duration>, key: &str, default: u32| match duration {
        Some(duration) => whole_intervals(duration, interval_s, &path.key(key), problems),
        None => Some(default),
    };
    let not_before_s = moment(&written.not_before, "not_before", 0)?;
    let not_after_s = moment(&written.not_after, "not_after", u32::MAX)?;
    let shifts_over_s = written.shifts_over.as_ref().map_or(0, |over| over.0.min(f64::from(u32::MAX)) as u32);
    if not_after_s < not_before_s {
        let complaint = Complaint::new(
            shown_duration(f64::from(not_after_s)),
            format!("must not come before not_before, {}", shown_duration(f64::from(not_before_s))),
        );
        problems.at(&path.key("not_after"), complaint.remedy("exchange the two"));
        return None;
    }
    let pay = if written.paid == Some(true) { BreakPay::Paid } else { BreakPay::Unpaid };
    Some(BreakRule { length_s, not_before_s, not_after_s, shifts_over_s, pay })
}

/// That every length has room for its breaks, and that there are not too many ways to place them.
fn check_patterns(rules: &ShiftRules, interval_s: u32, path: &KeyPath, problems: &mut Problems) {
    let mut patterns = 0_u64;
    for length in &rules.lengths_s {
        let ways = rules.break_placements(*length, interval_s).len() as u64;
        if ways == 0 {
            let rule = "has no room for its breaks within their limits";
            problems.at(
                &path.key("lengths"),
                Complaint::new(shown_duration(f64::from(*length)), rule)
                    .remedy("widen not_before and not_after, or set shifts_over so that it has none"),
            );
        }
        patterns += ways * rules.starts_s.len() as u64;
    }
    if patterns > MOST_PATTERNS {
        let rule =
            format!("gives {patterns} ways to place a shift and its breaks, and must give at most {MOST_PATTERNS}");
        problems.at(path, Complaint::new("", rule).remedy("allow fewer starts, lengths, or places for breaks"));
    }
}
