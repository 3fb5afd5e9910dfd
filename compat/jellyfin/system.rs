//! The server itself: who it is, whether it lives, where it keeps things.

use actix_web::http::header;
use actix_web::web::Json;
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use serde_json::{Value, json};
use walros_engine::client_logs::ClientLog;
use walros_engine::ending::Ending;
use walros_http::address::own_url;

use crate::access::Who;
use crate::convert::documents::CONFIGURATION;
use crate::dto::system::{EndPoint, FolderStorage, Info, PublicInfo, UtcTime};
use crate::error::Error;
use crate::lookup::Lookup;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content, time};

/// Clients read it as three or four integers and refuse servers that are older than they know.
pub const VERSION: &str = "12.0.0";
/// The Kotlin SDK drops servers of any other name.
pub const PRODUCT: &str = "Jellyfin Server";

pub fn public(jellyfin: &Jellyfin, request: &HttpRequest) -> PublicInfo {
    let info = jellyfin.engine.system.info();
    PublicInfo {
        local_address: own_url(request, &jellyfin.options.proxies),
        server_name: info.name,
        version: VERSION,
        product_name: PRODUCT,
        operating_system: "",
        id: info.id,
        startup_wizard_completed: info.set_up,
    }
}

pub async fn public_info(jellyfin: Facade, request: HttpRequest) -> Answer<PublicInfo> {
    Ok(Json(public(&jellyfin, &request)))
}

pub async fn info(jellyfin: Facade, request: HttpRequest) -> Answer<Info> {
    let data = &jellyfin.options.data;
    let folder = |name: &str| data.join(name).display().to_string();
    Ok(Json(Info {
        public: public(&jellyfin, &request),
        operating_system_display_name: "",
        has_pending_restart: false,
        is_shutting_down: jellyfin.engine.system.ending().is_some(),
        supports_library_monitor: true,
        web_socket_port_number: request.app_config().local_addr().port(),
        completed_installations: [],
        can_self_restart: true,
        can_launch_web_browser: false,
        program_data_path: data.display().to_string(),
        web_path: folder("web"),
        items_by_name_path: folder("metadata"),
        cache_path: folder("cache"),
        log_path: folder("log"),
        internal_metadata_path: folder("metadata"),
        transcoding_temp_path: folder("segments"),
        cast_receiver_applications: CONFIGURATION["CastReceiverApplications"].clone(),
        has_update_available: false,
        encoder_location: "System",
        system_architecture: architecture(),
    }))
}

fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "X64",
        "aarch64" => "Arm64",
        "arm" => "Arm",
        "x86" => "X86",
        other => other,
    }
}

pub async fn ping() -> Json<&'static str> {
    Json(PRODUCT)
}

pub async fn endpoint(who: Who) -> Json<EndPoint> {
    Json(EndPoint { is_local: who.address.to_canonical().is_loopback(), is_in_network: who.is_local() })
}

pub async fn utc_time() -> Json<UtcTime> {
    let now = time::moment(Utc::now());
    Json(UtcTime { request_reception_time: now.clone(), response_transmission_time: now })
}

/// Sizes are those that can be told without reading everything: none.
pub async fn storage(jellyfin: Facade) -> Answer<Value> {
    let folder = |name: &str| FolderStorage {
        path: jellyfin.options.data.join(name).display().to_string(),
        free_space: 0,
        used_space: 0,
        storage_type: "Unknown",
        device_id: String::new(),
    };
    Ok(Json(json!({
        "ProgramDataFolder": folder(""), "WebFolder": folder("web"), "ImageCacheFolder": folder("images"), "CacheFolder": folder("cache"), "LogFolder": folder("log"),
        "InternalMetadataFolder": folder("metadata"), "TranscodingTempFolder": folder("segments"), "Libraries": []
    })))
}

/// Those that clients sent. The server's own goes to where the operator sends it; there is no file of it.
pub async fn logs(jellyfin: Facade, who: Who) -> Answer<Vec<Value>> {
    let logs = jellyfin.engine.client_logs.list(&who).await?;
    let file = |log: &ClientLog| json!({ "DateCreated": time::moment(log.at), "DateModified": time::moment(log.at), "Size": log.size, "Name": log.name });
    Ok(Json(logs.iter().map(file).collect()))
}

pub async fn log(jellyfin: Facade, who: Who, query: Query) -> Done {
    let name = query.text("name").ok_or_else(|| Error::invalid("name", "missing"))?;
    let text = jellyfin.engine.client_logs.read(&who, &name).await?;
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(text))
}

pub async fn restart(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.system.end(&who, Ending::Restart)?;
    Ok(no_content())
}

pub async fn shutdown(jellyfin: Facade, who: Who) -> Done {
    jellyfin.engine.system.end(&who, Ending::Stop)?;
    Ok(no_content())
}
