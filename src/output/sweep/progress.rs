//! Two bars on stderr: points of the sweep, and replications within.

use std::collections::HashMap;
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::ThreadId;
use std::time::Instant;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::experiment::{Observer, Phase};
use crate::output::language::{Language, Phrase};
use crate::output::number::grouped;
use crate::output::progress::Visibility;

/// Which phase each thread is in. A thread that never began one itself works for the one that did last.
#[derive(Debug, Default)]
struct Phases {
    by_thread: HashMap<ThreadId, Phase>,
    last: Option<Phase>,
}

/// The bars of a sweep.
#[derive(Debug)]
pub struct SweepProgress {
    language: Language,
    points: ProgressBar,
    replications: ProgressBar,
    phases: Mutex<Phases>,
    contacts: AtomicU64,
    started: Instant,
}

impl SweepProgress {
    /// Bars for so many points, of which some are done already, and so many replications to come.
    pub fn new(visibility: Visibility, language: Language, points: u64, done: u64, replications: u64) -> Self {
        let is_shown = visibility == Visibility::OnTerminal && std::io::stderr().is_terminal();
        let target = if is_shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
        let bars = MultiProgress::with_draw_target(target);
        let left = language.text(Phrase::TimeLeft);
        let bar = |total: u64, template: String| {
            let bar = bars.add(ProgressBar::new(total));
            let style = ProgressStyle::with_template(&template).expect("the template is well formed");
            bar.set_style(style.progress_chars("=> "));
            bar
        };
        let (points_name, replications_name) = match language {
            Language::En => ("points", "replications"),
            Language::Zh => ("方案点", "仿真次数"),
        };
        let bars_of_sweep = SweepProgress {
            language,
            points: bar(points, format!("{points_name:>12} [{{bar:30}}] {{pos}}/{{len}} {left} {{eta}}")),
            replications: bar(replications, format!("{replications_name:>12} [{{bar:30}}] {{pos}}/{{len}} {{msg}}")),
            phases: Mutex::default(),
            contacts: AtomicU64::new(0),
            started: Instant::now(),
        };
        bars_of_sweep.points.set_position(done);
        bars_of_sweep.points.reset_eta();
        bars_of_sweep
    }

    /// So many more points are finished.
    pub fn points_done(&self, count: u64) {
        self.points.inc(count);
    }

    /// Takes the bars away.
    pub fn finish(&self) {
        self.points.finish_and_clear();
        self.replications.finish_and_clear();
    }

    /// Contacts heard of, those of planning included.
    pub fn contacts(&self) -> u64 {
        self.contacts.load(Ordering::Relaxed)
    }
}

impl Observer for SweepProgress {
    fn phase(&self, phase: Phase, _total: u64) {
        // a thread that panicked while noting its phase does no harm
        let mut phases = self.phases.lock().unwrap_or_else(PoisonError::into_inner);
        phases.by_thread.insert(std::thread::current().id(), phase);
        phases.last = Some(phase);
    }

    fn advance(&self, replications: u64, contacts: u64) {
        let contacts = self.contacts.fetch_add(contacts, Ordering::Relaxed) + contacts;
        let phase = {
            let phases = self.phases.lock().unwrap_or_else(PoisonError::into_inner);
            phases.by_thread.get(&std::thread::current().id()).copied().or(phases.last)
        };
        if phase == Some(Phase::Simulating) {
            self.replications.inc(replications);
        }
        let rate = contacts as f64 / self.started.elapsed().as_secs_f64().max(1e-3);
        if !self.replications.is_hidden() {
            let unit = self.language.text(Phrase::ContactsPerSecond);
            self.replications.set_message(format!("{} {unit}", grouped(rate, 0)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_replications_are_counted_apart_and_planning_only_in_contacts() {
        for language in [Language::En, Language::Zh] {
            let bars = SweepProgress::new(Visibility::Hidden, language, 10, 4, 60);
            bars.phase(Phase::Planning, 12);
            bars.advance(3, 100);
            bars.phase(Phase::Simulating, 10);
            bars.advance(2, 50);
            std::thread::scope(|threads| {
                threads.spawn(|| bars.advance(1, 5));
            });
            bars.points_done(2);
            assert_eq!((bars.points.position(), bars.replications.position(), bars.contacts()), (6, 3, 155));
            bars.finish();
        }
    }
}
