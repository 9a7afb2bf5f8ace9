//! Which sums over a season the bills of some contracts are made of, and where they stand.
//!
//! All that bills ask of a season is linear in its volumes, segment by segment: money at listed prices, the terms of KPIs, what running
//! costs are counted on. Summed over the contract types of a channel, that is far less than the volumes themselves, so that thousands of
//! seasons can be put together from tables and priced.

use std::ops::Range;

use super::fees::{FeeRole, role};
use super::kpis;
use super::listed_prices;
use super::pricer::Pricer;
use super::segments::Segments;
use super::volumes::Volumes;
use crate::scenario::model::{ChannelId, ChannelKind, Contract, FeeKind, Kpi, KpiMetric, Scenario};

/// One sum over contacts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sum {
    Fresh,
    Contacts,
    Handled,
    OrdersServed,
    TalkS,
    BotHandled,
    BotTimeS,
    /// Of a contract and a fee clause: money at listed prices, or an individual charge.
    Money(usize, usize),
    /// Of a contract and a fee clause: units for tiers.
    Units(usize, usize),
    /// What a KPI's metric divides.
    Dividend(KpiMetric),
    /// What it is divided by.
    Divisor(KpiMetric),
}

/// The place of all contacts in a channel's block, behind first contacts.
pub(super) const CONTACTS: usize = 1;

/// Places in a segment's row over which to add.
pub(super) type Places = Box<[usize]>;

/// Where the sums of one contract stand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct ContractPlaces {
    /// Money and units of fees.
    pub(super) fees: Vec<(Places, Places)>,
    pub(super) kpis: Vec<KpiPlaces>,
}

/// Where the sums of a KPI clause stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KpiPlaces {
    pub(super) dividend: Places,
    pub(super) divisor: Places,
    pub(super) fresh: Places,
}

/// The sums that some contracts ask for. A segment has a row of them: a block for each channel, which first contacts and all contacts begin, then
/// busy and available time of each agent group that some KPI asks about.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SumLayout {
    pub(super) segments: Segments,
    /// By channel.
    sums: Vec<Vec<Sum>>,
    /// By channel: its block in a row.
    pub(super) blocks: Vec<Range<usize>>,
    /// By channel.
    pub(super) streams: Vec<Vec<usize>>,
    /// By stream.
    pub(super) channel_of: Vec<ChannelId>,
    /// By group: the place of its busy time; that of its available time is the next.
    pub(super) groups: Vec<Option<usize>>,
    pub(super) row: usize,
    /// By contract of the scenario; nothing for those that were not asked about.
    pub(super) contracts: Vec<ContractPlaces>,
    pub(super) handled: Places,
    pub(super) orders_served: Places,
    /// On voice channels.
    pub(super) talk_s: Places,
    pub(super) bot_handled: Places,
    pub(super) bot_time_s: Places,
}

impl SumLayout {
    /// For the contracts of some pricers.
    pub(super) fn new(scenario: &Scenario, pricers: &[Pricer]) -> Self {
        let contracts: Vec<usize> = pricers.iter().map(Pricer::contract).collect();
        let channels = scenario.channels.len();
        let streams = scenario.streams_by_channel();
        let sums: Vec<Vec<Sum>> =
            (0..channels).map(|channel| sums_of(scenario, ChannelId(channel), &contracts)).collect();
        let mut row = 0;
        let blocks: Vec<Range<usize>> = sums
            .iter()
            .map(|sums| {
                row += sums.len();
                row - sums.len()..row
            })
            .collect();
        let clauses = || contracts.iter().flat_map(|contract| &scenario.contracts[*contract].kpis);
        let is_asked_about = |group: usize| {
            let mut occupancies = clauses().filter(|kpi| kpi.metric == KpiMetric::Occupancy);
            occupancies.any(|kpi| kpis::groups(scenario, kpi).iter().any(|it| it.0 == group))
        };
        let groups: Vec<Option<usize>> = (0..scenario.agent_groups.len())
            .map(|group| {
                is_asked_about(group).then(|| {
                    row += 2;
                    row - 2
                })
            })
            .collect();
        let of_channels = |wanted: Sum, is_meant: &dyn Fn(usize) -> bool| -> Places {
            let meant = (0..channels).filter(|channel| is_meant(*channel));
            let place = |channel: usize| {
                sums[channel].iter().position(|sum| *sum == wanted).map(|at| blocks[channel].start + at)
            };
            meant.filter_map(place).collect()
        };
        let everywhere = |wanted: Sum| of_channels(wanted, &|_| true);
        let of_kpi = |kpi: &Kpi| {
            let is_meant = |channel: usize| kpi.channel.is_none_or(|wanted| wanted.0 == channel);
            let fresh = of_channels(Sum::Fresh, &is_meant);
            if kpi.metric == KpiMetric::Occupancy {
                let busy = || kpis::groups(scenario, kpi).into_iter().filter_map(|group| groups[group.0]);
                return KpiPlaces { dividend: busy().collect(), divisor: busy().map(|at| at + 1).collect(), fresh };
            }
            let (dividend, divisor) = (Sum::Dividend(kpi.metric), Sum::Divisor(kpi.metric));
            KpiPlaces { dividend: of_channels(dividend, &is_meant), divisor: of_channels(divisor, &is_meant), fresh }
        };
        let of_contract = |(number, contract): (usize, &Contract)| match contracts.contains(&number) {
            false => ContractPlaces::default(),
            true => ContractPlaces {
                fees: (0..contract.fees.len())
                    .map(|fee| (everywhere(Sum::Money(number, fee)), everywhere(Sum::Units(number, fee))))
                    .collect(),
                kpis: contract.kpis.iter().map(of_kpi).collect(),
            },
        };
        SumLayout {
            contracts: scenario.contracts.iter().enumerate().map(of_contract).collect(),
            handled: everywhere(Sum::Handled),
            orders_served: everywhere(Sum::OrdersServed),
            talk_s: of_channels(Sum::TalkS, &|channel| scenario.channels[channel].kind == ChannelKind::Voice),
            bot_handled: everywhere(Sum::BotHandled),
            bot_time_s: everywhere(Sum::BotTimeS),
            segments: Segments::of(scenario),
            channel_of: scenario.streams.iter().map(|stream| stream.channel).collect(),
            sums,
            blocks,
            streams,
            groups,
            row,
        }
    }

    /// The sums of one stream in a segment, in the order of its channel's block.
    pub(super) fn of_stream<'a>(
        &'a self,
        scenario: &'a Scenario,
        volumes: &'a Volumes,
        segment: usize,
        stream: usize,
    ) -> impl Iterator<Item = f64> + 'a {
        let of = &scenario.streams[stream];
        let volume = &volumes.streams(segment)[stream];
        let fee = |contract: usize, fee: usize| &scenario.contracts[contract].fees[fee].kind;
        let listed = move |kind: &FeeKind| {
            listed_prices::of_stream(kind, of, volume, |meter| volumes.billed_s(segment, stream, meter))
        };
        self.sums[of.channel.0].iter().map(move |sum| match *sum {
            Sum::Fresh => volume.fresh,
            Sum::Contacts => volume.contacts(),
            Sum::Handled => volume.handled(),
            Sum::OrdersServed => volume.orders_served,
            Sum::TalkS => volume.talk_s,
            Sum::BotHandled => volume.bot_handled,
            Sum::BotTimeS => volume.bot_time_s,
            Sum::Money(contract, place) => match fee(contract, place) {
                charge if role(charge) == FeeRole::IndividualCharge => listed_prices::charge(charge, volume),
                kind => listed(kind).0,
            },
            Sum::Units(contract, place) => listed(fee(contract, place)).1,
            Sum::Dividend(metric) => kpis::terms(metric, volume).0,
            Sum::Divisor(metric) => kpis::terms(metric, volume).1,
        })
    }
}

/// The sums that contracts ask of a channel, each once.
fn sums_of(scenario: &Scenario, channel: ChannelId, contracts: &[usize]) -> Vec<Sum> {
    let mut sums = vec![Sum::Fresh, Sum::Contacts, Sum::Handled, Sum::OrdersServed];
    if scenario.channels[channel.0].kind == ChannelKind::Voice {
        sums.push(Sum::TalkS);
    }
    if scenario.bot.is_some() {
        sums.extend([Sum::BotHandled, Sum::BotTimeS]);
    }
    for number in contracts {
        let contract = &scenario.contracts[*number];
        for (fee, clause) in contract.fees.iter().enumerate() {
            let is_counted = matches!(role(&clause.kind), FeeRole::Volume | FeeRole::IndividualCharge);
            if is_counted && listed_prices::channel(&clause.kind).is_none_or(|wanted| wanted == channel) {
                sums.push(Sum::Money(*number, fee));
                if listed_prices::has_tiers(&clause.kind) {
                    sums.push(Sum::Units(*number, fee));
                }
            }
        }
        for kpi in contract.kpis.iter().filter(|kpi| kpi.channel.is_none_or(|wanted| wanted == channel)) {
            for sum in [Sum::Dividend(kpi.metric), Sum::Divisor(kpi.metric)] {
                if kpi.metric != KpiMetric::Occupancy && !sums.contains(&sum) {
                    sums.push(sum);
                }
            }
        }
    }
    sums
}
