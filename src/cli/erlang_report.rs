//! The measures of `peakdesk erlang` as a table, a CSV row, or a JSON object.

use std::io;

use comfy_table::{CellAlignment, Table, presets};
use serde_json::{Map, Number, Value};

use crate::analytic::{Measures, Patience, Pool, Thresholds, erlang_b};
use crate::scenario::duration::format_duration;
use crate::scenario::model::ServiceLevelDefinition;

/// Which formula was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formula {
    A,
    C,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Number,
    Share,
    Seconds,
}

struct Line {
    key: String,
    title: String,
    unit: Unit,
    value: Option<f64>,
    /// Decimal logarithm of a share too small for `value`.
    log10: Option<f64>,
}

impl Line {
    fn new(key: &str, title: &str, unit: Unit, value: Option<f64>) -> Self {
        Line { key: key.to_owned(), title: title.to_owned(), unit, value, log10: None }
    }

    fn with_log10(self, log10: f64) -> Self {
        Line { log10: Some(log10), ..self }
    }
}

/// What a formula says, ready to be printed.
pub(super) struct Report {
    heading: String,
    note: Option<String>,
    /// What stands in a table where there is no number.
    absent: &'static str,
    lines: Vec<Line>,
}

impl Report {
    /// Erlang B: load in erlangs.
    pub(super) fn of_loss(load: f64, agents: f64, demand: String, target: Option<String>) -> Self {
        let blocked = erlang_b::blocking(load, agents);
        let occupancy = Some(load * (1.0 - blocked) / agents).filter(|share| share.is_finite());
        let log10 = erlang_b::ln_blocking(load, agents) * std::f64::consts::LOG10_E;
        Report {
            heading: heading("Erlang B", &demand, agents, target),
            note: None,
            absent: "-",
            lines: vec![
                Line::new("agents", "agents", Unit::Number, Some(agents)),
                Line::new("offered_load", "offered load (erlangs)", Unit::Number, Some(load)),
                Line::new("p_blocked", "blocked", Unit::Share, Some(blocked)).with_log10(log10),
                Line::new("occupancy", "occupancy", Unit::Share, occupancy),
            ],
        }
    }

    /// Erlang C and A.
    pub(super) fn of_queue(
        formula: Formula,
        pool: &Pool,
        thresholds: Thresholds,
        demand: String,
        target: Option<String>,
    ) -> Self {
        let measures = Measures::of(pool, thresholds);
        let load = measures.offered_load;
        let endless = pool.patience == Patience::Infinite && pool.lines.is_none() && load >= pool.agents && load > 0.0;
        let note = endless.then(|| {
            format!(
                "There is no steady state: a load of {} erlangs is not below {} agents, so the queue grows without \
                 end. It takes at least {} agents, or a formula with patience (erlang a).",
                figure(load),
                pool.agents,
                load.floor() + 1.0
            )
        });
        let name = if formula == Formula::A { "Erlang A" } else { "Erlang C" };

        let mut lines = vec![
            Line::new("agents", "agents", Unit::Number, Some(measures.agents)),
            Line::new("offered_load", "offered load (erlangs)", Unit::Number, Some(load)),
            Line::new("p_wait", "has to wait", Unit::Share, Some(measures.p_wait))
                .with_log10(pool.steady_state(thresholds).log10_p_wait()),
        ];
        if formula == Formula::A || pool.lines.is_some() {
            lines.push(Line::new("p_blocked", "blocked", Unit::Share, Some(measures.p_blocked)));
        }
        if formula == Formula::A {
            lines.push(Line::new("p_abandon", "abandons", Unit::Share, Some(measures.p_abandon)));
        }
        lines.extend([
            Line::new("mean_wait_s", "mean wait, answered and abandoned", Unit::Seconds, measures.mean_wait_s),
            Line::new("asa_s", "average speed of answer", Unit::Seconds, measures.asa_s),
            Line::new("occupancy", "occupancy", Unit::Share, measures.occupancy),
            Line::new("mean_queue", "mean number waiting", Unit::Number, measures.mean_queue),
        ]);
        let within = format_duration(thresholds.within_s);
        for definition in ServiceLevelDefinition::ALL {
            let key = format!("service_level_{}", definition.name());
            let title = format!("within {within}, {}", definition.name().replace('_', " "));
            lines.push(Line::new(&key, &title, Unit::Share, measures.service_level(definition)));
        }
        let absent = if endless { "infinite" } else { "-" };
        Report { heading: heading(name, &demand, pool.agents, target), note, absent, lines }
    }

    /// For people, within 80 columns.
    pub(super) fn write_table(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        for line in &self.lines {
            table.add_row([line.title.clone(), self.shown(line)]);
        }
        if let Some(column) = table.column_mut(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(out, "{}", wrapped(&self.heading))?;
        writeln!(out, "{table}")?;
        match &self.note {
            Some(note) => writeln!(out, "{}", wrapped(note)),
            None => Ok(()),
        }
    }

    /// A header and a row.
    pub(super) fn write_csv(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
        writer.write_record(self.lines.iter().map(|line| line.key.as_str()))?;
        writer
            .write_record(self.lines.iter().map(|line| line.value.map_or(String::new(), |value| value.to_string())))?;
        writer.flush()
    }

    /// One object; null where there is no number.
    pub(super) fn write_json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let object: Map<String, Value> =
            self.lines.iter().map(|line| (line.key.clone(), line.value.map_or(Value::Null, json_number))).collect();
        serde_json::to_writer_pretty(&mut *out, &object)?;
        writeln!(out)
    }

    fn shown(&self, line: &Line) -> String {
        let Some(value) = line.value else {
            return self.absent.to_owned();
        };
        match (line.unit, line.log10) {
            (Unit::Share, Some(log10)) if value < 1e-300 && log10.is_finite() => {
                let exponent = log10.floor();
                format!("{:.2}e{exponent}", 10f64.powf(log10 - exponent))
            }
            (Unit::Share, _) if value > 0.0 && value < 5e-5 => format!("{value:.2e}"),
            (Unit::Share, _) => format!("{:.2} %", 100.0 * value),
            (Unit::Seconds, _) => format!("{value:.2} s"),
            (Unit::Number, _) if value == value.trunc() => format!("{value}"),
            (Unit::Number, _) => format!("{value:.2}"),
        }
    }
}

/// At most four decimals, for sentences.
pub(super) fn figure(value: f64) -> String {
    format!("{}", (value * 1e4).round() / 1e4)
}

fn heading(name: &str, demand: &str, agents: f64, target: Option<String>) -> String {
    match target {
        Some(target) => format!("{name}: {demand}. Least agents for {target}: {agents}."),
        None => format!("{name}: {demand}."),
    }
}

/// Whole numbers without a decimal point, as people write agents.
fn json_number(value: f64) -> Value {
    if value == value.trunc() && value.abs() < 1e15 {
        return Value::Number(Number::from(value as i64));
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

/// Broken into lines of at most 80 columns.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("starts with one line");
        if !line.is_empty() && line.len() + 1 + word.len() > 80 {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join("\n")
}
