//! The whole scenario.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AgentGroupWritten, BotWritten, CalendarWritten, ChannelWritten, ContactTypeWritten, ContractWritten, CostsWritten,
    DemandWritten, InHouseWritten, Name, Named, PositiveCount, RunWritten, SatisfactionWritten, ShiftsWritten,
    StaffingWritten, SweepWritten,
};

/// A title, the same in every language or by language.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum TitleWritten {
    /// The same in every language.
    Same(String),
    /// By language.
    ByLanguage(TitleTable),
}

/// A title by language.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TitleTable {
    /// English.
    pub en: Option<String>,
    /// Chinese.
    pub zh: Option<String>,
}

/// A season of inquiries, who answers them, and the contracts that might pay for it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "A scenario of peakdesk")]
pub struct ScenarioWritten {
    /// Version of this language: 1.
    pub format: Option<PositiveCount>,
    /// The scenario's name, used for the folder of results. Default: the name of its folder or file.
    pub name: Option<Name>,
    /// Title to show.
    pub title: Option<TitleWritten>,
    /// Currency of all money, three capital letters. Default CNY.
    #[schemars(extend("format" = "currency"))]
    pub currency: Option<String>,
    /// Seed and replications.
    pub run: Option<RunWritten>,
    /// The season.
    #[schemars(required)]
    pub calendar: Option<CalendarWritten>,
    /// Parcels, and how uncertain the volume is.
    pub demand: Option<DemandWritten>,
    /// Channels by name.
    #[schemars(required)]
    pub channels: Option<Named<ChannelWritten>>,
    /// Contact types by name.
    #[schemars(required)]
    pub contact_types: Option<Named<ContactTypeWritten>>,
    /// The bot.
    pub bot: Option<BotWritten>,
    /// Agent groups by name.
    #[schemars(required)]
    pub agent_groups: Option<Named<AgentGroupWritten>>,
    /// What the outsourcer pays beside wages.
    pub costs: Option<CostsWritten>,
    /// Satisfaction as a model of the wait and of what came of the contact.
    pub satisfaction: Option<SatisfactionWritten>,
    /// Allowed shifts.
    pub shifts: Option<ShiftsWritten>,
    /// How many people are on duty.
    pub staffing: Option<StaffingWritten>,
    /// Contracts by name.
    pub contracts: Option<Named<ContractWritten>>,
    /// What the courier would pay to do it itself.
    pub in_house: Option<InHouseWritten>,
    /// Values to try.
    pub sweep: Option<SweepWritten>,
}
