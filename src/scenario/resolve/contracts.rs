//! Contracts: their clauses and the terms around them.

use super::fees::{FeeNames, fee};
use super::kpis::{KpiSurroundings, kpi};
use super::names::title;
use super::season::season_days;
use crate::scenario::diagnosis::{Complaint, KeyPath, Problems};
use crate::scenario::model::{
    Calendar, Contract, Fee, FeeKind, MinimumVolume, Renewal, Rounding, Surcharge, SurchargeWhen,
};
use crate::scenario::written::{ContractWritten, MinimumVolumeWritten, Named, SurchargeWritten};

/// What contracts refer to.
pub(super) struct ContractSurroundings<'a> {
    pub names: FeeNames<'a>,
    pub kpis: KpiSurroundings<'a>,
    pub calendar: Option<&'a Calendar>,
}

/// All contracts, in the order written, their billing meters numbered.
pub(super) fn contracts(
    written: &Named<ContractWritten>,
    around: &ContractSurroundings<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Vec<Contract> {
    let mut contracts: Vec<Contract> =
        written.iter().map(|(name, one)| contract(name, one, around, &path.key(name), problems)).collect();
    number_meters(&mut contracts);
    contracts
}

/// Fees with the same rounding share a meter.
fn number_meters(contracts: &mut [Contract]) {
    let mut meters: Vec<Rounding> = Vec::new();
    for Fee { kind, .. } in contracts.iter_mut().flat_map(|contract| &mut contract.fees) {
        if let FeeKind::PerMinute { rounding, meter, .. } = kind {
            *meter = meters.iter().position(|known| known == rounding).unwrap_or_else(|| {
                meters.push(*rounding);
                meters.len() - 1
            });
        }
    }
}

fn contract(
    name: &str,
    written: &ContractWritten,
    around: &ContractSurroundings<'_>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Contract {
    let mut fees = Vec::new();
    for (place, one) in written.fees.iter().flatten().enumerate() {
        fees.extend(fee(one, &around.names, &path.key("fees").index(place), problems));
    }
    let mut kpis = Vec::new();
    for (place, one) in written.kpis.iter().flatten().enumerate() {
        kpis.extend(kpi(one, &around.kpis, &path.key("kpis").index(place), problems));
    }
    let mut surcharges = Vec::new();
    for (place, one) in written.surcharges.iter().flatten().enumerate() {
        surcharges.extend(surcharge(one, around.calendar, &path.key("surcharges").index(place), problems));
    }
    if kpis.is_empty() && !problems.is_spoilt(&path.key("kpis")) {
        for (key, is_there) in
            [("penalty_cap", written.penalty_cap.is_some()), ("kpi_relief", written.kpi_relief.is_some())]
        {
            if is_there && written.kpis.is_none() {
                problems.at(
                    &path.key(key),
                    Complaint::new("", "needs kpis, and there are none").remedy("add kpis, or leave it out"),
                );
            }
        }
    }
    let renewal = written.renewal.as_ref().and_then(|renewal| {
        Some(Renewal {
            chance_met: renewal.met?.0,
            chance_missed: renewal.missed?.0,
            profit_year: renewal.profit_year?.0,
            discount: renewal.discount.map_or(0.0, |rate| rate.0),
        })
    });
    Contract {
        name: name.to_owned(),
        title: title(&written.title),
        fees,
        kpis,
        penalty_cap: written.penalty_cap.map(|share| share.0),
        minimum_volume: written
            .minimum_volume
            .as_ref()
            .and_then(|minimum| minimum_volume(minimum, &path.key("minimum_volume"), problems)),
        surcharges,
        kpi_relief: written.kpi_relief.as_ref().and_then(|relief| Some(relief.volume_over_forecast?.0)),
        budget: written.budget.map(|amount| amount.0),
        most_contacts: written.most_contacts.map(|contacts| contacts.0),
        renewal,
    }
}

fn minimum_volume(written: &MinimumVolumeWritten, path: &KeyPath, problems: &mut Problems) -> Option<MinimumVolume> {
    match (written.share_of_forecast, written.contacts_month) {
        (Some(share), None) => Some(MinimumVolume::ShareOfForecast(share.0)),
        (None, Some(contacts)) => Some(MinimumVolume::ContactsMonth(contacts.0)),
        _ => {
            let complaint = Complaint::new("", "must have one of share_of_forecast and contacts_month");
            problems.at(path, complaint.remedy("for example { share_of_forecast = 0.9 }"));
            None
        }
    }
}

fn surcharge(
    written: &SurchargeWritten,
    calendar: Option<&Calendar>,
    path: &KeyPath,
    problems: &mut Problems,
) -> Option<Surcharge> {
    let factor = written.factor?.0;
    let has_dates = written.from.is_some() || written.to.is_some();
    let (on_holidays, on_rest_days) = (written.holidays == Some(true), written.rest_days == Some(true));
    let ways = [has_dates, written.hours.is_some(), on_holidays, on_rest_days];
    if ways.iter().filter(|way| **way).count() != 1 {
        let complaint =
            Complaint::new("", "must apply on dates, at hours, on holidays or on rest days: one of the four");
        problems.at(path, complaint.remedy("write two surcharges for two; where both apply the larger counts"));
        return None;
    }
    let when = if let Some(hours) = &written.hours {
        if hours.0 == hours.1 {
            problems.at(
                &path.key("hours"),
                Complaint::new("", "must not begin and end at the same time")
                    .remedy("leave the surcharge out, or raise the price if it applies all day"),
            );
            return None;
        }
        SurchargeWhen::Hours(hours.0, hours.1)
    } else if on_holidays {
        SurchargeWhen::Holidays
    } else if on_rest_days {
        SurchargeWhen::RestDays
    } else {
        let Some(from) = &written.from else {
            problems.at(
                &path.key("from"),
                Complaint::new("", "is missing: to needs it").remedy("write from and to, or from alone for one day"),
            );
            return None;
        };
        let to = written.to.as_ref().unwrap_or(from);
        let (first, last) = season_days(calendar?, from.0, to.0, path, problems)?;
        SurchargeWhen::Days(first, last)
    };
    Some(Surcharge { when, factor })
}
