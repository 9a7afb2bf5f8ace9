//! What agents have in hand beside a list of it that is gone through as it is.

use super::fixture::channel;
use crate::engine::agenda::END_OF_TIME;
use crate::engine::flow::Reached;
use crate::engine::hands::{Hands, InHand, Taken};
use crate::scenario::model::{Channel, ChannelKind, Concurrency};

const AGENTS: usize = 3;

fn chat(slowdown: &[f64]) -> Channel {
    let concurrency = Concurrency { limit: slowdown.len() as u32, slowdown: slowdown.to_vec() };
    Channel { concurrency, ..channel("chat", ChannelKind::Chat) }
}

/// An agent's contacts in the order in which they were taken: name, channel, ticks left.
#[derive(Default)]
struct Listed {
    contacts: Vec<(u64, usize, f64)>,
    updated: u64,
}

impl Listed {
    fn slowdown(channel: &Channel, load: usize) -> f64 {
        let slowdown = &channel.concurrency.slowdown;
        slowdown[load.min(slowdown.len()) - 1]
    }

    fn work_until(&mut self, now: u64, channels: &[Channel]) {
        let (elapsed, load) = ((now - self.updated) as f64, self.contacts.len());
        self.contacts
            .iter_mut()
            .for_each(|(_, channel, left)| *left -= elapsed / Self::slowdown(&channels[*channel], load));
        self.updated = now;
    }

    fn next_end(&self, now: u64, channels: &[Channel]) -> u64 {
        let load = self.contacts.len();
        let ahead = self.contacts.iter().map(|(_, channel, left)| left * Self::slowdown(&channels[*channel], load));
        ahead.reduce(f64::min).map_or(END_OF_TIME, |ahead| now + (ahead.max(0.0) + 0.5) as u64)
    }

    fn end_least(&mut self) -> u64 {
        let least = self.contacts.iter().map(|(_, _, left)| *left).reduce(f64::min);
        let place = self.contacts.iter().position(|(_, _, left)| Some(*left) == least).expect("there is one");
        self.contacts.remove(place).0
    }
}

#[test]
fn contacts_in_hand_are_those_of_a_list_at_one_pace_or_at_several() {
    let two_paces = [chat(&[1.0, 1.3, 1.5, 1.9]), chat(&[1.0, 1.1, 1.7])];
    for channels in [&two_paces[..1], &two_paces[..]] {
        let (mut hands, mut lists) =
            (Hands::default(), std::array::from_fn::<Listed, AGENTS, _>(|_| Listed::default()));
        hands.reset(AGENTS, 4, channels);
        let (mut ends, mut state, mut now, mut ended) = ([END_OF_TIME; AGENTS], 5_u64, 0, 0);
        for name in 1..4_000_u64 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let then = now + (state >> 33) % 200;
            let agent = (state >> 20) as usize % AGENTS;
            // few lengths, so that contacts often have the same left
            let work = 100 * (1 + (state >> 50) % 4);
            while let Some(first) = (0..AGENTS).filter(|agent| ends[*agent] <= then).min_by_key(|agent| ends[*agent]) {
                let (at, list) = (ends[first], &mut lists[first]);
                let (contact, next_end) = hands.lay_down(first, list.contacts.len(), at);
                list.work_until(at, channels);
                let in_hand = hands.contact(contact).expect("it was taken");
                assert_eq!(in_hand.reached.at, list.end_least());
                assert_eq!(next_end, list.next_end(at, channels));
                ends[first] = next_end;
                ended += 1;
            }
            now = then;
            let (list, channel) = (&mut lists[agent], name as usize % channels.len());
            if list.contacts.len() < 4 {
                let in_hand = InHand { reached: Reached::of_instant(name), start: now, queue: 0 };
                let taken = Taken { in_hand, channel, work, chats: Some(4) };
                ends[agent] = hands.take(agent, list.contacts.len(), &taken);
                list.work_until(now, channels);
                list.contacts.push((name, channel, work as f64));
                assert_eq!(ends[agent], list.next_end(now, channels));
            }
        }
        assert!(ended > 1_000, "{ended}");
    }
}
