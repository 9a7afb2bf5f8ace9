//! Channels: opening hours, targets, concurrency, and how arrivals spread over the day.

use super::files::{Files, text_of};
use super::names::title;
use super::table::Table;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{Channel, ChannelKind, Concurrency, ServiceTarget};
use crate::scenario::written::{ChannelKindWritten, ChannelWritten, IntradayWritten, Named};

const DAY_S: u32 = 86_400;

/// Most chats that an agent may hold.
const MOST_CHATS: u32 = 50;

/// A channel, and its weights by interval of the day: zero when closed, with sum 1.
pub(super) struct ChannelWithWeights {
    pub channel: Channel,
    /// Whether the opening hours are as written.
    pub hours_are_sound: bool,
    pub weights: Vec<f64>,
}

/// All channels, in the order written.
pub(super) fn channels(
    written: &Named<ChannelWritten>,
    interval_s: u32,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Vec<ChannelWithWeights> {
    if written.0.is_empty() {
        problems.at(path, Complaint::new("", "has no channel").remedy("add a table such as [channels.phone]"));
    }
    let mut resolved = Vec::with_capacity(written.0.len());
    for (name, one) in written.iter() {
        let path = path.key(name);
        if name == "all" {
            problems.key(&path, None, Complaint::new("", "is kept for totals").remedy("choose another name"));
        }
        let hours = opening_hours(one, interval_s, &path.key("open"), problems);
        let hours_are_sound = hours.is_some() && !problems.is_spoilt(&path.key("open"));
        let channel = channel(name, one, hours.unwrap_or((0, DAY_S)), &path, problems);
        let weights = if hours_are_sound {
            weights(one, &channel, interval_s, &path.key("intraday"), files, problems)
        } else {
            Vec::new()
        };
        resolved.push(ChannelWithWeights { channel, hours_are_sound, weights });
    }
    resolved
}

fn channel(
    name: &str,
    written: &ChannelWritten,
    (opens_s, closes_s): (u32, u32),
    path: &KeyPath,
    problems: &mut Problems,
) -> Channel {
    // If the kind is missing or wrong that has been complained of, and the rest is still checked.
    let kind = match written.kind {
        Some(ChannelKindWritten::Chat) => ChannelKind::Chat,
        Some(ChannelKindWritten::Deferred) => ChannelKind::Deferred,
        Some(ChannelKindWritten::Voice) | None => ChannelKind::Voice,
    };
    let service = written.service_level.clone().unwrap_or_default();
    let usual_within_s = match kind {
        ChannelKind::Voice => 20.0,
        ChannelKind::Chat => 30.0,
        ChannelKind::Deferred => 86_400.0,
    };
    if let Some(target) = service.target.filter(|target| target.0 >= 1.0 || target.0 <= 0.0) {
        let complaint = Complaint::new(target.0, "must be more than 0 and less than 1");
        problems
            .at(&path.key("service_level").key("target"), complaint.remedy("no staffing reaches every contact: 0.99"));
    }
    Channel {
        name: name.to_owned(),
        title: title(&written.title),
        kind,
        opens_s,
        closes_s,
        service: ServiceTarget {
            share: service.target.map(|target| target.0),
            within_s: service.within.map_or(usual_within_s, |within| within.0),
            short_abandon_s: service.short_abandon.map_or(5.0, |short| short.0),
            definition: service.definition.unwrap_or_default(),
        },
        lines: written.lines.map(|lines| lines.0),
        concurrency: concurrency(written, kind, &path.key("concurrency"), problems),
    }
}

/// Second of the day of opening and closing; `None` with a complaint.
fn opening_hours(
    written: &ChannelWritten,
    interval_s: u32,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<(u32, u32)> {
    let Some(open) = &written.open else { return Some((0, DAY_S)) };
    let shown = format!("\"{}-{}\"", clock(open.0), clock(open.1));
    if open.0 >= open.1 {
        let remedy = "a channel that is open over midnight is \"00:00-24:00\" with weights of 0 in the hours between";
        problems.at(path, Complaint::new(shown, "must open before it closes, on the same day").remedy(remedy));
        return None;
    }
    if open.0 % interval_s != 0 || open.1 % interval_s != 0 {
        let rule = format!("must open and close at the start of an interval of {} minutes", interval_s / 60);
        let remedy = "take whole intervals, or a shorter calendar.interval";
        problems.at(path, Complaint::new(shown, rule).remedy(remedy));
        return None;
    }
    Some((open.0, open.1))
}

pub(super) fn clock(second: u32) -> String {
    format!("{:02}:{:02}", second / 3600, second / 60 % 60)
}

fn concurrency(written: &ChannelWritten, kind: ChannelKind, path: &KeyPath, problems: &mut Problems) -> Concurrency {
    let one_at_a_time = Concurrency { limit: 1, slowdown: vec![1.0] };
    let Some(concurrency) = &written.concurrency else { return one_at_a_time };
    if kind != ChannelKind::Chat && written.kind.is_some() {
        problems.at(
            path,
            Complaint::new("", "is for channels of kind chat").remedy("leave it out, or write kind = \"chat\""),
        );
        return one_at_a_time;
    }
    let Some(limit) = concurrency.limit.map(|limit| limit.0) else { return one_at_a_time };
    if limit > MOST_CHATS {
        problems.at(
            &path.key("limit"),
            Complaint::new(limit, format!("must be at most {MOST_CHATS}")).remedy("an agent holds a few chats at once"),
        );
        return one_at_a_time;
    }
    let Some(slowdown) = &concurrency.slowdown else {
        if limit > 1 {
            let complaint = Complaint::new("", format!("is missing: with a limit of {limit} it has {limit} numbers"));
            let remedy = "how many times as long a chat takes beside 0, 1, 2 ... others: [1.0, 1.25, 1.5]";
            problems.at(&path.key("slowdown"), complaint.remedy(remedy));
        }
        return one_at_a_time;
    };
    let slowdown: Vec<f64> = slowdown.iter().map(|factor| factor.0).collect();
    let shown = format!("{slowdown:?}");
    let rule = if slowdown.len() != limit as usize {
        Some(format!("must have {limit} numbers, one for each chat up to the limit, not {}", slowdown.len()))
    } else if slowdown.first() != Some(&1.0) {
        Some("must begin with 1: a chat alone goes at its own speed".to_owned())
    } else if !slowdown.is_sorted() {
        Some("must not fall: more chats do not make one quicker".to_owned())
    } else if slowdown.last().is_some_and(|last| *last > 1000.0) {
        Some("must be at most 1000".to_owned())
    } else {
        None
    };
    match rule {
        Some(rule) => {
            problems.at(
                &path.key("slowdown"),
                Complaint::new(shown, rule).remedy("for example [1.0, 1.25, 1.5] for a limit of 3"),
            );
            one_at_a_time
        }
        None => Concurrency { limit, slowdown },
    }
}

fn weights(
    written: &ChannelWritten,
    channel: &Channel,
    interval_s: u32,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Vec<f64> {
    let intervals = (DAY_S / interval_s) as usize;
    let by_interval = match &written.intraday {
        None => Some(vec![1.0; intervals]),
        Some(IntradayWritten::Weights(weights)) => {
            let weights: Vec<f64> = weights.iter().map(|weight| weight.0).collect();
            if weights.len() == 24 || weights.len() == intervals {
                Some(spread(&weights, intervals))
            } else {
                let rule = format!("must have 24 weights, one an hour, or {intervals}, one an interval");
                problems.at(
                    path,
                    Complaint::new(format!("{} weights", weights.len()), rule)
                        .remedy("midnight comes first; what is closed counts nothing"),
                );
                None
            }
        }
        Some(IntradayWritten::File(file)) => from_file(&file.0, channel, interval_s, path, files, problems),
    };
    let Some(by_interval) = by_interval else { return vec![0.0; intervals] };
    let is_open = |interval: usize| channel.is_open(interval as u32 * interval_s);
    let open: Vec<f64> =
        by_interval.iter().enumerate().map(|(at, weight)| if is_open(at) { *weight } else { 0.0 }).collect();
    let sum: f64 = open.iter().sum();
    if sum <= 0.0 {
        problems.at(
            path,
            Complaint::new("", "must have a weight above 0 in the opening hours")
                .remedy("weights count in the opening hours only"),
        );
        return open;
    }
    open.iter().map(|weight| weight / sum).collect()
}

/// Weights of longer parts of the day spread evenly over the intervals in them.
fn spread(weights: &[f64], intervals: usize) -> Vec<f64> {
    (0..intervals).map(|interval| weights[interval * weights.len() / intervals]).collect()
}

fn from_file(
    file: &str,
    channel: &Channel,
    interval_s: u32,
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Vec<f64>> {
    let text = text_of(files, file, path, problems)?;
    let is_by_hour = text.lines().next().is_some_and(|header| header.split(',').any(|column| column.trim() == "hour"));
    let column = if is_by_hour { "hour" } else { "interval_start" };
    let parts = if is_by_hour { 24 } else { (DAY_S / interval_s) as usize };
    let mut table = Table::read(files.label(file), text, &[column, "weight"], &[], problems)?;
    let before = problems.count();
    let mut weights: Vec<Option<f64>> = vec![None; parts];
    for row in table.rows() {
        let part = if is_by_hour {
            table.count(row, column, 23, problems).map(|hour| hour as usize)
        } else {
            table.interval_of_day(row, column, interval_s, problems)
        };
        let weight = table.number(row, "weight", problems);
        let Some(part) = part else { continue };
        if weights[part].is_some() {
            let shown = table.cell(row, column).to_owned();
            table.complain(
                row,
                Some(column),
                Complaint::new(shown, "has a row already").remedy("leave one of the two rows out"),
                problems,
            );
        }
        weights[part] = weight.or(Some(0.0));
    }
    let label = table.file().clone();
    table.finish(problems);
    if problems.count() > before {
        return None;
    }
    let part_s = DAY_S / parts as u32;
    let is_open = |part: usize| {
        let from = part as u32 * part_s;
        from < channel.closes_s && channel.opens_s < from + part_s
    };
    let missing: Vec<usize> = (0..parts).filter(|part| weights[*part].is_none() && is_open(*part)).collect();
    if let Some(first) = missing.first() {
        let start = clock(*first as u32 * part_s);
        let rule = format!("has no row for {} of the open parts of the day, the first at {start}", missing.len());
        let complaint = Complaint::new("", rule).remedy("write a weight of 0 where nothing comes");
        problems.in_file(crate::scenario::diagnosis::Place::whole_file(label), path.to_string(), complaint);
        return None;
    }
    let weights: Vec<f64> = weights.into_iter().map(|weight| weight.unwrap_or(0.0)).collect();
    Some(spread(&weights, (DAY_S / interval_s) as usize))
}
