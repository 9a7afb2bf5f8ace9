//! Parcels by day, and those of the days just before the season.

use std::collections::BTreeMap;

use super::files::{Files, text_of};
use super::season::season_days;
use super::table::{Table, day_of};
use crate::scenario::diagnosis::{Complaint, KeyPath, Place, Problems};
use crate::scenario::model::Calendar;
use crate::scenario::written::{DemandWritten, ParcelsTable, ParcelsWritten};

/// Parcels by day, before `demand.scale`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parcels {
    /// On each day of the season.
    season: Vec<f64>,
    /// On the days before it; the last is the day before the season.
    history: Vec<f64>,
}

impl Parcels {
    /// On the days of the season.
    pub(super) fn season(&self) -> &[f64] {
        &self.season
    }

    /// On a day, negative before the season. Before all history the first day's value is used.
    pub(super) fn on(&self, day: i64) -> f64 {
        match usize::try_from(day) {
            Ok(day) => self.season[day],
            Err(_) => {
                let back = usize::try_from(-day).unwrap_or(usize::MAX);
                self.history.len().checked_sub(back).map_or(self.season[0], |at| self.history[at])
            }
        }
    }
}

/// The parcels of a scenario; `None` if it names none, or not for every day.
pub(super) fn parcels(
    written: &DemandWritten,
    calendar: &Calendar,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Parcels> {
    let parcels_path = path.key("parcels");
    let Some(parcels) = &written.parcels else {
        if written.parcels_before.is_some() {
            problems.at(
                &path.key("parcels_before"),
                Complaint::new("", "needs demand.parcels, and there is none")
                    .remedy("add parcels, or leave the history out"),
            );
        }
        return None;
    };
    let mut resolved = match parcels {
        ParcelsWritten::File(file) => from_file(&file.0, calendar, &parcels_path, files, problems)?,
        ParcelsWritten::Peaks(table) => from_peaks(table, calendar, &parcels_path, problems)?,
    };
    if let Some(before) = &written.parcels_before {
        if matches!(parcels, ParcelsWritten::File(_)) && !resolved.history.is_empty() {
            let rule = "is history, and the parcels' file has rows before the season already";
            problems.at(&path.key("parcels_before"), Complaint::new("", rule).remedy("leave one of the two out"));
        }
        resolved.history = before.iter().map(|parcels| parcels.0).collect();
    }
    Some(resolved)
}

/// Days before the season that are kept as history: more than any lag between an order and a contact about it.
const HISTORY_DAYS: i64 = 120;

fn from_peaks(table: &ParcelsTable, calendar: &Calendar, path: &KeyPath, problems: &mut Problems) -> Option<Parcels> {
    let ordinary = table.ordinary?.0;
    let mut season = vec![ordinary; calendar.days()];
    let mut history = vec![ordinary; HISTORY_DAYS as usize];
    for (place, peak) in table.peaks.iter().flatten().enumerate() {
        let path = path.key("peaks").index(place);
        let (Some(from), Some(factor)) = (&peak.from, peak.factor) else { continue };
        let to = peak.to.as_ref().unwrap_or(from);
        let (from_day, to_day) = (day_of(calendar, from.0), day_of(calendar, to.0));
        if to_day < 0 && from_day <= to_day && to_day >= -HISTORY_DAYS {
            // A peak just before the season still brings contacts into it.
        } else if season_days(calendar, from.0, to.0, &path, problems).is_none() {
            continue;
        }
        for day in from_day.max(-HISTORY_DAYS)..=to_day.min(calendar.days() as i64 - 1) {
            match usize::try_from(day) {
                Ok(day) => season[day] *= factor.0,
                Err(_) => history[(HISTORY_DAYS + day) as usize] *= factor.0,
            }
        }
    }
    Some(Parcels { season, history })
}

fn from_file(
    file: &str,
    calendar: &Calendar,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Parcels> {
    let text = text_of(files, file, path, problems)?;
    let before = problems.count();
    let mut table = Table::read(files.label(file), text, &["date", "parcels"], &[], problems)?;
    let mut by_day: BTreeMap<i64, f64> = BTreeMap::new();
    let mut after_season = 0;
    for row in table.rows() {
        let (date, parcels) = (table.date(row, "date", problems), table.number(row, "parcels", problems));
        let Some(date) = date else { continue };
        let day = day_of(calendar, date);
        if day >= calendar.days() as i64 {
            after_season += 1;
        } else if by_day.insert(day, parcels.unwrap_or(0.0)).is_some() {
            table.complain(
                row,
                Some("date"),
                Complaint::new(date, "has a row already").remedy("leave one of the two rows out"),
                problems,
            );
        }
    }
    let label = table.file().clone();
    table.finish(problems);
    if problems.count() > before {
        return None;
    }
    // Older rows than any lag reaches may have gaps: nobody asks for them.
    by_day.retain(|day, _| *day >= -HISTORY_DAYS);
    let first_known = by_day.keys().next().copied().unwrap_or(0).min(0);
    let missing: Vec<i64> = (first_known..calendar.days() as i64).filter(|day| !by_day.contains_key(day)).collect();
    if let Some(first) = missing.first() {
        let date = calendar.first_day.checked_add(jiff::Span::new().days(*first)).unwrap_or(calendar.first_day);
        let rule = match missing.len() {
            1 => format!("has no row for {date}"),
            many => format!("has no row for {many} days, the first of them {date}"),
        };
        let remedy = format!(
            "the season runs from {} to {}; rows after it: {after_season}",
            calendar.first_day,
            calendar.date(calendar.days() - 1)
        );
        problems.in_file(Place::whole_file(label), path.to_string(), Complaint::new("", rule).remedy(remedy));
        return None;
    }
    let season = by_day.range(0..).map(|(_, parcels)| *parcels).collect();
    let history = by_day.range(..0).map(|(_, parcels)| *parcels).collect();
    Some(Parcels { season, history })
}
