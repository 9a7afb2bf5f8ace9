//! Service by channel: all five service levels, abandonment, waits, occupancy. Channels are columns, so that each
//! definition can be named in full; many channels make several tables.

use comfy_table::{Cell, Color};

use super::Style;
use super::grid::{bold, grid};
use crate::experiment::{Measure, Results, ServiceResults};
use crate::output::language::{Language, Phrase};
use crate::output::number::{duration, grouped, percent, plain_duration};
use crate::scenario::model::{Channel, ChannelId, ServiceLevelDefinition};

/// Channels side by side.
const ABREAST: usize = 3;

const NOTHING: &str = "–";

/// One plan's service.
pub(super) fn service(results: &Results, plan: usize, language: Language, style: Style) -> String {
    let plan = &results.plans[plan];
    let channels: Vec<(&Channel, &ServiceResults)> = results
        .scenario
        .channels
        .iter()
        .enumerate()
        .filter_map(|(index, channel)| Some((channel, plan.channel(ChannelId(index))?)))
        .collect();
    let tables = channels.chunks(ABREAST).map(|some| table(some, language, style)).collect::<Vec<_>>();
    format!(
        "{}\n{}\n{}",
        bold(language.text(Phrase::Service), style),
        tables.join("\n"),
        language.text(Phrase::OwnDefinition)
    )
}

fn table(channels: &[(&Channel, &ServiceResults)], language: Language, style: Style) -> String {
    let mut header = vec![String::new()];
    header.extend(channels.iter().map(|(channel, _)| language.label(&channel.title, &channel.name).to_owned()));
    let row = |label: &str, cell: &dyn Fn(&Channel, &ServiceResults) -> Cell| {
        let mut cells = vec![Cell::new(label)];
        cells.extend(channels.iter().map(|(channel, service)| cell(channel, service)));
        cells
    };
    let share =
        |service: &ServiceResults, measure: Measure| service.measure(measure).map_or(NOTHING.to_owned(), percent);
    let mut rows = vec![
        row(language.text(Phrase::Offered), &|_, service| Cell::new(grouped(service.counts.offered(), 0))),
        row(language.text(Phrase::Containment), &|_, service| Cell::new(share(service, Measure::Containment))),
        row(language.text(Phrase::Target), &|channel, _| Cell::new(target(channel, language))),
    ];
    for definition in ServiceLevelDefinition::ALL {
        let label = format!("{} {}", language.text(Phrase::ServiceLevel), language.definition(definition));
        rows.push(row(&label, &|channel, service| level(channel, service, definition)));
    }
    rows.push(row(language.text(Phrase::Abandonment), &|_, service| Cell::new(share(service, Measure::Abandonment))));
    rows.push(row(language.text(Phrase::SpeedOfAnswer), &|_, service| {
        let speed = service.measure(Measure::AverageSpeedOfAnswer);
        Cell::new(speed.map_or(NOTHING.to_owned(), |estimate| duration(estimate, language)))
    }));
    rows.push(row(language.text(Phrase::WaitP90), &|_, service| {
        Cell::new(service.wait_percentiles_s[1].map_or(NOTHING.to_owned(), |wait| plain_duration(wait, language)))
    }));
    rows.push(row(language.text(Phrase::Occupancy), &|_, service| Cell::new(share(service, Measure::Occupancy))));
    grid(header, rows, style)
}

fn target(channel: &Channel, language: Language) -> String {
    let Some(share) = channel.service.share else { return language.text(Phrase::NoTarget).to_owned() };
    let places = if libm::fabs(libm::round(share * 100.0) - share * 100.0) < 1e-9 { 0 } else { 1 };
    format!(
        "{} % {} {}",
        grouped(share * 100.0, places),
        language.text(Phrase::Within),
        plain_duration(channel.service.within_s, language)
    )
}

/// One service level; the channel's own definition is marked, and coloured by whether the target is met.
fn level(channel: &Channel, service: &ServiceResults, definition: ServiceLevelDefinition) -> Cell {
    let Some(estimate) = service.measure(Measure::ServiceLevel(definition)) else { return Cell::new(NOTHING) };
    let text = percent(estimate);
    if definition != channel.service.definition {
        return Cell::new(text);
    }
    let cell = Cell::new(format!("* {text}"));
    match channel.service.share {
        Some(share) if estimate.value >= share => cell.fg(Color::Green),
        Some(_) => cell.fg(Color::Red),
        None => cell,
    }
}
