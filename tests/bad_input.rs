//! A table of wrong scenarios and CSV files: each is the good scenario with some lines changed, and each message must name
//! the file, the line, the value, the rule and the remedy, with another problem reported beside it.

mod good_scenario;

use good_scenario::{Folder, PARCELS, delay_forecast, intraday_phone};
use peakdesk::scenario::reading::{ColorChoice, Diagnostics, Problem, read_scenario};

/// One wrong thing and what must be said of it.
struct Case {
    name: &'static str,
    /// Lines of the good scenario that are changed.
    patches: Vec<(&'static str, &'static str)>,
    /// Files that are written over the good ones.
    files: Vec<(&'static str, Vec<u8>)>,
    /// The file that the message must name.
    file: &'static str,
    /// What the line that the message names must contain; empty for a file as a whole.
    at: &'static str,
    value: &'static str,
    rule: &'static str,
    remedy: &'static str,
}

/// A scenario with one line changed to `to`, which is the line at fault.
fn line(
    name: &'static str,
    from: &'static str,
    to: &'static str,
    value: &'static str,
    rule: &'static str,
    remedy: &'static str,
) -> Case {
    Case { name, patches: vec![(from, to)], files: vec![], file: "scenario.toml", at: to, value, rule, remedy }
}

/// A CSV file with other content; `at` is in the line at fault.
fn csv(
    name: &'static str,
    file: &'static str,
    content: impl Into<Vec<u8>>,
    at: &'static str,
    value: &'static str,
    rule: &'static str,
    remedy: &'static str,
) -> Case {
    Case { name, patches: vec![], files: vec![(file, content.into())], file, at, value, rule, remedy }
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

fn cases() -> Vec<Case> {
    let parcels = |from: &str, to: &str| PARCELS.replacen(from, to, 1);
    let delay = |from: &str, to: &str| delay_forecast().replacen(from, to, 1);
    vec![
        // Keys, types, units.
        line("a misspelt key", "interval  = \"30m\"", "intervall = \"30m\"", "calendar.intervall", "is not a key of [calendar]", "did you mean \"interval\"?"),
        line("a misspelt section", "[in_house]", "[inhouse]", "inhouse", "is not a key of a scenario", "did you mean \"in_house\"?"),
        line("a key in the wrong place", "lines         = 600", "sessions      = 600", "channels.phone.sessions", "is not a key of [channels.phone]", "one of: title, kind"),
        Case { at: "[calendar]", ..line("a missing key", "days      = 7", "", "calendar.days", "is missing", "add days: Number of days") },
        line("a number without its unit", "handle_time = \"400s\"", "handle_time = 400", "400", "must be a length of time", "write \"400s\""),
        line("an unknown unit", "repeat_delay              = \"20h\"", "repeat_delay              = \"20 hours\"", "\"20 hours\"", "units s, m, h, d", "write a number and its unit"),
        line("a negative time", "patience    = \"180s\"", "patience    = \"-180s\"", "\"-180s\"", "must not be negative", "write a number and its unit"),
        line("a handle time of zero", "handle_time = \"400s\"", "handle_time = \"0s\"", "\"0s\"", "must be more than 0", ""),
        line("a text for a number", "scale       = 1.0", "scale       = \"1,0\"", "\"1,0\"", "must be a number", "scale: Factor on all parcels"),
        line("a negative number", "season_cv   = 0.05", "season_cv   = -0.05", "-0.05", "must be 0 or more", "season_cv: Coefficient of variation"),
        line("NaN", "season_cv   = 0.05", "season_cv   = nan", "nan", "must be a finite number", "leave the key out"),
        line("infinity", "budget         = 5000000", "budget         = inf", "inf", "must be a finite number", "leave the key out"),
        line("a percentage", "sales_tax      = 0.06", "sales_tax      = 6", "6", "must be at most 1", "6 % is 0.06"),
        line("a fraction of a count", "replications = 50", "replications = 50.5", "50.5", "must be a whole number", "replications: Number of simulated seasons"),
        line("an unknown word", "kind          = \"chat\"", "kind          = \"chats\"", "\"chats\"", "must be one of: voice, chat, deferred", "did you mean \"chat\"?"),
        line("a table for a number", "scale       = 1.0", "scale       = { factor = 1 }", "{…}", "must be a number", "scale: Factor"),
        line("a number too large for anything", "seed         = 1111", "seed         = 99999999999999999999", "99999999999999999999", "too large", ""),
        // The calendar.
        line("a day that does not exist", "first_day = 2025-11-08", "first_day = \"2025-11-31\"", "\"2025-11-31\"", "must be a date of the calendar", "write it as 2025-11-11"),
        line("too many days", "days      = 7", "days      = 500", "500", "must be at most 400", "a season at a time"),
        line("an interval of twenty minutes", "interval  = \"30m\"", "interval  = \"20m\"", "\"20m\"", "must be 15, 30 or 60 minutes", "\"15m\", \"30m\" or \"60m\""),
        line("an unknown calendar", "holidays  = \"cn\"", "holidays  = \"uk\"", "\"uk\"", "is not a calendar that comes with the program", "write \"cn\""),
        Case {
            name: "a season outside the shipped calendar",
            patches: vec![("first_day = 2025-11-08", "first_day = 2031-11-08")],
            files: vec![],
            file: "scenario.toml",
            at: "holidays  = \"cn\"",
            value: "\"cn\"",
            rule: "covers 2024 to 2026",
            remedy: "give a CSV",
        },
        // Demand and channels.
        line("shares by channel not summing to 1", "channels    = { phone = 0.5, chat = 0.5 }", "channels    = { phone = 0.5, chat = 0.4 }", "0.9", "is the sum of the shares, and must be 1", "sum to 1"),
        line("lags not summing to 1", "lag_days                  = [0.5, 0.3, 0.2]", "lag_days                  = [0.5, 0.3, 0.1]", "0.9", "must be 1", "every contact comes on some day"),
        line("six weekdays", "weekday                   = [1.08, 1.03, 1.0, 1.0, 1.0, 0.96, 0.93]", "weekday                   = [1.08, 1.03, 1.0, 1.0, 1.0, 0.96]", "contact_types.tracking.weekday", "must have 7 entries, not 6", "weekday: Factors from Monday"),
        line("an unknown contact type", "contact_types  = [\"tracking\", \"delay\"]", "contact_types  = [\"trackin\", \"delay\"]", "\"trackin\"", "is not the name of a contact type", "did you mean \"tracking\"?"),
        line("an unknown channel", "channels    = { phone = 1.0 }", "channels    = { fone = 1.0 }", "contact_types.delay.channels.fone", "is not the name of a channel", "did you mean \"phone\"?"),
        line("a misspelt parameter of a distribution", "handle_time = \"400s\"", "handle_time = { maen = \"400s\" }", "contact_types.complaint.handle_time.maen", "is not the name of a channel", "did you mean \"mean\"?"),
        line("parameters of another distribution", "patience    = \"180s\"", "patience    = { distribution = \"exponential\", mean = \"180s\", cv = 0.5 }", "patience.cv", "does not go with the exponential distribution", ""),
        line("a hyperexponential that does not sum to 1", "{ probability = 0.7, mean = \"300s\" }", "{ probability = 0.6, mean = \"300s\" }", "0.9", "must be 1", ""),
        line("pieces of a day out of order", "{ from = \"12:00\", mean = \"200s\", cv = 1.2 }", "{ from = \"07:00\", mean = \"200s\", cv = 1.2 }", "\"07:00\"", "must be later than the piece before it", "the order of the day"),
        line("two sources of demand", "per_hour    = 12", "per_hour    = 12\ncontacts_per_1000_parcels = 1", "per_hour", "is given beside contacts_per_1000_parcels", "leave one of the two out"),
        Case { at: "[contact_types.complaint]", ..line("no source of demand", "per_hour    = 12", "", "contact_types.complaint", "says nothing of how many contacts come", "give contacts_per_1000_parcels") },
        Case { at: "[demand]", ..line("more contacts than can be", "per_hour    = 12", "per_hour    = 900000", "151", "at most 100,000,000", "scale down") },
        line("opening hours within an interval", "open          = \"08:00-22:00\"", "open          = \"08:10-22:00\"", "\"08:10-22:00\"", "start of an interval of 30 minutes", "whole intervals"),
        line("opening over midnight", "open          = \"08:00-22:00\"", "open          = \"20:00-02:00\"", "\"20:00-02:00\"", "must open before it closes", "00:00-24:00"),
        line("slowdown that falls", "slowdown = [1.0, 1.25, 1.5]", "slowdown = [1.0, 1.25, 1.1]", "[1.0, 1.25, 1.1]", "must not fall", ""),
        line("slowdown of the wrong length", "slowdown = [1.0, 1.25, 1.5]", "slowdown = [1.0, 1.25]", "[1.0, 1.25]", "must have 3 numbers", ""),
        line("a target of everything", "service_level = { target = 0.85, within = \"30s\" }", "service_level = { target = 1, within = \"30s\" }", "1", "less than 1", "0.99"),
        line("containment and leaving above 1", "containment = 0.80", "containment = 0.97", "1.02", "containment plus leaves, and must be at most 1", "passed to people"),
        line("a bot on a channel without one", "channels  = { phone = 0.85, chat = 1.0 }", "channels  = { phone = 0.85, chatt = 1.0 }", "bot.channels.chatt", "is not the name of a channel", "did you mean \"chat\"?"),
        // People.
        line("a skill for no channel", "skills    = [\"phone\", \"ticket\"]", "skills    = [\"phone\", \"tickets\"]", "\"tickets\"", "is not the name of a channel", "did you mean \"ticket\"?"),
        Case { at: "[agent_groups.regular]", ..line("nobody for the tickets", "skills    = [\"phone\", \"ticket\"]", "skills    = [\"phone\"]", "agent_groups", "no group takes \"tracking\" on the channel \"ticket\"", "add \"ticket\" to the skills of a group") },
        line("ten million agents", "heads     = { max = 200 }", "heads     = { max = 10000000 }", "10000000", "must be at most 1000000", "max: Most people employed"),
        line("fewer at most than at least", "heads     = { min = 40, max = 160 }", "heads     = { min = 400, max = 160 }", "160", "must be at least min, 400", ""),
        line("a group available outside the season", "available = { from = 2025-11-09, to = 2025-11-12 }", "available = { from = 2025-12-09, to = 2025-12-12 }", "2025-12-09 to 2025-12-12", "is outside the season", "the season runs from 2025-11-08 to 2025-11-14"),
        line("a wage by month and hour", "wage      = { hour = 25 }", "wage      = { hour = 25, month = 4000 }", "agent_groups.seasonal.wage", "is given by month and by hour", "{ month = 4500 }"),
        line("a negative cost of hiring", "hiring    = { cost = 400, training = \"24h\" }", "hiring    = { cost = -400, training = \"24h\" }", "-400", "must be 0 or more", "cost: Cost of recruiting one person"),
        line("training without a unit", "hiring    = { cost = 400, training = \"24h\" }", "hiring    = { cost = 400, training = 24 }", "24", "must be a length of time", "write \"24s\""),
        line("negative training", "hiring    = { cost = 400, training = \"24h\" }", "hiring    = { cost = 400, training = \"-24h\" }", "\"-24h\"", "must not be negative", "write a number and its unit"),
        line("a misspelt key of hiring", "hiring    = { cost = 400, training = \"24h\" }", "hiring    = { costs = 400, training = \"24h\" }", "agent_groups.seasonal.hiring.costs", "is not a key", "did you mean \"cost\"?"),
        line("more people leaving than there are", "attrition_month = 0.2", "attrition_month = 20", "20", "must be at most 1", "20 % is 0.2"),
        line("all time lost", "shrinkage = 0.20", "shrinkage = 1.0", "1", "must be less than 1", ""),
        line("a plan for profit with a target's span", "plan   = \"service_level\"\nover   = \"day\"\nchance = 0.9", "plan   = \"profit\"\nchance = 0.9", "staffing.chance", "does not go with the plan \"profit\"", "leave it out"),
        line("a share of days over intervals", "over   = \"day\"", "over   = \"interval\"\non_days = 0.9", "staffing.on_days", "needs over = \"day\"", "leave on_days out"),
        line("every day as a share", "over   = \"day\"", "over   = \"day\"\non_days = 1.0", "1", "must be more than 0 and less than 1", "nine days in ten"),
        line("a fixed plan without numbers", "[staffing]\nplan   = \"service_level\"", "[staffing]\nplan   = \"fixed\"", "staffing.agents", "is missing", "date, interval_start, agent_group, agents"),
        line("a fixed plan with a target's span", "over   = \"day\"", "over   = \"day\"\nagents = { regular = 3 }", "staffing.agents", "does not go with the plan \"service_level\"", "leave it out"),
        // Shifts.
        line("shifts twice over", "[shifts]", "[[shifts]]", "shifts", "must be a table", "shifts: Allowed shifts"),
        line("a misspelt key of shifts", "lengths        = [\"4h\", \"8h\", \"10h\"]", "lenghts        = [\"4h\", \"8h\", \"10h\"]", "shifts.lenghts", "is not a key of [shifts]", "did you mean \"lengths\"?"),
        line("a start between intervals", "starts         = { from = \"07:00\", to = \"15:00\", every = \"30m\" }", "starts         = { from = \"07:10\", to = \"15:00\", every = \"30m\" }", "\"07:10\"", "must be the start of an interval of 30 minutes", "nearest interval"),
        line("starts without an end", "starts         = { from = \"07:00\", to = \"15:00\", every = \"30m\" }", "starts         = { from = \"07:00\", every = \"30m\" }", "shifts.starts.to", "is missing", "add to: Latest"),
        line("starts every quarter of an hour", "starts         = { from = \"07:00\", to = \"15:00\", every = \"30m\" }", "starts         = { from = \"07:00\", to = \"15:00\", every = \"15m\" }", "\"15m\"", "must be a whole number of intervals of 30 minutes", "calendar.interval"),
        line("starts every nothing", "starts         = { from = \"07:00\", to = \"15:00\", every = \"30m\" }", "starts         = { from = \"07:00\", to = \"15:00\", every = \"0m\" }", "\"0s\"", "must be more than 0", "write \"30m\" or \"1h\""),
        line("an hour that no day has", "starts         = { from = \"07:00\", to = \"15:00\", every = \"30m\" }", "starts         = { from = \"25:00\", to = \"15:00\", every = \"30m\" }", "\"25:00\"", "must be a time of day", ""),
        line("a shift of no length", "lengths        = [\"4h\", \"8h\", \"10h\"]", "lengths        = [\"0h\", \"8h\", \"10h\"]", "\"0s\"", "must be more than 0 and at most 16h", "from the first to the last minute"),
        line("a shift of seventeen hours", "lengths        = [\"4h\", \"8h\", \"10h\"]", "lengths        = [\"4h\", \"8h\", \"17h\"]", "\"17h\"", "must be more than 0 and at most 16h", "from the first to the last minute"),
        line("a shift of odd length", "lengths        = [\"4h\", \"8h\", \"10h\"]", "lengths        = [\"250m\", \"8h\", \"10h\"]", "\"250m\"", "must be a whole number of intervals of 30 minutes", "round it"),
        line("no lengths of shifts", "lengths        = [\"4h\", \"8h\", \"10h\"]", "lengths        = []", "shifts.lengths", "must have", "lengths: How long they may be"),
        line("a break of odd length", "breaks         = [{ for = \"60m\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "breaks         = [{ for = \"40m\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "\"40m\"", "must be a whole number of intervals of 30 minutes", "round it"),
        line("a break that ends before it begins", "breaks         = [{ for = \"60m\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "breaks         = [{ for = \"60m\", not_before = \"3h\", not_after = \"2h\", shifts_over = \"6h\" }]", "\"2h\"", "must not come before not_before, \"3h\"", "exchange the two"),
        line("a break without a length", "breaks         = [{ for = \"60m\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "breaks         = [{ not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "shifts.breaks.0.for", "is missing", "add for: Its length"),
        line("eight days a week", "days_a_week    = 6", "days_a_week    = 8", "8", "must be at most 7", "days_a_week: Days of the rota"),
        line("no day a week", "days_a_week    = 6", "days_a_week    = 0", "0", "must be 1 or more", "days_a_week: Days of the rota"),
        line("more rest days worked than there are", "days_a_week    = 6", "days_a_week    = 6\nrest_days_worked = 2", "2", "must leave 6 days of work in 7", "write at most 1"),
        line("a week shorter than a shift", "hours_a_week   = 44", "hours_a_week   = 8", "8", "must hold a shift, of up to 9 paid hours", "raise it, or allow shorter shifts only"),
        line("negative hours a week", "hours_a_week   = 44", "hours_a_week   = -40", "-40", "must be more than 0", "hours_a_week: Hours of a week"),
        line("overtime without a unit", "overtime_month = \"36h\"", "overtime_month = 36", "36", "must be a length of time", "write \"36s\""),
        line("negative overtime", "overtime_month = \"36h\"", "overtime_month = \"-36h\"", "\"-36h\"", "must not be negative", "write a number and its unit"),
        line("an unknown cover", "overtime_month = \"36h\"", "overtime_month = \"36h\"\ncover = \"nearst\"", "\"nearst\"", "must be one of: enough, nearest", "did you mean \"nearest\"?"),
        line("a price of short hours beside the nearest cover", "overtime_month = \"36h\"", "overtime_month = \"36h\"\ncover = \"nearest\"\nshort_hour = 40", "40", "does not go with cover = \"nearest\"", "leave one of the two out"),
        Case { at: "lengths        = [\"4h\", \"8h\", \"10h\"]", ..line("breaks that no shift has room for", "breaks         = [{ for = \"60m\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "breaks         = [{ for = \"6h\", not_before = \"3h\", not_after = \"5h\", shifts_over = \"6h\" }]", "8h", "has no room for its breaks", "widen not_before and not_after") },
        // Contracts.
        line("overlapping tiers", "up_to = 200000", "up_to = 20000", "20000", "overlaps the tier before it, which ends at 50000", "ascending order"),
        line("a last tier with an end", "{ rate = 2.5 }]", "{ up_to = 900000, rate = 2.5 }]", "900000", "must be left out of the last tier", "add a tier"),
        line("a clause that bills nothing", "{ per_blocked = -1 }", "{ channel = \"phone\" }", "contracts.everything-else.fees.2", "does not say what it bills", "give one of: per_contact"),
        line("a clause that bills two things", "{ per_blocked = -1 }", "{ per_blocked = -1, per_abandoned = -1 }", "per_abandoned", "a clause bills one thing", "write two clauses"),
        line("a key of another fee", "{ per_minute = 0.1 }", "{ per_minute = 0.1, seats = 3 }", "seats", "does not go with per_minute", "it goes with per_seat_month"),
        line("a price for no contact type", "bot = 0.8 }", "bot = 0.8, bot_by_type = { complain = 1 } }", "complain", "is not the name of a contact type", "did you mean \"complaint\"?"),
        line("a negative price", "{ per_contact = 2.3 }", "{ per_contact = -2.3 }", "-2.3", "must be 0 or more", "per_contact: Price of a contact"),
        line("a ladder that weighs less further down", "{ below = 0.70, penalty = 0.06 }", "{ below = 0.70, penalty = 0.01 }", "0.7", "a step further from the target weighs less", "grow with the distance"),
        line("a penalty for a good value", "{ above = 0.05, penalty_amount_per_point = 200 }", "{ below = 0.05, penalty_amount_per_point = 200 }", "below", "gives a penalty for a good value", "above or at_least"),
        line("a bonus and a penalty at once", "{ at_least = 0.90, bonus = 0.05 }", "{ at_least = 0.70, bonus = 0.05 }", "0.7", "a bonus and a penalty", "leave a gap"),
        line("a surcharge outside the season", "{ from = 2025-11-10, to = 2025-11-14, factor = 1.25 }", "{ from = 2026-11-10, to = 2026-11-14, factor = 1.25 }", "2026-11-10 to 2026-11-14", "is outside the season", "the season runs from"),
        line("a surcharge that ends before it begins", "{ from = 2025-11-10, to = 2025-11-14, factor = 1.25 }", "{ from = 2025-11-14, to = 2025-11-10, factor = 1.25 }", "2025-11-14 to 2025-11-10", "must not end before it begins", ""),
        line("a currency in words", "currency = \"CNY\"", "currency = \"yuan\"", "\"yuan\"", "three capital letters", "\"CNY\""),
        Case {
            name: "satisfaction asked for and not modelled",
            patches: vec![
                ("[satisfaction]", "[costs2]"),
            ],
            files: vec![],
            file: "scenario.toml",
            at: "metric = \"csat\"",
            value: "\"csat\"",
            rule: "needs the table [satisfaction]",
            remedy: "add [satisfaction]",
        },
        // Sweeps.
        line("an unknown design", "design = \"grid\"", "design = \"gird\"", "\"gird\"", "must be one of: grid", "did you mean \"grid\"?"),
        line("nothing to vary", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = {}", "sweep.vary", "gives nothing to vary", "name a path and its values"),
        line("no values to try", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = [] }", "[]", "gives no values to try", "write some"),
        line("a range without an end", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8 } }", "sweep.vary.demand.scale", "is a range without both ends", "write from and to"),
        line("a range downwards", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 1.2, to = 0.8 } }", "1.2 to 0.8", "must go upwards", "write the lower end as from"),
        line("a range with step and count", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8, to = 1.2, step = 0.1, count = 5 } }", "sweep.vary.demand.scale", "has both step and count", "write one of them"),
        line("a step that misses the end", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8, to = 1.2, step = 0.3 } }", "0.3", "whole steps", "write a count instead"),
        line("a step of nothing", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8, to = 1.2, step = 0 } }", "0", "whole steps", "write a count instead"),
        line("a count of one", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8, to = 1.2, count = 1 } }", "1", "must be a whole number from 2 to 1000000", "such as 5"),
        line("an end in words", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = \"low\", to = 1.2 } }", "low", "must be a number, as the from of a range", "such as"),
        line("an unknown key of a range", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = { from = 0.8, too = 1.2 } }", "too", "is not a key of a range", "did you mean \"to\"?"),
        line("a typed range of one value", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = \"0.8:1.2:1\" }", "\"0.8:1.2:1\"", "'1' is not a number of values", "write from:to:count"),
        line("factors beside values", "vary   = { \"demand.scale\" = [0.8, 1.0, 1.2, 1.5], \"contracts.per-contact.fees.0.per_contact\" = { from = 2.0, to = 5.0, step = 0.25 } }", "vary   = { \"demand.scale\" = \"x0.8,1\" }", "\"x0.8,1\"", "mixes factors (x1.2) and values", "write one kind"),
        line("half a point", "design = \"grid\"", "design = \"sobol\"\npoints = 2.5", "2.5", "must be a whole number", "points: Number of points"),
        line("a negative seed of a design", "design = \"grid\"", "design = \"grid\"\nseed = -1", "-1", "", "seed: Seed of the design"),
        // Names and files.
        line("a name that leaves the folder", "name     = \"double11-week\"", "name     = \"../double11\"", "\"../double11\"", "must not have the character '/'", "use letters, digits"),
        line("a name that a spreadsheet would run", "[contracts.quality]", "[contracts.\"=quality\"]", "contracts.=quality", "must not have the character '='", "use letters, digits"),
        line("a hidden name", "[contracts.quality]", "[contracts.\".quality\"]", "contracts..quality", "must not begin with a dot", "begin with a letter or digit"),
        line("a missing file", "parcels     = \"parcels.csv\"", "parcels     = \"parcel.csv\"", "\"parcel.csv\"", "there is no such file", "did you mean \"parcels.csv\"?"),
        line("a path that leaves the folder", "parcels     = \"parcels.csv\"", "parcels     = \"../parcels.csv\"", "\"../parcels.csv\"", "must not leave the scenario's folder", "put the file into the scenario's folder"),
        line("an absolute path", "parcels     = \"parcels.csv\"", "parcels     = \"/etc/passwd\"", "\"/etc/passwd\"", "must not leave the scenario's folder", "put the file into the scenario's folder"),
        // CSV files.
        csv("an empty file", "parcels.csv", "", "", "", "is empty", "the columns: date,parcels"),
        csv("a header alone", "parcels.csv", "date,parcels\n", "", "", "has no rows under its header", ""),
        csv("a missing column", "parcels.csv", parcels("date,parcels", "date,parcel"), "date,parcel", "", "has no column \"parcels\"", "is \"parcel\" meant?"),
        csv("semicolons", "parcels.csv", PARCELS.replace(',', ";"), "date;parcels", "", "has no column \"date\"", "separate columns by commas"),
        csv("NaN in a file", "parcels.csv", parcels("100000", "NaN"), "2025-11-08,NaN", "NaN", "must be a finite number", "write what is expected"),
        csv("infinity in a file", "parcels.csv", parcels("100000", "inf"), "2025-11-08,inf", "inf", "must be a finite number", "write what is expected"),
        csv("a negative number in a file", "parcels.csv", parcels("100000", "-5"), "2025-11-08,-5", "-5", "must be 0 or more", "parcels counts something"),
        csv("a quoted newline in a number", "parcels.csv", parcels("100000", "\"100\n000\""), "2025-11-08,\"100", "\"100\\n000\"", "must be a number", "on one line"),
        csv("thousands separators", "parcels.csv", parcels("100000", "\"100,000\""), "2025-11-08,\"100,000\"", "\"100,000\"", "must be a number", "without separators"),
        csv("an empty cell", "parcels.csv", parcels("100000", ""), "2025-11-08,", "\"\"", "must be a number", "write 0"),
        csv("a field too many", "parcels.csv", parcels("100000", "100000,x"), "2025-11-08,100000,x", "row", "has 3 fields, and the header has 2", ""),
        csv("a date that does not exist in a file", "parcels.csv", parcels("2025-11-09", "2025-11-39"), "2025-11-39", "\"2025-11-39\"", "must be a date of the calendar", "2025-11-11"),
        csv("a date twice", "parcels.csv", parcels("2025-11-09", "2025-11-08"), "2025-11-08,110000", "2025-11-08", "has a row already", ""),
        csv("a date outside instead of one inside", "parcels.csv", parcels("2025-11-14", "2025-12-14"), "", "", "has no row for 2025-11-14", "rows after it: 1"),
        csv("GBK instead of UTF-8", "parcels.csv", gbk("date,parcels,备注\n2025-11-08,1,双十一\n"), "", "", "seems to be in GBK, and must be in UTF-8", "save it as UTF-8"),
        csv("UTF-16", "parcels.csv", [0xFF, 0xFE, b'd', 0, b'a', 0].to_vec(), "", "", "is in UTF-16", "save it as UTF-8"),
        csv("a time between intervals", "delay.csv", delay("08:30,6", "08:40,6"), "08:40", "\"08:40\"", "must be the start of an interval of 30 minutes", ""),
        csv("contacts when closed", "delay.csv", delay("2025-11-08,08:00,6", "2025-11-08,03:00,6"), "03:00", "6", "must be 0 at a time when the channel is closed", ""),
        csv("an interval missing", "delay.csv", delay("2025-11-08,08:00,6\n", ""), "", "", "has no row for 1 intervals, the first of them 2025-11-08 08:00", "write 0"),
        csv("an hour missing", "intraday-phone.csv", intraday_phone().replacen("9,1\n", "", 1), "", "", "has no row for 1 of the open parts of the day, the first at 09:00", "weight of 0"),
        Case {
            name: "weights that are all zero",
            patches: vec![],
            files: vec![("intraday-phone.csv", intraday_phone().replace(",1", ",0").replace(",2", ",0").into_bytes())],
            file: "scenario.toml",
            at: "intraday      = \"intraday-phone.csv\"",
            value: "channels.phone.intraday",
            rule: "must have a weight above 0 in the opening hours",
            remedy: "weights count in the opening hours only",
        },
        Case {
            name: "ten million agents in a file",
            patches: vec![("plan   = \"service_level\"\nover   = \"day\"\nchance = 0.9\nfloor  = { phone = 0.70 }", "plan = \"fixed\"\nagents = \"agents.csv\"")],
            files: vec![("agents.csv", b"date,interval_start,agent_group,agents\n2025-11-08,08:00,regular,10000000\n2025-11-08,08:30,regulars,10\n".to_vec())],
            file: "agents.csv",
            at: "10000000",
            value: "10000000",
            rule: "must be at most 1000000",
            remedy: "",
        },
        Case {
            name: "agents of an unknown group in a file",
            patches: vec![("plan   = \"service_level\"\nover   = \"day\"\nchance = 0.9\nfloor  = { phone = 0.70 }", "plan = \"fixed\"\nagents = \"agents.csv\"")],
            files: vec![("agents.csv", b"date,interval_start,agent_group,agents\n2025-11-08,08:00,regular,10000000\n2025-11-08,08:30,regulars,10\n".to_vec())],
            file: "agents.csv",
            at: "regulars",
            value: "\"regulars\"",
            rule: "is not the name of an agent group",
            remedy: "did you mean \"regular\"?",
        },
        Case {
            name: "a kind of day that does not exist",
            patches: vec![("holidays  = \"cn\"", "holidays  = \"days.csv\"")],
            files: vec![("days.csv", b"date,kind\n2025-11-11,holliday\n".to_vec())],
            file: "days.csv",
            at: "holliday",
            value: "\"holliday\"",
            rule: "is not a kind of day",
            remedy: "did you mean \"holiday\"?",
        },
    ]
}

/// A problem that every case has beside its own.
const ANOTHER: (&str, &str) = ("seat_month     = 700", "seat_month     = -700");

fn problems_of(case: &Case) -> (Folder, Diagnostics) {
    let mut patches = case.patches.clone();
    patches.push(ANOTHER);
    let folder = Folder::patched(&patches);
    for (name, content) in &case.files {
        folder.write(name, content);
    }
    match folder.read() {
        Ok(_) => panic!("{}: nothing was found wrong", case.name),
        Err(problems) => (folder, problems),
    }
}

/// The lines on which a text of a file lies.
fn lines_of(folder: &Folder, file: &str, at: &str) -> std::ops::RangeInclusive<usize> {
    let content = std::fs::read(folder.file(file)).expect("the file is there");
    let content = String::from_utf8_lossy(&content).into_owned();
    let from = content.find(at).expect("a case's line is in its file");
    let first = content[..from].matches('\n').count() + 1;
    first..=first + at.matches('\n').count()
}

fn is_expected(case: &Case, folder: &Folder, problem: &Problem) -> bool {
    let is_at = match case.at {
        "" => problem.place.line_text.is_empty(),
        at => lines_of(folder, case.file, at).contains(&problem.place.line),
    };
    is_at
        && problem.place.file == folder.file(case.file)
        && problem.title().contains(case.value)
        && problem.rule.contains(case.rule)
        && problem.remedy.as_ref().is_some_and(|remedy| remedy.contains(case.remedy))
}

#[test]
fn every_wrong_scenario_is_told_with_file_line_value_rule_and_remedy() {
    let cases = cases();
    let mut failures = String::new();
    for case in &cases {
        let (folder, problems) = problems_of(case);
        if !problems.problems().iter().any(|problem| is_expected(case, &folder, problem)) {
            failures += &format!("---- {}\n{problems}\n", case.name);
        }
        if !problems.problems().iter().any(|problem| problem.subject == "costs.seat_month") {
            failures += &format!("---- {}: the other problem is not told\n{problems}\n", case.name);
        }
        if let Some(bare) =
            problems.problems().iter().find(|problem| problem.remedy.as_deref().is_none_or(str::is_empty))
        {
            failures += &format!("---- {}: no remedy: {bare:?}\n", case.name);
        }
        let places: Vec<_> = problems.problems().iter().map(|problem| &problem.place).collect();
        assert!(places.is_sorted(), "{}: in the order of files and lines", case.name);
    }
    assert!(failures.is_empty(), "{failures}");
    assert!(cases.len() >= 120, "{}", cases.len());
}

#[test]
fn every_wrong_scenario_ends_a_run_with_status_3_before_anything_is_written() {
    let results = tempfile::tempdir().expect("there is a folder for temporary files");
    for case in &cases() {
        let (folder, problems) = problems_of(case);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_peakdesk"));
        command.arg("run").arg(folder.file("")).current_dir(results.path()).env_remove("CLICOLOR_FORCE");
        let ended = command.output().expect("the program starts");
        assert_eq!(ended.status.code(), Some(3), "{}", case.name);
        let told = String::from_utf8(ended.stderr).expect("messages are UTF-8");
        for problem in problems.problems() {
            assert!(told.contains(&problem.rule), "{}: {} is not told:\n{told}", case.name, problem.rule);
        }
        let left = std::fs::read_dir(results.path()).expect("the folder is there").count();
        assert_eq!((ended.stdout.len(), left), (0, 0), "{}", case.name);
    }
}

#[test]
fn a_mistake_is_told_once_and_not_by_what_follows_from_it() {
    let mut failures = String::new();
    for case in &cases() {
        // These are wrong in several ways at once.
        let is_manifold = case.patches.len() + case.files.len() > 1
            || [
                "a season outside the shipped calendar",
                "satisfaction asked for and not modelled",
                "a fixed plan without numbers",
                "semicolons",
            ]
            .contains(&case.name);
        if is_manifold {
            continue;
        }
        let (_, problems) = problems_of(case);
        if problems.problems().len() > 2 {
            failures += &format!("---- {}\n{problems}\n", case.name);
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn several_mistakes_of_a_scenario_are_told_together_in_the_order_of_their_lines() {
    let folder = Folder::patched(&[
        ("interval  = \"30m\"", "intervall = \"30m\""),
        ("season_cv   = 0.05", "season_cv   = -0.05"),
        ("phone = 0.35, chat = 0.60", "phone = 0.35, chat = 0.50"),
        ("parcels     = \"parcels.csv\"", "parcels     = \"parcel.csv\""),
        ("handle_time = \"400s\"", "handle_time = 400"),
        ("chance = 0.9", "chance = 1.0"),
        ("{ below = 0.70, penalty = 0.06 }", "{ below = 0.70, penalty = 0.01 }"),
        ("up_to = 200000", "up_to = 20000"),
        ("shrinkage  = 0.28", "shrinkage  = 28"),
    ]);
    folder.write("intraday-phone.csv", b"hour,weight\n8,one\n");
    let problems = folder.read().expect_err("it is wrong in ten ways");
    let told: Vec<(usize, &str)> =
        problems.problems().iter().map(|problem| (problem.place.line, problem.subject.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "weight"),
            (14, "calendar.intervall"),
            (18, "demand.parcels"),
            (20, "demand.season_cv"),
            (53, "contact_types.tracking.channels"),
            (71, "contact_types.complaint.handle_time"),
            (130, "staffing.chance"),
            (140, "contracts.per-order.fees.0.tiers.1.up_to"),
            (149, "contracts.annual.kpis.0.ladder.1"),
            (183, "in_house.shrinkage"),
        ]
    );
}

#[test]
fn a_message_shows_the_line_with_a_caret_and_the_remedy() {
    let folder = Folder::patched(&[("interval  = \"30m\"", "intervall = \"30m\"")]);
    let problems = folder.read().expect_err("a key is misspelt");
    let expected = format!(
        "error: calendar.intervall: is not a key of [calendar]\n  --> {}:14:1\n   |\n14 | intervall = \"30m\"\n   | ^^^^^^^^^\n   |\n   = help: did you mean \"interval\"?",
        folder.file("scenario.toml").display()
    );
    assert_eq!(problems.render(ColorChoice::Plain), expected);
    assert_eq!(problems.to_string(), expected);
    assert!(problems.render(ColorChoice::Colored).contains("\u{1b}["));
}

#[test]
fn what_is_not_toml_is_told_with_every_place() {
    let folder =
        Folder::patched(&[("days      = 7", "days      = = 7"), ("scale       = 1.0", "scale       = 1.0 1.0")]);
    let problems = folder.read().expect_err("two lines are not TOML");
    let lines: Vec<usize> = problems.problems().iter().map(|problem| problem.place.line).collect();
    assert!(lines.contains(&13) && lines.contains(&19), "{problems}");
    assert!(problems.problems().iter().all(|problem| problem.rule.starts_with("is not TOML")));

    let folder = Folder::patched(&[("scale       = 1.0", "scale       = 1.0\nscale = 2")]);
    let problems = folder.read().expect_err("a key occurs twice");
    assert_eq!(problems.problems()[0].place.line, 20, "{problems}");
}

#[test]
fn files_that_are_no_scenario_are_told() {
    let folder = Folder::good();
    let problem_with = |content: &[u8]| {
        folder.write("scenario.toml", content);
        folder.read().expect_err("it is no scenario").problems()[0].clone()
    };
    assert_eq!(problem_with(b"").rule, "is empty");
    assert_eq!(problem_with(&gbk("name = \"快递旺季\"")).rule, "seems to be in GBK, and must be in UTF-8");
    assert_eq!(problem_with(&gbk("# ok\nname = \"快递旺季\"")).place.line, 2);
    std::fs::remove_file(folder.file("scenario.toml")).expect("the file is there");
    let problem = folder.read().expect_err("it is gone").problems()[0].clone();
    assert_eq!((problem.rule.as_str(), problem.place.line), ("there is no such file", 0));
    assert!(problem.remedy.is_some_and(|remedy| remedy.contains("a folder with scenario.toml")));
    assert!(read_scenario(&folder.file("nowhere"), &[]).is_err());
}

#[test]
fn a_link_that_leaves_the_folder_is_refused() {
    let elsewhere = Folder::good();
    let folder = Folder::good();
    std::fs::remove_file(folder.file("parcels.csv")).expect("the file is there");
    #[cfg(unix)]
    std::os::unix::fs::symlink(elsewhere.file("parcels.csv"), folder.file("parcels.csv")).expect("links can be made");
    #[cfg(unix)]
    assert_eq!(folder.read().expect_err("the link leaves").problems()[0].rule, "must not leave the scenario's folder");
    #[cfg(not(unix))]
    assert!(folder.read().is_err() && elsewhere.read().is_ok());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let folder = Folder::good();
    let plain = folder.read().expect("the good scenario is good").scenario;
    let with_mark = |text: &str| [b"\xEF\xBB\xBF", text.replace('\n', "\r\n").as_bytes()].concat();
    folder.write("parcels.csv", &with_mark(PARCELS));
    folder.write("delay.csv", &with_mark(&delay_forecast()));
    folder.write("scenario.toml", &with_mark(good_scenario::TEXT));
    let marked = folder.read().unwrap_or_else(|problems| panic!("{problems}")).scenario;
    assert_eq!(plain, marked);
    // An error's line is right all the same.
    folder.write("parcels.csv", &with_mark(&PARCELS.replace("110000", "x")));
    assert_eq!(folder.read().expect_err("a number is wrong").problems()[0].place.line, 5);
}

#[test]
fn of_many_bad_rows_twenty_are_told_and_the_others_counted() {
    let folder = Folder::good();
    folder.write("delay.csv", delay_forecast().replace(",6", ",six").as_bytes());
    let problems = folder.read().expect_err("all numbers are wrong");
    assert_eq!(problems.problems().len(), 21);
    assert_eq!(problems.problems()[20].rule, "is the first of 176 more problems in this file");
}
