//! The layers of uncertainty.

use super::names::position_of;
use crate::scenario::diagnosis::{KeyPath, Problems};
use crate::scenario::model::{Busyness, BusynessLaw, BusynessScope, ContactTypeId, Demand, Surge};
use crate::scenario::written::{BusynessLawWritten, BusynessScopeWritten, DemandWritten};

/// Demand as a whole; `parcels` are those of the season, scaled.
pub(super) fn demand(
    written: &DemandWritten,
    parcels: Vec<f64>,
    scale: f64,
    type_names: &[String],
    path: &KeyPath,
    problems: &mut Problems,
) -> Demand {
    let busyness = written.busyness.as_ref();
    let all: Vec<ContactTypeId> = (0..type_names.len()).map(ContactTypeId).collect();
    let mut surges = Vec::new();
    for (name, surge) in written.surges.iter().flat_map(|surges| surges.iter()) {
        let path = path.key("surges").key(name).key("contact_types");
        let contact_types = surge.contact_types.as_ref().map_or(all.clone(), |names| {
            let positions = names.iter().enumerate().filter_map(|(place, name)| {
                position_of(&name.0, type_names, "a contact type", &path.index(place), problems)
            });
            positions.map(ContactTypeId).collect()
        });
        let (Some(chance), Some(multiplier)) = (surge.chance_per_day, surge.multiplier) else { continue };
        surges.push(Surge {
            name: name.to_owned(),
            chance_per_day: chance.0,
            days: surge.days.map_or(1, |days| days.0),
            multiplier: multiplier.0,
            contact_types,
        });
    }
    Demand {
        parcels,
        scale,
        season_cv: written.season_cv.map_or(0.0, |cv| cv.0),
        busyness: Busyness {
            law: match busyness.and_then(|busyness| busyness.distribution) {
                Some(BusynessLawWritten::Lognormal) => BusynessLaw::Lognormal,
                Some(BusynessLawWritten::Gamma) | None => BusynessLaw::Gamma,
            },
            cv: busyness.and_then(|busyness| busyness.cv).map_or(0.0, |cv| cv.0),
            autocorrelation: busyness.and_then(|busyness| busyness.autocorrelation).map_or(0.0, |rho| rho.0),
            scope: match busyness.and_then(|busyness| busyness.scope) {
                Some(BusynessScopeWritten::ByContactType) => BusynessScope::ByContactType,
                Some(BusynessScopeWritten::Common) | None => BusynessScope::Common,
            },
        },
        interval_cv: written.interval_cv.map_or(0.0, |cv| cv.0),
        surges,
    }
}
