//! What pictures are encoded by.

use walros_engine::encoders::{EncoderState, Table, Trial, TrialOutcome};

use super::to_rendition::to_codec;
use crate::dto::encoder::{EncoderTable, EncoderTrial, Encoders};

pub fn encoders(table: &Table) -> EncoderTable {
    let Table { hardware, trying, encoders } = table;
    EncoderTable { hardware: hardware.to_string(), trying: *trying, encoders: encoders.iter().map(|state| one(state, encoders)).collect() }
}

fn one(state: &EncoderState, all: &[EncoderState]) -> Encoders {
    let EncoderState { device, trials, usable, rests_for, stood_in, last_failure } = state;
    let trial = |trial: &Trial| {
        let (psnr, reason) = match &trial.outcome {
            TrialOutcome::Passed { psnr } => (Some(*psnr), None),
            TrialOutcome::Failed { reason } => (None, Some(reason.clone())),
        };
        let able = |state: &&EncoderState| {
            let same = |other: &&Trial| (other.codec, other.bit_depth) == (trial.codec, trial.bit_depth);
            state.usable && state.rests_for.is_none() && state.trials.iter().find(same).is_some_and(|trial| trial.passed())
        };
        // Devices go before software, in the table's order.
        let first = all.iter().filter(|state| state.device.is_some()).find(able).or_else(|| all.iter().find(able));
        EncoderTrial {
            codec: to_codec(trial.codec),
            bit_depth: trial.bit_depth,
            encoder: trial.encoder.clone(),
            passed: psnr.is_some(),
            psnr,
            reason,
            used: first.is_some_and(|first| first.device == *device),
        }
    };
    Encoders {
        device: device.map(|device| device.to_string()),
        usable: *usable,
        rests_for: rests_for.map(|left| left.as_secs_f64()),
        stood_in: *stood_in,
        last_failure: last_failure.clone(),
        trials: trials.iter().map(trial).collect(),
    }
}
