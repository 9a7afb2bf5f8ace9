//! What bills ask of days by their load, and between the loads that were played.

use std::sync::Arc;

use super::load_nodes::{Nodes, StreamBetween};
use super::pooled_days::PooledDays;
use super::pricer::Pricer;
use super::season_sums::SeasonSums;
use super::sum_layout::SumLayout;
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, GroupId, Scenario, StreamId};

/// The demand of a season's days and the agents present, as multiples of what is expected.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DayLoads {
    /// Demand over presence, by day and channel: where to look in the tables.
    pub channels: Vec<f64>,
    /// The same by day and agent group.
    pub groups: Vec<f64>,
    /// First contacts by day and stream.
    pub fresh: Vec<f64>,
    /// All contacts by day and stream.
    pub contacts: Vec<f64>,
    /// Agents by day and group.
    pub presence: Vec<f64>,
}

impl DayLoads {
    /// Nothing yet, with room for so many days of streams, channels and agent groups.
    pub fn with_capacity(days: usize, [streams, channels, groups]: [usize; 3]) -> Self {
        let room = |a_day: usize| Vec::with_capacity(days * a_day);
        DayLoads {
            channels: room(channels),
            groups: room(groups),
            fresh: room(streams),
            contacts: room(streams),
            presence: room(groups),
        }
    }
}

/// What a plan makes of days by their load, as far as the bills of some contracts ask, from seasons whose loads are known.
///
/// On each day, the seasons are put in the order of a channel's load; between these nodes run straight lines. Below the first node,
/// shares are as they are there; beyond the last, the line goes on. Where work goes over from day to day, the days of all seasons are put in one order.
#[derive(Debug, Clone)]
pub struct VolumeTables {
    pub(super) layout: Arc<SumLayout>,
    /// By segment and channel; empty for pooled channels. Of a node, the sums of each stream: over the multiple of all contacts, first
    /// contacts over theirs.
    contacts: Vec<Nodes>,
    /// By channel: for those whose work goes over from day to day.
    pooled: Vec<Option<PooledDays>>,
    /// By segment and agent group: busy and available time over presence. Nothing for groups that no bill asks about.
    times: Vec<Option<Nodes>>,
}

impl VolumeTables {
    /// Tables of seasons, each of which makes a node of every day, for the contracts of some pricers; the days of pooled channels make
    /// nodes together.
    pub fn new(scenario: &Scenario, pricers: &[Pricer], seasons: &[(DayLoads, Volumes)], pooled: &[ChannelId]) -> Self {
        let layout = Arc::new(SumLayout::new(scenario, pricers));
        let (streams, channels, groups) = (scenario.streams.len(), layout.streams.len(), layout.groups.len());
        let of_contacts = |at: usize| {
            let (segment, channel) = (at / channels, at % channels);
            if pooled.contains(&ChannelId(channel)) {
                return Nodes::default();
            }
            let day = layout.segments.day(segment);
            let load = |loads: &DayLoads| loads.channels[day * channels + channel];
            nodes(seasons, load, |loads, volumes, values| {
                for stream in &layout.streams[channel] {
                    let contacts = one_of(loads.contacts[day * streams + stream]);
                    let fresh = one_of(loads.fresh[day * streams + stream]);
                    let sums = layout.of_stream(scenario, volumes, segment, *stream).enumerate();
                    values.extend(sums.map(|(place, sum)| sum * if place == 0 { fresh } else { contacts }));
                }
            })
        };
        let of_time = |at: usize| {
            let (segment, group) = (at / groups, at % groups);
            layout.groups[group]?;
            let of_day = layout.segments.day(segment) * groups + group;
            let load = |loads: &DayLoads| loads.groups[of_day];
            Some(nodes(seasons, load, |loads, volumes, values| {
                let time = volumes.group_time(segment..segment + 1, &[GroupId(group)]);
                let times = one_of(loads.presence[of_day]);
                values.extend([time.busy_s * times, time.available_s * times]);
            }))
        };
        let of_pool = |channel: ChannelId| {
            pooled.contains(&channel).then(|| PooledDays::new(scenario, &layout, channel, seasons))
        };
        let segments = layout.segments.count();
        VolumeTables {
            contacts: (0..segments * channels).map(of_contacts).collect(),
            pooled: (0..channels).map(ChannelId).map(of_pool).collect(),
            times: (0..segments * groups).map(of_time).collect(),
            layout,
        }
    }

    /// Sums of the shape that [`VolumeTables::fill`] fills.
    pub fn blank(&self) -> SeasonSums {
        SeasonSums::blank(&self.layout)
    }

    /// The sums of a season that was played.
    pub fn sums_of(&self, scenario: &Scenario, volumes: &Volumes) -> SeasonSums {
        SeasonSums::of(&self.layout, scenario, volumes)
    }

    /// What the plan makes of a season's days.
    pub fn fill(&self, loads: &DayLoads, sums: &mut SeasonSums) {
        let layout = &*self.layout;
        let groups = layout.groups.len();
        sums.values.fill(0.0);
        for (segment, row) in sums.values.chunks_mut(layout.row).enumerate() {
            for (channel, block) in layout.blocks.iter().enumerate() {
                let block = &mut row[block.clone()];
                self.streams(loads, segment, channel).for_each(|between| between.add_to(block));
            }
            let day = layout.segments.day(segment);
            for (group, place) in layout.groups.iter().enumerate() {
                let (Some(place), Some(nodes)) = (place, &self.times[segment * groups + group]) else { continue };
                let [(below, of_below), (above, of_above)] = nodes.between(loads.groups[day * groups + group]);
                let presence = loads.presence[day * groups + group];
                for (time, (below, above)) in row[*place..].iter_mut().zip(below.iter().zip(above)) {
                    *time += presence * (of_below * below + of_above * above);
                }
            }
        }
    }

    /// The streams of a channel in a segment.
    pub(super) fn streams<'t>(
        &'t self,
        loads: &'t DayLoads,
        segment: usize,
        channel: usize,
    ) -> impl Iterator<Item = StreamBetween<'t>> {
        let layout = &*self.layout;
        let (channels, all) = (layout.streams.len(), layout.channel_of.len());
        let (day, streams) = (layout.segments.day(segment), &layout.streams[channel]);
        let pooled = self.pooled[channel].as_ref();
        let nodes = match pooled {
            Some(pooled) => &pooled.parts[segment - layout.segments.of_days(day..day + 1).start],
            None => &self.contacts[segment * channels + channel],
        };
        let [(below, of_below), (above, of_above)] = nodes.between(loads.channels[day * channels + channel]);
        let width = layout.blocks[channel].len();
        let nodes = below.chunks(width).zip(above.chunks(width));
        streams.iter().zip(nodes).enumerate().map(move |(place, (stream, (below, above)))| {
            let at = day * all + stream;
            let (contacts, fresh) = pooled.map_or((1.0, 1.0), |pooled| pooled.expected[day * streams.len() + place]);
            StreamBetween {
                nodes: [below, above],
                weights: [of_below, of_above],
                contacts: contacts * loads.contacts[at],
                first_contacts: fresh * loads.fresh[at],
            }
        })
    }
}

/// One node of each season, whose values are put behind those before.
fn nodes(
    seasons: &[(DayLoads, Volumes)],
    load: impl Fn(&DayLoads) -> f64,
    put: impl Fn(&DayLoads, &Volumes, &mut Vec<f64>),
) -> Nodes {
    let mut ordered: Vec<&(DayLoads, Volumes)> = seasons.iter().collect();
    ordered.sort_by(|one, other| load(&one.0).total_cmp(&load(&other.0)));
    let mut values = Vec::new();
    ordered.iter().for_each(|(loads, volumes)| put(loads, volumes, &mut values));
    Nodes::new(ordered.iter().map(|(loads, _)| load(loads)).collect(), values)
}

/// One over a multiple; nothing where there is nothing.
pub(super) fn one_of(multiple: f64) -> f64 {
    if multiple > 0.0 { 1.0 / multiple } else { 0.0 }
}

impl Volumes {
    /// Number of places: a stream in a segment each.
    pub fn places(&self) -> usize {
        self.cells.len()
    }

    /// First contacts of a stream on a day.
    pub fn first_contacts(&self, day: usize, stream: StreamId) -> f64 {
        let streams = self.channel_of.len();
        self.segments.of_days(day..day + 1).map(|segment| self.cells[segment * streams + stream.0].fresh).sum()
    }
}
