//! Takes in replications of one staffing plan.
//!
//! Everything that comes from tallies is kept as integer sums and bucket counts, which merge exactly in any order. Money
//! is kept by replication and summed in replication order when results are made. Memory grows with the number of
//! replications only by one [`ReplicationRecord`] each.

use super::measure::{Measure, ScopeTotals};
use super::measured_ratios::MeasuredRatios;
use super::replication::{ContractRecord, ReplicationRecord, ServiceTerms};
use super::scope::Scope;
use crate::engine::{Cell, GroupCell, Tally};
use crate::money::{LineKind, Statement};
use crate::scenario::model::{ChannelId, GroupId, Scenario, ServiceLevelDefinition, StreamId};
use crate::statistics::{Confidence, CountHistogram, Estimate, SetsOf, ShareHistogram, WaitSketch};

/// Sums over replications of one staffing plan, and the contracts priced on it.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Accumulator {
    pub(super) contracts: Vec<usize>,
    /// The service table's scopes, then the headline.
    pub(super) scopes: Vec<Scope>,
    channel_of_stream: Vec<usize>,
    definitions: Vec<ServiceLevelDefinition>,
    intervals_per_day: usize,
    pub(super) channels: usize,
    pub(super) groups: usize,
    pub(super) ratios: MeasuredRatios,
    set_size: u32,
    /// Season sums by scope.
    pub(super) totals: Vec<Cell>,
    /// Sums by interval and channel.
    pub(super) cells: Vec<Cell>,
    /// Sums by interval and group.
    pub(super) group_cells: Vec<GroupCell>,
    /// Offered contacts by interval and channel, and by day and channel.
    pub(super) offered_by_interval: Vec<CountHistogram>,
    pub(super) offered_by_day: Vec<CountHistogram>,
    /// Service level by each channel's own definition, by day and channel.
    pub(super) service_level_by_day: Vec<ShareHistogram>,
    /// Waits by stream.
    pub(super) waits: Vec<WaitSketch>,
    /// Kind and name of each contract's statement lines.
    pub(super) lines: Vec<Vec<(LineKind, String)>>,
    pub(super) replications: Vec<ReplicationRecord>,
}

impl Accumulator {
    /// Nothing taken in yet. `contracts` are the indices of the scenario's contracts that are priced on this plan.
    pub fn new(scenario: &Scenario, contracts: &[usize]) -> Self {
        let mut scopes = Scope::table(scenario);
        scopes.push(Scope::headline(scenario));
        let (channels, groups) = (scenario.channels.len(), scenario.agent_groups.len());
        let (intervals, days) = (scenario.intervals(), scenario.calendar.days());
        let set_size = scenario.run.replications_an_observation();
        Accumulator {
            contracts: contracts.to_vec(),
            channel_of_stream: scenario.streams.iter().map(|stream| stream.channel.0).collect(),
            definitions: scenario.channels.iter().map(|channel| channel.service.definition).collect(),
            intervals_per_day: scenario.calendar.intervals_per_day(),
            channels,
            groups,
            ratios: MeasuredRatios::new(scopes.len(), set_size),
            set_size,
            totals: vec![Cell::default(); scopes.len()],
            cells: vec![Cell::default(); intervals * channels],
            group_cells: vec![GroupCell::default(); intervals * groups],
            offered_by_interval: vec![CountHistogram::default(); intervals * channels],
            offered_by_day: vec![CountHistogram::default(); days * channels],
            service_level_by_day: vec![ShareHistogram::default(); days * channels],
            waits: vec![WaitSketch::default(); scenario.streams.len()],
            lines: vec![Vec::new(); contracts.len()],
            replications: Vec::new(),
            scopes,
        }
    }

    /// Takes in one replication: its number, its tally, and its statements in the order of the contracts.
    ///
    /// # Panics
    /// When the tally has another scenario's shape, or a contract's statement has other lines than before.
    pub fn add(&mut self, replication: u32, tally: &Tally, statements: &[Statement]) {
        assert_eq!(statements.len(), self.contracts.len(), "one statement for each contract");
        let streams = self.add_intervals(tally);
        let time = self.add_group_time(tally);
        for (stream, sketch) in self.waits.iter_mut().enumerate() {
            sketch.add(tally.waits(StreamId(stream)));
        }
        let mut all_totals = Vec::with_capacity(self.scopes.len());
        let mut channels = Vec::with_capacity(self.channels);
        let mut everything = Cell::default();
        streams.iter().for_each(|cell| everything += cell);
        for (index, scope) in self.scopes.iter().enumerate() {
            let mut totals = ScopeTotals::default();
            for stream in &scope.streams {
                let cell = &streams[stream.0];
                let own = self.definitions[self.channel_of_stream[stream.0]].ratio(cell.service_counts());
                totals.cell += cell;
                totals.target.0 += own.0;
                totals.target.1 += own.1;
            }
            scope.groups.iter().for_each(|group| totals.time += &time[group.0]);
            self.totals[index] += &totals.cell;
            if scope.channel.is_some() && scope.contact_type.is_none() {
                channels.push(totals.target);
            }
            all_totals.push(totals);
        }
        self.ratios.add(replication, &all_totals);
        let headline = all_totals.pop().expect("the headline is the last scope");
        self.replications.push(ReplicationRecord {
            replication,
            arrivals: everything.offered(),
            handled: everything.handled(),
            orders_served: everything.orders_served,
            answered: headline.cell.answered,
            abandoned: headline.cell.abandoned,
            service_level: headline.target,
            terms: ServiceTerms {
                speed_of_answer: Measure::AverageSpeedOfAnswer.terms(&headline),
                occupancy: Measure::Occupancy.terms(&headline),
                containment: (everything.contained, everything.bot_handled),
                channels: channels.into(),
            },
            contracts: statements.iter().map(ContractRecord::from).collect(),
        });
        for (lines, statement) in self.lines.iter_mut().zip(statements) {
            if lines.is_empty() {
                lines.extend(statement.lines.iter().map(|line| (line.kind, line.name.to_string())));
            }
            assert_eq!(lines.len(), statement.lines.len(), "a contract's statements all have the same lines");
        }
    }

    /// Adds the cells by interval and channel, and gives the season's by stream.
    fn add_intervals(&mut self, tally: &Tally) -> Vec<Cell> {
        let intervals = self.cells.len() / self.channels.max(1);
        assert_eq!(
            (tally.intervals(), tally.streams(), tally.groups()),
            (intervals, self.channel_of_stream.len(), self.groups),
            "the tally has this scenario's shape"
        );
        let mut season = vec![Cell::default(); self.channel_of_stream.len()];
        let mut day_cells = vec![Cell::default(); self.channels];
        let mut now = vec![Cell::default(); self.channels];
        for interval in 0..intervals {
            now.fill(Cell::default());
            for (stream, channel) in self.channel_of_stream.iter().enumerate() {
                let cell = tally.cell(interval, StreamId(stream));
                now[*channel] += cell;
                season[stream] += cell;
            }
            for (channel, cell) in now.iter().enumerate() {
                let at = interval * self.channels + channel;
                self.cells[at] += cell;
                self.offered_by_interval[at].add(cell.offered());
                day_cells[channel] += cell;
            }
            if (interval + 1) % self.intervals_per_day == 0 {
                let day = interval / self.intervals_per_day;
                for (channel, cell) in day_cells.iter_mut().enumerate() {
                    let at = day * self.channels + channel;
                    self.offered_by_day[at].add(cell.offered());
                    let (numerator, denominator) = self.definitions[channel].ratio(cell.service_counts());
                    self.service_level_by_day[at].add(numerator, denominator);
                    *cell = Cell::default();
                }
            }
        }
        season
    }

    /// Adds the groups' time by interval, and gives the season's by group.
    fn add_group_time(&mut self, tally: &Tally) -> Vec<GroupCell> {
        let mut season = vec![GroupCell::default(); self.groups];
        for (at, mine) in self.group_cells.iter_mut().enumerate() {
            let (interval, group) = (at / self.groups, at % self.groups);
            let cell = tally.group_cell(interval, GroupId(group));
            *mine += cell;
            season[group] += cell;
        }
        season
    }

    /// Takes in what another accumulator of the same scenario, plan and contracts has taken in.
    pub fn merge(&mut self, other: Accumulator) {
        assert_eq!(self.contracts, other.contracts, "both accumulators price the same contracts");
        self.ratios.merge(other.ratios);
        self.totals.iter_mut().zip(&other.totals).for_each(|(mine, theirs)| *mine += theirs);
        self.cells.iter_mut().zip(&other.cells).for_each(|(mine, theirs)| *mine += theirs);
        self.group_cells.iter_mut().zip(&other.group_cells).for_each(|(mine, theirs)| *mine += theirs);
        self.offered_by_interval
            .iter_mut()
            .zip(&other.offered_by_interval)
            .for_each(|(mine, theirs)| mine.merge(theirs));
        self.offered_by_day.iter_mut().zip(&other.offered_by_day).for_each(|(mine, theirs)| mine.merge(theirs));
        self.service_level_by_day
            .iter_mut()
            .zip(&other.service_level_by_day)
            .for_each(|(mine, theirs)| mine.merge(theirs));
        self.waits.iter_mut().zip(&other.waits).for_each(|(mine, theirs)| mine.merge(theirs));
        for (mine, theirs) in self.lines.iter_mut().zip(other.lines) {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
        self.replications.extend(other.replications);
    }

    /// Puts the records in the order of the replications' numbers, in which money is summed.
    pub(super) fn put_in_order(&mut self) {
        self.replications.sort_by_key(|record| record.replication);
    }

    /// How replications make observations.
    pub(super) fn sets(&self) -> SetsOf {
        SetsOf::new(self.set_size)
    }

    /// Number of replications taken in.
    pub fn replications(&self) -> u64 {
        self.replications.len() as u64
    }

    /// Contacts taken in: all arrivals, redials and repeats included.
    pub fn contacts(&self) -> u64 {
        self.replications.iter().map(|record| record.arrivals).sum()
    }

    /// Profit so far of the contract at a position, for a stopping rule.
    pub fn profit(&self, position: usize) -> Option<Estimate> {
        let mut profits: Vec<(u32, f64)> =
            self.replications.iter().map(|record| (record.replication, record.contracts[position].profit)).collect();
        profits.sort_by_key(|(replication, _)| *replication);
        let profits: Vec<f64> = profits.into_iter().map(|(_, profit)| profit).collect();
        self.sets().mean(&profits, Confidence::default())
    }

    /// Service level so far of a channel, by its own definition, for a stopping rule.
    pub fn service_level(&self, channel: ChannelId) -> Option<Estimate> {
        let row =
            self.scopes.iter().position(|scope| scope.channel == Some(channel) && scope.contact_type.is_none())?;
        self.ratios.estimate(row, Measure::OwnServiceLevel, Confidence::default())
    }

    /// The records taken in, in the order of the replications' numbers.
    pub fn records(&self) -> Vec<ReplicationRecord> {
        let mut records = self.replications.clone();
        records.sort_by_key(|record| record.replication);
        records
    }
}
