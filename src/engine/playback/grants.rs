//! Who may open an original file without a credential.
//!
//! Some TV apps ask for PlaybackInfo with their token and then build the address of the file bare. So whoever asked
//! for a source may open it, from the same address, for a day; nothing else of it, and nobody from elsewhere.

use std::net::IpAddr;
use std::time::Duration;

use moka::sync::Cache;
use walros_model::{ItemId, UserId};

const LIFETIME: Duration = Duration::from_secs(24 * 3600);
const MOST: u64 = 10_000;

pub(crate) struct Grants(Cache<(IpAddr, ItemId), Option<UserId>>);

impl Default for Grants {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_live(LIFETIME).build())
    }
}

impl Grants {
    /// `user` asked how to play `source`; `None` is an API key.
    pub fn give(&self, address: IpAddr, source: ItemId, user: Option<UserId>) {
        self.0.insert((address.to_canonical(), source), user);
    }

    /// Who asked for `source` from this address.
    pub fn find(&self, address: IpAddr, source: ItemId) -> Option<Option<UserId>> {
        self.0.get(&(address.to_canonical(), source))
    }
}
