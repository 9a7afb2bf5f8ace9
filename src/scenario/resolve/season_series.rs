//! Numbers by interval of the season, from a CSV file that has a row for each: what may not be twice, and what may not lack.

use super::channels::clock;
use super::season::season_day;
use super::table::{Row, Table};
use crate::scenario::diagnosis::{Complaint, KeyPath, Place, Problems};
use crate::scenario::model::Calendar;

/// Several series of numbers, each with one for every interval of the season, as far as rows are read.
pub(super) struct SeasonSeries<'c, N> {
    calendar: &'c Calendar,
    known: Vec<Vec<Option<N>>>,
    outside: u32,
}

impl<'c, N: Copy + Default> SeasonSeries<'c, N> {
    /// So many series without a number.
    pub(super) fn new(calendar: &'c Calendar, series: usize) -> Self {
        SeasonSeries { calendar, known: vec![vec![None; calendar.intervals()]; series], outside: 0 }
    }

    /// Day and interval of the season that a row's `date` and `interval_start` name; `None` with a complaint, or outside the season.
    pub(super) fn place(&mut self, table: &mut Table, row: Row, problems: &mut Problems) -> Option<(usize, usize)> {
        let date = table.date(row, "date", problems);
        let interval_of_day = table.interval_of_day(row, "interval_start", self.calendar.interval_s, problems);
        let (date, interval_of_day) = (date?, interval_of_day?);
        let Some(day) = season_day(self.calendar, date) else {
            self.outside += 1;
            return None;
        };
        Some((day, day * self.calendar.intervals_per_day() + interval_of_day))
    }

    /// Takes a row's number in; one that could not be read was complained of, and counts as there.
    pub(super) fn take_in(
        &mut self,
        table: &mut Table,
        row: Row,
        (series, interval): (usize, usize),
        number: Option<N>,
        problems: &mut Problems,
    ) {
        let known = &mut self.known[series][interval];
        if known.is_some() {
            let shown = format!("{} {}", table.cell(row, "date"), table.cell(row, "interval_start"));
            let complaint = Complaint::new(shown, "has a row already").remedy("leave one of the two rows out");
            table.complain(row, Some("interval_start"), complaint, problems);
        }
        *known = number.or(Some(N::default()));
    }

    /// The numbers, 0 where none is needed; `None` if the table has problems, or, with a complaint, if rows lack. A series is
    /// named in words, such as ` of the group "regular"`; `zero_where` says when a 0 should be written.
    pub(super) fn finish(
        self,
        table: Table,
        is_needed: impl Fn(usize, usize) -> bool,
        in_words: impl Fn(usize) -> String,
        zero_where: &str,
        (path, before): (&KeyPath, usize),
        problems: &mut Problems,
    ) -> Option<Vec<Vec<N>>> {
        let label = table.file().clone();
        table.finish(problems);
        if problems.count() > before {
            return None;
        }
        for (series, numbers) in self.known.iter().enumerate() {
            let is_missing = |interval: &usize| numbers[*interval].is_none() && is_needed(series, *interval);
            let missing: Vec<usize> = (0..self.calendar.intervals()).filter(is_missing).collect();
            let Some(first) = missing.first() else { continue };
            let date = self.calendar.date(self.calendar.day_of_interval(*first));
            let start = clock(self.calendar.second_of_day(*first));
            let (many, of_series) = (missing.len(), in_words(series));
            let rule = format!("has no row for {many} intervals{of_series}, the first of them {date} {start}");
            let remedy = format!("write 0 where {zero_where}; {} rows are outside the season", self.outside);
            problems.in_file(Place::whole_file(&label), path.to_string(), Complaint::new("", rule).remedy(remedy));
        }
        let filled = |numbers: Vec<Option<N>>| numbers.into_iter().map(Option::unwrap_or_default).collect();
        (problems.count() == before).then(|| self.known.into_iter().map(filled).collect())
    }
}
