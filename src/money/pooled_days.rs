//! What a plan makes of a channel's days by their load, whatever the day: for work that goes over from one to the next.

use super::load_nodes::Nodes;
use super::sum_layout::SumLayout;
use super::volume_tables::{DayLoads, one_of};
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, Scenario};

/// Days that make up a node.
const DAYS_A_NODE: usize = 5;

/// Days of all seasons in the order of a channel's load, in nodes of neighbours.
#[derive(Debug, Clone)]
pub(super) struct PooledDays {
    /// By day and stream of the channel: contacts, and first contacts, at a multiple of one.
    pub(super) expected: Vec<(f64, f64)>,
    /// By part of the day. Of a node, the sums of each stream: of a contact, but for first contacts, which are of a first contact.
    pub(super) parts: Vec<Nodes>,
}

impl PooledDays {
    pub(super) fn new(
        scenario: &Scenario,
        layout: &SumLayout,
        channel: ChannelId,
        seasons: &[(DayLoads, Volumes)],
    ) -> Self {
        let (all, days) = (scenario.streams.len(), scenario.calendar.days());
        let streams = &layout.streams[channel.0];
        let expected_of = |day: usize, stream: usize| {
            let (mut contacts, mut first_contacts, mut times, mut first_times) = (0.0, 0.0, 0.0, 0.0);
            for (loads, volumes) in seasons {
                for segment in layout.segments.of_days(day..day + 1) {
                    let volume = &volumes.streams(segment)[stream];
                    contacts += volume.contacts();
                    first_contacts += volume.fresh;
                }
                times += loads.contacts[day * all + stream];
                first_times += loads.fresh[day * all + stream];
            }
            (contacts * one_of(times), first_contacts * one_of(first_times))
        };
        let days_and_streams = (0..days).flat_map(|day| streams.iter().map(move |stream| (day, *stream)));
        let expected: Vec<(f64, f64)> = days_and_streams.map(|(day, stream)| expected_of(day, stream)).collect();
        let load = |(season, day): &(usize, usize)| seasons[*season].0.channels[day * layout.streams.len() + channel.0];
        let mut ordered: Vec<(usize, usize)> =
            (0..seasons.len()).flat_map(|season| (0..days).map(move |day| (season, day))).collect();
        ordered.sort_by(|one, other| load(one).total_cmp(&load(other)));
        let nodes = (ordered.len() / DAYS_A_NODE).max(1);
        let members: Vec<&[(usize, usize)]> =
            (0..nodes).map(|node| &ordered[node * ordered.len() / nodes..(node + 1) * ordered.len() / nodes]).collect();
        let loads: Vec<f64> =
            members.iter().map(|members| members.iter().map(load).sum::<f64>() / members.len() as f64).collect();
        let of_stream = |members: &[(usize, usize)], part: usize, place: usize| {
            let mut sums = vec![0.0; layout.blocks[channel.0].len()];
            let (mut contacts, mut first_contacts) = (0.0, 0.0);
            for (season, day) in members {
                let (loads, volumes) = &seasons[*season];
                let (of_day, first_of_day) = expected[day * streams.len() + place];
                contacts += of_day * loads.contacts[day * all + streams[place]];
                first_contacts += first_of_day * loads.fresh[day * all + streams[place]];
                let segment = layout.segments.of_days(*day..day + 1).start + part;
                let more = layout.of_stream(scenario, volumes, segment, streams[place]);
                sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
            }
            sums[0] *= one_of(first_contacts);
            sums[1..].iter_mut().for_each(|sum| *sum *= one_of(contacts));
            sums
        };
        let of_part = |part: usize| {
            let of_node = |members: &&[(usize, usize)]| {
                (0..streams.len()).flat_map(|place| of_stream(members, part, place)).collect::<Vec<f64>>()
            };
            Nodes::new(loads.clone(), members.iter().flat_map(of_node).collect())
        };
        PooledDays { parts: (0..layout.segments.runs().len()).map(of_part).collect(), expected }
    }
}
