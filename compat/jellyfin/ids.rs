//! GUIDs as Jellyfin writes them, and as clients send them back.

use serde::{Serialize, Serializer};
use uuid::Uuid;
use walros_model::{ItemId, UserId};

/// Written as 32 lower-case hex digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Guid(pub Uuid);

impl Serialize for Guid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.simple().encode_lower(&mut Uuid::encode_buffer()))
    }
}

impl From<ItemId> for Guid {
    fn from(id: ItemId) -> Self {
        Self(id.0)
    }
}

impl From<UserId> for Guid {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}

/// With or without dashes and braces, in any case.
pub fn parse(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text.trim()).ok()
}

/// The folder above all libraries. Clients ask for it by this id only after an answer named it.
pub const ROOT: Uuid = Uuid::from_u128(0x7761_6c72_6f73_4a46_8000_0000_726f_6f74);

/// A fresh random id for a play session or message.
pub fn random() -> String {
    Uuid::new_v4().simple().to_string()
}

/// An id that is the same whenever it is made of the same text, for things that Jellyfin names by GUID and we do not.
pub fn of_text(text: &str) -> Uuid {
    // FNV-1a over 128 bits: stable across versions of the program, which the standard hasher is not.
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for byte in text.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    Uuid::from_u128(hash)
}

#[cfg(test)]
mod tests {
    use super::{Guid, parse};

    #[test]
    fn every_spelling_is_one_id() {
        let id = parse("0fc1f4d2-66d7-42a3-9f59-51b4a1f4e3c2").unwrap();
        for text in [
            "0fc1f4d266d742a39f5951b4a1f4e3c2",
            "0FC1F4D266D742A39F5951B4A1F4E3C2",
            "{0fc1f4d2-66d7-42a3-9f59-51b4a1f4e3c2}",
            " 0fc1f4d266d742a39f5951b4a1f4e3c2 ",
        ] {
            assert_eq!(parse(text), Some(id), "{text}");
        }
        for text in ["", "nonsense", "0fc1f4d2", "0fc1f4d266d742a39f5951b4a1f4e3cz"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(serde_json::to_string(&Guid(id)).unwrap(), "\"0fc1f4d266d742a39f5951b4a1f4e3c2\"");
    }
}
