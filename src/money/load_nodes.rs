//! Nodes of a table by load, and a stream's contacts between two of them.

use super::sum_layout::CONTACTS;

/// Nodes in ascending order of their loads; between them run straight lines, and beyond the last ones it is as there.
#[derive(Debug, Clone, Default)]
pub(super) struct Nodes {
    loads: Vec<f64>,
    /// Values of a node.
    size: usize,
    /// By node.
    values: Vec<f64>,
}

impl Nodes {
    /// From loads, ascending, and values by node.
    pub(super) fn new(loads: Vec<f64>, values: Vec<f64>) -> Self {
        Nodes { size: values.len() / loads.len().max(1), loads, values }
    }

    /// The nodes on either side of a load, and their weights.
    pub(super) fn between(&self, load: f64) -> [(&[f64], f64); 2] {
        let last = self.loads.len() - 1;
        let above = self.loads.partition_point(|it| *it <= load).min(last);
        let below = above.saturating_sub(1);
        let (low, high) = (self.loads[below], self.loads[above]);
        let share = if high > low { ((load - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 };
        let values = |node: usize| &self.values[node * self.size..(node + 1) * self.size];
        [(values(below), 1.0 - share), (values(above), share)]
    }
}

/// A stream in a segment, between two nodes.
pub(super) struct StreamBetween<'t> {
    /// Its sums at either node.
    pub(super) nodes: [&'t [f64]; 2],
    pub(super) weights: [f64; 2],
    /// What its sums are multiplied by, but for first contacts.
    pub(super) contacts: f64,
    pub(super) first_contacts: f64,
}

impl StreamBetween<'_> {
    /// Adds its sums to a channel's block.
    #[inline]
    pub(super) fn add_to(&self, block: &mut [f64]) {
        let ([below, above], [of_below, of_above]) = (self.nodes, self.weights);
        block[0] += self.first_contacts * (of_below * below[0] + of_above * above[0]);
        let (of_below, of_above) = (of_below * self.contacts, of_above * self.contacts);
        for ((sum, below), above) in block[1..].iter_mut().zip(&below[1..]).zip(&above[1..]) {
            *sum += of_below * below + of_above * above;
        }
    }

    /// Its contacts.
    pub(super) fn contacts(&self) -> f64 {
        let ([below, above], [of_below, of_above]) = (self.nodes, self.weights);
        self.contacts * (of_below * below[CONTACTS] + of_above * above[CONTACTS])
    }
}
