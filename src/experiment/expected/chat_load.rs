//! Chats that go faster while agents hold few.
//!
//! With k chats spread evenly over the agents, each goes at the speed of its agent's load, so the rate at which chats end is
//! known for each k: a birth and death chain below the state in which every agent is full. From there on it is the queue
//! at the slowest speed, so that only the weight of the free states differs from the plain formula, and with it the chance
//! of waiting.

/// The states in which some agent could take another chat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct FreeStates {
    /// Natural logarithm of their weight over what it is when every chat goes at the slowest speed.
    pub(super) ln_weight_ratio: f64,
    /// Mean chats in hand in them.
    pub(super) chats: f64,
    /// Mean agents with a chat in hand in them.
    pub(super) busy_agents: f64,
}

/// Rate at which chats end, in chats an undisturbed handle time.
fn rate(chats: f64, agents: f64, slowdown: &[f64]) -> f64 {
    let each = chats / agents;
    let low = each.floor() as usize;
    let above = each - low as f64;
    let speed_of = |held: usize| match held {
        0 => 0.0,
        held => held as f64 / slowdown[(held - 1).min(slowdown.len() - 1)],
    };
    agents * ((1.0 - above) * speed_of(low) + if above > 0.0 { above * speed_of(low + 1) } else { 0.0 })
}

/// `load` in erlangs of undisturbed handle time, `agents` above 0, `slowdown` by chats held.
pub(super) fn free_states(load: f64, agents: f64, slowdown: &[f64]) -> FreeStates {
    const LARGE: f64 = 1e200;
    let slowest = slowdown.last().copied().unwrap_or(1.0);
    let full = agents * slowdown.len() as f64;
    // weights of the states below the full one, whose weight is 1; `scale` is what both have been divided by, as a logarithm
    let (mut own, mut plain) = (Weights::start(), Weights::start());
    let mut chats = full;
    while chats >= 1.0 {
        let next = chats - 1.0;
        own.step(rate(chats, agents, slowdown) / load, next, agents);
        plain.step(chats / slowest / load, next, agents);
        for weights in [&mut own, &mut plain] {
            if weights.sum > LARGE {
                weights.divide(LARGE);
            }
        }
        chats = next;
        if own.weight < 1e-18 * own.sum && plain.weight < 1e-18 * plain.sum {
            break;
        }
    }
    if own.sum == 0.0 {
        return FreeStates { ln_weight_ratio: 0.0, chats: 0.0, busy_agents: 0.0 };
    }
    FreeStates {
        ln_weight_ratio: libm::log(own.sum) + own.ln_scale - libm::log(plain.sum) - plain.ln_scale,
        chats: own.chats / own.sum,
        busy_agents: own.busy / own.sum,
    }
}

struct Weights {
    weight: f64,
    sum: f64,
    chats: f64,
    busy: f64,
    ln_scale: f64,
}

impl Weights {
    fn start() -> Self {
        Weights { weight: 1.0, sum: 0.0, chats: 0.0, busy: 0.0, ln_scale: 0.0 }
    }

    fn step(&mut self, ratio: f64, chats: f64, agents: f64) {
        self.weight *= ratio;
        self.sum += self.weight;
        self.chats += self.weight * chats;
        self.busy += self.weight * chats.min(agents);
    }

    fn divide(&mut self, by: f64) {
        self.weight /= by;
        self.sum /= by;
        self.chats /= by;
        self.busy /= by;
        self.ln_scale += libm::log(by);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_slowing_nothing_changes() {
        let free = free_states(5.0, 3.0, &[1.0, 1.0, 1.0]);
        assert!(free.ln_weight_ratio.abs() < 1e-12);
    }

    #[test]
    fn one_agent_with_two_chats_by_hand() {
        // states 0, 1, 2 (full): end rates 1 and 2/1.5 over a load of 1; weights over the full one: 4/3 and 4/3
        // at the slowest speed throughout: 4/3 and 4/3 * 2/3
        let free = free_states(1.0, 1.0, &[1.0, 1.5]);
        assert!((free.ln_weight_ratio - libm::log((8.0 / 3.0) / (4.0 / 3.0 + 8.0 / 9.0))).abs() < 1e-12);
        assert!((free.chats - 0.5).abs() < 1e-12 && (free.busy_agents - 0.5).abs() < 1e-12);
    }
}
