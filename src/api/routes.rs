//! Every address of the native API, top to bottom. No logic.

use actix_web::web;
use utoipa_actix_web::scope::Scope;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::ApiError;
use crate::{
    encoders, events, folders, home, images, items, libraries, openapi, playback, progress, renditions, scans, search, session, setup, streams, trickplay,
    users,
};

/// The largest JSON body anybody needs to send.
const MAX_BODY: usize = 64 * 1024;

/// The API with its paths, for [`configure`](crate::configure) and for the OpenAPI document.
pub fn api() -> Scope<
    impl actix_web::dev::ServiceFactory<
        actix_web::dev::ServiceRequest,
        Config = (),
        Response = actix_web::dev::ServiceResponse,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    utoipa_actix_web::scope("/api/v1")
        .app_data(web::JsonConfig::default().limit(MAX_BODY).content_type_required(false).error_handler(|error, _| json_error(&error).into()))
        .app_data(web::QueryConfig::default().error_handler(|error, _| ApiError::invalid(error.to_string()).into()))
        .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::not_found().into()))
        .configure(operations)
        .default_service(web::to(unknown))
}

fn operations(service: &mut ServiceConfig) {
    // The server, setting it up, signing in
    service.service(session::get_server);
    service.service(setup::get_setup).service(setup::finish_setup);
    service.service(folders::suggest_folders).service(folders::look_at_folder);
    service.service(session::log_in).service(session::log_out).service(session::get_me);
    service.service(session::list_public_users);

    // What a user sees
    service.service(home::get_home);
    service.service(libraries::list_libraries);
    service.service(items::list_items).service(items::list_letters).service(items::list_filters);
    service.service(search::search_all);
    service.service(items::get_item);
    service.service(items::list_similar).service(items::list_extras).service(items::get_neighbours);
    service.service(items::list_seasons).service(items::list_episodes);
    service.service(items::get_lyrics);
    service.service(images::get_image);

    // What a user does
    service.service(playback::decide_playback);
    service.service(progress::report_progress);
    service.service(progress::set_played).service(progress::unset_played);
    service.service(progress::set_favorite).service(progress::unset_favorite);

    // Bytes
    service.service(streams::get_file).service(streams::download_file);
    service.service(streams::get_master_playlist).service(streams::get_dash_manifest);
    service.service(streams::get_media_playlist).service(streams::get_keyframe_playlist).service(streams::get_segment);
    service.service(streams::get_stream);
    service.service(streams::get_subtitle);
    service.service(streams::get_subtitle_part);
    service.service(trickplay::get_sheet).service(trickplay::get_track);

    // What an administrator keeps
    service.service(libraries::list_managed_libraries).service(libraries::create_library).service(libraries::change_library).service(libraries::remove_library);
    service.service(libraries::add_library_folder).service(libraries::remove_library_folder);
    service.service(scans::list_scans).service(scans::start_scans).service(scans::cancel_scans);
    service.service(scans::start_scan).service(scans::cancel_scan);
    service.service(scans::list_troubles).service(scans::retry_troubles);
    service.service(renditions::list_renditions).service(renditions::want_rendition);
    // `run` is no number of a rendition.
    service.service(renditions::start_renditions).service(renditions::stop_renditions).service(renditions::remove_rendition);
    service.service(renditions::set_rendition_settings);
    service.service(renditions::list_rendition_rules).service(renditions::set_rendition_rules);
    service.service(encoders::list_encoders).service(encoders::try_encoders);
    service.service(users::list_users).service(users::create_user).service(users::change_user).service(users::remove_user);
    service.service(users::set_password);
    service.service(users::list_devices).service(users::remove_device);

    // Events and this description
    service.service(events::listen);
    service.service(openapi::get_openapi);
}

async fn unknown() -> Result<actix_web::HttpResponse, ApiError> {
    Err(ApiError::not_found())
}

fn json_error(error: &actix_web::error::JsonPayloadError) -> ApiError {
    use actix_web::error::JsonPayloadError as J;
    match error {
        J::Overflow { .. } | J::OverflowKnownLength { .. } => ApiError::too_large(),
        other => ApiError::invalid(other.to_string()),
    }
}
