//! What a plan makes of a channel's days by their load, whatever the day: for work that goes over from one to the next.

use super::volume_tables::{DayLoads, one_of};
use super::volumes::{Volume, Volumes};
use crate::scenario::model::{ChannelId, StreamId};

/// Days that make up a node.
const DAYS_A_NODE: usize = 5;

/// Days of all seasons in the order of a channel's load, in nodes of neighbours; between nodes run straight lines, beyond the last ones it
/// is as there.
#[derive(Debug, Clone)]
pub(super) struct PooledDays {
    channel: ChannelId,
    streams: Vec<StreamId>,
    /// By day and stream of the channel: contacts, and first contacts, at a multiple of one.
    expected: Vec<(f64, f64)>,
    /// Mean load of each node, ascending.
    loads: Vec<f64>,
    nodes: Vec<Vec<OfContact>>,
}

/// What becomes of a contact of a stream in a part of the day.
#[derive(Debug, Clone, Default)]
struct OfContact {
    /// Of a contact, but for first contacts, which are of a first contact.
    volume: Volume,
    /// By meter.
    billed_s: Vec<f64>,
}

impl PooledDays {
    pub(super) fn new(channel: ChannelId, seasons: &[(DayLoads, Volumes)]) -> Self {
        let (_, first) = &seasons[0];
        let (all, days) = (first.channel_of.len(), first.days());
        let streams: Vec<StreamId> =
            (0..all).filter(|stream| first.channel_of[*stream] == channel).map(StreamId).collect();
        let expected_of = |day: usize, stream: StreamId| {
            let (mut contacts, mut first_contacts, mut times, mut first_times) = (0.0, 0.0, 0.0, 0.0);
            for (loads, volumes) in seasons {
                for segment in volumes.segments.of_days(day..day + 1) {
                    let volume = &volumes.cells[segment * all + stream.0];
                    contacts += volume.contacts();
                    first_contacts += volume.fresh;
                }
                times += loads.contacts[day * all + stream.0];
                first_times += loads.fresh[day * all + stream.0];
            }
            (contacts * one_of(times), first_contacts * one_of(first_times))
        };
        let days_and_streams = (0..days).flat_map(|day| streams.iter().map(move |stream| (day, *stream)));
        let mut pooled = PooledDays {
            channel,
            expected: days_and_streams.map(|(day, stream)| expected_of(day, stream)).collect(),
            streams,
            loads: Vec::new(),
            nodes: Vec::new(),
        };
        let load = |(season, day): &(usize, usize)| seasons[*season].0.channels[day * first.channels + channel.0];
        let mut ordered: Vec<(usize, usize)> =
            (0..seasons.len()).flat_map(|season| (0..days).map(move |day| (season, day))).collect();
        ordered.sort_by(|one, other| load(one).total_cmp(&load(other)));
        let nodes = (ordered.len() / DAYS_A_NODE).max(1);
        for node in 0..nodes {
            let members = &ordered[node * ordered.len() / nodes..(node + 1) * ordered.len() / nodes];
            pooled.loads.push(members.iter().map(load).sum::<f64>() / members.len() as f64);
            let made = pooled.node(members.iter().map(|(season, day)| (&seasons[*season], *day)), first);
            pooled.nodes.push(made);
        }
        pooled
    }

    /// By part of the day and stream.
    fn node<'s>(
        &self,
        members: impl Iterator<Item = (&'s (DayLoads, Volumes), usize)>,
        like: &Volumes,
    ) -> Vec<OfContact> {
        let (all, meters, parts) = (like.channel_of.len(), like.meters, like.segments.of_days(0..1).len());
        let blank = OfContact { billed_s: vec![0.0; meters], ..OfContact::default() };
        let mut node = vec![blank; parts * self.streams.len()];
        let mut contacts = vec![(0.0, 0.0); self.streams.len()];
        for ((loads, volumes), day) in members {
            for (place, stream) in self.streams.iter().enumerate() {
                let (expected, first_expected) = self.expected[day * self.streams.len() + place];
                contacts[place].0 += expected * loads.contacts[day * all + stream.0];
                contacts[place].1 += first_expected * loads.fresh[day * all + stream.0];
                for (part, segment) in volumes.segments.of_days(day..day + 1).enumerate() {
                    let at = segment * all + stream.0;
                    let sum = &mut node[part * self.streams.len() + place];
                    sum.volume += &volumes.cells[at];
                    let billed = &volumes.billed_s[at * meters..(at + 1) * meters];
                    sum.billed_s.iter_mut().zip(billed).for_each(|(sum, billed)| *sum += billed);
                }
            }
        }
        for (at, sum) in node.iter_mut().enumerate() {
            let (contacts, first_contacts) = contacts[at % self.streams.len()];
            let fresh = sum.volume.fresh * one_of(first_contacts);
            sum.volume = Volume { fresh, ..Volume::default().plus(&sum.volume, one_of(contacts)) };
            sum.billed_s.iter_mut().for_each(|billed| *billed *= one_of(contacts));
        }
        node
    }

    /// Adds what the plan makes of the channel's contacts on a season's days.
    pub(super) fn add(&self, loads: &DayLoads, volumes: &mut Volumes) {
        let (all, meters) = (volumes.channel_of.len(), volumes.meters);
        for day in 0..volumes.days() {
            let between = self.between(loads.channels[day * volumes.channels + self.channel.0]);
            for (part, segment) in volumes.segments.of_days(day..day + 1).enumerate() {
                for (place, stream) in self.streams.iter().enumerate() {
                    let (expected, first_expected) = self.expected[day * self.streams.len() + place];
                    let contacts = expected * loads.contacts[day * all + stream.0];
                    let first_contacts = first_expected * loads.fresh[day * all + stream.0];
                    let at = segment * all + stream.0;
                    for (node, weight) in between {
                        let of_contact = &node[part * self.streams.len() + place];
                        let fresh = volumes.cells[at].fresh + of_contact.volume.fresh * (weight * first_contacts);
                        let sum = volumes.cells[at].plus(&of_contact.volume, weight * contacts);
                        volumes.cells[at] = Volume { fresh, ..sum };
                        let billed = &mut volumes.billed_s[at * meters..(at + 1) * meters];
                        billed
                            .iter_mut()
                            .zip(&of_contact.billed_s)
                            .for_each(|(sum, of)| *sum += of * weight * contacts);
                    }
                    volumes.by_channel[segment * volumes.channels + self.channel.0] += &volumes.cells[at].clone();
                }
            }
        }
    }

    /// The nodes on either side of a load, and their weights.
    fn between(&self, load: f64) -> [(&[OfContact], f64); 2] {
        let last = self.nodes.len() - 1;
        let above = self.loads.partition_point(|node| *node <= load).min(last);
        let below = above.saturating_sub(1);
        let (low, high) = (self.loads[below], self.loads[above]);
        let share = if high > low { ((load - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        [(&self.nodes[below], 1.0 - share), (&self.nodes[above], share)]
    }
}
