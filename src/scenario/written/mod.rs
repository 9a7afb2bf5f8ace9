//! A scenario as a planner writes it: every key optional that has a default, units still in the values.
//!
//! These types are the one definition of the language's keys: the JSON Schema for editors is derived from them, the
//! reader checks files against that schema, and only then fills them. What no schema can say (shares that sum to one,
//! names that must exist) is checked when they are resolved.

mod agents;
mod bot;
mod channel;
mod contact_type;
mod contract;
mod costs;
mod demand;
mod distribution;
mod named;
mod per_channel;
mod quantity;
mod run;
mod scenario;
mod schema;
mod season;
mod staffing;
mod text_quantity;

pub use agents::{
    AgentGroupWritten, AvailableWritten, HeadsWritten, HiringWritten, SkillTable, SkillWritten, WageWritten,
};
pub use bot::{BotCostWritten, BotWritten, OutageWritten, WhenFullWritten};
pub use channel::{ChannelKindWritten, ChannelWritten, ConcurrencyWritten, IntradayWritten, ServiceLevelWritten};
pub use contact_type::{ContactTypeWritten, ContactsPerHour, RedialWritten, StreamBotWritten};
pub use contract::{
    BasisWritten, ContractWritten, FeeWritten, KpiMetricWritten, KpiPeriodWritten, KpiStepWritten, KpiWritten,
    MinimumVolumeWritten, ReliefWritten, RenewalWritten, SpecialOrdersWritten, SurchargeWritten, ThresholdWritten,
    TierRuleWritten, TierWritten,
};
pub use costs::{CostsWritten, InHouseWritten, SatisfactionPoint, SatisfactionWritten, SupervisorsWritten};
pub use demand::{
    BusynessLawWritten, BusynessScopeWritten, BusynessWritten, DemandWritten, ParcelsTable, ParcelsWritten,
    PeakWritten, SurgeWritten,
};
pub use distribution::{
    BranchWritten, DistributionKind, DistributionTable, DistributionWritten, HandleTimePiece, HandleTimeTable,
    HandleTimeWritten, ShareByTimeTable, SharePiece, ShareWritten, TimedDistribution,
};
pub use named::Named;
pub use per_channel::PerChannel;
pub use quantity::{
    AgentCount, Amount, Correlation, Count, DurationVariation, Factor, NonNegative, Positive, PositiveCount, Seed,
    Shape, Share, Variation,
};
pub use run::{ControlWritten, DrawsWritten, PrecisionMeasureWritten, PrecisionWritten, RunWritten};
pub use scenario::{ScenarioWritten, TitleTable, TitleWritten};
pub use schema::json_schema;
pub use season::CalendarWritten;
pub use staffing::{
    AgentsWritten, BreakWritten, GroupAgents, PlanWritten, ServiceLevelOverWritten, ShiftCoverWritten, ShiftStarts,
    ShiftsWritten, StaffingWritten, SweepDesign, SweepWritten,
};
pub use text_quantity::{ClockTime, DateText, Duration, FileName, Hours, Name, check_format};
