//! Tokens: 128 random bits, shown once. Only a hash is stored, so a stolen database signs nobody in.

use rand::TryRngCore;
use rand::rngs::OsRng;

use crate::{EngineError, Result};

/// 32 hex digits, the form every client family expects.
pub fn fresh() -> Result<String> {
    random_hex::<16>()
}

/// `2 × N` hex digits from the operating system's generator.
pub fn random_hex<const N: usize>() -> Result<String> {
    let mut bytes = [0u8; N];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| EngineError::Internal(error.to_string()))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A number of `digits` decimal digits.
pub fn random_digits(digits: u32) -> Result<String> {
    let mut bytes = [0u8; 8];
    OsRng.try_fill_bytes(&mut bytes).map_err(|error| EngineError::Internal(error.to_string()))?;
    let number = u64::from_le_bytes(bytes) % 10u64.pow(digits);
    Ok(format!("{number:0width$}", width = digits as usize))
}

/// What is stored of a token. It has 128 random bits, so a fast hash is enough; case does not matter to clients.
pub fn hash(token: &str) -> [u8; 32] {
    *blake3::hash(token.to_ascii_lowercase().as_bytes()).as_bytes()
}
