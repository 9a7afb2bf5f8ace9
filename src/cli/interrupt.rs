//! Ctrl-C and the signals that ask to end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::exit_status::ExitStatus;

/// Sets the flag at the first Ctrl-C (or SIGTERM, SIGHUP), so that the run can end in order; the second ends the
/// program on the spot.
pub(super) fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&stop);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(ExitStatus::Interrupted.code()));
        }
        eprintln!("\nstopping; press Ctrl-C again to stop at once");
    };
    // Where no handler can be installed the signal ends the program at once, which is harmless: results appear whole
    // or not at all.
    let _ = ctrlc::set_handler(handler);
    stop
}
