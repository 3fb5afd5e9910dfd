//! `/System/Configuration` and its named sections: documents that go round unchanged, with the few members that mean
//! something to the engine taken from and given to it.

use std::sync::LazyLock;
use std::time::Duration;

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::Caller;
use walros_model::state::ResumeRules;

use crate::access::Who;
use crate::convert::document_shapes::typed;
use crate::convert::documents::{self, CONFIGURATION, Document, ENCODING, LIVE_TV, METADATA, NETWORK, NFO};
use crate::convert::encoders::Encoders;
use crate::dto::system::Branding;
use crate::error::{Error, Result};
use crate::json::{Body, Object};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

pub const CONFIGURATION_DOCUMENT: &str = "jellyfin.configuration";
const CONFIGURATION_SHAPE: &str = "ServerConfiguration";
const BRANDING_DOCUMENT: &str = "jellyfin.branding";
const BRANDING_SHAPE: &str = "BrandingOptionsDto";

pub async fn configuration(jellyfin: Facade) -> Answer<Document> {
    Ok(Json(whole_configuration(&jellyfin).await?))
}

async fn whole_configuration(jellyfin: &Jellyfin) -> Result<Document> {
    let system = &jellyfin.engine.system;
    let stored = system.document(CONFIGURATION_DOCUMENT).await?;
    let mut whole = documents::overlaid(&CONFIGURATION, &documents::stored(stored.as_deref()));
    let (info, ResumeRules { min_percent, max_percent, min_runtime }) = (system.info(), system.resume_rules());
    let live = json!({
        "ServerName": info.name,
        "IsStartupWizardCompleted": info.set_up,
        "MinResumePct": whole_percent(min_percent),
        "MaxResumePct": whole_percent(max_percent),
        "MinResumeDurationSeconds": min_runtime.as_secs(),
    });
    if let Value::Object(live) = live {
        whole.extend(live);
    }
    Ok(whole)
}

pub async fn takes_client_logs(jellyfin: &Jellyfin) -> Result<bool> {
    Ok(Object(whole_configuration(jellyfin).await?).flag("AllowClientLogUpload")?.unwrap_or(true))
}

/// Whether tokens count in the forms of before version 12.
pub async fn takes_legacy_tokens(jellyfin: &Jellyfin) -> Result<bool> {
    Ok(Object(whole_configuration(jellyfin).await?).flag("EnableLegacyAuthorization")?.unwrap_or(true))
}

/// Jellyfin's percentages are integers.
fn whole_percent(percent: f64) -> i64 {
    percent.round() as i64
}

pub async fn set_configuration(jellyfin: Facade, who: Who, body: Body) -> Done {
    save_configuration(&jellyfin, &who, body.0.0).await?;
    Ok(no_content())
}

/// Stores what was sent over what was stored, and gives the engine what it knows of it.
pub async fn save_configuration(jellyfin: &Jellyfin, caller: &Caller, sent: Document) -> Result<()> {
    let system = &jellyfin.engine.system;
    // Before anything of it counts.
    let object = Object(typed(CONFIGURATION_SHAPE, &sent)?);
    let old = system.resume_rules();
    let percent = |name, default| object.float(name).map(|value| value.unwrap_or(default).clamp(0.0, 100.0));
    let rules = ResumeRules {
        min_percent: percent("MinResumePct", old.min_percent)?,
        max_percent: percent("MaxResumePct", old.max_percent)?,
        min_runtime: object.count("MinResumeDurationSeconds", 1_000_000)?.map_or(old.min_runtime, Duration::from_secs),
    };
    if let Some(name) = object.text("ServerName").filter(|name| *name != system.info().name) {
        system.rename(caller, &name).await?;
    }
    if rules != old {
        system.set_resume_rules(caller, rules).await?;
    }
    save(jellyfin, caller, CONFIGURATION_DOCUMENT, CONFIGURATION_SHAPE, &object.0).await?;
    jellyfin.legacy.set(takes_legacy_tokens(jellyfin).await?);
    Ok(())
}

async fn save(jellyfin: &Jellyfin, caller: &Caller, name: &str, shape: &str, sent: &Document) -> Result<()> {
    let sent = typed(shape, sent)?;
    let stored = jellyfin.engine.system.document(name).await?;
    let merged = documents::overlaid(&documents::stored(stored.as_deref()), &sent);
    Ok(jellyfin.engine.system.set_document(caller, name, &Value::from(merged).to_string()).await?)
}

/// A part of the configuration that is read and written by itself.
struct Section {
    key: &'static str,
    shape: &'static str,
    defaults: &'static LazyLock<Document>,
}

const SECTIONS: [Section; 5] = [
    Section { key: "network", shape: "NetworkConfiguration", defaults: &NETWORK },
    Section { key: "encoding", shape: "EncodingOptions", defaults: &ENCODING },
    Section { key: "metadata", shape: "MetadataConfiguration", defaults: &METADATA },
    Section { key: "xbmcmetadata", shape: "XbmcMetadataOptions", defaults: &NFO },
    Section { key: "livetv", shape: "LiveTvOptions", defaults: &LIVE_TV },
];

impl Section {
    fn find(key: &str) -> Result<&'static Self> {
        SECTIONS.iter().find(|section| section.key.eq_ignore_ascii_case(key)).ok_or(Error::NotFound("no such section"))
    }

    /// The name it is stored under.
    fn document(&self) -> String {
        format!("jellyfin.configuration.{}", self.key)
    }
}

/// The codecs beside H.264 that the administrator lets pictures be encoded in, where a device would rather have them.
pub async fn encoders(jellyfin: &Jellyfin) -> Result<Encoders> {
    let stored = jellyfin.engine.system.document("jellyfin.configuration.encoding").await?;
    let options = Object(documents::overlaid(&ENCODING, &documents::stored(stored.as_deref())));
    Ok(Encoders { hevc: options.flag("AllowHevcEncoding")?.unwrap_or(false), av1: options.flag("AllowAv1Encoding")?.unwrap_or(false) })
}

pub async fn named(jellyfin: Facade, params: Params) -> Answer<Document> {
    let key = params.required_text("key")?;
    if key.eq_ignore_ascii_case("branding") {
        let stored = jellyfin.engine.system.document(BRANDING_DOCUMENT).await?;
        let defaults = Document::from_iter([("SplashscreenEnabled".to_owned(), Value::Bool(false))]);
        return Ok(Json(documents::overlaid(&defaults, &documents::stored(stored.as_deref()))));
    }
    let section = Section::find(&key)?;
    let stored = jellyfin.engine.system.document(&section.document()).await?;
    let mut whole = documents::overlaid(section.defaults, &documents::stored(stored.as_deref()));
    if section.key == "encoding" {
        whole.extend(hardware(&jellyfin));
    }
    Ok(Json(whole))
}

/// What encodes by what trials found and the server's own settings allow, whatever was sent here.
fn hardware(jellyfin: &Jellyfin) -> Document {
    let Some(device) = jellyfin.engine.encoders.preferred() else {
        return Document::from_iter([("HardwareAccelerationType".to_owned(), Value::from("none"))]);
    };
    let interface = device.interface();
    let mut live = Document::from_iter([("HardwareAccelerationType".to_owned(), Value::from(interface)), ("EnableHardwareEncoding".to_owned(), true.into())]);
    let node = [("vaapi", "VaapiDevice"), ("qsv", "QsvDevice")].into_iter().find(|(name, _)| *name == interface);
    live.extend(node.map(|(_, name)| (name.to_owned(), Value::from(device.node()))));
    live
}

pub async fn set_named(jellyfin: Facade, who: Who, params: Params, body: Body) -> Done {
    let key = params.required_text("key")?;
    if key.eq_ignore_ascii_case("branding") {
        return set_branding(jellyfin, who, body).await;
    }
    let section = Section::find(&key)?;
    save(&jellyfin, &who, &section.document(), section.shape, &body.0.0).await?;
    Ok(no_content())
}

pub async fn set_branding(jellyfin: Facade, who: Who, body: Body) -> Done {
    save(&jellyfin, &who, BRANDING_DOCUMENT, BRANDING_SHAPE, &body.0.0).await?;
    Ok(no_content())
}

pub async fn branding(jellyfin: &Jellyfin) -> Result<Branding> {
    let stored = Object(documents::stored(jellyfin.engine.system.document(BRANDING_DOCUMENT).await?.as_deref()));
    Ok(Branding {
        login_disclaimer: stored.text("LoginDisclaimer").map(|text| text.into_owned()),
        custom_css: stored.text("CustomCss").map(|text| text.into_owned()),
        // Clients that are told so ask for it, and show nothing else meanwhile.
        splashscreen_enabled: stored.flag("SplashscreenEnabled")?.unwrap_or(false) && jellyfin.engine.images.has_splash().await?,
    })
}

pub async fn default_metadata_options() -> Answer<Value> {
    Ok(Json(json!({
        "ItemType": "", "DisabledMetadataSavers": [], "LocalMetadataReaderOrder": [], "DisabledMetadataFetchers": [], "MetadataFetcherOrder": [], "DisabledImageFetchers": [],
        "ImageFetcherOrder": []
    })))
}
