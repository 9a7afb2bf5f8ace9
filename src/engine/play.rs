//! One plan's play of a pool, contact by contact, a stretch of the season at a time.

use super::crew::Crew;
use super::duty::Duty;
use super::flow::{Flow, FlowMemory, Front, FrontSource, SessionCount};
use super::network::{self, NetworkMemory};
use super::pools::Pool;
use super::routing::Routing;
use super::season::Season;
use super::single_queue;
use super::tally::Tally;
use super::witness::Witness;
use crate::scenario::model::GroupId;

/// What is played, and by which engine.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'g> {
    pub(super) pool: &'g Pool,
    pub(super) routing: &'g Routing,
    /// The one group, if the pool is played as a single queue.
    pub(super) single_queue: Option<GroupId>,
}

/// What a play keeps from one stretch to the next, in memory that is used again.
#[derive(Debug, Default)]
pub(super) struct Play {
    flow: FlowMemory,
    crew: Crew,
    network: NetworkMemory,
}

impl Play {
    /// Stands at the start of a season.
    pub(super) fn begin(&mut self, season: &Season, ground: Ground, duty: &Duty) {
        let Ground { pool, routing, single_queue } = ground;
        self.flow.begin(season, pool.page_bits, duty.handle_factors(season));
        match single_queue {
            Some(group) => self.crew.reset(&duty.steps[group.0]),
            None => network::begin(season.scenario, pool, routing, duty, &mut self.network),
        }
    }

    /// Plays what is drawn at the front.
    pub(super) fn go_on<W: Witness>(
        &mut self,
        ground: Ground,
        (source, front): (FrontSource, &Front),
        duty: &Duty,
        tally: &mut Tally,
        witness: &mut W,
    ) {
        let Play { flow, crew, network } = self;
        let mut flow = Flow::resume(source, front, duty.handle_factors(source.season), flow, tally, witness);
        match ground.single_queue {
            Some(group) => single_queue::play(&mut flow, group, crew),
            None => network::play(&mut flow, ground.routing, network),
        }
        if flow.is_over() {
            match ground.single_queue {
                Some(group) => single_queue::conclude(&mut flow, group, crew),
                None => network::conclude(&mut flow, ground.routing, network),
            }
        }
    }

    /// The bot's sessions of those who came again, if contacts passed it ahead of their turn.
    pub(super) fn sessions(&self) -> &SessionCount {
        self.flow.sessions()
    }
}
