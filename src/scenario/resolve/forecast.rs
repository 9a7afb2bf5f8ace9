//! A contact type's own forecast: contacts by interval from a CSV file.

use super::files::{Files, text_of};
use super::season_series::SeasonSeries;
use super::table::Table;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems, did_you_mean};
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
    let mut known = SeasonSeries::new(calendar, series);
    let is_open = |series: usize, interval: usize| {
        let second = calendar.second_of_day(interval);
        if is_by_channel {
            channels[of_type[series].0].is_open(second)
        } else {
            of_type.iter().any(|channel| channels[channel.0].is_open(second))
        }
    };
    for row in table.rows() {
        let place = known.place(&mut table, row, problems);
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
        let (Some((_, interval)), Some(at)) = (place, at) else { continue };
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
        known.take_in(&mut table, row, (at, interval), contacts, problems);
    }
    let in_words = |series: usize| match is_by_channel {
        true => format!(" of the channel \"{}\"", channels[of_type[series].0].name),
        false => String::new(),
    };
    let mut series = known.finish(table, is_open, in_words, "nothing comes", (path, before), problems)?.into_iter();
    if is_by_channel {
        return Some(Forecast::ByChannel(of_type.iter().copied().zip(series).collect()));
    }
    series.next().map(Forecast::Together)
}
