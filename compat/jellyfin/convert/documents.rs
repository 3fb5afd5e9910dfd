//! Settings that clients read whole and send back whole, with members that only they know: JSON objects over defaults.

use std::sync::LazyLock;

use serde_json::{Map, Value};

pub type Document = Map<String, Value>;

macro_rules! defaults {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub static $name: LazyLock<Document> = LazyLock::new(|| parse(include_str!(concat!("../data/", $file)))); )*

        #[cfg(test)]
        const FILES: &[&str] = &[$(include_str!(concat!("../data/", $file))),*];
    };
}

defaults! {
    /// The server's whole configuration.
    CONFIGURATION = "configuration.json";
    NETWORK = "network.json";
    ENCODING = "encoding.json";
    METADATA = "metadata.json";
    NFO = "xbmcmetadata.json";
    LIVE_TV = "livetv.json";
    POLICY = "policy.json";
    USER_CONFIGURATION = "user_configuration.json";
    LIBRARY_OPTIONS = "library_options.json";
    DISPLAY_PREFERENCES = "display_preferences.json";
    /// What stands inside the others, by class: the members that such an object is made with, where that is not nothing.
    NESTED = "nested.json";
}

/// The files are ours and a test reads them all; an unreadable one would be an empty document.
fn parse(text: &str) -> Document {
    serde_json::from_str(text).unwrap_or_default()
}

/// `over` laid over `base`. A member known to `base` keeps its spelling whatever the case in `over`.
pub fn overlaid(base: &Document, over: &Document) -> Document {
    let mut whole = base.clone();
    for (name, value) in over {
        let own = whole.keys().find(|own| own.eq_ignore_ascii_case(name)).cloned();
        whole.insert(own.unwrap_or_else(|| name.clone()), value.clone());
    }
    whole
}

/// A stored text as a document; anything but an object is empty.
pub fn stored(text: Option<&str>) -> Document {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

/// The members of `document` that are not in `known`: what only a client knows.
pub fn others(document: &Document, known: &[&str]) -> Document {
    document.iter().filter(|(name, _)| !known.iter().any(|own| own.eq_ignore_ascii_case(name))).map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Document, overlaid};

    fn document(value: Value) -> Document {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn members_keep_their_spelling_and_strangers_stay() {
        let whole = overlaid(&document(json!({"MinResumePct": 5, "UICulture": "en-US"})), &document(json!({"minresumepct": 7, "Stranger": [1]})));
        assert_eq!(Value::from(whole), json!({"MinResumePct": 7, "UICulture": "en-US", "Stranger": [1]}));
    }

    #[test]
    fn the_defaults_are_json_objects() {
        for text in super::FILES {
            assert!(serde_json::from_str::<Document>(text).is_ok_and(|document| !document.is_empty()), "{text}");
        }
    }
}
