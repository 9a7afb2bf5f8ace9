//! Reporting progress without printing.

/// What an experiment is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Finding the staffing plan.
    Planning,
    /// Simulating the plan that was found.
    Simulating,
}

/// Hears of an experiment's progress, from any thread.
pub trait Observer: Sync {
    /// A phase begins; `total` replications (or search steps) are expected, 0 if that is not known.
    fn phase(&self, phase: Phase, total: u64);

    /// So many more replications are done, with so many contacts.
    fn advance(&self, replications: u64, contacts: u64);
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn phase(&self, _phase: Phase, _total: u64) {}

    fn advance(&self, _replications: u64, _contacts: u64) {}
}
