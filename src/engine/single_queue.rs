//! The fast engine: one group, one first-come-first-served queue, by the Kiefer-Wolfowitz recursion.
//!
//! For each contact in order of arrival, the earliest instant at which an agent is free decides at once whether it is
//! answered or gives up first; nothing else needs an event. Staffing moves as a step function (see `crew`).
//!
//! Kiefer & Wolfowitz 1955, "On the theory of queues with many servers", doi:10.1090/S0002-9947-1955-0066587-3.

use super::agenda::END_OF_TIME;
use super::crew::{Crew, NOBODY_FREE};
use super::flow::{Flow, Reached};
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::GroupId;

/// Runs a pool that is a single queue.
pub(super) fn run<W: Witness>(flow: &mut Flow<W>, group: GroupId, steps: &[(u64, u32)], crew: &mut Crew) {
    crew.reset(steps);
    while flow.peek() < END_OF_TIME {
        let Some(reached) = flow.advance() else { continue };
        let start = crew.earliest_start(reached.at, |since, until| flow.add_overrun(group, since, until));
        conclude(flow, group, crew, &reached, start);
    }
    crew.conclude(|since, until| flow.add_overrun(group, since, until));
}

#[inline]
fn conclude<W: Witness>(flow: &mut Flow<W>, group: GroupId, crew: &mut Crew, reached: &Reached, start: u64) {
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
