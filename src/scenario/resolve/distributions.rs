//! Distributions: which one is meant, and whether its parameters are its own.

use super::by_time::{Piece, by_time};
use super::contact_types::rounded;
use super::files::{Files, text_of};
use super::table::Table;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{ByTime, Distribution};
use crate::scenario::written::{DistributionKind, DistributionTable, DistributionWritten, HandleTimeWritten};

/// How far from 1 a sum of shares may be.
pub(super) const SUM_TOLERANCE: f64 = 1e-6;

/// What a mean alone stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MeanAlone {
    /// Handle times: lognormal with coefficient of variation 1.
    Lognormal,
    /// Everything else: exponential.
    Exponential,
}

/// Whether a distribution may be `never`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endless {
    Allowed,
    Refused,
}

/// Reads distributions of one kind of quantity.
pub(super) struct Durations<'a> {
    pub files: &'a dyn Files,
    pub mean_alone: MeanAlone,
    pub endless: Endless,
}

impl Durations<'_> {
    /// A distribution that is the same all day.
    pub(super) fn constant(
        &self,
        written: &DistributionWritten,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Option<Distribution> {
        if let DistributionWritten::Table(DistributionTable { by_time: Some(_), .. }) = written {
            let complaint = Complaint::new("", "cannot move over the day here").remedy("give one distribution");
            problems.at(&path.key("by_time"), complaint);
            return None;
        }
        self.moving(written, path, problems).and_then(|moving| moving.constant().cloned())
    }

    /// A distribution that may move over the day.
    pub(super) fn moving(
        &self,
        written: &DistributionWritten,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Option<ByTime<Distribution>> {
        match written {
            DistributionWritten::Mean(mean) => {
                let table = DistributionTable { mean: Some(mean.clone()), ..Default::default() };
                self.one(&table, path, path, problems).map(ByTime::always)
            }
            DistributionWritten::Table(table) => {
                let pieces = table.by_time.as_deref().map(|pieces| {
                    pieces.iter().map(|piece| (piece.from.as_ref().map(|from| from.0), piece.parameters())).collect()
                });
                self.pieces(&table.parameters(), pieces, path, problems)
            }
        }
    }

    /// A handle time that may move over the day.
    pub(super) fn handle_time(
        &self,
        written: &HandleTimeWritten,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Option<ByTime<Distribution>> {
        match written {
            HandleTimeWritten::Mean(mean) => self.moving(&DistributionWritten::Mean(mean.clone()), path, problems),
            HandleTimeWritten::Table(table) => {
                let pieces = table.by_time.as_deref().map(|pieces| {
                    pieces.iter().map(|piece| (piece.from.as_ref().map(|from| from.0), piece.parameters())).collect()
                });
                self.pieces(&table.parameters(), pieces, path, problems)
            }
        }
    }

    fn pieces(
        &self,
        around: &DistributionTable,
        pieces: Option<Vec<(Option<u32>, DistributionTable)>>,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Option<ByTime<Distribution>> {
        let Some(pieces) = pieces else {
            return self.one(around, path, path, problems).map(ByTime::always);
        };
        let pieces_path = path.key("by_time");
        if pieces.is_empty() {
            problems.at(
                &pieces_path,
                Complaint::new("[]", "must have at least one piece")
                    .remedy("write by_time = [{ from = \"08:00\", mean = \"130s\" }]"),
            );
            return None;
        }
        let mut resolved = Vec::with_capacity(pieces.len());
        let mut is_sound = true;
        for (place, (from_s, piece)) in pieces.into_iter().enumerate() {
            match self.one(&piece.or(around), &pieces_path.index(place), path, problems) {
                Some(value) => resolved.push(Piece { from_s, value }),
                None => is_sound = false,
            }
        }
        if is_sound { by_time(resolved, &pieces_path, problems) } else { None }
    }

    /// One distribution; what its table does not have was written in the table around it.
    fn one(
        &self,
        table: &DistributionTable,
        path: &KeyPath,
        around: &KeyPath,
        problems: &mut Problems,
    ) -> Option<Distribution> {
        let before = problems.count();
        let Some(kind) = self.kind_of(table) else {
            problems.at(path, Complaint::new("", "has no mean").remedy("write a mean such as { mean = \"120s\" }"));
            return None;
        };
        for (key, is_there, kinds) in uses(table) {
            if is_there && !kinds.contains(&kind) {
                let rule = format!("does not go with the {} distribution", name_of(kind));
                let remedy = format!("leave it out, or choose a distribution that has {key}");
                problems.at(&path.key(key), Complaint::new("", rule).remedy(remedy));
            }
        }
        let positive = |duration: Option<f64>, key: &str, problems: &mut Problems| match duration {
            Some(seconds) if seconds > 0.0 => Some(seconds),
            Some(_) => {
                let at =
                    if path == around && matches!(table, DistributionTable { distribution: None, .. }) && key == "mean"
                    {
                        path.clone()
                    } else {
                        path.key(key)
                    };
                problems
                    .at(&at, Complaint::new("\"0s\"", "must be more than 0").remedy("leave it out if there is none"));
                None
            }
            None => {
                let rule = format!("is missing: the {} distribution needs it", name_of(kind));
                problems.at(&path.key(key), Complaint::new("", rule).remedy(format!("write {key} = \"120s\"")));
                None
            }
        };
        let mean = table.mean.as_ref().map(|mean| mean.0);
        let cv = table.cv.map_or(1.0, |cv| cv.0);
        let distribution = match kind {
            DistributionKind::Deterministic => {
                let value = table.value.as_ref().or(table.mean.as_ref()).map(|value| value.0);
                if value.is_none() {
                    problems.at(
                        &path.key("value"),
                        Complaint::new("", "is missing: the deterministic distribution needs it")
                            .remedy("write value = \"120s\""),
                    );
                }
                Distribution::Deterministic { value_s: value? }
            }
            DistributionKind::Exponential => Distribution::Exponential { mean_s: positive(mean, "mean", problems)? },
            DistributionKind::Lognormal => Distribution::Lognormal { mean_s: positive(mean, "mean", problems)?, cv },
            DistributionKind::Gamma => Distribution::Gamma { mean_s: positive(mean, "mean", problems)?, cv },
            DistributionKind::Weibull => {
                let shape = table.shape.map(|shape| shape.0);
                if shape.is_none() {
                    problems.at(
                        &path.key("shape"),
                        Complaint::new("", "is missing: the Weibull distribution needs it").remedy("write shape = 0.9"),
                    );
                }
                let shape = shape?;
                let scale_s = match (&table.scale, mean) {
                    (Some(_), Some(_)) => {
                        let complaint =
                            Complaint::new("", "is given twice: a Weibull distribution has a scale or a mean");
                        problems.at(&path.key("mean"), complaint.remedy("leave one of the two out"));
                        return None;
                    }
                    (None, Some(_)) => positive(mean, "mean", problems)? / libm::tgamma(1.0 + 1.0 / shape),
                    (scale, None) => positive(scale.as_ref().map(|scale| scale.0), "scale", problems)?,
                };
                Distribution::Weibull { shape, scale_s }
            }
            DistributionKind::Hyperexponential => self.hyperexponential(table, path, problems)?,
            DistributionKind::Empirical => self.empirical(table, path, problems)?,
            DistributionKind::Never if self.endless == Endless::Allowed => Distribution::Never,
            DistributionKind::Never => {
                problems.at(
                    &path.key("distribution"),
                    Complaint::new("\"never\"", "is for patience only").remedy("choose a distribution with an end"),
                );
                return None;
            }
        };
        (problems.count() == before).then_some(distribution)
    }

    fn kind_of(&self, table: &DistributionTable) -> Option<DistributionKind> {
        table.distribution.or(if table.value.is_some() {
            Some(DistributionKind::Deterministic)
        } else if table.shape.is_some() {
            Some(DistributionKind::Weibull)
        } else if table.branches.is_some() {
            Some(DistributionKind::Hyperexponential)
        } else if table.values.is_some() || table.file.is_some() {
            Some(DistributionKind::Empirical)
        } else if table.cv.is_some() {
            Some(DistributionKind::Lognormal)
        } else if table.mean.is_some() {
            Some(match self.mean_alone {
                MeanAlone::Lognormal => DistributionKind::Lognormal,
                MeanAlone::Exponential => DistributionKind::Exponential,
            })
        } else {
            None
        })
    }

    fn hyperexponential(
        &self,
        table: &DistributionTable,
        path: &KeyPath,
        problems: &mut Problems,
    ) -> Option<Distribution> {
        let path = path.key("branches");
        let Some(written) = &table.branches else {
            problems.at(
                &path,
                Complaint::new("", "is missing: the hyperexponential distribution needs it").remedy(
                    "write branches = [{ probability = 0.3, mean = \"20s\" }, { probability = 0.7, mean = \"300s\" }]",
                ),
            );
            return None;
        };
        let mut branches = Vec::with_capacity(written.len());
        for (place, branch) in written.iter().enumerate() {
            let (probability, mean_s) = (branch.probability?.0, branch.mean.as_ref()?.0);
            if mean_s <= 0.0 {
                problems.at(
                    &path.index(place).key("mean"),
                    Complaint::new("\"0s\"", "must be more than 0").remedy("leave it out if there is none"),
                );
            } else if probability > 0.0 {
                branches.push((probability, mean_s));
            }
        }
        let sum: f64 = branches.iter().map(|(probability, _)| probability).sum();
        if (sum - 1.0).abs() > SUM_TOLERANCE {
            problems.at(
                &path,
                Complaint::new(rounded(sum), "is the sum of the probabilities, and must be 1")
                    .remedy("the probabilities of all branches sum to 1"),
            );
            return None;
        }
        Some(Distribution::Hyperexponential { branches })
    }

    fn empirical(&self, table: &DistributionTable, path: &KeyPath, problems: &mut Problems) -> Option<Distribution> {
        let mut values_s: Vec<f64> = match (&table.values, &table.file) {
            (Some(values), None) => values.iter().map(|value| value.0).collect(),
            (None, Some(file)) => {
                let text = text_of(self.files, &file.0, &path.key("file"), problems)?;
                let mut csv = Table::read(self.files.label(&file.0), text, &["seconds"], &[], problems)?;
                let values = csv.rows().filter_map(|row| csv.number(row, "seconds", problems)).collect();
                csv.finish(problems);
                values
            }
            (Some(_), Some(_)) => {
                problems.at(
                    &path.key("file"),
                    Complaint::new("", "is given beside values: one of the two is enough")
                        .remedy("leave one of the two out"),
                );
                return None;
            }
            (None, None) => {
                problems.at(
                    &path.key("values"),
                    Complaint::new("", "is missing: the empirical distribution needs it")
                        .remedy("write values = [\"60s\", \"95s\"], or file = \"values.csv\" with the column seconds"),
                );
                return None;
            }
        };
        values_s.sort_by(f64::total_cmp);
        if values_s.last().is_none_or(|largest| *largest <= 0.0) {
            let key = if table.file.is_some() { "file" } else { "values" };
            problems
                .at(&path.key(key), Complaint::new("", "must have a value above 0").remedy("give observed durations"));
            return None;
        }
        Some(Distribution::Empirical { values_s })
    }
}

fn name_of(kind: DistributionKind) -> &'static str {
    match kind {
        DistributionKind::Deterministic => "deterministic",
        DistributionKind::Exponential => "exponential",
        DistributionKind::Lognormal => "lognormal",
        DistributionKind::Gamma => "gamma",
        DistributionKind::Weibull => "Weibull",
        DistributionKind::Hyperexponential => "hyperexponential",
        DistributionKind::Empirical => "empirical",
        DistributionKind::Never => "never",
    }
}

/// Each parameter, whether it is there, and the distributions that it belongs to.
fn uses(table: &DistributionTable) -> [(&'static str, bool, &'static [DistributionKind]); 8] {
    use DistributionKind::{Deterministic, Empirical, Exponential, Gamma, Hyperexponential, Lognormal, Weibull};
    [
        ("mean", table.mean.is_some(), &[Deterministic, Exponential, Lognormal, Gamma, Weibull]),
        ("cv", table.cv.is_some(), &[Lognormal, Gamma]),
        ("shape", table.shape.is_some(), &[Weibull]),
        ("scale", table.scale.is_some(), &[Weibull]),
        ("value", table.value.is_some(), &[Deterministic]),
        ("branches", table.branches.is_some(), &[Hyperexponential]),
        ("values", table.values.is_some(), &[Empirical]),
        ("file", table.file.is_some(), &[Empirical]),
    ]
}
