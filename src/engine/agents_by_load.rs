//! Agents on duty by number of chats in hand: who has the fewest; among equals, last in, first out.

/// Most lists: one for each bit but the last.
const MOST_LISTS: u32 = 63;

/// Lists of agents, one for each number of chats.
#[derive(Debug, Default)]
pub(super) struct AgentsByLoad {
    /// Room for all agents in each list, one list after the other.
    lists: Vec<u32>,
    lengths: Vec<u32>,
    /// Where each agent stands in its list.
    places: Vec<u32>,
    /// Which lists have anyone, a bit for each.
    filled: u64,
}

impl AgentsByLoad {
    /// Empty lists of so many agents, who hold at most `limit` contacts.
    pub(super) fn reset(&mut self, agents: usize, limit: usize) {
        assert!(limit < MOST_LISTS as usize, "the reader limits the chats of an agent");
        self.lists.clear();
        self.lists.resize(agents * (limit + 1), 0);
        self.lengths.clear();
        self.lengths.resize(limit + 1, 0);
        self.places.clear();
        self.places.resize(agents, 0);
        self.filled = 0;
    }

    /// An agent with so many contacts joins its list.
    #[inline(always)]
    pub(super) fn add(&mut self, load: u32, agent: u32) {
        let length = &mut self.lengths[load as usize];
        self.places[agent as usize] = *length;
        self.lists[load as usize * self.places.len() + *length as usize] = agent;
        *length += 1;
        self.filled |= 1 << load;
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
        self.filled &= !(u64::from(*length == 0) << load);
    }

    /// The last who joined the list of those with so many contacts leaves it.
    #[inline(always)]
    pub(super) fn remove_last(&mut self, load: u32) {
        let length = &mut self.lengths[load as usize];
        *length -= 1;
        self.filled &= !(u64::from(*length == 0) << load);
    }

    /// The agent with the fewest contacts, fewer than a number, if there is one.
    #[inline(always)]
    pub(super) fn first_below(&self, contacts: u32) -> Option<u32> {
        let filled = self.filled & ((1 << contacts.min(MOST_LISTS)) - 1);
        if filled == 0 {
            return None;
        }
        let load = filled.trailing_zeros() as usize;
        Some(self.lists[load * self.places.len() + self.lengths[load] as usize - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_contacts_come_first_and_among_equals_the_last_who_joined() {
        let mut agents = AgentsByLoad::default();
        agents.reset(4, 2);
        assert_eq!(agents.first_below(2), None);
        (0..4).for_each(|agent| agents.add(1, agent));
        assert_eq!((agents.first_below(1), agents.first_below(2)), (None, Some(3)));
        // the last of the list takes the place of one who leaves it
        agents.remove(1, 1);
        agents.add(0, 1);
        assert_eq!(agents.first_below(2), Some(1));
        agents.remove(0, 1);
        let in_turn: Vec<Option<u32>> = (0..4)
            .map(|_| {
                let first = agents.first_below(2);
                first.inspect(|agent| agents.remove(1, *agent))
            })
            .collect();
        assert_eq!(in_turn, [Some(2), Some(3), Some(0), None]);
    }
}
