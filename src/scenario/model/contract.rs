//! Contracts: lists of fee clauses and KPI clauses. Pricing models are compositions of these, not cases of code.

use super::{ChannelId, ServiceLevelDefinition, Title};

/// Which contacts a count takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactBasis {
    /// Handled: answered by people, or contained by the bot.
    Handled,
    /// Resolved: handled without a repeat to come.
    Resolved,
    /// Offered to people, or to the bot.
    Offered,
}

/// Who handled it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HandledBy {
    /// People.
    People,
    /// The bot.
    Bot,
}

/// What is counted for a price: prices by contact type for each of people and bot, `None` = not billed.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Billed {
    /// Which contacts count.
    pub basis: ContactBasis,
    /// Only this channel, if named.
    pub channel: Option<ChannelId>,
    /// Price of a contact handled by people, by contact type; zero = not billed, nor counted for tiers.
    pub people: Vec<f64>,
    /// Price of a contact handled by the bot, by contact type; zero = not billed.
    pub bot: Vec<f64>,
}

/// How tiers apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TierRule {
    /// Each unit at the rate of the tier it falls in.
    Marginal,
    /// All units at the rate of the tier that the total reaches.
    Whole,
}

/// One volume tier.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Tier {
    /// Upper end of the tier in units a month; `None` for the last.
    pub up_to: Option<f64>,
    /// Price of a unit in this tier.
    pub rate: f64,
}

/// Volume tiers by calendar month; limits are scaled by the month's share that the season covers.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Tiers {
    /// Ascending; the last has no upper end.
    pub tiers: Vec<Tier>,
    /// Marginal or whole.
    pub rule: TierRule,
    /// The clause's base price, which the tier's rate stands in place of.
    pub base: f64,
}

/// How a contact's talk time is rounded before it is billed.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Rounding {
    /// Each contact is rounded up to a multiple of this many seconds; 0 = exact.
    pub unit_s: f64,
    /// A contact of at most this many talk seconds is free.
    pub free_s: f64,
}

/// What an order fee counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderBasis {
    /// Each order whose customer was served, once, however often the customer comes back.
    OrdersServed,
    /// Every parcel under care.
    Parcels,
}

/// Costs of the outsourcer that the client pays at cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PassThrough {
    /// The bot.
    Bot,
    /// Telecom minutes.
    Telecom,
    /// Seats.
    Seats,
}

/// What a fee clause bills.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(tag = "fee", rename_all = "snake_case")]
pub enum FeeKind {
    /// A price for each contact; with tiers, the tier's rate replaces the price of contacts handled by people
    /// (a contact type's own price, over the clause's base price, stays as a difference).
    PerContact {
        /// What counts, and prices.
        billed: Billed,
        /// Volume tiers on contacts handled by people.
        tiers: Option<Tiers>,
    },
    /// A price for each minute of people's talk time.
    PerMinute {
        /// Price of a minute by contact type.
        rates: Vec<f64>,
        /// Only this channel, if named.
        channel: Option<ChannelId>,
        /// Rounding; `meter` in the tally.
        rounding: Rounding,
        /// Index of the rounding among the scenario's billing meters (see [`Scenario::meters`](super::Scenario::meters)).
        meter: usize,
    },
    /// A price for each order.
    PerOrder {
        /// What counts.
        basis: OrderBasis,
        /// Price of an order by contact type (of the contact that served it); the first entry for parcels.
        rates: Vec<f64>,
        /// Share of orders with special service (special packaging, cross-province) and what it adds to their price.
        special: Option<(f64, f64)>,
        /// Volume tiers.
        tiers: Option<Tiers>,
    },
    /// A price for each seat and month.
    PerSeatMonth {
        /// Price.
        rate: f64,
        /// Seats provided; `None` = peak scheduled agents.
        seats: Option<f64>,
    },
    /// A price for each hour that an agent is on duty, by the plan.
    PerAgentHour {
        /// Price.
        rate: f64,
        /// Hours billed at each instant are for at most this many agents, if given.
        most_agents: Option<f64>,
    },
    /// A fixed monthly fee.
    FixedMonth {
        /// Amount a month.
        amount: f64,
        /// Contacts a month that it covers; handled beyond them are billed at `overage`.
        included_contacts: Option<f64>,
        /// Price of a contact beyond those included.
        overage: f64,
        /// Deviation from the agreed forecast, as a share, within which the fee does not move.
        dead_band: Option<f64>,
    },
    /// Value-added services.
    ValueAddedMonth {
        /// Fee a month.
        amount: f64,
        /// What doing the work costs a month.
        cost: f64,
    },
    /// A charge for each contact that abandoned; usually negative.
    PerAbandoned {
        /// Amount.
        amount: f64,
        /// Only this channel, if named.
        channel: Option<ChannelId>,
    },
    /// A charge for each contact that was blocked; usually negative.
    PerBlocked {
        /// Amount.
        amount: f64,
        /// Only this channel, if named.
        channel: Option<ChannelId>,
    },
    /// A charge for each minute that answered contacts waited; usually negative.
    PerWaitMinute {
        /// Amount.
        amount: f64,
        /// Only this channel, if named.
        channel: Option<ChannelId>,
    },
    /// Money for each handled contact that leads to an order of goods.
    PerConversion {
        /// Share of handled contacts that convert.
        conversion: f64,
        /// Commission for each.
        commission: f64,
    },
    /// Costs that the client pays at cost.
    AtCost {
        /// Which.
        costs: Vec<PassThrough>,
    },
}

/// A fee clause.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Fee {
    /// What it bills.
    pub kind: FeeKind,
    /// Whether surcharges apply to it (they do for volume fees).
    pub is_surcharged: bool,
}

/// What a KPI measures.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiMetric {
    /// A service level by the named definition, at the channel's threshold.
    ServiceLevel(ServiceLevelDefinition),
    /// Abandoned over answered plus abandoned.
    Abandonment,
    /// Answered over offered to people.
    AnswerRate,
    /// Average speed of answer in seconds.
    AverageSpeedOfAnswer,
    /// Modelled satisfaction.
    Satisfaction,
    /// Contained over bot handled.
    Containment,
    /// Resolved over handled.
    Resolution,
    /// Busy over available.
    Occupancy,
}

/// The period on which a KPI is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KpiPeriod {
    /// Each interval.
    Interval,
    /// Each day.
    Day,
    /// Each calendar week, Monday to Sunday, or the part of it in the season.
    Week,
    /// Each calendar month, or the part of it in the season.
    Month,
    /// The season.
    Season,
}

/// Which side of a threshold a step is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LadderSide {
    /// The value is less.
    Below,
    /// The value is greater.
    Above,
    /// The value is the threshold or greater.
    AtLeast,
    /// The value is the threshold or less.
    AtMost,
}

/// How large a penalty or bonus is.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PenaltySize {
    /// A share of the period's fee.
    ShareOfFee(f64),
    /// An amount of money.
    Amount(f64),
    /// A share of the period's fee for each percentage point by which the value misses the threshold.
    ShareOfFeePerPoint(f64),
    /// Money for each percentage point by which the value misses the threshold.
    AmountPerPoint(f64),
}

/// One rung of a ladder.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct KpiStep {
    /// Side.
    pub side: LadderSide,
    /// Threshold in the metric's unit.
    pub threshold: f64,
    /// What it costs (negative) or earns (positive): the sign is in the amount, so a penalty of 2 % is `ShareOfFee(-0.02)`.
    pub effect: PenaltySize,
}

/// A KPI clause: the step that applies with the largest effect (the worst penalty, or else the best bonus) counts; steps do not add up.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Kpi {
    /// What is measured.
    pub metric: KpiMetric,
    /// On this channel, or on all.
    pub channel: Option<ChannelId>,
    /// Period.
    pub period: KpiPeriod,
    /// Ladder.
    pub ladder: Vec<KpiStep>,
}

/// A billed minimum.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MinimumVolume {
    /// Share of the forecast contacts of each month.
    ShareOfForecast(f64),
    /// Contacts a month.
    ContactsMonth(f64),
}

/// When a surcharge applies.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SurchargeWhen {
    /// Days of the season, first and last inclusive.
    Days(usize, usize),
    /// Seconds of the day, from and to; wraps over midnight when from is after to.
    Hours(u32, u32),
    /// Statutory holidays.
    Holidays,
    /// Rest days (weekends).
    RestDays,
}

/// A factor on volume fees; where several apply the largest counts.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Surcharge {
    /// When.
    pub when: SurchargeWhen,
    /// Factor, 1.25 = 25 % more.
    pub factor: f64,
}

/// What keeping the client is worth; reported apart from the season's profit.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Renewal {
    /// Chance of renewal when the KPIs were met in every period.
    pub chance_met: f64,
    /// Chance when they were missed in every period; between the two, linear in the share of periods met.
    pub chance_missed: f64,
    /// Profit of a year at ordinary volume.
    pub profit_year: f64,
    /// Discount rate for that year.
    pub discount: f64,
}

/// A contract.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Contract {
    /// Its name.
    pub name: String,
    /// Title to show.
    pub title: Title,
    /// Fee clauses.
    pub fees: Vec<Fee>,
    /// KPI clauses.
    pub kpis: Vec<Kpi>,
    /// Ceiling on a month's penalties as a share of that month's fees.
    pub penalty_cap: Option<f64>,
    /// Billed minimum.
    pub minimum_volume: Option<MinimumVolume>,
    /// Surcharges on volume fees.
    pub surcharges: Vec<Surcharge>,
    /// Penalties are waived in a period whose contacts passed the forecast by more than this share.
    pub kpi_relief: Option<f64>,
    /// Most that is paid for the season.
    pub budget: Option<f64>,
    /// Most contacts paid for in the season (handled by people or bot).
    pub most_contacts: Option<f64>,
    /// Renewal.
    pub renewal: Option<Renewal>,
}
