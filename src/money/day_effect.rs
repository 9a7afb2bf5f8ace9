//! What an event makes of a day beyond what its load explains.

use super::season_sums::SeasonSums;
use super::volume_tables::{DayLoads, VolumeTables, one_of};
use super::volumes::Volumes;
use crate::scenario::model::{Scenario, StreamId};

/// The mean effect of an event on a day's contacts, by contact that the day would have without it.
#[derive(Debug, Clone)]
pub struct DayEffect {
    /// By part of the day, channel and stream of the channel: sums of a contact; nothing for streams that the event spares.
    of_contact: Vec<Vec<Vec<f64>>>,
}

impl DayEffect {
    /// On some streams, from the volumes and loads of a season that has the event on every day: by how much it is more than the tables say.
    pub fn new(
        tables: &VolumeTables,
        scenario: &Scenario,
        (loads, volumes): (&DayLoads, &Volumes),
        streams: &[StreamId],
    ) -> Self {
        let layout = &tables.layout;
        let of_channel = |at: usize| {
            let (part, channel) = (at / layout.streams.len(), at % layout.streams.len());
            let width = layout.blocks[channel].len();
            let mut more = vec![vec![0.0; width]; layout.streams[channel].len()];
            let mut contacts = vec![0.0; more.len()];
            for day in 0..scenario.calendar.days() {
                let segment = layout.segments.of_days(day..day + 1).start + part;
                for (place, between) in tables.streams(loads, segment, channel).enumerate() {
                    let mut tabled = vec![0.0; width];
                    between.add_to(&mut tabled);
                    contacts[place] += between.contacts();
                    let found = layout.of_stream(scenario, volumes, segment, layout.streams[channel][place]);
                    let differences = found.zip(tabled).map(|(found, tabled)| found - tabled);
                    more[place].iter_mut().zip(differences).for_each(|(sum, difference)| *sum += difference);
                }
            }
            for (place, more) in more.iter_mut().enumerate() {
                match streams.contains(&StreamId(layout.streams[channel][place])) {
                    true => more.iter_mut().for_each(|sum| *sum *= one_of(contacts[place])),
                    false => more.clear(),
                }
            }
            more
        };
        let parts = layout.segments.runs().len();
        DayEffect { of_contact: (0..parts * layout.streams.len()).map(of_channel).collect() }
    }

    /// Adds the effect to the sums that the tables make of loads, on a day on which the event happens.
    pub fn add_to(&self, tables: &VolumeTables, loads: &DayLoads, day: usize, sums: &mut SeasonSums) {
        let layout = &tables.layout;
        for (part, segment) in layout.segments.of_days(day..day + 1).enumerate() {
            let row = &mut sums.values[segment * layout.row..(segment + 1) * layout.row];
            for (channel, block) in layout.blocks.iter().enumerate() {
                let of_channel = &self.of_contact[part * layout.streams.len() + channel];
                for (between, of_contact) in tables.streams(loads, segment, channel).zip(of_channel) {
                    let contacts = between.contacts();
                    row[block.clone()].iter_mut().zip(of_contact).for_each(|(sum, of)| *sum += of * contacts);
                }
            }
        }
    }
}
