//! The calendar: days, intervals, and what labour law makes of each day.

use jiff::civil::{Date, Weekday};

use super::files::{Files, text_of};
use super::names::shown_duration;
use super::table::{Table, day_of};
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
use crate::scenario::model::{Calendar, DayKind};
use crate::scenario::written::{CalendarWritten, check_format};

/// Days of China's statutory calendar that are not what their weekday says, by the State Council's yearly notices: statutory
/// festival days (paid at three times the wage), days off around them, and weekends worked in lieu.
const HOLIDAYS_CN: &str = include_str!("../reading/holidays_cn.csv");

/// First and last year of [`HOLIDAYS_CN`].
const YEARS_CN: (i16, i16) = (2024, 2026);

/// Most days of a season.
const MOST_DAYS: u32 = 400;

const KINDS: [(&str, DayKind); 3] =
    [("holiday", DayKind::StatutoryHoliday), ("rest", DayKind::RestDay), ("workday", DayKind::Workday)];

/// The calendar; `None` if its days are not known.
pub(super) fn calendar(
    written: &CalendarWritten,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Calendar> {
    let interval_s = match written.interval.as_ref().map_or(1800.0, |interval| interval.0) {
        900.0 => 900,
        1800.0 => 1800,
        3600.0 => 3600,
        other => {
            let complaint = Complaint::new(shown_duration(other), "must be 15, 30 or 60 minutes");
            problems.at(&path.key("interval"), complaint.remedy("write \"15m\", \"30m\" or \"60m\""));
            1800
        }
    };
    let days = written.days.map(|days| days.0).filter(|days| {
        let fits = *days <= MOST_DAYS;
        if !fits {
            let remedy = "simulate a season at a time";
            problems.at(&path.key("days"), Complaint::new(days, format!("must be at most {MOST_DAYS}")).remedy(remedy));
        }
        fits
    })?;
    let first_day = written.first_day.as_ref()?.0;
    let mut calendar = Calendar { first_day, interval_s, day_kinds: vec![DayKind::Workday; days as usize] };
    for day in 0..calendar.days() {
        if matches!(calendar.weekday(day), Weekday::Saturday | Weekday::Sunday) {
            calendar.day_kinds[day] = DayKind::RestDay;
        }
    }
    if let Some(holidays) = &written.holidays {
        apply_holidays(&mut calendar, holidays, &path.key("holidays"), files, problems);
    }
    Some(calendar)
}

fn apply_holidays(calendar: &mut Calendar, holidays: &str, path: &KeyPath, files: &dyn Files, problems: &mut Problems) {
    if holidays == "cn" {
        let (first, last) = (calendar.first_day, calendar.date(calendar.days() - 1));
        if first.year() < YEARS_CN.0 || last.year() > YEARS_CN.1 {
            let rule = format!("covers {} to {}, and the season runs from {first} to {last}", YEARS_CN.0, YEARS_CN.1);
            problems.at(path, Complaint::new("\"cn\"", rule).remedy("give a CSV with the columns date and kind"));
            return;
        }
        for line in HOLIDAYS_CN.lines().skip(1) {
            let (date, kind) = line.split_once(',').expect("the calendar that comes with the program has two columns");
            let date: Date = date.parse().expect("the calendar that comes with the program has dates");
            let kind = KINDS.iter().find(|(name, _)| *name == kind).expect("and kinds of day").1;
            if let Some(entry) = season_day(calendar, date).map(|day| &mut calendar.day_kinds[day]) {
                *entry = kind;
            }
        }
        return;
    }
    if !holidays.ends_with(".csv") && !holidays.contains('.') {
        let complaint = Complaint::new(format!("\"{holidays}\""), "is not a calendar that comes with the program");
        problems.at(path, complaint.remedy("write \"cn\", or the name of a CSV file with the columns date and kind"));
        return;
    }
    if let Err(complaint) = check_format("file", holidays) {
        problems.at(path, complaint);
        return;
    }
    let Some(text) = text_of(files, holidays, path, problems) else { return };
    let Some(mut table) = Table::read(files.label(holidays), text, &["date", "kind"], &[], problems) else { return };
    let mut seen = std::collections::HashSet::new();
    for row in table.rows() {
        let date = table.date(row, "date", problems);
        let kind_text = table.cell(row, "kind").to_owned();
        let kind = KINDS.iter().find(|(name, _)| *name == kind_text).map(|(_, kind)| *kind);
        if kind.is_none() {
            let complaint = Complaint::new(format!("{kind_text:?}"), "is not a kind of day")
                .maybe_remedy(did_you_mean(&kind_text, KINDS.iter().map(|(name, _)| *name)));
            table.complain(row, Some("kind"), complaint, problems);
        }
        if let Some(date) = date.filter(|date| !seen.insert(*date)) {
            table.complain(
                row,
                Some("date"),
                Complaint::new(date, "has a row already").remedy("leave one of the two rows out"),
                problems,
            );
        }
        if let (Some(day), Some(kind)) = (date.and_then(|date| season_day(calendar, date)), kind) {
            calendar.day_kinds[day] = kind;
        }
    }
    table.finish(problems);
}

/// Day of the season of a date in it.
pub(super) fn season_day(calendar: &Calendar, date: Date) -> Option<usize> {
    usize::try_from(day_of(calendar, date)).ok().filter(|day| *day < calendar.days())
}

/// Days of the season from one date to another, both inclusive, cut to the season. A range that ends before it begins, or
/// has no day of the season in it, is complained of.
pub(super) fn season_days(
    calendar: &Calendar,
    from: Date,
    to: Date,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<(usize, usize)> {
    let (first, last) = (calendar.first_day, calendar.date(calendar.days() - 1));
    if to < from {
        problems.at(
            path,
            Complaint::new(format!("{from} to {to}"), "must not end before it begins").remedy("exchange the two dates"),
        );
        return None;
    }
    if to < first || from > last {
        let remedy = format!("the season runs from {first} to {last}");
        problems.at(path, Complaint::new(format!("{from} to {to}"), "is outside the season").remedy(remedy));
        return None;
    }
    let first_day = season_day(calendar, from.max(first))?;
    let last_day = season_day(calendar, to.min(last))?;
    Some((first_day, last_day))
}
