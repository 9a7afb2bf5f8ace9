//! Agents on duty by number of chats in hand: who has the fewest; among equals, last in, first out.

/// Lists of agents, one for each number of chats.
#[derive(Debug, Default)]
pub(super) struct AgentsByLoad {
    /// Room for all agents in each list, one list after the other.
    lists: Vec<u32>,
    lengths: Vec<u32>,
    /// Where each agent stands in its list.
    places: Vec<u32>,
}

impl AgentsByLoad {
    /// Empty lists of so many agents, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize) {
        self.lists.clear();
        self.lists.resize(agents * (limit + 1), 0);
        self.lengths.clear();
        self.lengths.resize(limit + 1, 0);
        self.places.clear();
        self.places.resize(agents, 0);
    }

    /// An agent with so many contacts joins its list.
    #[inline(always)]
    pub(super) fn add(&mut self, load: u32, agent: u32) {
        let length = &mut self.lengths[load as usize];
        self.places[agent as usize] = *length;
        self.lists[load as usize * self.places.len() + *length as usize] = agent;
        *length += 1;
    }

    /// An agent with so many contacts leaves its list; the last one of it takes its place.
    #[inline(always)]
    pub(super) fn remove(&mut self, load: u32, agent: u32) {
        let length = &mut self.lengths[load as usize];
        *length -= 1;
        let first = load as usize * self.places.len();
        let (place, last) = (self.places[agent as usize], self.lists[first + *length as usize]);
        self.lists[first + place as usize] = last;
        self.places[last as usize] = place;
    }

    /// The agent with the fewest contacts, fewer than a number, if there is one.
    #[inline(always)]
    pub(super) fn first_below(&self, contacts: u32) -> Option<u32> {
        let (load, length) =
            self.lengths.iter().take(contacts as usize).enumerate().find(|(_, length)| **length > 0)?;
        Some(self.lists[load * self.places.len() + *length as usize - 1])
    }
}
