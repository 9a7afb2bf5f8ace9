//! Single figures with their intervals, under headings: as a table for people, as CSV rows, or as a JSON object.
//!
//! Commands that answer one question print these; the tables of a run are in [`tables`](super::tables).

mod payback;
mod quote;

pub use payback::payback_findings;
pub use quote::quote_findings;

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

use super::cell::Cell;
use super::language::Language;
use super::number::{grouped, places, with_half_width};
use super::terminal::{Style, bold, paragraph};
use crate::statistics::Estimate;

/// How a figure is shown to people; files have full precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Money, whole units.
    Money,
    /// Prices, to three decimals.
    Price,
    /// A share, shown in percent.
    Share,
    /// A factor, to four decimals.
    Factor,
    /// Whole numbers.
    Count,
    /// Hours, whole.
    Hours,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Unit::Money => "money",
            Unit::Price => "price",
            Unit::Share => "share",
            Unit::Factor => "factor",
            Unit::Count => "count",
            Unit::Hours => "hours",
        }
    }
}

/// One figure.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    key: String,
    title: String,
    unit: Unit,
    figure: Option<Estimate>,
}

impl Finding {
    /// A figure with its interval, or none.
    pub(super) fn new(key: impl Into<String>, title: impl Into<String>, unit: Unit, figure: Option<Estimate>) -> Self {
        Finding { key: key.into(), title: title.into(), unit, figure }
    }

    /// A figure without an interval, or none.
    pub(super) fn plain(key: impl Into<String>, title: impl Into<String>, unit: Unit, value: Option<f64>) -> Self {
        Finding::new(key, title, unit, value.map(Estimate::computed))
    }

    fn shown(&self) -> String {
        let Some(figure) = self.figure else { return "-".to_owned() };
        match self.unit {
            Unit::Money | Unit::Hours | Unit::Count => with_half_width(figure, 0),
            Unit::Price => grouped(figure.value, places(figure.standard_error, 3).max(2)),
            Unit::Share => format!("{} %", with_half_width(figure.scaled(100.0), 1)),
            Unit::Factor => with_half_width(figure, 4),
        }
    }
}

/// Figures under one heading.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    title: String,
    findings: Vec<Finding>,
}

/// All that a command found.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    heading: String,
    sections: Vec<Section>,
    notes: Vec<String>,
}

impl Findings {
    /// For people: a line a figure, values under each other, within 100 columns.
    pub fn write_table(&self, out: &mut dyn Write, style: Style) -> io::Result<()> {
        let lines: Vec<(String, String)> = self.all().map(|finding| (finding.title.clone(), finding.shown())).collect();
        let widest = |texts: &mut dyn Iterator<Item = &String>| texts.map(|text| text.width()).max().unwrap_or(0);
        let titles = widest(&mut lines.iter().map(|(title, _)| title));
        let values = widest(&mut lines.iter().map(|(_, value)| value));
        writeln!(out, "{}", bold(&paragraph(&self.heading), style))?;
        let mut lines = lines.iter();
        for section in self.sections.iter().filter(|section| !section.findings.is_empty()) {
            writeln!(out, "\n{}", bold(&section.title, style))?;
            for (title, value) in lines.by_ref().take(section.findings.len()) {
                let gap = " ".repeat(titles - title.width() + 2 + values - value.width());
                writeln!(out, "  {title}{gap}{value}")?;
            }
        }
        for note in &self.notes {
            writeln!(out, "\n{}", paragraph(note))?;
        }
        Ok(())
    }

    /// One row a figure: key, value, low, high, unit; full precision, an empty cell where there is none.
    pub fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(["figure", "value", "low", "high", "unit"])?;
        for finding in self.all() {
            let figure = finding.figure;
            let mut fields = [String::new(), String::new(), String::new(), String::new()];
            Cell::from(finding.key.as_str()).write_to(&mut fields[0]);
            Cell::from(figure.map(|it| it.value)).write_to(&mut fields[1]);
            Cell::from(figure.and_then(|it| it.low)).write_to(&mut fields[2]);
            Cell::from(figure.and_then(|it| it.high)).write_to(&mut fields[3]);
            writer.write_record(fields.iter().map(String::as_str).chain([finding.unit.name()]))?;
        }
        writer.flush()
    }

    /// One object: by key an object of value, low, high and unit; null where there is none.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let object: Map<String, Value> = self
            .all()
            .map(|finding| {
                let figure = finding.figure;
                let value = json!({
                    "value": figure.map(|it| it.value),
                    "low": figure.and_then(|it| it.low),
                    "high": figure.and_then(|it| it.high),
                    "unit": finding.unit.name(),
                });
                (finding.key.clone(), value)
            })
            .collect();
        serde_json::to_writer_pretty(&mut *out, &object)?;
        writeln!(out)
    }

    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.sections.iter().flat_map(|section| &section.findings)
    }
}

/// The text in a reader's language.
fn in_language<'a>(language: Language, en: &'a str, zh: &'a str) -> &'a str {
    match language {
        Language::En => en,
        Language::Zh => zh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings() -> Findings {
        let interval = Estimate { low: Some(1.1), high: Some(1.3), ..Estimate::computed(1.2) };
        Findings {
            heading: "What was asked".to_owned(),
            sections: vec![Section {
                title: "Price".to_owned(),
                findings: vec![
                    Finding::new("factor", "times the written prices", Unit::Factor, Some(interval)),
                    Finding::plain("margin", "margin", Unit::Share, Some(0.1)),
                    Finding::plain("month", "month", Unit::Count, None),
                ],
            }],
            notes: vec!["A note.".to_owned()],
        }
    }

    fn written(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_three_forms_say_the_same() {
        let table = written(|out| findings().write_table(out, Style::Plain));
        assert!(table.contains("1.2000 ± 0.1000") && table.contains("10.0 %") && table.contains("A note."), "{table}");
        let csv = written(|out| findings().write_csv(out));
        assert_eq!(
            csv,
            "figure,value,low,high,unit\r\nfactor,1.2,1.1,1.3,factor\r\nmargin,0.1,,,share\r\nmonth,,,,count\r\n"
        );
        let json: Value = serde_json::from_str(&written(|out| findings().write_json(out))).unwrap();
        assert_eq!(json["factor"]["high"], 1.3);
        assert!(json["month"]["value"].is_null());
    }
}
