//! CSV files: columns by name, rows with their places, cells with their rules.

use std::path::PathBuf;

use csv::StringRecord;
use jiff::civil::Date;

use crate::scenario::diagnosis::{Complaint, Place, Problems, did_you_mean, nearest};
use crate::scenario::model::Calendar;
use crate::scenario::written::{ClockTime, DateText};

/// Problems of one file that are told one by one.
const MOST_TOLD: usize = 20;

/// Largest number in a CSV file; keeps sums finite.
const LARGEST: f64 = 1e12;

/// A CSV file in memory.
pub(super) struct Table {
    file: PathBuf,
    text: String,
    columns: Vec<String>,
    rows: Vec<(usize, StringRecord)>,
    troubles: usize,
    first_untold: Option<Place>,
}

/// A row, by its place in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row(usize);

impl Table {
    /// Reads a text with a header line. Missing columns, rows of the wrong length and an empty file are complained of;
    /// `None` if nothing can be read from it.
    pub(super) fn read(
        file: PathBuf,
        text: String,
        required: &[&str],
        optional: &[&str],
        problems: &mut Problems,
    ) -> Option<Table> {
        let list = required.join(",");
        if text.trim().is_empty() {
            let remedy = format!("the first line has the names of the columns: {list}");
            problems.in_file(Place::whole_file(file), "", Complaint::new("", "is empty").remedy(remedy));
            return None;
        }
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        let mut record = StringRecord::new();
        // Reading from text in memory that is UTF-8 cannot fail.
        while let Ok(true) = reader.read_record(&mut record) {
            let from = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
            let skipped = text[from..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            rows.push((from + skipped, record.clone()));
        }
        drop(reader);
        if rows.is_empty() {
            problems.in_file(
                Place::whole_file(file),
                "",
                Complaint::new("", "has no header line").remedy("the first line has the names of the columns"),
            );
            return None;
        }
        let (header_at, header) = rows.remove(0);
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let mut table = Table { file, text, columns, rows, troubles: 0, first_untold: None };
        let mut is_sound = true;
        let mut complain_of_header = |column: Option<usize>, complaint: Complaint| {
            let line_number = table.text[..header_at].matches('\n').count() + 1;
            let line = table.text[header_at..].lines().next().unwrap_or_default();
            let span = column.map_or(0..line.len(), |column| field_span(line, column));
            problems.in_file(Place::in_line(&table.file, line_number, line, span), "", complaint);
            is_sound = false;
        };
        for name in required {
            if !table.columns.iter().any(|column| column == name) {
                let there = table.columns.iter().map(String::as_str);
                let remedy = match nearest(name, there.clone()) {
                    _ if table.columns.len() == 1 && table.columns[0].contains(['\t', ';']) => {
                        format!("separate columns by commas; they are {list}")
                    }
                    Some(found) => format!("is \"{found}\" meant? The columns are {list}"),
                    None => format!("the columns are {list}"),
                };
                complain_of_header(None, Complaint::new("", format!("has no column \"{name}\"")).remedy(remedy));
            }
        }
        for (at, name) in table.columns.iter().enumerate() {
            if table.columns[..at].contains(name) {
                complain_of_header(
                    Some(at),
                    Complaint::new(format!("\"{name}\""), "is a column already")
                        .remedy("leave one of the two columns out"),
                );
            }
            let misspelt = nearest(name, optional.iter().copied()).filter(|meant| meant != name);
            if misspelt.is_some() && !required.contains(&name.as_str()) {
                let complaint = Complaint::new(format!("\"{name}\""), "is not the name of a column");
                complain_of_header(Some(at), complaint.maybe_remedy(did_you_mean(name, optional.iter().copied())));
            }
        }
        if !is_sound {
            return None;
        }
        let count = table.columns.len();
        let rows = std::mem::take(&mut table.rows);
        if rows.is_empty() {
            problems.in_file(
                Place::whole_file(&table.file),
                "",
                Complaint::new("", "has no rows under its header").remedy("write one row for each day or interval"),
            );
            return None;
        }
        for (from, record) in rows {
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            if record.len() == count {
                table.rows.push((from, record));
            } else {
                table.rows.push((from, record.clone()));
                let rule = format!("has {} fields, and the header has {count}", record.len());
                let complaint = Complaint::new("", rule).remedy("a text with a comma in it stands in quotation marks");
                table.complain(Row(table.rows.len() - 1), None, complaint, problems);
                table.rows.pop();
            }
        }
        Some(table)
    }

    /// The rows.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        (0..self.rows.len()).map(Row)
    }

    /// Whether there is a column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }

    /// The file, as shown.
    pub(super) fn file(&self) -> &PathBuf {
        &self.file
    }

    /// A cell's text without the spaces around it; empty if there is no such column.
    pub(super) fn cell(&self, row: Row, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        at.and_then(|at| self.rows[row.0].1.get(at)).unwrap_or_default().trim()
    }

    /// Complains of a cell, or of a whole row.
    pub(super) fn complain(&mut self, row: Row, column: Option<&str>, complaint: Complaint, problems: &mut Problems) {
        self.troubles += 1;
        if self.troubles > MOST_TOLD + 1 {
            return;
        }
        let from = self.rows[row.0].0;
        let line_number = self.text[..from].matches('\n').count() + 1;
        let line = self.text[from..].lines().next().unwrap_or_default();
        let at = column.and_then(|column| self.columns.iter().position(|name| name == column));
        let span = at.map_or(0..line.len(), |at| field_span(line, at));
        let place = Place::in_line(&self.file, line_number, line, span);
        if self.troubles > MOST_TOLD {
            self.first_untold = Some(place);
        } else {
            problems.in_file(place, column.unwrap_or("row"), complaint);
        }
    }

    /// A cell that must be a number of 0 or more.
    pub(super) fn number(&mut self, row: Row, column: &str, problems: &mut Problems) -> Option<f64> {
        let text = self.cell(row, column).to_owned();
        let complaint = match text.parse::<f64>() {
            Ok(number) if !number.is_finite() => Complaint::new(&text, "must be a finite number")
                .remedy("write what is expected; nothing here is endless"),
            Ok(number) if number < 0.0 => {
                Complaint::new(&text, "must be 0 or more").remedy(format!("{column} counts something, or weighs it"))
            }
            Ok(number) if number > LARGEST => {
                Complaint::new(&text, "must be at most 1e12").remedy("check the number's unit")
            }
            Ok(number) => return Some(number),
            Err(_) => {
                let complaint = Complaint::new(format!("{text:?}"), "must be a number");
                if text.is_empty() {
                    complaint.remedy("write 0 if there are none")
                } else {
                    complaint
                        .remedy("write it with digits and a decimal point, on one line, without separators or units")
                }
            }
        };
        self.complain(row, Some(column), complaint, problems);
        None
    }

    /// A cell that must be a whole number up to a limit.
    pub(super) fn count(&mut self, row: Row, column: &str, most: u32, problems: &mut Problems) -> Option<u32> {
        let number = self.number(row, column, problems)?;
        if number.fract() == 0.0 && number <= f64::from(most) {
            return Some(number as u32);
        }
        let rule =
            if number.fract() == 0.0 { format!("must be at most {most}") } else { "must be a whole number".into() };
        self.complain(
            row,
            Some(column),
            Complaint::new(number, rule).remedy(format!("{column} counts whole things")),
            problems,
        );
        None
    }

    /// A cell that must be a date.
    pub(super) fn date(&mut self, row: Row, column: &str, problems: &mut Problems) -> Option<Date> {
        match DateText::try_from(self.cell(row, column).to_owned()) {
            Ok(date) => Some(date.0),
            Err(_) => {
                let complaint =
                    Complaint::new(format!("{:?}", self.cell(row, column)), "must be a date of the calendar");
                self.complain(row, Some(column), complaint.remedy("write it as 2025-11-11"), problems);
                None
            }
        }
    }

    /// A cell that must be the start of an interval, as an interval of the day.
    pub(super) fn interval_of_day(
        &mut self,
        row: Row,
        column: &str,
        interval_s: u32,
        problems: &mut Problems,
    ) -> Option<usize> {
        let complaint = match ClockTime::try_from(self.cell(row, column).to_owned()) {
            Ok(ClockTime(second)) if second < 86_400 && second % interval_s == 0 => {
                return Some((second / interval_s) as usize);
            }
            Ok(_) => Complaint::new(
                format!("{:?}", self.cell(row, column)),
                format!("must be the start of an interval of {} minutes", interval_s / 60),
            )
            .remedy("give one row for each interval, or change calendar.interval"),
            Err(_) => Complaint::new(format!("{:?}", self.cell(row, column)), "must be a time of day")
                .remedy("write it as 08:00"),
        };
        self.complain(row, Some(column), complaint, problems);
        None
    }

    /// Tells how many more problems there were than have been told.
    pub(super) fn finish(self, problems: &mut Problems) {
        if let Some(place) = self.first_untold {
            let rule = format!("is the first of {} more problems in this file", self.troubles - MOST_TOLD);
            problems.in_file(
                place,
                "row",
                Complaint::new("", rule).remedy("the same mistake often fills a whole column"),
            );
        }
    }
}

/// Day of the season of a date; negative before it.
pub(super) fn day_of(calendar: &Calendar, date: Date) -> i64 {
    let days = date.since(calendar.first_day).map(|span| i64::from(span.get_days()));
    days.unwrap_or(i64::MIN / 2)
}

/// The bytes of a field within its line.
fn field_span(line: &str, field: usize) -> std::ops::Range<usize> {
    let (mut from, mut at, mut is_quoted) = (0, 0, false);
    for (place, byte) in line.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b',' if !is_quoted => {
                if at == field {
                    return from..place;
                }
                at += 1;
                from = place + 1;
            }
            _ => {}
        }
    }
    from..line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_in_its_line_with_quotation_marks_around_commas() {
        let line = "a,\"b,c\",,d";
        let field = |at| &line[field_span(line, at)];
        assert_eq!([field(0), field(1), field(2), field(3)], ["a", "\"b,c\"", "", "d"]);
        assert_eq!(&line[field_span(line, 9)], "d", "the last for want of another");
    }

    #[test]
    fn empty_lines_and_spaces_are_nothing() {
        let mut problems = Problems::default();
        let text = "date , parcels\n\n2025-11-08, 5\n , \n2025-11-09,7\n\n".to_owned();
        let mut table =
            Table::read("x.csv".into(), text, &["date", "parcels"], &[], &mut problems).expect("it is sound");
        let rows: Vec<Row> = table.rows().collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(table.number(rows[0], "parcels", &mut problems), Some(5.0));
        assert_eq!(table.number(rows[1], "parcels", &mut problems), Some(7.0));
        assert_eq!(problems.count(), 0);
    }
}
