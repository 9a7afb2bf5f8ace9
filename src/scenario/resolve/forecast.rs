//! A contact type's own forecast: contacts by interval from a CSV file.

use super::files::{Files, text_of};
use super::season::season_day;
use super::table::Table;
use crate::scenario::diagnosis::{Complaint, KeyPath, Place, Problems, did_you_mean};
use crate::scenario::model::{Calendar, Channel, ChannelId};

/// Contacts by interval of the season.
pub(super) enum Forecast {
    /// For all channels of the contact type together.
    Together(Vec<f64>),
    /// For each of its channels.
    ByChannel(Vec<(ChannelId, Vec<f64>)>),
}

/// Reads `date,interval_start,contacts[,channel]`. Every interval of the season in which a channel is open has a row, and
/// one only; rows outside the season are left out.
pub(super) fn from_file(
    file: &str,
    calendar: &Calendar,
    channels: &[Channel],
    of_type: &[ChannelId],
    path: &KeyPath,
    files: &dyn Files,
    problems: &mut Problems,
) -> Option<Forecast> {
    let text = text_of(files, file, path, problems)?;
    let before = problems.count();
    let required = ["date", "interval_start", "contacts"];
    let mut table = Table::read(files.label(file), text, &required, &["channel"], problems)?;
    let is_by_channel = table.has("channel");
    let series = if is_by_channel { of_type.len() } else { 1 };
    let mut known: Vec<Vec<Option<f64>>> = vec![vec![None; calendar.intervals()]; series];
    let is_open = |series: usize, interval: usize| {
        let second = calendar.second_of_day(interval);
        if is_by_channel {
            channels[of_type[series].0].is_open(second)
        } else {
            of_type.iter().any(|channel| channels[channel.0].is_open(second))
        }
    };
    let mut outside = 0;
    for row in table.rows() {
        let date = table.date(row, "date", problems);
        let interval_of_day = table.interval_of_day(row, "interval_start", calendar.interval_s, problems);
        let contacts = table.number(row, "contacts", problems);
        let at = if is_by_channel {
            let name = table.cell(row, "channel").to_owned();
            let names = of_type.iter().map(|channel| channels[channel.0].name.as_str());
            let found = names.clone().position(|known| known == name);
            if found.is_none() {
                let complaint = Complaint::new(format!("{name:?}"), "is not a channel of this contact type");
                let complaint = complaint.maybe_remedy(did_you_mean(&name, names));
                table.complain(row, Some("channel"), complaint, problems);
            }
            found
        } else {
            Some(0)
        };
        let (Some(date), Some(interval_of_day), Some(at)) = (date, interval_of_day, at) else { continue };
        let Some(day) = season_day(calendar, date) else {
            outside += 1;
            continue;
        };
        let interval = day * calendar.intervals_per_day() + interval_of_day;
        if known[at][interval].is_some() {
            let shown = format!("{date} {}", table.cell(row, "interval_start"));
            table.complain(
                row,
                Some("interval_start"),
                Complaint::new(shown, "has a row already").remedy("leave one of the two rows out"),
                problems,
            );
        }
        if contacts.is_some_and(|contacts| contacts > 0.0) && !is_open(at, interval) {
            let shown = table.cell(row, "contacts").to_owned();
            let rule = "must be 0 at a time when the channel is closed";
            table.complain(
                row,
                Some("contacts"),
                Complaint::new(shown, rule).remedy("change the channel's opening hours, or the row"),
                problems,
            );
        }
        known[at][interval] = contacts.or(Some(0.0));
    }
    let label = table.file().clone();
    table.finish(problems);
    if problems.count() > before {
        return None;
    }
    for (at, one) in known.iter().enumerate() {
        let missing: Vec<usize> =
            (0..calendar.intervals()).filter(|interval| one[*interval].is_none() && is_open(at, *interval)).collect();
        if let Some(first) = missing.first() {
            let date = calendar.date(calendar.day_of_interval(*first));
            let start = super::channels::clock(calendar.second_of_day(*first));
            let of_channel = if is_by_channel {
                format!(" of the channel \"{}\"", channels[of_type[at].0].name)
            } else {
                String::new()
            };
            let rule =
                format!("has no row for {} intervals{of_channel}, the first of them {date} {start}", missing.len());
            let remedy = format!("write 0 where nothing comes; {outside} rows are outside the season");
            problems.in_file(Place::whole_file(&label), path.to_string(), Complaint::new("", rule).remedy(remedy));
        }
    }
    if problems.count() > before {
        return None;
    }
    let mut series = known.into_iter().map(|one| one.into_iter().map(|contacts| contacts.unwrap_or(0.0)).collect());
    if is_by_channel {
        return Some(Forecast::ByChannel(of_type.iter().copied().zip(series).collect()));
    }
    series.next().map(Forecast::Together)
}
