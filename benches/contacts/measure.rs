//! Timing cases in turn and printing them beside the first.

use cpu_time::ThreadTime;
use std::time::Duration;

/// CPU time that a case may take in all, unless a single pass takes longer.
const BUDGET: Duration = Duration::from_millis(1_500);

/// What is measured.
pub struct Case<'c> {
    /// What it is called.
    pub name: String,
    /// One pass of it, which gives the contacts that it took; for several plans, contacts times plans.
    pub pass: Box<dyn FnMut() -> u64 + 'c>,
}

impl<'c> Case<'c> {
    /// A case of this name.
    pub fn new(name: impl Into<String>, pass: impl FnMut() -> u64 + 'c) -> Self {
        Case { name: name.into(), pass: Box::new(pass) }
    }
}

/// Least nanoseconds of CPU a contact of each case, over passes in turn until each has had its budget.
pub fn least_nanoseconds(cases: &mut [Case]) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; cases.len()];
    let mut taken = vec![Duration::ZERO; cases.len()];
    while taken.iter().any(|taken| *taken < BUDGET) {
        for ((case, taken), least) in cases.iter_mut().zip(&mut taken).zip(&mut least) {
            if *taken < BUDGET {
                let start = ThreadTime::now();
                let contacts = (case.pass)();
                let time = start.elapsed();
                *taken += time;
                *least = least.min(time.as_nanos() as f64 / contacts as f64);
            }
        }
    }
    least
}

/// Measures and prints a table; every figure also as a multiple of the first, which is drawing alone.
pub fn print_table(title: &str, mut cases: Vec<Case>) {
    println!("\n{title}\n");
    println!("| case | ns a contact | times drawing by rand_distr |");
    println!("|---|---:|---:|");
    let least = least_nanoseconds(&mut cases);
    for (case, nanoseconds) in cases.iter().zip(&least) {
        println!("| {} | {nanoseconds:.1} | {:.2} |", case.name, nanoseconds / least[0]);
    }
}
