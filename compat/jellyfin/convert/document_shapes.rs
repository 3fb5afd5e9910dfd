//! What the members of settings may hold. A client reads back what another one sent, and some of them (those in Kotlin and
//! Swift) give up on a number where a text is due: what is of another type is refused as it comes in.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use super::documents::{self, Document};
use crate::error::{Error, Result};
use crate::ids;

static SHAPES: LazyLock<HashMap<&'static str, Shape>> = LazyLock::new(|| include_str!("../data/documents.txt").lines().filter_map(shape).collect());

/// Shapes hold shapes; no setting of Jellyfin's is as deep as this.
const DEEPEST: usize = 8;

enum Shape {
    Words(Vec<&'static str>),
    Members(Vec<Member>),
}

/// Name, type, and whether it may be null.
type Member = (&'static str, &'static str, bool);

fn shape(line: &'static str) -> Option<(&'static str, Shape)> {
    let mut words = line.split(' ').filter(|word| !word.is_empty());
    let (name, kind) = (words.next().filter(|name| *name != "#")?, words.next()?);
    let members = |word: &'static str| {
        let (member, kind) = word.split_once(':')?;
        let bare = kind.strip_suffix('?');
        Some((member, bare.unwrap_or(kind), bare.is_some()))
    };
    Some((name, if kind == "=" { Shape::Words(words.collect()) } else { Shape::Members(words.filter_map(members).collect()) }))
}

/// The document with its members as they are spelt and typed there. `Invalid` names the first that is of another type. Null where
/// nothing may be null says nothing, and is left out; members that nobody knows stay, for the client that put them there.
pub fn typed(shape: &str, sent: &Document) -> Result<Document> {
    let known = known(shape, sent)?;
    let members = members(shape);
    let strangers = sent.iter().filter(|(name, _)| !members.iter().any(|(own, ..)| own.eq_ignore_ascii_case(name)));
    Ok(known.into_iter().chain(strangers.map(|(name, value)| (name.clone(), value.clone()))).collect())
}

/// The same without the members that nobody knows.
pub fn known(shape: &str, sent: &Document) -> Result<Document> {
    object(members(shape), sent, 0)
}

/// None of a shape that is not in the table, which a test holds to have all that are named.
fn members(shape: &str) -> &'static [Member] {
    match SHAPES.get(shape) {
        Some(Shape::Members(members)) => members,
        _ => &[],
    }
}

fn object(members: &[Member], sent: &Document, depth: usize) -> Result<Document> {
    let mut whole = Document::new();
    for (name, value) in sent {
        let Some((own, kind, nullable)) = members.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name)) else { continue };
        if value.is_null() {
            if *nullable {
                whole.insert((*own).to_owned(), Value::Null);
            }
            continue;
        }
        let fitting = fit(kind, value, depth)?.ok_or_else(|| Error::invalid(own, format!("not {kind}")))?;
        whole.insert((*own).to_owned(), fitting);
    }
    Ok(whole)
}

/// What stands inside a document, with what was not sent of it as Jellyfin has it: it makes a new object of the class, whose
/// defaults are in `nested.json`, and reads the members that are there into it. What has no default must be there as nothing
/// where it may not be null, so that no client misses it.
fn whole(shape: &str, members: &[Member], mut sent: Document) -> Document {
    let defaults = documents::NESTED.get(shape).and_then(Value::as_object);
    for (name, kind, nullable) in members {
        let default = match defaults.and_then(|defaults| defaults.get(*name)) {
            Some(default) => Some(default.clone()),
            None if *nullable => None,
            None => nothing(kind),
        };
        if let Some(default) = default {
            sent.entry(*name).or_insert(default);
        }
    }
    sent
}

/// What a value of this type is before anybody gave it one; `None` for texts and objects.
fn nothing(kind: &str) -> Option<Value> {
    match (kind, SHAPES.get(kind)) {
        ("bool", _) => Some(Value::Bool(false)),
        ("int" | "long" | "double", _) => Some(Value::from(0)),
        (_, Some(Shape::Words(words))) => words.first().map(|word| (*word).into()),
        (kind, None) if kind.starts_with('[') => Some(Value::Array(Vec::new())),
        _ => None,
    }
}

/// The value as that type has it; `None` when it is none. Numbers and flags may come as text, as everywhere.
fn fit(kind: &str, value: &Value, depth: usize) -> Result<Option<Value>> {
    if depth > DEEPEST {
        return Ok(None);
    }
    if let Some(kind) = kind.strip_prefix('[').and_then(|kind| kind.strip_suffix(']')) {
        let Value::Array(values) = value else { return Ok(None) };
        let fitting: Result<Option<Vec<Value>>> = values.iter().map(|value| fit(kind, value, depth + 1)).collect();
        return Ok(fitting?.map(Value::Array));
    }
    if let Some(kind) = kind.strip_prefix('{').and_then(|kind| kind.strip_suffix('}')) {
        let Value::Object(members) = value else { return Ok(None) };
        let fit = |value: &Value| if value.is_null() { Ok(Some(Value::Null)) } else { fit(kind, value, depth + 1) };
        let fitting: Result<Option<Document>> = members.iter().map(|(name, value)| Ok(fit(value)?.map(|value| (name.clone(), value)))).collect();
        return Ok(fitting?.map(Value::Object));
    }
    Ok(match (kind, SHAPES.get(kind)) {
        (shape, Some(Shape::Members(members))) => match value {
            Value::Object(sent) => Some(Value::Object(whole(shape, members, object(members, sent, depth + 1)?))),
            _ => None,
        },
        (_, Some(Shape::Words(words))) => value.as_str().and_then(|text| words.iter().find(|word| word.eq_ignore_ascii_case(text))).map(|word| (*word).into()),
        (kind, None) => simple(kind, value),
    })
}

fn simple(kind: &str, value: &Value) -> Option<Value> {
    let number = || value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite());
    // Every integer that a setting is given is far below 2^53.
    let integer = |limit: f64| number().filter(|number| number.fract() == 0.0 && number.abs() < limit).map(|number| Value::from(number as i64));
    match kind {
        "bool" => value.as_bool().or_else(|| value.as_str()?.trim().to_ascii_lowercase().parse().ok()).map(Value::Bool),
        "int" => integer(2f64.powi(31)),
        "long" => integer(2f64.powi(53)),
        "double" => number().map(Value::from),
        "uuid" => value.as_str().filter(|text| ids::parse(text).is_some()).map(Value::from),
        // Some clients keep their own preferences as numbers and flags.
        _ => match value {
            Value::String(_) => Some(value.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string().into()),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::typed;
    use crate::convert::documents::{self, Document};

    fn document(value: Value) -> Document {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn members_are_of_their_types_or_refused() {
        let sent = json!({
            "MINRESUMEPCT": "7", "EnableMetrics": "True", "Stranger": { "a": [1] }, "ServerName": null, "CachePath": null, "ImageSavingConvention": "legacy",
            "ContentTypes": [{ "Name": "a", "Value": "b", "Other": 1 }], "PluginRepositories": [{ "Url": "u" }]
        });
        let wanted = json!({
            "MinResumePct": 7, "EnableMetrics": true, "Stranger": { "a": [1] }, "CachePath": null, "ImageSavingConvention": "Legacy",
            "ContentTypes": [{ "Name": "a", "Value": "b" }], "PluginRepositories": [{ "Url": "u", "Enabled": true }]
        });
        assert_eq!(Value::from(typed("ServerConfiguration", &document(sent)).unwrap()), wanted);
        let inside = typed("ServerConfiguration", &document(json!({ "TrickplayOptions": { "Interval": 10000, "WidthResolutions": [320] } }))).unwrap();
        let options = &inside["TrickplayOptions"];
        assert_eq!((&options["Interval"], &options["TileWidth"], &options["ScanBehavior"]), (&json!(10000), &json!(10), &json!("NonBlocking")));
        for wrong in [
            json!({ "MinResumePct": 1.5 }),
            json!({ "MinResumePct": 4_000_000_000_u64 }),
            json!({ "EnableMetrics": 1 }),
            json!({ "ServerName": {} }),
            json!({ "ContentTypes": [[]] }),
            json!({ "ContentTypes": [{ "Value": {} }] }),
            json!({ "ImageSavingConvention": "Sideways" }),
            json!({ "TrickplayOptions": { "WidthResolutions": ["wide"] } }),
        ] {
            assert!(typed("ServerConfiguration", &document(wrong.clone())).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_defaults_are_of_their_types() {
        for (shape, defaults) in [
            ("ServerConfiguration", &documents::CONFIGURATION),
            ("NetworkConfiguration", &documents::NETWORK),
            ("EncodingOptions", &documents::ENCODING),
            ("MetadataConfiguration", &documents::METADATA),
            ("XbmcMetadataOptions", &documents::NFO),
            ("LiveTvOptions", &documents::LIVE_TV),
            ("UserPolicy", &documents::POLICY),
            ("UserConfiguration", &documents::USER_CONFIGURATION),
            ("LibraryOptions", &documents::LIBRARY_OPTIONS),
            ("DisplayPreferencesDto", &documents::DISPLAY_PREFERENCES),
        ] {
            let known = super::known(shape, defaults).unwrap_or_else(|error| panic!("{shape}: {error}"));
            assert_eq!(known.len(), defaults.len(), "{shape}");
        }
        for (shape, defaults) in documents::NESTED.iter() {
            let defaults = defaults.as_object().unwrap();
            assert_eq!(super::known(shape, defaults).unwrap_or_else(|error| panic!("{shape}: {error}")), *defaults, "{shape}");
        }
        assert_eq!(documents::CONFIGURATION["TrickplayOptions"], documents::NESTED["TrickplayOptions"]);
    }
}
