//! What single contacts made of a season beyond its tables, and putting that on other seasons.

use super::day_tables::DayTables;
use super::demand_of_days::SeasonLoads;
use super::drawn_seasons::DrawnSeasons;
use super::first_contacts::FirstContacts;
use crate::engine::Tally;
use crate::money::{Pricer, SeasonSums, Volumes};
use crate::sampling::Key;
use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario};

/// Days of work that are taken to be left over in any season.
const ALWAYS_LEFT: f64 = 0.5;

/// A replication under one plan.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct Residual {
    loads: SeasonLoads,
    /// Simulated sums less those of the tables.
    sums: SeasonSums,
    /// Profit by what the tables say, by contract of the plan.
    pub(super) tabled_profits: Vec<f64>,
}

impl Residual {
    pub(super) fn new(
        scenario: &Scenario,
        (tables, pricers): (&DayTables, &[Pricer]),
        drawn: &DrawnSeasons,
        replication: Key,
        (simulated, tally): (Volumes, &Tally),
    ) -> Self {
        let first_contacts = FirstContacts::counted(drawn.expected(), &simulated);
        let loads = tables.loads_counted(scenario, &first_contacts, tally, replication);
        let mut tabled = tables.blank();
        tables.fill(&loads, &mut tabled);
        let running = tabled.running();
        let profit = |pricer: &Pricer| pricer.price_sums(scenario, &tabled, &running).profit();
        let sums = tables.sums_of(scenario, &simulated).less(&tabled);
        Residual { tabled_profits: pricers.iter().map(profit).collect(), sums, loads }
    }
}

/// Whose residual each day of drawn seasons is given, channel by channel: that of the replication whose day had a load of the same rank
/// among the replications' as the drawn day's load has among the drawn ones'. So every replication is taken equally often, and what is
/// linear in volumes has no bias.
///
/// Deferred work goes over from day to day, so there whole seasons are matched, by their peaks.
#[derive(Debug)]
pub(super) struct Matches {
    /// By channel.
    of_channels: Vec<ChannelMatches>,
}

/// By drawn season: place among the replications.
#[derive(Debug)]
enum ChannelMatches {
    /// For every day.
    ByDay(Vec<Vec<usize>>),
    /// For the whole season, and so many times.
    BySeason(Vec<(usize, f64)>),
}

impl Matches {
    /// Between drawn seasons and at least one replication.
    pub(super) fn new(scenario: &Scenario, drawn: &[SeasonLoads], replications: &[&Residual]) -> Self {
        let (days, channels) = (scenario.calendar.days(), scenario.channels.len());
        let by_rank = |load: &dyn Fn(&SeasonLoads) -> f64| -> Vec<usize> {
            let given = order(replications.iter().map(|residual| load(&residual.loads)));
            let mut matches = vec![0; drawn.len()];
            for (rank, season) in order(drawn.iter().map(load)).into_iter().enumerate() {
                matches[season] = given[rank * given.len() / drawn.len()];
            }
            matches
        };
        let of_channel = |channel: usize| match scenario.channels[channel].kind {
            ChannelKind::Deferred => {
                let matches = by_rank(&|loads| loads.at_hand[channel].peak);
                let times = times(&matches, drawn.iter().map(|loads| loads.at_hand[channel].left_over).collect());
                ChannelMatches::BySeason(matches.into_iter().zip(times).collect())
            }
            _ => {
                let of_day = |day: usize| by_rank(&|loads| loads.of_days.channels[day * channels + channel]);
                ChannelMatches::ByDay((0..days).map(of_day).collect())
            }
        };
        Matches { of_channels: (0..channels).map(of_channel).collect() }
    }

    /// Adds to what the tables say of a drawn season the residuals that it is given.
    pub(super) fn add_residuals(
        &self,
        scenario: &Scenario,
        tables: &DayTables,
        season: usize,
        replications: &[&Residual],
        sums: &mut SeasonSums,
    ) {
        for (channel, matches) in self.of_channels.iter().enumerate() {
            for day in 0..scenario.calendar.days() {
                let (place, times) = match matches {
                    ChannelMatches::ByDay(of_days) => (of_days[day][season], 1.0),
                    ChannelMatches::BySeason(of_seasons) => of_seasons[season],
                };
                let residual = replications[place];
                sums.add_channel_day(&residual.sums, day, ChannelId(channel), times);
                for group in tables.groups_by(channel) {
                    sums.add_group_day(&residual.sums, day, GroupId(group));
                }
            }
        }
    }
}

/// How many times a season is given its match: in proportion to the work that it leaves over, one on average over those of the same match.
fn times(matches: &[usize], left_over: Vec<f64>) -> Vec<f64> {
    let of_season: Vec<f64> = left_over.iter().map(|days| ALWAYS_LEFT + days).collect();
    let mut sums = vec![(0.0, 0.0); matches.iter().max().map_or(0, |most| most + 1)];
    for (place, of_season) in matches.iter().zip(&of_season) {
        sums[*place].0 += of_season;
        sums[*place].1 += 1.0;
    }
    matches.iter().zip(of_season).map(|(place, of_season)| of_season * sums[*place].1 / sums[*place].0).collect()
}

/// Places in ascending order of their values.
fn order(values: impl Iterator<Item = f64>) -> Vec<usize> {
    let values: Vec<f64> = values.collect();
    let mut places: Vec<usize> = (0..values.len()).collect();
    places.sort_by(|one, other| values[*one].total_cmp(&values[*other]));
    places
}
