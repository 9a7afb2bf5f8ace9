//! The scenario as a whole.

use super::{
    AgentGroup, Bot, Calendar, Channel, ChannelId, ContactType, Contract, Costs, Demand, FeeKind, GroupId, InHouse,
    Rounding, RunSettings, Satisfaction, ShiftRules, StaffingRule, Stream, StreamId,
};

/// A title to show a reader, by language; either may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Title {
    /// English.
    pub en: Option<String>,
    /// Chinese.
    pub zh: Option<String>,
}

/// A scenario, checked and complete.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Scenario {
    /// Name, used for the folder of results.
    pub name: String,
    /// Title to show.
    pub title: Title,
    /// Currency code, for labels only.
    pub currency: String,
    /// Seed and replications.
    pub run: RunSettings,
    /// Days, intervals, kinds of day.
    pub calendar: Calendar,
    /// Parcels and the layers of uncertainty.
    pub demand: Demand,
    /// Channels by [`ChannelId`].
    pub channels: Vec<Channel>,
    /// Contact types by [`ContactTypeId`].
    pub contact_types: Vec<ContactType>,
    /// The (contact type, channel) pairs in use, by [`StreamId`].
    pub streams: Vec<Stream>,
    /// The bot, if there is one.
    pub bot: Option<Bot>,
    /// Agent groups by [`GroupId`].
    pub agent_groups: Vec<AgentGroup>,
    /// What the outsourcer pays.
    pub costs: Costs,
    /// Allowed shifts, if plans are to be worked in shifts.
    pub shifts: Option<ShiftRules>,
    /// How many people are on duty.
    pub staffing: StaffingRule,
    /// Least service level of a channel's target definition that a plan may fall to, by channel.
    pub service_floor: Vec<Option<f64>>,
    /// How satisfied a contact is, if a contract or a reader asks.
    pub satisfaction: Option<Satisfaction>,
    /// The contracts to price.
    pub contracts: Vec<Contract>,
    /// The courier's own cost, for comparison.
    pub in_house: Option<InHouse>,
}

impl Scenario {
    /// Number of intervals of the season.
    pub fn intervals(&self) -> usize {
        self.calendar.intervals()
    }

    /// The streams of one channel.
    pub fn streams_of_channel(&self, channel: ChannelId) -> impl Iterator<Item = StreamId> + '_ {
        (0..self.streams.len()).map(StreamId).filter(move |id| self.streams[id.0].channel == channel)
    }

    /// Indices of the streams of each channel.
    pub fn streams_by_channel(&self) -> Vec<Vec<usize>> {
        let channels = (0..self.channels.len()).map(ChannelId);
        channels.map(|channel| self.streams_of_channel(channel).map(|stream| stream.0).collect()).collect()
    }

    /// Expected fresh contacts of the season, before any randomness, redials and repeats.
    pub fn expected_contacts(&self) -> f64 {
        self.streams.iter().flat_map(|stream| &stream.expected_contacts).sum()
    }

    /// Whether an agent group takes a stream under any of its skills.
    pub fn group_takes(&self, group: GroupId, stream: StreamId) -> bool {
        self.agent_groups[group.0].skills.iter().any(|skill| skill.streams.contains(&stream))
    }

    /// The same scenario with so many times the demand: parcels and contacts. Agreed forecasts follow, since they are the
    /// expected contacts; bounds on people, monthly amounts and the bot's capacity stay.
    pub fn with_demand_scaled(&self, factor: f64) -> Scenario {
        let mut scenario = self.clone();
        scenario.demand.scale *= factor;
        scenario.demand.parcels.iter_mut().for_each(|parcels| *parcels *= factor);
        let expected = scenario.streams.iter_mut().flat_map(|stream| &mut stream.expected_contacts);
        expected.for_each(|contacts| *contacts *= factor);
        scenario
    }

    /// The same scenario with as many people to be had as a plan takes.
    pub fn without_head_bounds(&self) -> Scenario {
        let mut scenario = self.clone();
        scenario.agent_groups.iter_mut().for_each(|group| group.heads_max = None);
        scenario
    }

    /// The same scenario without a bot: all contacts go to people at once, and nothing of the bot is paid.
    pub fn without_bot(&self) -> Scenario {
        let mut scenario = Scenario { bot: None, ..self.clone() };
        scenario.streams.iter_mut().for_each(|stream| stream.bot = None);
        scenario
    }

    /// The same scenario with so many times the chance that the bot resolves a contact, cut off where nobody would leave or be
    /// escalated.
    pub fn with_containment_scaled(&self, factor: f64) -> Scenario {
        let mut scenario = self.clone();
        for bot in scenario.streams.iter_mut().filter_map(|stream| stream.bot.as_mut()) {
            let most = 1.0 - bot.leaves;
            bot.containment = bot.containment.map(|chance| f64::min(chance * factor, most));
        }
        scenario
    }

    /// The distinct talk-time roundings of all `per_minute` clauses, by meter index. The engine counts billed time for each.
    pub fn meters(&self) -> Vec<Rounding> {
        let mut meters: Vec<Rounding> = Vec::new();
        for fee in self.contracts.iter().flat_map(|contract| &contract.fees) {
            if let FeeKind::PerMinute { rounding, meter, .. } = &fee.kind {
                if meters.len() <= *meter {
                    meters.resize(*meter + 1, *rounding);
                }
                meters[*meter] = *rounding;
            }
        }
        meters
    }
}
