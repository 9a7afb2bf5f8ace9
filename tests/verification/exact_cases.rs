//! All exact cases as one family of comparisons.

use crate::trial::{Row, Trial};
use crate::{bots, chats, erlang_a, general_laws, intraday, random_rates, redials, several_groups};
use peakdesk::engine::{EngineChoice, Season};
use peakdesk::statistics::Confidence;
use std::fmt::Write;

/// Chance that the whole family of comparisons fails although the simulator is right (Bonferroni).
const FAMILY_ERROR: f64 = 1e-3;
/// Least distance from a wrong model's value, in standard errors.
const CLEARLY_APART: f64 = 6.0;
const TABLE_STARTS: &str = "<!-- the table: written by the test run -->\n";

fn trials() -> Vec<Trial> {
    [
        erlang_a::trials(),
        general_laws::trials(),
        intraday::trials(),
        random_rates::trials(),
        redials::trials(),
        several_groups::trials(),
        chats::trials(),
        bots::trials(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Bound on |z| of one of `comparisons` rows, Student's for its number of replications.
fn bound(comparisons: usize, replications: u64) -> f64 {
    let confidence = Confidence::new(1.0 - FAMILY_ERROR / comparisons as f64).expect("a share");
    confidence.student_quantile(replications - 1)
}

fn table(rows: &[Row]) -> String {
    let largest = rows.iter().map(|row| row.z().abs()).fold(0.0, f64::max);
    let squares: f64 = rows.iter().map(|row| row.z() * row.z()).sum();
    let mut text = format!(
        "{} comparisons; largest |z| {largest:.2}; root mean square of z {:.3}; bound on |z| {:.2} with 10,000 replications, {:.2} with 100.\n\n\
         | case | measure | exact | simulated | standard error | z |\n|---|---|---:|---:|---:|---:|\n",
        rows.len(),
        (squares / rows.len() as f64).sqrt(),
        bound(rows.len(), 10_000),
        bound(rows.len(), 100),
    );
    for row in rows {
        writeln!(
            text,
            "| {} | {} | {:.6} | {:.6} | {:.6} | {:.2} |",
            row.case,
            row.measure,
            row.exact,
            row.simulated,
            row.standard_error,
            row.z()
        )
        .expect("a string takes everything");
    }
    text.push_str("\n| case | measure | simulated | wrong model | its value | standard errors apart |\n|---|---|---:|---|---:|---:|\n");
    for row in rows {
        for (wrong_model, value) in &row.contrasts {
            writeln!(
                text,
                "| {} | {} | {:.6} | {wrong_model} | {value:.6} | {:.1} |",
                row.case,
                row.measure,
                row.simulated,
                row.z_from(*value)
            )
            .expect("a string takes everything");
        }
    }
    text
}

/// Where the table is published.
const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/verification.md");
/// Set to write the document's table anew.
const REFRESH: &str = "REFRESH_VERIFICATION_TABLE";

/// The document tells what this version does, to the digit: results are the same on every machine.
fn publish(text: &str) {
    let document = std::fs::read_to_string(DOCUMENT).expect("the document is there");
    let (head, published) = document.split_once(TABLE_STARTS).expect("the document has a place for the table");
    if std::env::var_os(REFRESH).is_some() {
        std::fs::write(DOCUMENT, format!("{head}{TABLE_STARTS}{text}")).expect("the document can be written");
        return;
    }
    let differs = published.lines().zip(text.lines()).find(|(published, now)| published != now);
    assert!(
        published == text,
        "docs/verification.md shows other results than these, first at {differs:?}; if they were meant to change: \
         {REFRESH}=1 cargo test --test verification"
    );
}

#[test]
fn the_simulator_agrees_with_every_exact_case_and_with_no_wrong_model() {
    let rows: Vec<Row> = trials().iter().flat_map(Trial::run).collect();
    let mut failures = Vec::new();
    for row in &rows {
        let (name, z) = (format!("{}, {}", row.case, row.measure), row.z());
        let bound = bound(rows.len(), row.replications);
        if z.is_nan() || z.abs() > bound {
            failures.push(format!("{name}: z = {z:.2}, bound {bound:.2}"));
        }
        for (wrong_model, value) in &row.contrasts {
            let apart = row.z_from(*value).abs();
            if apart.is_nan() || apart < CLEARLY_APART {
                failures.push(format!("{name}: only {apart:.2} standard errors from {wrong_model}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    publish(&table(&rows));
}

/// The same draws, the same contacts, the same sums, whichever engine is at work.
#[test]
fn every_single_queue_case_is_the_same_in_the_general_engine() {
    let mut compared = 0;
    for trial in trials() {
        if !Season::new(&trial.scenario).is_all_single_queues() {
            continue;
        }
        let few = Trial { replications: 3, ..trial };
        assert_eq!(few.run(), few.run_with(EngineChoice::General));
        compared += 1;
    }
    assert!(compared > 30, "{compared}");
}
