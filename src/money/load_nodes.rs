//! Nodes of a table by load, and a stream's contacts between two of them.

use super::sum_layout::CONTACTS;

/// By how many nodes the two are apart through which runs the line beyond the last node: neighbours alone would be too noisy.
const FOR_SLOPE: usize = 3;
/// That line's end, in multiples of the distance between the two.
const FARTHEST: f64 = 4.0;

/// Nodes in ascending order of their loads; between them run straight lines, below the first it is as there, and beyond the last the
/// line goes on for some way, since the more comes, the less of it is served.
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
        let above = self.loads.partition_point(|it| *it <= load);
        let (above, steps, most) = if above > last { (last, FOR_SLOPE, FARTHEST) } else { (above, 1, 1.0) };
        let below = above.saturating_sub(steps);
        let (low, high) = (self.loads[below], self.loads[above]);
        let share = if high > low { ((load - low) / (high - low)).clamp(0.0, most) } else { 0.0 };
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
        let is_beyond = of_below < 0.0;
        let (of_below, of_above) = (of_below * self.contacts, of_above * self.contacts);
        let places = block[1..].iter_mut().zip(&below[1..]).zip(&above[1..]);
        if is_beyond {
            for ((sum, below), above) in places {
                let more = of_below * below + of_above * above;
                // nothing turns its sign
                *sum += if more * above < 0.0 { 0.0 } else { more };
            }
        } else {
            for ((sum, below), above) in places {
                *sum += of_below * below + of_above * above;
            }
        }
    }

    /// Its contacts.
    pub(super) fn contacts(&self) -> f64 {
        let ([below, above], [of_below, of_above]) = (self.nodes, self.weights);
        self.contacts * (of_below * below[CONTACTS] + of_above * above[CONTACTS])
    }
}
