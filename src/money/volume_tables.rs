//! Volumes of days by their load, and between the loads that were played.

use super::pooled_days::PooledDays;
use super::volumes::{GroupTime, Volume, Volumes};
use crate::scenario::model::{ChannelId, GroupId, StreamId};

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

/// What a plan makes of days by their load, from seasons whose loads are known.
///
/// On each day, the seasons are put in the order of a channel's load; between these nodes run straight lines. Beyond the last nodes,
/// shares are as they are there. Where work goes over from day to day, the days of all seasons are put in one order.
#[derive(Debug, Clone)]
pub struct VolumeTables {
    nodes: Vec<Node>,
    /// Of channels whose work goes over from day to day.
    pooled: Vec<PooledDays>,
    is_pooled: Vec<bool>,
}

/// One node of every day, channel and group.
#[derive(Debug, Clone)]
struct Node {
    /// By day and channel.
    channels: Vec<f64>,
    /// By day and group.
    groups: Vec<f64>,
    /// Contacts and their times over the multiple of all contacts, first contacts over theirs, agents' time over presence.
    volumes: Volumes,
}

/// Two neighbouring nodes and their weights.
type Between<'t> = [(&'t Volumes, f64); 2];

impl VolumeTables {
    /// Tables of seasons, each of which makes a node of every day; the days of pooled channels make nodes together.
    ///
    /// # Panics
    /// Without seasons.
    pub fn new(seasons: &[(DayLoads, Volumes)], pooled: &[ChannelId]) -> Self {
        let (_, first) = seasons.first().expect("there are seasons");
        let days = first.days();
        let blank = Node {
            channels: vec![0.0; days * first.channels],
            groups: vec![0.0; days * first.groups],
            volumes: first.like_this(),
        };
        let mut nodes = vec![blank; seasons.len()];
        let (streams, channels, groups) = (first.channel_of.len(), first.channels, first.groups);
        for day in 0..days {
            for channel in 0..channels {
                let at = day * channels + channel;
                for (node, (loads, volumes)) in nodes.iter_mut().zip(in_order(seasons, |loads| loads.channels[at])) {
                    node.channels[at] = loads.channels[at];
                    for stream in (0..streams).filter(|stream| first.channel_of[*stream].0 == channel) {
                        let contacts = one_of(loads.contacts[day * streams + stream]);
                        let fresh = one_of(loads.fresh[day * streams + stream]);
                        for segment in first.segments.of_days(day..day + 1) {
                            node.volumes.add_contacts(volumes, segment * streams + stream, contacts, fresh);
                        }
                    }
                }
            }
            for group in 0..groups {
                let at = day * groups + group;
                for (node, (loads, volumes)) in nodes.iter_mut().zip(in_order(seasons, |loads| loads.groups[at])) {
                    node.groups[at] = loads.groups[at];
                    let times = one_of(loads.presence[at]);
                    for segment in first.segments.of_days(day..day + 1) {
                        node.volumes.add_time(volumes, segment * groups + group, times);
                    }
                }
            }
        }
        VolumeTables {
            nodes,
            pooled: pooled.iter().map(|channel| PooledDays::new(*channel, seasons)).collect(),
            is_pooled: (0..channels).map(|channel| pooled.contains(&ChannelId(channel))).collect(),
        }
    }

    /// Volumes of the shape that [`VolumeTables::fill`] fills.
    pub fn blank(&self) -> Volumes {
        self.nodes[0].volumes.like_this()
    }

    /// What the plan makes of a season's days.
    pub fn fill(&self, loads: &DayLoads, volumes: &mut Volumes) {
        let (streams, channels, groups) = (volumes.channel_of.len(), volumes.channels, volumes.groups);
        volumes.clear();
        for segment in 0..volumes.segments.count() {
            let day = volumes.segments.day(segment);
            for channel in (0..channels).filter(|channel| !self.is_pooled[*channel]) {
                let at = day * channels + channel;
                let between = self.between(loads.channels[at], |node| node.channels[at]);
                for stream in (0..streams).filter(|stream| self.nodes[0].volumes.channel_of[*stream].0 == channel) {
                    let (contacts, fresh) =
                        (loads.contacts[day * streams + stream], loads.fresh[day * streams + stream]);
                    let at = segment * streams + stream;
                    for (of, weight) in between {
                        volumes.add_contacts(of, at, weight * contacts, weight * fresh);
                    }
                    volumes.by_channel[segment * channels + channel] += &volumes.cells[at].clone();
                }
            }
            for group in 0..groups {
                let at = day * groups + group;
                for (of, weight) in self.between(loads.groups[at], |node| node.groups[at]) {
                    volumes.add_time(of, segment * groups + group, weight * loads.presence[at]);
                }
            }
        }
        self.pooled.iter().for_each(|pooled| pooled.add(loads, volumes));
    }

    /// The nodes on either side of a load, whose loads ascend.
    fn between(&self, load: f64, load_of: impl Fn(&Node) -> f64) -> Between<'_> {
        let last = self.nodes.len() - 1;
        let above = self.nodes.partition_point(|node| load_of(node) <= load).min(last);
        let below = above.saturating_sub(1);
        let (low, high) = (load_of(&self.nodes[below]), load_of(&self.nodes[above]));
        let share = if high > low { ((load - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        [(&self.nodes[below].volumes, 1.0 - share), (&self.nodes[above].volumes, share)]
    }
}

/// One over a multiple; nothing where there is nothing.
pub(super) fn one_of(multiple: f64) -> f64 {
    if multiple > 0.0 { 1.0 / multiple } else { 0.0 }
}

/// Seasons in the order of a load.
fn in_order(seasons: &[(DayLoads, Volumes)], load: impl Fn(&DayLoads) -> f64) -> Vec<&(DayLoads, Volumes)> {
    let mut ordered: Vec<&(DayLoads, Volumes)> = seasons.iter().collect();
    ordered.sort_by(|one, other| load(&one.0).total_cmp(&load(&other.0)));
    ordered
}

impl Volumes {
    /// By how much these are more than others of the same shape, place by place.
    pub fn less(mut self, other: &Volumes) -> Volumes {
        self.cells.iter_mut().zip(&other.cells).for_each(|(mine, theirs)| *mine = mine.plus(theirs, -1.0));
        self.by_channel.iter_mut().zip(&other.by_channel).for_each(|(mine, theirs)| *mine = mine.plus(theirs, -1.0));
        for (mine, theirs) in self.group_times.iter_mut().zip(&other.group_times) {
            mine.available_s -= theirs.available_s;
            mine.busy_s -= theirs.busy_s;
        }
        self.billed_s.iter_mut().zip(&other.billed_s).for_each(|(mine, theirs)| *mine -= theirs);
        self
    }

    /// Adds the contacts of a channel on a day, so many times.
    pub fn add_channel_day(&mut self, other: &Volumes, day: usize, channel: ChannelId, times: f64) {
        let streams = self.channel_of.len();
        for segment in self.segments.of_days(day..day + 1) {
            for stream in (0..streams).filter(|stream| other.channel_of[*stream] == channel) {
                let at = segment * streams + stream;
                self.cells[at] = self.cells[at].plus(&other.cells[at], times);
                for meter in at * self.meters..(at + 1) * self.meters {
                    self.billed_s[meter] += times * other.billed_s[meter];
                }
            }
            let at = segment * self.channels + channel.0;
            self.by_channel[at] = self.by_channel[at].plus(&other.by_channel[at], times);
        }
    }

    /// Adds the time of a group on a day.
    pub fn add_group_day(&mut self, other: &Volumes, day: usize, group: GroupId) {
        for segment in self.segments.of_days(day..day + 1) {
            self.add_time(other, segment * self.groups + group.0, 1.0);
        }
    }

    /// Number of places: a stream in a segment each.
    pub fn places(&self) -> usize {
        self.cells.len()
    }

    /// First contacts of a stream on a day.
    pub fn first_contacts(&self, day: usize, stream: StreamId) -> f64 {
        let streams = self.channel_of.len();
        self.segments.of_days(day..day + 1).map(|segment| self.cells[segment * streams + stream.0].fresh).sum()
    }

    /// Nothing, in the shape of these.
    fn like_this(&self) -> Volumes {
        let mut blank = self.clone();
        blank.clear();
        blank
    }

    fn clear(&mut self) {
        self.cells.fill(Volume::default());
        self.by_channel.fill(Volume::default());
        self.group_times.fill(GroupTime::default());
        self.billed_s.fill(0.0);
    }

    /// Adds the contacts at a place, so many times, their first contacts times another factor. Sums by channel stay.
    fn add_contacts(&mut self, other: &Volumes, at: usize, times: f64, fresh: f64) {
        let of = &other.cells[at];
        let first_contacts = self.cells[at].fresh + of.fresh * fresh;
        self.cells[at] = Volume { fresh: first_contacts, ..self.cells[at].plus(of, times) };
        for meter in at * self.meters..(at + 1) * self.meters {
            self.billed_s[meter] += other.billed_s[meter] * times;
        }
    }

    /// Adds a group's time at a place, so many times.
    fn add_time(&mut self, other: &Volumes, at: usize, times: f64) {
        let (mine, theirs) = (&mut self.group_times[at], &other.group_times[at]);
        mine.available_s += theirs.available_s * times;
        mine.busy_s += theirs.busy_s * times;
    }
}
