//! How many threads a command uses.

use std::num::NonZeroUsize;

use clap::Args;

use super::error::CliError;

/// Threads.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct ThreadsArgs {
    /// Number of threads; by default those that a batch system grants (SLURM_CPUS_PER_TASK), else one for each processor.
    /// Results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl ThreadsArgs {
    /// The number.
    pub(super) fn count(self) -> usize {
        let granted =
            || std::env::var("SLURM_CPUS_PER_TASK").ok()?.parse().ok().filter(|count| (1..=1024).contains(count));
        let all = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map(usize::from).or_else(granted).unwrap_or_else(all)
    }

    /// Threads to work on.
    pub(super) fn pool(self) -> Result<rayon::ThreadPool, CliError> {
        let threads = self.count();
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
            CliError::CommandLine(format!("{threads} threads cannot be started ({error}); give fewer with --threads"))
        })
    }
}
