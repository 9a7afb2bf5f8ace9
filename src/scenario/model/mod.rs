//! The resolved scenario: checked once when it is built, trusted from there on.
//!
//! Units: seconds for every duration and clock time (`_s`), money in the scenario's currency, shares as fractions.
//! A list indexed by an id has one entry for each thing of that kind, in the order in which the scenario names them.

mod agents;
mod bot;
mod calendar;
mod channel;
mod contract;
mod contract_prices;
mod costs;
mod demand;
mod distribution;
mod roster;
mod run_settings;
mod scenario;
mod service_level;
mod shift_rules;
mod staffing_plan;
mod staffing_rule;
mod stream;
mod sweep_design;

pub use agents::{AgentGroup, GroupId, Hiring, Skill, Wage};
pub use bot::{Bot, BotCost, BotOutage, WhenBotIsFull};
pub use calendar::{Calendar, DAY_S, DayKind, Month};
pub use channel::{Channel, ChannelId, ChannelKind, Concurrency};
pub use contract::{
    Billed, ContactBasis, Contract, Fee, FeeKind, HandledBy, Kpi, KpiMetric, KpiPeriod, KpiStep, LadderSide,
    MinimumVolume, OrderBasis, PassThrough, PenaltySize, Renewal, Rounding, Surcharge, SurchargeWhen, Tier, TierRule,
    Tiers,
};
pub use contract_prices::{ListedPrice, PriceScope, PriceUnit};
pub use costs::{Costs, InHouse, Supervisors};
pub use demand::{Busyness, BusynessLaw, BusynessScope, Demand, Surge};
pub use distribution::{ByTime, Distribution};
pub use roster::{GroupRoster, LaidBreak, LaidShift, LayingReport, Roster, RosterWeek, roster_weeks};
pub use run_settings::{Control, Draws, FEWEST_CONTROLLED, Precision, PrecisionMeasure, RunSettings, SET_SIZE};
pub use scenario::{Scenario, Title};
pub use service_level::{ServiceCounts, ServiceLevelDefinition, ServiceTarget};
pub use shift_rules::{BreakPay, BreakRule, ShiftCover, ShiftRules};
pub use staffing_plan::StaffingPlan;
pub use staffing_rule::{ServiceLevelOver, StaffingRule};
pub use stream::{ContactType, ContactTypeId, Redial, Satisfaction, Stream, StreamBot, StreamId};
pub use sweep_design::{DesignKind, SweepDesign, VariedParameter, VariedValues};
