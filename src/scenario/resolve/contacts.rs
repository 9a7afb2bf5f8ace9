//! Expected contacts by interval: from parcels with their lags, or from a forecast.
//!
//! From parcels, contact type k on day d of the season:
//! `m[k,d] = cp1000[k]/1000 * sum_j lag[k][j] * parcels[d-j] * weekday[k][d] * peak[k][d]`, spread over channels by their
//! shares, and over the day by each channel's weights; `peak` is 1 but for the days of `peaks`. A forecast's contacts of an interval are spread over the channels open then, in
//! proportion to their shares. `demand.scale` multiplies all.

use super::contact_types::rounded;
use super::distributions::SUM_TOLERANCE;
use super::files::Files;
use super::forecast::{Forecast, from_file};
use super::parcels::Parcels;
use super::season::season_days;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{Calendar, Channel, ChannelId};
use crate::scenario::written::{ContactTypeWritten, ContactsPerHour};

/// Most contacts that a season may bring.
pub(super) const MOST_CONTACTS: f64 = 1e8;

/// What contacts are computed from.
pub(super) struct DemandBasis<'a> {
    pub calendar: &'a Calendar,
    pub channels: &'a [Channel],
    /// Whether all opening hours are; if not, what is open when is not known.
    pub hours_are_sound: bool,
    /// By channel and interval of the day; zero when closed, sum 1.
    pub weights: &'a [Vec<f64>],
    /// Whether the scenario names parcels at all.
    pub names_parcels: bool,
    pub parcels: Option<&'a Parcels>,
    pub scale: f64,
    pub files: &'a dyn Files,
}

/// Expected contacts of a contact type by interval, for each of its channels.
pub(super) fn expected_contacts(
    written: &ContactTypeWritten,
    shares: &[(ChannelId, f64)],
    basis: &DemandBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Vec<f64>> {
    check_lags(written, path, problems);
    if shares.is_empty() || !basis.hours_are_sound {
        return Vec::new();
    }
    let nothing = || vec![vec![0.0; basis.calendar.intervals()]; shares.len()];
    let ways = [
        ("contacts_per_1000_parcels", written.contacts_per_1000_parcels.is_some()),
        ("forecast", written.forecast.is_some()),
        ("per_hour", written.per_hour.is_some()),
    ];
    let given: Vec<&str> = ways.iter().filter(|(_, is_given)| *is_given).map(|(key, _)| *key).collect();
    match given.as_slice() {
        [_] => {}
        [] => {
            let spoilt = ways.iter().any(|(key, _)| problems.is_spoilt(&path.key(key)));
            if !spoilt {
                let rule = "says nothing of how many contacts come";
                let remedy = "give contacts_per_1000_parcels, a forecast, or per_hour";
                problems.at(path, Complaint::new("", rule).remedy(remedy));
            }
            return nothing();
        }
        [first, second, ..] => {
            let complaint = Complaint::new("", format!("is given beside {first}: one of the two is enough"));
            problems.at(&path.key(second), complaint.remedy("leave one of the two out"));
            return nothing();
        }
    }
    if written.contacts_per_1000_parcels.is_none() {
        let beside_parcels = [
            ("lag_days", written.lag_days.is_some()),
            ("weekday", written.weekday.is_some()),
            ("peaks", written.peaks.is_some()),
        ];
        for (key, is_there) in beside_parcels {
            if is_there {
                let complaint = Complaint::new("", "goes with contacts_per_1000_parcels only");
                problems.at(&path.key(key), complaint.remedy("a forecast has it in its numbers already: leave it out"));
            }
        }
    }
    let mut contacts = if let Some(rate) = written.contacts_per_1000_parcels {
        from_parcels(rate.0, written, shares, basis, path, problems)
    } else if let Some(file) = &written.forecast {
        let of_type: Vec<ChannelId> = shares.iter().map(|(channel, _)| *channel).collect();
        let path = path.key("forecast");
        let forecast = from_file(&file.0, basis.calendar, basis.channels, &of_type, &path, basis.files, problems);
        match forecast {
            Some(Forecast::ByChannel(series)) => series.into_iter().map(|(_, contacts)| contacts).collect(),
            Some(Forecast::Together(contacts)) => spread_over_open(&contacts, shares, basis),
            None => nothing(),
        }
    } else {
        per_hour(written, shares, basis, path, problems).unwrap_or_else(nothing)
    };
    contacts.iter_mut().flatten().for_each(|expected| *expected *= basis.scale);
    contacts
}

fn check_lags(written: &ContactTypeWritten, path: &KeyPath, problems: &mut Problems) {
    let Some(lags) = &written.lag_days else { return };
    let sum: f64 = lags.iter().map(|share| share.0).sum();
    if (sum - 1.0).abs() > SUM_TOLERANCE {
        let complaint = Complaint::new(rounded(sum), "is the sum of the shares by day, and must be 1");
        problems.at(&path.key("lag_days"), complaint.remedy("every contact comes on some day"));
    }
}

fn from_parcels(
    rate: f64,
    written: &ContactTypeWritten,
    shares: &[(ChannelId, f64)],
    basis: &DemandBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Vec<f64>> {
    let calendar = basis.calendar;
    let Some(parcels) = basis.parcels else {
        if !basis.names_parcels {
            let complaint = Complaint::new("", "needs demand.parcels, and there is none");
            let remedy = "add parcels to [demand]: a CSV, or { ordinary = 100000 }";
            problems.at(&path.key("contacts_per_1000_parcels"), complaint.remedy(remedy));
        }
        return vec![vec![0.0; calendar.intervals()]; shares.len()];
    };
    let same_day = [1.0];
    let lags: Vec<f64> =
        written.lag_days.as_ref().map_or(same_day.to_vec(), |lags| lags.iter().map(|share| share.0).collect());
    let peaks = peak_factors(written, calendar, path, problems);
    let by_day: Vec<f64> = (0..calendar.days())
        .map(|day| {
            let lagged: f64 =
                lags.iter().enumerate().map(|(lag, share)| share * parcels.on(day as i64 - lag as i64)).sum();
            let weekday = calendar.weekday(day).to_monday_zero_offset() as usize;
            let factor =
                written.weekday.as_ref().and_then(|factors| factors.get(weekday)).map_or(1.0, |factor| factor.0);
            rate / 1000.0 * lagged * factor * peaks[day]
        })
        .collect();
    let in_channel = |(channel, share): &(ChannelId, f64)| {
        let weights = &basis.weights[channel.0];
        by_day.iter().flat_map(|contacts| weights.iter().map(move |weight| contacts * share * weight)).collect()
    };
    shares.iter().map(in_channel).collect()
}

/// The factor of `peaks` on each day of the season; where peaks overlap they multiply, as those of parcels do.
fn peak_factors(
    written: &ContactTypeWritten,
    calendar: &Calendar,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<f64> {
    let mut factors = vec![1.0; calendar.days()];
    for (place, peak) in written.peaks.iter().flatten().enumerate() {
        let (Some(from), Some(factor)) = (&peak.from, peak.factor) else { continue };
        let to = peak.to.as_ref().unwrap_or(from);
        let path = path.key("peaks").index(place);
        if let Some((first, last)) = season_days(calendar, from.0, to.0, &path, problems) {
            factors[first..=last].iter_mut().for_each(|on_day| *on_day *= factor.0);
        }
    }
    factors
}

/// Contacts of each interval over the channels open then, in proportion to their shares.
fn spread_over_open(contacts: &[f64], shares: &[(ChannelId, f64)], basis: &DemandBasis<'_>) -> Vec<Vec<f64>> {
    let mut spread = vec![vec![0.0; contacts.len()]; shares.len()];
    for (interval, expected) in contacts.iter().enumerate() {
        let second = basis.calendar.second_of_day(interval);
        let is_open = |channel: &ChannelId| basis.channels[channel.0].is_open(second);
        let open: f64 = shares.iter().filter(|(channel, _)| is_open(channel)).map(|(_, share)| share).sum();
        for (at, (channel, share)) in shares.iter().enumerate() {
            if is_open(channel) {
                spread[at][interval] = expected * share / open;
            }
        }
    }
    spread
}

fn per_hour(
    written: &ContactTypeWritten,
    shares: &[(ChannelId, f64)],
    basis: &DemandBasis<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Vec<Vec<f64>>> {
    let path = path.key("per_hour");
    let by_hour: Vec<f64> = match written.per_hour.as_ref()? {
        ContactsPerHour::Always(contacts) => vec![contacts.0; 24],
        ContactsPerHour::ByHour(contacts) => contacts.iter().map(|contacts| contacts.0).collect(),
    };
    if by_hour.len() != 24 {
        let rule = "must be one number, or 24 (one for each hour of the day)";
        problems.at(&path, Complaint::new(format!("{} numbers", by_hour.len()), rule).remedy("midnight comes first"));
        return None;
    }
    let is_open = |second: u32| shares.iter().any(|(channel, _)| basis.channels[channel.0].is_open(second));
    if matches!(written.per_hour, Some(ContactsPerHour::ByHour(_))) {
        for (hour, contacts) in by_hour.iter().enumerate() {
            let quarters = [0, 900, 1800, 2700].map(|minutes| hour as u32 * 3600 + minutes);
            if *contacts > 0.0 && !quarters.into_iter().any(is_open) {
                let rule = format!("must be 0 at {hour:02}:00, when no channel of this contact type is open");
                problems.at(
                    &path.index(hour),
                    Complaint::new(contacts, rule).remedy("change the channel's opening hours, or the number"),
                );
            }
        }
    }
    let calendar = basis.calendar;
    let contacts: Vec<f64> = (0..calendar.intervals())
        .map(|interval| by_hour[(calendar.second_of_day(interval) / 3600) as usize] * calendar.interval_hours())
        .collect();
    Some(spread_over_open(&contacts, shares, basis))
}
