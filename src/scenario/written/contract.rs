//! `[contracts.NAME]`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Amount, DateText, Duration, Factor, Hours, Name, Named, NonNegative, Positive, Share, TitleWritten};
use crate::scenario::model::{PassThrough, ServiceLevelDefinition};

/// A contract: fees, KPIs, and the terms around them.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractWritten {
    /// Title to show.
    pub title: Option<TitleWritten>,
    /// Fee clauses; they add up.
    #[schemars(required, length(min = 1))]
    pub fees: Option<Vec<FeeWritten>>,
    /// KPI clauses.
    pub kpis: Option<Vec<KpiWritten>>,
    /// Ceiling on a month's penalties as a share of that month's fees. Default none.
    pub penalty_cap: Option<Share>,
    /// Billed minimum. Default none.
    pub minimum_volume: Option<MinimumVolumeWritten>,
    /// Surcharges on volume fees; where several apply the largest counts.
    pub surcharges: Option<Vec<SurchargeWritten>>,
    /// When penalties are waived. Default never.
    pub kpi_relief: Option<ReliefWritten>,
    /// Most that is paid for the season. Default no limit.
    pub budget: Option<NonNegative>,
    /// Most contacts paid for in the season. Default no limit.
    pub most_contacts: Option<NonNegative>,
    /// What keeping the client is worth.
    pub renewal: Option<RenewalWritten>,
}

/// A fee clause. Exactly one key says what it bills: `per_contact`, `per_resolution`, `per_minute`, `per_order`,
/// `per_seat_month`, `per_agent_hour`, `fixed_month`, `value_added_month`, `per_abandoned`, `per_blocked`,
/// `per_wait_minute`, `per_conversion`, or `pass_through` alone. The other keys go with some of these.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeWritten {
    /// Price of a contact handled by people.
    pub per_contact: Option<NonNegative>,
    /// Price of a contact resolved by people: `per_contact` with `basis = "resolved"`.
    pub per_resolution: Option<NonNegative>,
    /// Price of a minute of people's talk.
    pub per_minute: Option<NonNegative>,
    /// Price of an order.
    pub per_order: Option<NonNegative>,
    /// Price of a seat and month.
    pub per_seat_month: Option<NonNegative>,
    /// Price of an hour of an agent on duty.
    pub per_agent_hour: Option<NonNegative>,
    /// Amount a month.
    pub fixed_month: Option<NonNegative>,
    /// Fee a month for value-added services.
    pub value_added_month: Option<NonNegative>,
    /// Charge for each contact that abandoned; usually negative.
    pub per_abandoned: Option<Amount>,
    /// Charge for each contact that was blocked; usually negative.
    pub per_blocked: Option<Amount>,
    /// Charge for each minute that answered contacts waited; usually negative.
    pub per_wait_minute: Option<Amount>,
    /// Commission for each handled contact that leads to an order of goods.
    pub per_conversion: Option<NonNegative>,
    /// Costs that the client pays at cost; a clause of its own, or beside another.
    #[schemars(length(min = 1))]
    pub pass_through: Option<Vec<PassThrough>>,
    /// With a price: prices of some contact types instead.
    pub by_type: Option<Named<NonNegative>>,
    /// With `per_contact`: price of a contact handled by the bot. Default 0: not billed.
    pub bot: Option<NonNegative>,
    /// With `per_contact`: price of a contact that the bot resolved (seemingly contained ones are not billed).
    pub bot_resolved: Option<NonNegative>,
    /// With `bot` or `bot_resolved`: prices of some contact types instead.
    pub bot_by_type: Option<Named<NonNegative>>,
    /// What is counted: for `per_contact` handled (the default), resolved or offered; for `per_order` orders_served (the
    /// default) or parcels.
    pub basis: Option<BasisWritten>,
    /// Only this channel. Default all.
    pub channel: Option<Name>,
    /// With `per_contact` or `per_order`: monthly volume tiers, ascending; the last has no upper end.
    #[schemars(length(min = 1))]
    pub tiers: Option<Vec<TierWritten>>,
    /// With `tiers`: marginal (each unit at its tier's rate, the default) or whole (all at the rate of the tier reached).
    pub tier_rule: Option<TierRuleWritten>,
    /// With `per_minute`: each contact's talk is rounded up to a multiple of this. Default exact.
    pub rounding: Option<Duration>,
    /// With `per_minute`: a contact of at most this much talk is free. Default none.
    pub free: Option<Duration>,
    /// With `per_order`: orders with special service (special packaging, cross-province).
    pub special: Option<SpecialOrdersWritten>,
    /// With `per_seat_month`: seats provided. Default as many as are scheduled at the peak.
    pub seats: Option<NonNegative>,
    /// With `per_agent_hour`: at each instant at most this many agents are billed. Default all.
    pub most_agents: Option<NonNegative>,
    /// With `fixed_month`: contacts a month that it covers. Default all.
    pub included_contacts: Option<NonNegative>,
    /// With `included_contacts`: price of a contact beyond them. Default 0.
    pub overage: Option<NonNegative>,
    /// With `fixed_month`: deviation from the forecast, as a share, within which the fee does not move.
    pub dead_band: Option<NonNegative>,
    /// With `value_added_month`: what doing the work costs a month. Default 0.
    pub cost_month: Option<NonNegative>,
    /// With `per_conversion`: share of handled contacts that convert.
    pub conversion: Option<Share>,
    /// With `per_contact`, `per_minute` or `per_order`: whether surcharges apply. Default true.
    pub surcharged: Option<bool>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BasisWritten {
    /// Contacts answered by people or contained by the bot.
    Handled,
    /// Contacts handled without a repeat to come.
    Resolved,
    /// Contacts offered to people, or to the bot.
    Offered,
    /// Each order whose customer was served, once.
    OrdersServed,
    /// Every parcel under care.
    Parcels,
}

/// A volume tier.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TierWritten {
    /// Upper end in units a month; the last tier has none.
    pub up_to: Option<Positive>,
    /// Price of a unit.
    #[schemars(required)]
    pub rate: Option<NonNegative>,
}

/// How tiers apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TierRuleWritten {
    /// Each unit at the rate of the tier it falls in.
    Marginal,
    /// All units at the rate of the tier that the total reaches.
    Whole,
}

/// Orders with special service.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpecialOrdersWritten {
    /// Share of orders.
    #[schemars(required)]
    pub share: Option<Share>,
    /// What each adds to the price.
    #[schemars(required)]
    pub adds: Option<NonNegative>,
}

/// A KPI clause.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KpiWritten {
    /// What is measured.
    #[schemars(required)]
    pub metric: Option<KpiMetricWritten>,
    /// With service_level: which ratio. Default that of the channel's target, or excluding_short_abandons.
    pub definition: Option<ServiceLevelDefinition>,
    /// Only this channel. Default all.
    pub channel: Option<Name>,
    /// On what it is judged. Default month.
    pub period: Option<KpiPeriodWritten>,
    /// Steps; the one with the largest effect counts.
    #[schemars(required, length(min = 1))]
    pub ladder: Option<Vec<KpiStepWritten>>,
}

/// What a KPI measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KpiMetricWritten {
    /// Share answered within the channel's threshold.
    ServiceLevel,
    /// Abandoned over answered plus abandoned.
    Abandonment,
    /// Answered over offered to people.
    AnswerRate,
    /// Average speed of answer; its thresholds are durations.
    AverageSpeedOfAnswer,
    /// Modelled satisfaction; needs `[satisfaction]`.
    Csat,
    /// Contained over handled by the bot.
    Containment,
    /// Resolved over handled.
    Resolution,
    /// Busy over available.
    Occupancy,
}

/// On what a KPI is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KpiPeriodWritten {
    /// Each interval.
    Interval,
    /// Each day.
    Day,
    /// Each week, Monday to Sunday.
    Week,
    /// Each calendar month.
    Month,
    /// The season.
    Season,
}

/// One step of a ladder: one threshold and one effect.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KpiStepWritten {
    /// Applies when the value is less.
    pub below: Option<ThresholdWritten>,
    /// Applies when the value is greater.
    pub above: Option<ThresholdWritten>,
    /// Applies when the value is this or greater.
    pub at_least: Option<ThresholdWritten>,
    /// Applies when the value is this or less.
    pub at_most: Option<ThresholdWritten>,
    /// Share of the period's fee kept back.
    pub penalty: Option<Share>,
    /// Share of the period's fee earned on top.
    pub bonus: Option<Share>,
    /// Money kept back.
    pub penalty_amount: Option<NonNegative>,
    /// Money earned on top.
    pub bonus_amount: Option<NonNegative>,
    /// Share of the period's fee kept back for each percentage point beyond the threshold.
    pub penalty_per_point: Option<Share>,
    /// Share of the period's fee earned for each percentage point beyond the threshold.
    pub bonus_per_point: Option<Share>,
    /// Money kept back for each percentage point beyond the threshold.
    pub penalty_amount_per_point: Option<NonNegative>,
    /// Money earned for each percentage point beyond the threshold.
    pub bonus_amount_per_point: Option<NonNegative>,
}

/// A threshold: a share, or for average_speed_of_answer a duration.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum ThresholdWritten {
    /// A share.
    Share(Share),
    /// A duration.
    Duration(Duration),
}

/// A billed minimum: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MinimumVolumeWritten {
    /// Share of each month's forecast contacts.
    pub share_of_forecast: Option<NonNegative>,
    /// Contacts a month.
    pub contacts_month: Option<NonNegative>,
}

/// A surcharge: a factor, and when it applies (dates, hours, holidays or rest days).
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SurchargeWritten {
    /// First day.
    pub from: Option<DateText>,
    /// Last day. Default the first.
    pub to: Option<DateText>,
    /// Hours of every day; may pass midnight: "22:00-08:00".
    pub hours: Option<Hours>,
    /// `true`: on statutory holidays.
    pub holidays: Option<bool>,
    /// `true`: on rest days.
    pub rest_days: Option<bool>,
    /// Factor, 1.25 for 25 % more.
    #[schemars(required)]
    pub factor: Option<Factor>,
}

/// When penalties are waived.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliefWritten {
    /// In a period whose contacts passed the forecast by more than this share.
    #[schemars(required)]
    pub volume_over_forecast: Option<NonNegative>,
}

/// What keeping the client is worth.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewalWritten {
    /// Chance of renewal when the KPIs were met in every period.
    #[schemars(required)]
    pub met: Option<Share>,
    /// Chance when they were missed in every period; between the two in proportion.
    #[schemars(required)]
    pub missed: Option<Share>,
    /// Profit of a year at ordinary volume.
    #[schemars(required)]
    pub profit_year: Option<Amount>,
    /// Discount rate for that year. Default 0.
    pub discount: Option<NonNegative>,
}
