//! Tests of the engines on small scenarios.

mod chats_in_hand;
mod engines_agree;
mod exact_queues;
mod fixture;
mod simultaneous_events;
