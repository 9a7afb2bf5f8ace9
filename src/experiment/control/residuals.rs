//! What single contacts made of a season beyond its tables, and putting that on other seasons.

use super::day_tables::DayTables;
use super::demand_of_days::SeasonLoads;
use super::drawn_seasons::DrawnSeasons;
use super::first_contacts::FirstContacts;
use crate::money::{Pricer, Volumes};
use crate::sampling::Key;
use crate::scenario::model::{ChannelId, ChannelKind, GroupId, Scenario};

/// A replication under one plan.
#[derive(Debug, Clone)]
pub(in crate::experiment) struct Residual {
    loads: SeasonLoads,
    /// Simulated volumes less those of the tables.
    volumes: Volumes,
    /// Profit by what the tables say, by contract of the plan.
    pub(super) tabled_profits: Vec<f64>,
}

impl Residual {
    pub(super) fn new(
        scenario: &Scenario,
        (tables, pricers): (&DayTables, &[Pricer]),
        drawn: &DrawnSeasons,
        replication: Key,
        simulated: Volumes,
    ) -> Self {
        let first_contacts = FirstContacts::counted(drawn.expected(), &simulated);
        let loads = tables.loads(scenario, &first_contacts, replication);
        let mut tabled = tables.blank();
        tables.fill(&loads, &mut tabled);
        let profit = |pricer: &Pricer| pricer.price_volumes(scenario, &tabled).profit();
        Residual { tabled_profits: pricers.iter().map(profit).collect(), volumes: simulated.less(&tabled), loads }
    }
}

/// Adds to what the tables say of a season, day by day, the residual of the replication whose day was most like it.
///
/// Deferred work goes over from day to day, so there it is that of a whole season: the one whose peak was most like this one's.
pub(super) fn add_residuals(
    scenario: &Scenario,
    tables: &DayTables,
    loads: &SeasonLoads,
    replications: &[&Residual],
    volumes: &mut Volumes,
) {
    let channels = scenario.channels.len();
    let most_like = |load_of: &dyn Fn(&SeasonLoads) -> f64| -> Option<&Residual> {
        let distance = |of: &&&Residual| libm::fabs(load_of(&of.loads) - load_of(loads));
        replications.iter().min_by(|one, other| distance(one).total_cmp(&distance(other))).copied()
    };
    for day in 0..scenario.calendar.days() {
        let of_channels: Vec<Option<&Residual>> = (0..channels)
            .map(|channel| match scenario.channels[channel].kind {
                ChannelKind::Deferred => most_like(&|loads| loads.peaks[channel]),
                _ => most_like(&|loads| loads.of_days.channels[day * channels + channel]),
            })
            .collect();
        for (channel, residual) in of_channels.iter().enumerate() {
            if let Some(residual) = residual {
                volumes.add_channel_day(&residual.volumes, day, ChannelId(channel));
            }
        }
        for group in 0..scenario.agent_groups.len() {
            if let Some(residual) = tables.channel_of(group).and_then(|channel| of_channels[channel]) {
                volumes.add_group_day(&residual.volumes, day, GroupId(group));
            }
        }
    }
}
