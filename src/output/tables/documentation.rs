//! The list of columns for readers.

use super::{
    comparison, days, frontier, hiring, intervals, replications, service, shifts, staffing, statement, summary,
};
use crate::output::column::Column;
use crate::output::sweep::sweep_effects;
use crate::output::tables::SummaryRow;

const INTRODUCTION: &str = "\
# Columns of the result files

This page is made from the column definitions in `src/output/tables`; a test compares the two.

Files are CSV by RFC 4180: UTF-8, one header line, `.` as decimal point, numbers with the fewest digits that read back
unchanged. An empty cell means that there is nothing to say: nothing to divide by, too few replications, or a part that
the scenario does not have. Dates are `YYYY-MM-DD`, times `HH:MM`. Text that a spreadsheet would run as a formula has an
apostrophe before it. Money is in the scenario's currency.

Mean money is that of many drawn seasons where tables of days help (`docs/precision.md`), and then differs a little from the mean
of a column of `replications.csv`; so do its ratios.

Counts are means over replications. Ratios are ratios of sums over all replications. Columns that end in `_ci_low` and
`_ci_high` are 95 % confidence intervals: Student's for means, the delta method's for ratios of sums, Wilson's for
chances. Percentiles are of the replication distribution, type 7 (linear between order statistics).

Contacts and waits count in the interval in which the contact arrived, agents' time in the interval in which it was
spent. A figure of agents beside a channel is that of all agent groups that take the channel; a group that takes several
channels is counted with each, so agents do not add up over channels. Rows of a scenario without contracts have an
empty `contract`.
";

/// The contents of `docs/columns.md`.
pub fn columns_markdown() -> String {
    let mut summary = summary(&[]);
    summary.columns.push(Column::new(
        "service_level_<channel>",
        "share",
        "One column for each channel: its service level at its own threshold and by its own definition.",
        |_: &SummaryRow<'_>| None::<f64>,
    ));
    let sections = [
        summary.markdown(),
        service().markdown(),
        statement().markdown(),
        intervals().markdown(),
        days().markdown(),
        staffing().markdown(),
        shifts().markdown(),
        hiring().markdown(),
        replications().markdown(),
        frontier().markdown(),
        sweep(),
        sweep_effects().markdown(),
        comparison().markdown(),
    ];
    format!("{INTRODUCTION}\n{}", sections.join("\n"))
}

/// `sweep.csv` has the columns of `summary.csv` between others.
fn sweep() -> String {
    "## sweep.csv\n\nA row is a point of a sweep and a contract. First one column for each varied path, named by it: the value \
     laid over the scenario, the factor where a list or table is multiplied, empty where the scenario's own default stays. \
     Then the columns of summary.csv. Last:\n\n| column | unit | meaning |\n|---|---|---|\n\
     | `problem` | text | Why the point has no figures: no plan meets its targets. Empty everywhere else. |\n"
        .to_owned()
}
