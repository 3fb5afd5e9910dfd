//! What processes read, as the kernel counts it, and a disk that has forgotten what it was asked.

use super::cpu;
use crate::{say, shell};
use anyhow::{Context, Result};
use std::process::Command;

/// Bytes that a process and its children have asked for so far.
pub fn by(process: u32) -> Result<u64> {
    let mut sum = of(process)?;
    for child in cpu::children(process)? {
        // One may end meanwhile.
        sum += of(child).unwrap_or(0);
    }
    Ok(sum)
}

fn of(process: u32) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/io"))?;
    let told = text.lines().find_map(|line| line.strip_prefix("rchar: ")).context("the kernel does not count reads")?;
    Ok(told.parse()?)
}

/// Empties the kernel's memory of files. Only root may; for others all is measured warm, which is said once.
pub fn forget() -> Result<()> {
    static SAID: std::sync::Once = std::sync::Once::new();
    shell::output(&mut Command::new("sync"))?;
    if std::fs::write("/proc/sys/vm/drop_caches", "3").is_err() {
        SAID.call_once(|| say::note("files stay in memory: only root can have them forgotten"));
    }
    Ok(())
}
