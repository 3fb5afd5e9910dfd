//! The tiles job: pictures of a film for seeking, on one sheet. Only the keyframes that are shown are read and decoded,
//! where there are any.

mod reel;
mod sheet;
mod shrink;

use std::fs::File;
use std::time::{Duration, Instant};

use walros_jobs::{Fault, TilesJob};

use crate::fault;
use reel::Reel;
use sheet::Sheet;
use shrink::Shrink;

/// Pictures on one sheet, and pixels of it: what Jellyfin makes are 100 and 5.8 million.
const PICTURES_MAX: u32 = 400;
const PIXELS_MAX: u64 = 40_000_000;

/// A sheet is answered after this long with what there is: a film without keyframes would hold a worker for hours.
const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) fn run(file: &File, job: &TilesJob) -> Result<Vec<u8>, Fault> {
    check(job)?;
    let give_up = Instant::now() + PATIENCE;
    let mut reel = Reel::open(file, &job.name, job.stream as usize, job.clock.as_ref())?;
    let mut shrink = Shrink::new(job.width, job.height, reel.quarter_turns());
    let mut sheet = Sheet::new(job);
    let mut shown = None;
    for (number, shot) in job.shots.iter().enumerate() {
        // Where keyframes are far apart, several pictures are of the same one.
        if shown == Some(*shot) || Instant::now() >= give_up {
            sheet.repeat(number);
            continue;
        }
        // A broken stretch costs its own pictures, and no more.
        let picture = reel.picture(shot, give_up)?.and_then(|frame| shrink.run(frame).ok());
        match picture {
            Some(picture) => {
                sheet.paste(number, &picture);
                shown = Some(*shot);
            }
            None => sheet.repeat(number),
        }
    }
    if shown.is_none() {
        return Err(fault::bad_file("no picture of this stretch can be decoded"));
    }
    sheet.encode(job.quality)
}

fn check(job: &TilesJob) -> Result<(), Fault> {
    let TilesJob { shots, width, height, columns, rows, .. } = job;
    let pictures = columns.checked_mul(*rows).filter(|pictures| (1..=PICTURES_MAX).contains(pictures));
    let sides = [width, height].into_iter().all(|side| *side >= 2 && side.is_multiple_of(2));
    let pixels = u64::from(*width).checked_mul((*height).into()).and_then(|one| one.checked_mul(pictures?.into()));
    if !sides || shots.len() > pictures.unwrap_or(0) as usize || pixels.is_none_or(|pixels| pixels > PIXELS_MAX) {
        return Err(fault::unsupported("a sheet of pictures of such a form is not made"));
    }
    Ok(())
}
