//! The shifts that a group may work, as patterns on a duty day.
//!
//! A duty day is 24 hours from the boundary of the group's day: of the intervals at which a shift may start, one before which
//! the group is closed, or else the one at which it needs fewest people on average, so that few shifts reach from one duty day
//! into the next. Duty day k starts at the boundary of day k; the one before the season is the eve.

use crate::scenario::model::{AgentGroup, Calendar, Channel, GroupId, LaidBreak, Scenario, ShiftRules, StreamId};

/// A shift and where its breaks lie, at a start within the duty day.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShiftPattern {
    /// Intervals from the duty day's boundary to the start.
    pub(super) start: usize,
    /// From first to last minute, seconds.
    pub(super) length_s: u32,
    /// Breaks.
    pub(super) breaks: Vec<LaidBreak>,
    /// Intervals from the boundary in which it works, ascending; may pass the end of the duty day.
    pub(super) works: Vec<usize>,
}

/// The duty day of a group, and the shifts it may work.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DutyDay {
    /// Intervals from midnight to the boundary.
    pub(super) boundary: usize,
    /// Every shift; the order is by start, length and breaks.
    pub(super) patterns: Vec<ShiftPattern>,
}

impl DutyDay {
    /// The duty day of a group that needs so many agents by interval of the season.
    pub(super) fn of(scenario: &Scenario, rules: &ShiftRules, group: GroupId, need: &[u32]) -> Self {
        let calendar = &scenario.calendar;
        let a_day = calendar.intervals_per_day();
        let by_time = sums_by_time(need, a_day);
        let open = open_times(scenario, group, &by_time);
        // where a shift may start, so that the first hours of a duty day can be covered, best where none can be under way, or
        // hours at the end of a day could be left to shifts of the next, which cannot start in time; of equals the first
        // after the peak
        let is_under_way = |time: usize| open[time] && open[(time + a_day - 1) % a_day];
        let busiest = (0..a_day).max_by_key(|time| (by_time[*time], *time)).unwrap_or(0);
        let boundary = rules
            .starts_s
            .iter()
            .map(|second| (second / calendar.interval_s) as usize)
            .min_by_key(|time| (is_under_way(*time), by_time[*time], (*time + a_day - busiest) % a_day))
            .unwrap_or(0);
        let all = patterns(rules, calendar, boundary, |_| true);
        let within = patterns(rules, calendar, boundary, |time| open[time]);
        // shifts that leave the opening hours are for those hours that no other shift reaches
        let reaches = |patterns: &[ShiftPattern], time: usize| {
            patterns.iter().any(|pattern| pattern.works.iter().any(|at| (boundary + at) % a_day == time))
        };
        let is_enough = (0..a_day).all(|time| by_time[time] == 0 || reaches(&within, time) || !reaches(&all, time));
        DutyDay { boundary, patterns: if is_enough { within } else { all } }
    }
}

/// Sums over days by interval of the day.
fn sums_by_time(need: &[u32], a_day: usize) -> Vec<u64> {
    let mut sums = vec![0_u64; a_day];
    need.iter().enumerate().for_each(|(interval, agents)| sums[interval % a_day] += u64::from(*agents));
    sums
}

/// By interval of the day: whether a channel of the group is open, or it is needed.
fn open_times(scenario: &Scenario, group: GroupId, by_time: &[u64]) -> Vec<bool> {
    let takes: Vec<&Channel> = scenario
        .streams
        .iter()
        .enumerate()
        .filter(|(stream, _)| scenario.group_takes(group, StreamId(*stream)))
        .map(|(_, stream)| &scenario.channels[stream.channel.0])
        .collect();
    by_time
        .iter()
        .enumerate()
        .map(|(time, needed)| {
            *needed > 0 || takes.iter().any(|channel| channel.is_open(scenario.calendar.second_of_day(time)))
        })
        .collect()
}

fn patterns(
    rules: &ShiftRules,
    calendar: &Calendar,
    boundary: usize,
    is_allowed: impl Fn(usize) -> bool,
) -> Vec<ShiftPattern> {
    let (a_day, interval_s) = (calendar.intervals_per_day(), calendar.interval_s);
    let mut starts: Vec<usize> =
        rules.starts_s.iter().map(|second| ((second / interval_s) as usize + a_day - boundary) % a_day).collect();
    starts.sort_unstable();
    let mut patterns = Vec::new();
    for start in starts {
        for length_s in &rules.lengths_s {
            let intervals = (length_s / interval_s) as usize;
            if !(start..start + intervals).all(|at| is_allowed((boundary + at) % a_day)) {
                continue;
            }
            for breaks in rules.break_placements(*length_s, interval_s) {
                let is_break =
                    |second: u32| breaks.iter().any(|one| (one.after_s..one.after_s + one.length_s).contains(&second));
                let works =
                    (0..intervals).filter(|at| !is_break(*at as u32 * interval_s)).map(|at| start + at).collect();
                patterns.push(ShiftPattern { start, length_s: *length_s, breaks, works });
            }
        }
    }
    patterns
}

/// Days on which a group's shifts may start: those of its availability, and the eve where it is there from the first day.
pub(super) fn may_start_on(group: &AgentGroup, day: i64) -> bool {
    let (first, last) = group.available_days;
    let first = if first == 0 { -1 } else { first as i64 };
    first <= day && day <= last as i64
}
