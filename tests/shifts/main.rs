//! Shifts and people: every plan keeps the rules, costs are those reckoned by hand, and what cannot be is refused with
//! the constraint that binds.

mod payroll;
mod refusals;
mod rules;
mod small_desk;
