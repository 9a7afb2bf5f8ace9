//! The fast engine: one group, one first-come-first-served queue, by the Kiefer-Wolfowitz recursion.
//!
//! For each contact in order of arrival, the earliest instant at which an agent is free decides at once whether it is
//! answered or gives up first; nothing else needs an event. Staffing moves as a step function: a step is taken before a
//! start that it comes before or coincides with. A rise first calls back agents who are still finishing after a drop
//! (latest end first), then brings idle ones; a drop takes away those who are free first. So at every instant the number
//! who may start is the number on duty less those at work, just as in the general engine.
//!
//! Kiefer & Wolfowitz 1955, "On the theory of queues with many servers", doi:10.1090/S0002-9947-1955-0066587-3.

use super::agenda::END_OF_TIME;
use super::flow::{Flow, Reached};
use super::winner_tree::WinnerTree;
use super::witness::Witness;
use crate::sampling::NEVER;
use crate::scenario::model::GroupId;

/// Memory used again from one replication to the next.
#[derive(Debug, Default)]
pub(super) struct SingleQueueMemory {
    free_at: WinnerTree,
    absent: Vec<u32>,
    /// Agents taken off duty in the middle of a contact: (end of the contact, agent, since when they are too many).
    finishing: Vec<(u64, u32, u64)>,
}

/// Runs a pool that is a single queue.
pub(super) fn run<W: Witness>(
    flow: &mut Flow<W>,
    group: GroupId,
    steps: &[(u64, u32)],
    memory: &mut SingleQueueMemory,
) {
    let most = steps.iter().map(|(_, agents)| *agents).max().unwrap_or(0);
    memory.free_at.reset(most as usize);
    memory.absent.clear();
    memory.absent.extend((0..most).rev());
    memory.finishing.clear();
    let mut next_step = 0;
    let mut on_duty = 0;
    while flow.peek() < END_OF_TIME {
        let Some(reached) = flow.advance() else { continue };
        let (start, agent) = loop {
            let first = memory.free_at.first();
            let start = first.map(|(free, _)| free.max(reached.at));
            match steps.get(next_step) {
                Some((at, agents)) if start.is_none_or(|start| *at <= start) => {
                    step(flow, group, memory, *at, on_duty, *agents);
                    on_duty = *agents;
                    next_step += 1;
                }
                _ => break (start, first.map(|(_, agent)| agent)),
            }
        };
        conclude(flow, group, memory, &reached, start, agent);
    }
    while let Some((at, agents)) = steps.get(next_step) {
        step(flow, group, memory, *at, on_duty, *agents);
        on_duty = *agents;
        next_step += 1;
    }
    for (end, _, since) in memory.finishing.drain(..) {
        flow.add_overrun(group, since, end, 1);
    }
}

#[inline]
fn conclude<W: Witness>(
    flow: &mut Flow<W>,
    group: GroupId,
    memory: &mut SingleQueueMemory,
    reached: &Reached,
    start: Option<u64>,
    agent: Option<u32>,
) {
    let patience = match start {
        // answered at once, whatever the patience
        Some(start) if start == reached.at => NEVER,
        _ => flow.patience(reached),
    };
    match (start, agent) {
        (Some(start), Some(agent)) if patience == NEVER || start - reached.at <= u64::from(patience) => {
            let end = start + flow.handle_ticks(reached, group, start);
            memory.free_at.set(agent, end);
            flow.add_busy_from_start(group, start, end);
            flow.served(reached, group, start, end);
        }
        _ if patience == NEVER => flow.still_waiting(reached),
        _ => flow.abandoned(reached, reached.at + u64::from(patience)),
    }
}

fn step<W: Witness>(
    flow: &mut Flow<W>,
    group: GroupId,
    memory: &mut SingleQueueMemory,
    at: u64,
    before: u32,
    after: u32,
) {
    for _ in after..before {
        let (free, agent) = memory.free_at.first().expect("as many agents are in the tree as are on duty");
        memory.free_at.remove(agent);
        if free > at {
            memory.finishing.push((free, agent, at));
        } else {
            memory.absent.push(agent);
        }
    }
    if after > before {
        memory.finishing.retain(|(end, agent, since)| {
            let is_done = *end <= at;
            if is_done {
                flow.add_overrun(group, *since, *end, 1);
                memory.absent.push(*agent);
            }
            !is_done
        });
    }
    for _ in before..after {
        let latest = memory
            .finishing
            .iter()
            .enumerate()
            .max_by_key(|(_, (end, agent, _))| (*end, *agent))
            .map(|(place, _)| place);
        if let Some(place) = latest {
            let (end, agent, since) = memory.finishing.swap_remove(place);
            flow.add_overrun(group, since, at, 1);
            memory.free_at.set(agent, end);
        } else {
            let agent = memory.absent.pop().expect("the tree has a leaf for every agent ever on duty");
            memory.free_at.set(agent, at);
        }
    }
}
