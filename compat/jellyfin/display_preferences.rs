//! How a client shows a list to a user: kept as the client sends it.

use actix_web::web::Json;
use serde_json::{Value, json};

use crate::answers::Acting;
use crate::convert::document_shapes::typed;
use crate::convert::documents::{self, DISPLAY_PREFERENCES, Document};
use crate::error::Result;
use crate::ids;
use crate::json::Body;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, no_content};

/// The preferences' name, and the client they belong to.
fn names(params: &Params, query: &Query) -> Result<(String, String)> {
    let client = query.text("client").unwrap_or_default().into_owned();
    Ok((params.required_text("displayPreferencesId")?, client))
}

/// Preferences nobody stored are the defaults.
pub async fn get(jellyfin: Facade, acting: Acting, params: Params, query: Query) -> Answer<Document> {
    let (id, client) = names(&params, &query)?;
    let stored = jellyfin.engine.system.display_preferences(&acting, &client, &id).await?;
    let mut whole = documents::overlaid(&DISPLAY_PREFERENCES, &documents::stored(stored.as_deref()));
    let own = whole.get("CustomPrefs").and_then(Value::as_object).cloned().unwrap_or_default();
    whole.insert("CustomPrefs".to_owned(), Value::from(documents::overlaid(&common(stored.is_some()), &own)));
    whole.insert("Id".to_owned(), json!(guid_of(&id)));
    whole.insert("Client".to_owned(), json!(client));
    Ok(Json(whole))
}

/// Members of `CustomPrefs` that clients expect whether or not anybody stored them.
fn common(stored: bool) -> Document {
    // Jellyfin's defaults before anything was stored are not those of a stored document that does not say.
    let common = match stored {
        false => json!({
            "chromecastVersion": "stable", "skipForwardLength": "30000", "skipBackLength": "10000", "enableNextVideoInfoOverlay": "False",
            "tvhome": null, "dashboardTheme": null
        }),
        true => json!({
            "chromecastVersion": "stable", "skipForwardLength": "15000", "skipBackLength": "15000", "enableNextVideoInfoOverlay": "True",
            "tvhome": "", "dashboardTheme": ""
        }),
    };
    common.as_object().cloned().unwrap_or_default()
}

/// A name that is no GUID is answered as one made of it.
fn guid_of(id: &str) -> String {
    ids::parse(id).unwrap_or_else(|| ids::of_text(id)).hyphenated().to_string()
}

pub async fn set(jellyfin: Facade, acting: Acting, params: Params, query: Query, body: Body) -> Done {
    let (id, client) = names(&params, &query)?;
    let mut sent = documents::overlaid(&DISPLAY_PREFERENCES, &typed("DisplayPreferencesDto", &body.0.0)?);
    sent.retain(|name, _| name != "Id" && name != "Client");
    jellyfin.engine.system.set_display_preferences(&acting, &client, &id, &Value::from(sent).to_string()).await?;
    Ok(no_content())
}
