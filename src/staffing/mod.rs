//! Where a staffing plan comes from: the planner's own numbers, or a search for a service level.
