//! A loser tree over agents: the least (instant, agent) at hand, to be replaced by another instant of the same agent.
//!
//! Each node keeps the later of the two that met there; the earlier went on up. Replacing the first is then one load, one
//! comparison and one store a level, along a path that is known from the agent alone, so that nothing is mispredicted: fewer
//! instructions than a winner tree of any width. What it cannot do cheaply, change an agent who is not first, is needed only
//! when staffing rises; the tree is then built anew.
//!
//! Knuth 1998, "The Art of Computer Programming", volume 3, section 5.4.1.

/// Bits of a key that hold the agent.
const AGENT_BITS: u32 = 24;

/// Nobody: later than every instant.
const NOBODY: u64 = u64::MAX;

/// Instants by agent, the least of them at hand. Instants are below 2^40 ticks.
#[derive(Debug, Default)]
pub(super) struct LoserTree {
    /// The first at 0; from 1, the losers: below node `n` are the nodes `2 n` and `2 n + 1`.
    nodes: Vec<u64>,
    scratch: Vec<u64>,
}

impl LoserTree {
    /// Later than every instant.
    pub(super) const LATEST: u64 = NOBODY >> AGENT_BITS;

    /// Makes room for `agents`, all absent.
    pub(super) fn reset(&mut self, agents: usize) {
        assert!(agents < 1 << AGENT_BITS, "the reader limits the number of agents in a group");
        self.nodes.clear();
        self.nodes.resize(agents.next_power_of_two().max(2), NOBODY);
    }

    /// The least instant; [`LoserTree::LATEST`] if nobody is present.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.nodes[0] >> AGENT_BITS
    }

    /// Gives the first, who must be present, another instant.
    #[inline(always)]
    pub(super) fn replace_first(&mut self, instant: u64) {
        let agent = self.nodes[0] & ((1 << AGENT_BITS) - 1);
        self.replay(agent as usize, instant << AGENT_BITS | agent);
    }

    /// Takes the first out: instant and agent, if anyone is present.
    pub(super) fn take_first(&mut self) -> Option<(u64, u32)> {
        let key = self.nodes[0];
        let (instant, agent) = (key >> AGENT_BITS, key & ((1 << AGENT_BITS) - 1));
        (key != NOBODY).then(|| {
            self.replay(agent as usize, NOBODY);
            (instant, agent as u32)
        })
    }

    #[inline(always)]
    fn replay(&mut self, agent: usize, key: u64) {
        let nodes = &mut self.nodes[..];
        let mut node = (nodes.len() + agent) >> 1;
        let mut winner = key;
        while node > 0 {
            let met = &mut nodes[node];
            // without a branch: which is less, is as good as random
            let (less, more) = ordered(winner, *met);
            *met = more;
            winner = less;
            node >>= 1;
        }
        nodes[0] = winner;
    }

    /// Brings agents who are absent: (instant, agent) each.
    pub(super) fn bring(&mut self, agents: impl Iterator<Item = (u64, u32)>) {
        let leaves = self.nodes.len();
        self.scratch.clear();
        self.scratch.resize(2 * leaves, NOBODY);
        let coming = agents.map(|(instant, agent)| instant << AGENT_BITS | u64::from(agent));
        for key in self.nodes.iter().copied().filter(|key| *key != NOBODY).chain(coming) {
            self.scratch[leaves + (key & ((1 << AGENT_BITS) - 1)) as usize] = key;
        }
        // winners climb through the scratch, losers stay in the tree
        for node in (1..leaves).rev() {
            let (less, more) = ordered(self.scratch[2 * node], self.scratch[2 * node + 1]);
            self.scratch[node] = less;
            self.nodes[node] = more;
        }
        self.nodes[0] = self.scratch[1];
    }
}

#[inline(always)]
fn ordered(one: u64, other: u64) -> (u64, u64) {
    let is_in_order = one < other;
    (std::hint::select_unpredictable(is_in_order, one, other), std::hint::select_unpredictable(is_in_order, other, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_of_any_size_find_what_a_search_finds() {
        for agents in [1, 2, 3, 4, 5, 8, 9, 31, 64, 100, 1_000_usize] {
            let mut tree = LoserTree::default();
            tree.reset(agents);
            let mut instants = vec![LoserTree::LATEST; agents];
            let mut state = 7_u64;
            for _ in 0..3_000 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (agent, instant) = ((state >> 40) as usize % agents, (state >> 20) % 1_000);
                let least = (0..agents).map(|agent| (instants[agent], agent)).min().expect("there are agents");
                assert_eq!(tree.first(), least.0);
                if instants[agent] == LoserTree::LATEST && instant < 300 {
                    tree.bring(std::iter::once((instant, agent as u32)));
                    instants[agent] = instant;
                } else if instant < 500 {
                    let taken = tree.take_first();
                    assert_eq!(taken, (least.0 < LoserTree::LATEST).then_some((least.0, least.1 as u32)));
                    instants[least.1] = LoserTree::LATEST;
                } else if least.0 < LoserTree::LATEST {
                    tree.replace_first(instant);
                    instants[least.1] = instant;
                }
            }
        }
    }
}
