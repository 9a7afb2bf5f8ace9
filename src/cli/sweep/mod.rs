//! `peakdesk sweep`: on this machine in one go, or planned, run in shards and merged on many.

mod arguments;
mod cluster;
mod design;
mod local;

pub(super) use arguments::SweepArgs;
pub(super) use local::run;
