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
    /// One pass of drawing what its contacts need and nothing else, which gives the contacts drawn.
    pub drawing: Option<Box<dyn FnMut() -> u64 + 'c>>,
}

impl<'c> Case<'c> {
    /// A case of this name.
    pub fn new(name: impl Into<String>, pass: impl FnMut() -> u64 + 'c) -> Self {
        Case { name: name.into(), pass: Box::new(pass), drawing: None }
    }

    /// The same case beside drawing alone.
    pub fn beyond(self, drawing: impl FnMut() -> u64 + 'c) -> Self {
        Case { drawing: Some(Box::new(drawing)), ..self }
    }
}

/// Least nanoseconds of CPU a contact over the passes so far.
struct Least {
    nanoseconds: f64,
    taken: Duration,
}

impl Least {
    fn time(&mut self, pass: &mut dyn FnMut() -> u64) {
        if self.taken < BUDGET {
            let start = ThreadTime::now();
            let contacts = pass();
            let time = start.elapsed();
            self.taken += time;
            self.nanoseconds = self.nanoseconds.min(time.as_nanos() as f64 / contacts as f64);
        }
    }
}

/// Least nanoseconds of CPU a contact of each case, and of drawing alone, over passes in turn until each has had its budget.
pub fn least_nanoseconds(cases: &mut [Case]) -> Vec<(f64, Option<f64>)> {
    let nothing = || Least { nanoseconds: f64::INFINITY, taken: Duration::ZERO };
    let mut least: Vec<(Least, Option<Least>)> =
        cases.iter().map(|case| (nothing(), case.drawing.as_ref().map(|_| nothing()))).collect();
    while least.iter().any(|(case, _)| case.taken < BUDGET) {
        for (case, (least, of_drawing)) in cases.iter_mut().zip(&mut least) {
            least.time(&mut case.pass);
            if let (Some(drawing), Some(least)) = (&mut case.drawing, of_drawing) {
                least.time(drawing);
            }
        }
    }
    least.into_iter().map(|(case, drawing)| (case.nanoseconds, drawing.map(|least| least.nanoseconds))).collect()
}

/// Measures and prints a table; every figure also as a multiple of the first, which is drawing alone.
pub fn print_table(title: &str, mut cases: Vec<Case>) {
    println!("\n{title}\n");
    println!("| case | ns a contact | of which drawing | beyond drawing | times drawing by rand_distr |");
    println!("|---|---:|---:|---:|---:|");
    let least = least_nanoseconds(&mut cases);
    for (case, (all, drawing)) in cases.iter().zip(&least) {
        let (drawing, beyond) =
            drawing.map_or_else(Default::default, |drawing| (format!("{drawing:.1}"), format!("{:.1}", all - drawing)));
        println!("| {} | {all:.1} | {drawing} | {beyond} | {:.2} |", case.name, all / least[0].0);
    }
}
