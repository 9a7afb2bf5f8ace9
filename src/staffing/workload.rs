//! The work that reaches people, by stream and interval, before anything is simulated.

use crate::analytic::time_varying::modified_offered_load;
use crate::scenario::model::{ChannelId, ChannelKind, Scenario, Stream};

/// Expected work for people on one channel.
#[derive(Debug, Clone)]
pub(super) struct ChannelWork {
    /// Contacts that reach people, by interval.
    pub(super) contacts: Vec<f64>,
    /// Their mean handle time by interval, in seconds, on an agent of factor 1 with nothing beside it.
    pub(super) handle_time_s: Vec<f64>,
    /// Offered load in erlangs by interval, with its lag behind arrivals.
    pub(super) load: Vec<f64>,
    /// Mean patience in seconds by the rates of giving up; infinite where nobody does.
    pub(super) patience_s: f64,
    /// Share who balk.
    pub(super) balk: f64,
}

/// Share of a stream's arrivals that reach people at a second of the day.
fn share_to_people(stream: &Stream, second_of_day: u32) -> f64 {
    stream.bot.as_ref().map_or(1.0, |bot| 1.0 - bot.meets * (bot.containment.at(second_of_day) + bot.leaves).min(1.0))
}

/// Repeats that an arrival brings in the mean, itself not counted.
fn repeats_per_arrival(stream: &Stream, second_of_day: u32) -> f64 {
    let falsely =
        stream.bot.as_ref().map_or(0.0, |bot| bot.meets * bot.containment.at(second_of_day) * bot.falsely_contained);
    (falsely + share_to_people(stream, second_of_day) * (1.0 - stream.first_contact_resolution)).min(0.9)
}

/// Expected work of a channel. Repeats are taken to come in the interval of the contact they repeat; the search corrects by day what that gets wrong.
pub(super) fn channel_work(scenario: &Scenario, channel: ChannelId) -> ChannelWork {
    let intervals = scenario.intervals();
    let interval_s = f64::from(scenario.calendar.interval_s);
    let (mut contacts, mut work) = (vec![0.0; intervals], vec![0.0; intervals]);
    let (mut giving_up, mut balking, mut total) = (0.0, 0.0, 0.0);
    for id in scenario.streams_of_channel(channel) {
        let stream = &scenario.streams[id.0];
        for interval in 0..intervals {
            let second = scenario.calendar.second_of_day(interval);
            let to_people = share_to_people(stream, second);
            let reached = stream.expected_contacts[interval] / (1.0 - repeats_per_arrival(stream, second)) * to_people;
            let escalated = stream.bot.as_ref().map_or(1.0, |bot| {
                let by_bot =
                    bot.meets * (1.0 - bot.containment.at(second) - bot.leaves).max(0.0) / to_people.max(1e-12);
                1.0 + by_bot * (bot.escalated_handle_time_factor - 1.0)
            });
            contacts[interval] += reached;
            work[interval] += reached * stream.handle_time.at(second).mean_s() * escalated;
            giving_up += reached / stream.patience.at(second).mean_s();
            balking += reached * stream.balk;
            total += reached;
        }
    }
    let handle_time_s: Vec<f64> = work
        .iter()
        .zip(&contacts)
        .map(|(work, contacts)| if *contacts > 0.0 { work / contacts } else { 60.0 })
        .collect();
    let load = match scenario.channels[channel.0].kind {
        ChannelKind::Deferred => work.iter().map(|work| work / interval_s).collect(),
        ChannelKind::Voice | ChannelKind::Chat => {
            modified_offered_load(&contacts, interval_s, &handle_time_s, 0.0).iter().map(|load| load.mean).collect()
        }
    };
    let (patience_s, balk) = if total > 0.0 { (total / giving_up, balking / total) } else { (f64::INFINITY, 0.0) };
    ChannelWork { contacts, handle_time_s, load, patience_s, balk }
}
