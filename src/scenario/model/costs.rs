//! What the outsourcer pays beside wages, and what the courier would pay to do it itself.

/// Team leaders.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Supervisors {
    /// Agents (heads) per supervisor.
    pub span: f64,
    /// A supervisor's monthly wage, before social charges.
    pub wage_month: f64,
}

/// The outsourcer's costs.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Costs {
    /// Employer's charges as a share of wages.
    pub social_charges: f64,
    /// Site and equipment for a seat and month; seats = peak scheduled agents.
    pub seat_month: f64,
    /// Team leaders.
    pub supervisors: Option<Supervisors>,
    /// Telecom for a talk minute on voice channels.
    pub telecom_minute: f64,
    /// Overhead as a share of all costs before it.
    pub overhead: f64,
    /// Sales tax as a share of revenue.
    pub sales_tax: f64,
    /// Full-time hours in a month.
    pub hours_month: f64,
    /// Wage factor for overtime on a workday.
    pub overtime_factor: f64,
    /// Wage factor on a rest day worked beyond the rota.
    pub rest_day_factor: f64,
    /// Wage factor on a statutory holiday.
    pub holiday_factor: f64,
    /// Extra for an hour between 22:00 and 06:00.
    pub night_allowance_hour: f64,
}

/// The courier's own cost of the same service.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct InHouse {
    /// An agent's monthly wage.
    pub wage_month: f64,
    /// A seat's monthly cost.
    pub seat_month: f64,
    /// Overhead share.
    pub overhead: f64,
    /// Shrinkage.
    pub shrinkage: f64,
    /// Employer's charges.
    pub social_charges: f64,
}
