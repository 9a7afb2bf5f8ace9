//! The fast engine: one group, one first-come-first-served queue, by the Kiefer-Wolfowitz recursion.
//!
//! For each contact in order of arrival, the earliest instant at which an agent is free decides at once whether it is
//! answered or gives up first; nothing else needs an event. Staffing moves as a step function (see `crew`).
//!
//! Kiefer & Wolfowitz 1955, "On the theory of queues with many servers", doi:10.1090/S0002-9947-1955-0066587-3.

use super::crew::{Crew, NOBODY_FREE};
use super::flow::{Flow, Reached};
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::GroupId;

/// Plays a pool that is a single queue, as far as contacts are drawn.
pub(super) fn play<W: Witness>(flow: &mut Flow<W>, group: GroupId, crew: &mut Crew) {
    let until = flow.until();
    while flow.peek() < until {
        let Some(reached) = flow.advance() else { continue };
        let start = crew.earliest_start(reached.at, |since, until| flow.add_overrun(group, since, until));
        meet(flow, group, crew, &reached, start);
    }
}

/// After the last contact.
pub(super) fn conclude<W: Witness>(flow: &mut Flow<W>, group: GroupId, crew: &mut Crew) {
    crew.conclude(|since, until| flow.add_overrun(group, since, until));
}

#[inline]
fn meet<W: Witness>(flow: &mut Flow<W>, group: GroupId, crew: &mut Crew, reached: &Reached, start: u64) {
    // answered at once, whatever the patience
    let patience = if start == reached.at { NEVER } else { flow.patience(reached) };
    if start != NOBODY_FREE && (patience == NEVER || start - reached.at <= u64::from(patience)) {
        let end = start + flow.handle_ticks(reached, group, start);
        crew.occupy(end);
        flow.add_busy_from_start(group, start, end);
        flow.served(reached, group, start, end);
    } else if patience == NEVER {
        flow.still_waiting(reached);
    } else {
        flow.abandoned(reached, reached.at + u64::from(patience));
    }
}
