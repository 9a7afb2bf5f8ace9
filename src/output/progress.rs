//! Progress bars on stderr.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::language::{Language, Phrase};
use super::number::grouped;
use crate::experiment::{Observer, Phase};

/// Whether progress is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Drawn when stderr is a terminal.
    OnTerminal,
    /// Never drawn.
    Hidden,
}

/// The bar of the phase under way, with what its rate is made of.
#[derive(Debug)]
struct PhaseBar {
    bar: ProgressBar,
    started: Instant,
    contacts: u64,
}

/// A bar for each phase of an experiment, with contacts per second and the time left.
#[derive(Debug)]
pub struct ProgressBars {
    visibility: Visibility,
    language: Language,
    current: Mutex<Option<PhaseBar>>,
    contacts: AtomicU64,
}

impl ProgressBars {
    /// No bar yet.
    pub fn new(visibility: Visibility, language: Language) -> Self {
        let visibility = if std::io::stderr().is_terminal() { visibility } else { Visibility::Hidden };
        ProgressBars { visibility, language, current: Mutex::new(None), contacts: AtomicU64::new(0) }
    }

    /// Takes the bar away. Called before the summary is printed, and when a run ends early.
    pub fn finish(&self) {
        if let Some(phase) = self.current().take() {
            phase.bar.finish_and_clear();
        }
    }

    /// Contacts heard of in all phases.
    pub fn contacts(&self) -> u64 {
        self.contacts.load(Ordering::Relaxed)
    }

    fn current(&self) -> MutexGuard<'_, Option<PhaseBar>> {
        // A thread that panicked while drawing does no harm to the bar.
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn style(&self, total: u64) -> ProgressStyle {
        let left = self.language.text(Phrase::TimeLeft);
        let template = if total == 0 {
            "{prefix:>10} {spinner} {pos} {msg}".to_owned()
        } else {
            format!("{{prefix:>10}} [{{bar:30}}] {{pos}}/{{len}} {{msg}} {left} {{eta}}")
        };
        ProgressStyle::with_template(&template).expect("the template is well formed").progress_chars("=> ")
    }

    fn rate(&self, contacts: u64, seconds: f64) -> String {
        format!("{} {}", grouped(contacts as f64 / seconds.max(1e-3), 0), self.language.text(Phrase::ContactsPerSecond))
    }
}

impl Observer for ProgressBars {
    fn phase(&self, phase: Phase, total: u64) {
        self.finish();
        if self.visibility == Visibility::Hidden {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(10));
        bar.set_style(self.style(total));
        bar.set_prefix(self.language.text(match phase {
            Phase::Planning => Phrase::Planning,
            Phase::Simulating => Phrase::Simulating,
        }));
        bar.tick();
        *self.current() = Some(PhaseBar { bar, started: Instant::now(), contacts: 0 });
    }

    fn advance(&self, replications: u64, contacts: u64) {
        self.contacts.fetch_add(contacts, Ordering::Relaxed);
        if let Some(phase) = self.current().as_mut() {
            phase.contacts += contacts;
            phase.bar.set_message(self.rate(phase.contacts, phase.started.elapsed().as_secs_f64()));
            phase.bar.inc(replications);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_counted_over_phases_and_threads() {
        let bars = ProgressBars::new(Visibility::Hidden, Language::En);
        bars.phase(Phase::Planning, 0);
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| bars.advance(1, 250));
            }
        });
        bars.phase(Phase::Simulating, 8);
        bars.advance(1, 7);
        bars.finish();
        assert_eq!(bars.contacts(), 1007);
    }

    #[test]
    fn both_templates_are_well_formed_in_both_languages() {
        for language in [Language::En, Language::Zh] {
            let bars = ProgressBars::new(Visibility::Hidden, language);
            for total in [0, 200] {
                let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::hidden());
                bar.set_style(bars.style(total));
                bar.inc(1);
                assert_eq!(bar.position(), 1);
            }
            assert!(bars.rate(3_000_000, 2.0).starts_with("1,500,000 "));
        }
    }
}
