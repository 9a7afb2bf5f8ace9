//! What an event makes of a day beyond what its load explains.

use super::volume_tables::one_of;
use super::volumes::{Volume, Volumes};
use crate::scenario::model::StreamId;

/// The mean effect of an event on a day's contacts, by contact that the day would have without it.
#[derive(Debug, Clone)]
pub struct DayEffect {
    streams: Vec<StreamId>,
    /// By part of the day and stream.
    of_contact: Vec<Volume>,
    /// By part of the day, stream and meter.
    billed_s: Vec<f64>,
}

impl DayEffect {
    /// On some streams, from a season that has the event on every day: by how much its volumes are more than expected without it.
    pub fn new(more: &Volumes, expected: &Volumes, streams: Vec<StreamId>) -> Self {
        let (all, meters, parts) = (more.channel_of.len(), more.meters, more.segments.of_days(0..1).len());
        let mut of_contact = vec![Volume::default(); parts * streams.len()];
        let mut billed_s = vec![0.0; of_contact.len() * meters];
        for part in 0..parts {
            for (place, stream) in streams.iter().enumerate() {
                let of_day = |day: usize| more.segments.of_days(day..day + 1).start + part;
                let places: Vec<usize> = (0..more.days()).map(|day| of_day(day) * all + stream.0).collect();
                let contact = one_of(places.iter().map(|at| expected.cells[*at].contacts()).sum());
                let at = part * streams.len() + place;
                for of in &places {
                    of_contact[at] = of_contact[at].plus(&more.cells[*of], contact);
                    for meter in 0..meters {
                        billed_s[at * meters + meter] += more.billed_s[of * meters + meter] * contact;
                    }
                }
            }
        }
        DayEffect { streams, of_contact, billed_s }
    }

    /// Adds the effect to a day on which the event happens.
    pub fn add_to(&self, volumes: &mut Volumes, day: usize) {
        let (all, meters) = (volumes.channel_of.len(), volumes.meters);
        for (part, segment) in volumes.segments.of_days(day..day + 1).enumerate() {
            for (place, stream) in self.streams.iter().enumerate() {
                let (at, of) = (segment * all + stream.0, part * self.streams.len() + place);
                let contacts = volumes.cells[at].contacts();
                let channel = segment * volumes.channels + volumes.channel_of[stream.0].0;
                volumes.cells[at] = volumes.cells[at].plus(&self.of_contact[of], contacts);
                volumes.by_channel[channel] = volumes.by_channel[channel].plus(&self.of_contact[of], contacts);
                for meter in 0..meters {
                    volumes.billed_s[at * meters + meter] += self.billed_s[of * meters + meter] * contacts;
                }
            }
        }
    }
}
