//! Every path of Jellyfin's API that is answered, by area, with who may ask. Names in braces are what handlers ask for.
//!
//! Older clients' twins (`/Users/{userId}/…`) lead to the same handlers as the paths that replaced them. Routes that
//! anybody may ask for are repeated in `anonymous.txt`, which a test holds against this table.

mod live_tv;

use walros_engine::Grant::{Collections, Lyrics, Subtitles};

use crate::access::Access::{Administrator, Anonymous, Asked, Granted, Media, SetUp, SetUpOrUser, User};
use crate::mount::{Entry, delete, get, post};
use crate::{
    activity_log, artists, backup, branding, client_log, collections, configuration, devices, display_preferences, environment, filters, genres, hls,
    image_changes, images, instant_mix, item_extras, item_update, items, library, localization, lyrics, movies, persons, playback_info, playlists, playstate,
    plugins, quick_connect, remote_control, search, sessions, shows, startup, streams, studios, subtitles, syncplay, system, tasks, trickplay, universal,
    user_images, users, versions, views, websocket,
};

pub fn table() -> Vec<Entry> {
    let areas = [
        server(),
        dashboard(),
        setting_up(),
        accounts(),
        preferences(),
        browsing(),
        home(),
        single_items(),
        marks(),
        series_and_films(),
        names(),
        names_pictures(),
        pictures(),
        playing(),
        reports(),
        files(),
        playlists_and_hls(),
        text_tracks(),
        connected(),
        lists(),
        libraries(),
        watching_together(),
        live_tv::routes(),
        not_there_yet(),
    ];
    areas.into_iter().flatten().collect()
}

/// Who the server is, before and after signing in.
fn server() -> Vec<Entry> {
    vec![
        get("/System/Info/Public", Anonymous, system::public_info),
        get("/System/Info", SetUpOrUser, system::info),
        get("/System/Ping", Anonymous, system::ping),
        post("/System/Ping", Anonymous, system::ping),
        get("/System/Endpoint", User, system::endpoint),
        get("/GetUtcTime", Anonymous, system::utc_time),
        get("/Branding/Configuration", Anonymous, branding::configuration),
        get("/Branding/Css", Anonymous, branding::css),
        get("/Branding/Css.css", Anonymous, branding::css),
        get("/Branding/Splashscreen", Anonymous, branding::splashscreen),
        post("/Branding/Splashscreen", Administrator, branding::set_splashscreen),
        delete("/Branding/Splashscreen", Administrator, branding::delete_splashscreen),
        get("/Playback/BitrateTest", User, playback_info::bitrate_test),
        get("/socket", User, websocket::open),
        // Emby's own name of it, which old clients kept.
        get("/embywebsocket", User, websocket::open),
    ]
}

/// What administrators look after.
fn dashboard() -> Vec<Entry> {
    vec![
        get("/System/Info/Storage", Administrator, system::storage),
        post("/System/Restart", Administrator, system::restart),
        post("/System/Shutdown", Administrator, system::shutdown),
        get("/System/Logs", Administrator, system::logs),
        get("/System/Logs/Log", Administrator, system::log),
        post("/ClientLog/Document", User, client_log::upload),
        get("/System/ActivityLog/Entries", Administrator, activity_log::entries),
        get("/System/Configuration", User, configuration::configuration),
        post("/System/Configuration", Administrator, configuration::set_configuration),
        post("/System/Configuration/Branding", Administrator, configuration::set_branding),
        get("/System/Configuration/MetadataOptions/Default", Administrator, configuration::default_metadata_options),
        get("/System/Configuration/{key}", User, configuration::named),
        post("/System/Configuration/{key}", Administrator, configuration::set_named),
        get("/ScheduledTasks", Administrator, tasks::list),
        get("/ScheduledTasks/{taskId}", Administrator, tasks::get),
        post("/ScheduledTasks/Running/{taskId}", Administrator, tasks::start),
        delete("/ScheduledTasks/Running/{taskId}", Administrator, tasks::stop),
        post("/ScheduledTasks/{taskId}/Triggers", Administrator, tasks::set_triggers),
        get("/Devices", Administrator, devices::list),
        delete("/Devices", Administrator, devices::delete),
        get("/Devices/Info", Administrator, devices::info),
        get("/Devices/Options", Administrator, devices::options),
        post("/Devices/Options", Administrator, devices::set_options),
        get("/Auth/Keys", Administrator, devices::keys),
        post("/Auth/Keys", Administrator, devices::create_key),
        delete("/Auth/Keys/{key}", Administrator, devices::revoke_key),
        get("/Auth/Providers", Administrator, users::auth_providers),
        get("/Auth/PasswordResetProviders", Administrator, users::password_reset_providers),
    ]
}

/// The first-run wizard, and what it and the dashboard choose from.
fn setting_up() -> Vec<Entry> {
    vec![
        get("/Startup/Configuration", SetUp, startup::configuration),
        post("/Startup/Configuration", SetUp, startup::set_configuration),
        get("/Startup/User", SetUp, startup::user),
        get("/Startup/FirstUser", SetUp, startup::user),
        post("/Startup/User", SetUp, startup::set_user),
        post("/Startup/RemoteAccess", SetUp, startup::remote_access),
        post("/Startup/Complete", SetUp, startup::complete),
        get("/Environment/Drives", SetUp, environment::drives),
        get("/Environment/DirectoryContents", SetUp, environment::directory_contents),
        get("/Environment/ParentPath", SetUp, environment::parent_path),
        get("/Environment/DefaultDirectoryBrowser", SetUp, environment::default_directory_browser),
        post("/Environment/ValidatePath", SetUp, environment::validate_path),
        get("/Localization/Cultures", SetUpOrUser, localization::cultures),
        get("/Localization/Countries", SetUpOrUser, localization::countries),
        get("/Localization/ParentalRatings", SetUpOrUser, localization::parental_ratings),
        get("/Localization/Options", SetUpOrUser, localization::options),
    ]
}

/// Signing in and out, and who there is.
fn accounts() -> Vec<Entry> {
    vec![
        get("/Users/Public", Anonymous, users::public),
        post("/Users/AuthenticateByName", Anonymous, users::authenticate_by_name),
        post("/Users/AuthenticateWithQuickConnect", Anonymous, users::authenticate_with_quick_connect),
        post("/Users/ForgotPassword", Anonymous, users::forgot_password),
        post("/Users/ForgotPassword/Pin", Anonymous, users::forgot_password_pin),
        get("/QuickConnect/Enabled", Anonymous, quick_connect::enabled),
        post("/QuickConnect/Initiate", Anonymous, quick_connect::initiate),
        // Before 12.0 it could be got.
        get("/QuickConnect/Initiate", Anonymous, quick_connect::initiate),
        get("/QuickConnect/Connect", Anonymous, quick_connect::connect),
        post("/QuickConnect/Authorize", User, quick_connect::authorize),
        post("/Sessions/Logout", User, sessions::logout),
        get("/Users", User, users::list),
        post("/Users", User, users::update),
        get("/Users/Me", User, users::me),
        post("/Users/New", Administrator, users::create),
        get("/Users/{userId}", User, users::get),
        post("/Users/{userId}", User, users::update),
        delete("/Users/{userId}", Administrator, users::delete),
        post("/Users/{userId}/Policy", Administrator, users::set_policy),
    ]
}

/// What users set for themselves.
fn preferences() -> Vec<Entry> {
    vec![
        post("/Users/Configuration", User, users::set_configuration),
        post("/Users/{userId}/Configuration", User, users::set_configuration),
        post("/Users/Password", User, users::set_password),
        post("/Users/{userId}/Password", User, users::set_password),
        get("/UserImage", Anonymous, user_images::get),
        post("/UserImage", User, user_images::set),
        delete("/UserImage", User, user_images::delete),
        get("/Users/{userId}/Images/{imageType}", Anonymous, user_images::get),
        post("/Users/{userId}/Images/{imageType}", User, user_images::set),
        delete("/Users/{userId}/Images/{imageType}", User, user_images::delete),
        get("/Users/{userId}/Images/{imageType}/{imageIndex}", Anonymous, user_images::get),
        post("/Users/{userId}/Images/{imageType}/{imageIndex}", User, user_images::set),
        delete("/Users/{userId}/Images/{imageType}/{imageIndex}", User, user_images::delete),
        get("/DisplayPreferences/{displayPreferencesId}", User, display_preferences::get),
        post("/DisplayPreferences/{displayPreferencesId}", User, display_preferences::set),
    ]
}

fn browsing() -> Vec<Entry> {
    vec![
        get("/Items", User, items::list),
        get("/Users/{userId}/Items", User, items::list),
        delete("/Items", User, items::delete_many),
        get("/Items/Counts", User, items::counts),
        get("/Items/Filters", User, filters::legacy),
        get("/Items/Filters2", User, filters::filters),
        get("/Search/Hints", User, search::hints),
        get("/Trailers", User, items::trailers),
    ]
}

/// The rows of a home screen.
fn home() -> Vec<Entry> {
    vec![
        get("/UserViews", User, views::list),
        get("/Users/{userId}/Views", User, views::list),
        get("/UserViews/GroupingOptions", User, views::grouping_options),
        get("/Users/{userId}/GroupingOptions", User, views::grouping_options),
        get("/UserItems/Resume", User, items::resume),
        get("/Users/{userId}/Items/Resume", User, items::resume),
        get("/Items/Latest", User, items::latest),
        get("/Users/{userId}/Items/Latest", User, items::latest),
        get("/Items/Suggestions", User, items::suggestions),
        get("/Users/{userId}/Suggestions", User, items::suggestions),
        get("/Items/Root", User, items::root),
        get("/Users/{userId}/Items/Root", User, items::root),
    ]
}

fn single_items() -> Vec<Entry> {
    vec![
        get("/Items/{itemId}", User, items::get),
        get("/Users/{userId}/Items/{itemId}", User, items::get),
        delete("/Items/{itemId}", User, items::delete),
        post("/Items/{itemId}", Administrator, item_update::update),
        get("/Items/{itemId}/MetadataEditor", Administrator, item_update::editor),
        get("/Items/{itemId}/Ancestors", User, item_extras::ancestors),
        get("/Items/{itemId}/Similar", User, item_extras::similar),
        get("/Items/{itemId}/SpecialFeatures", User, item_extras::special_features),
        get("/Users/{userId}/Items/{itemId}/SpecialFeatures", User, item_extras::special_features),
        get("/Items/{itemId}/LocalTrailers", User, item_extras::local_trailers),
        get("/Users/{userId}/Items/{itemId}/LocalTrailers", User, item_extras::local_trailers),
        get("/Items/{itemId}/Intros", User, item_extras::intros),
        get("/Users/{userId}/Items/{itemId}/Intros", User, item_extras::intros),
        get("/Items/{itemId}/ThemeMedia", User, item_extras::theme_media),
        get("/Items/{itemId}/ThemeSongs", User, item_extras::theme_songs),
        get("/Items/{itemId}/ThemeVideos", User, item_extras::theme_videos),
        get("/Items/{itemId}/Collections", User, item_extras::collections),
        get("/Items/{itemId}/ExternalIdInfos", Administrator, item_extras::external_id_infos),
        get("/Items/{itemId}/InstantMix", User, instant_mix::of_item),
        post("/Items/{itemId}/Refresh", Administrator, items::refresh),
        get("/Videos/{itemId}/AdditionalParts", User, item_extras::additional_parts),
        post("/Videos/MergeVersions", Administrator, versions::merge),
        delete("/Videos/{itemId}/AlternateSources", Administrator, versions::split),
        get("/MediaSegments/{itemId}", User, item_extras::media_segments),
    ]
}

/// What users mark by hand.
fn marks() -> Vec<Entry> {
    vec![
        post("/UserPlayedItems/{itemId}", User, playstate::played),
        delete("/UserPlayedItems/{itemId}", User, playstate::unplayed),
        post("/Users/{userId}/PlayedItems/{itemId}", User, playstate::played),
        delete("/Users/{userId}/PlayedItems/{itemId}", User, playstate::unplayed),
        post("/UserFavoriteItems/{itemId}", User, playstate::favorite),
        delete("/UserFavoriteItems/{itemId}", User, playstate::unfavorite),
        post("/Users/{userId}/FavoriteItems/{itemId}", User, playstate::favorite),
        delete("/Users/{userId}/FavoriteItems/{itemId}", User, playstate::unfavorite),
        post("/UserItems/{itemId}/Rating", User, playstate::rate),
        delete("/UserItems/{itemId}/Rating", User, playstate::unrate),
        post("/Users/{userId}/Items/{itemId}/Rating", User, playstate::rate),
        delete("/Users/{userId}/Items/{itemId}/Rating", User, playstate::unrate),
        get("/UserItems/{itemId}/UserData", User, playstate::user_data),
        post("/UserItems/{itemId}/UserData", User, playstate::set_user_data),
        get("/Users/{userId}/Items/{itemId}/UserData", User, playstate::user_data),
        post("/Users/{userId}/Items/{itemId}/UserData", User, playstate::set_user_data),
    ]
}

fn series_and_films() -> Vec<Entry> {
    vec![
        get("/Shows/NextUp", User, shows::next_up),
        get("/Shows/Upcoming", User, shows::upcoming),
        get("/Shows/{seriesId}/Seasons", User, shows::seasons),
        get("/Shows/{seriesId}/Episodes", User, shows::episodes),
        get("/Shows/{itemId}/Similar", User, item_extras::similar),
        get("/Movies/Recommendations", User, movies::recommendations),
        get("/Movies/{itemId}/Similar", User, item_extras::similar),
        get("/Trailers/{itemId}/Similar", User, item_extras::similar),
        get("/Albums/{itemId}/Similar", User, item_extras::similar),
        get("/Artists/{itemId}/Similar", User, item_extras::similar),
        get("/Albums/{itemId}/InstantMix", User, instant_mix::of_item),
        get("/Songs/{itemId}/InstantMix", User, instant_mix::of_item),
        get("/Playlists/{itemId}/InstantMix", User, instant_mix::of_item),
        get("/Artists/{itemId}/InstantMix", User, instant_mix::of_item),
        get("/Artists/InstantMix", User, instant_mix::of_item),
        get("/MusicGenres/InstantMix", User, instant_mix::of_item),
        get("/MusicGenres/{name}/InstantMix", User, instant_mix::of_genre),
    ]
}

fn names() -> Vec<Entry> {
    vec![
        get("/Artists", User, artists::list),
        get("/Artists/AlbumArtists", User, artists::album_artists),
        get("/Artists/{name}", User, artists::get),
        get("/Genres", User, genres::list),
        get("/Genres/{name}", User, genres::get),
        get("/MusicGenres", User, genres::music_list),
        get("/MusicGenres/{name}", User, genres::music_get),
        get("/Persons", User, persons::list),
        get("/Persons/{name}", User, persons::get),
        get("/Studios", User, studios::list),
        get("/Studios/{name}", User, studios::get),
        get("/Years", User, genres::years),
        get("/Years/{year}", User, genres::year),
    ]
}

fn names_pictures() -> Vec<Entry> {
    vec![
        get("/Artists/{name}/Images/{imageType}", Anonymous, artists::image),
        get("/Artists/{name}/Images/{imageType}/{imageIndex}", Anonymous, artists::image),
        get("/Genres/{name}/Images/{imageType}", Anonymous, genres::image),
        get("/Genres/{name}/Images/{imageType}/{imageIndex}", Anonymous, genres::image),
        get("/MusicGenres/{name}/Images/{imageType}", Anonymous, genres::music_image),
        get("/MusicGenres/{name}/Images/{imageType}/{imageIndex}", Anonymous, genres::music_image),
        get("/Persons/{name}/Images/{imageType}", Anonymous, persons::image),
        get("/Persons/{name}/Images/{imageType}/{imageIndex}", Anonymous, persons::image),
        get("/Studios/{name}/Images/{imageType}", Anonymous, studios::image),
        get("/Studios/{name}/Images/{imageType}/{imageIndex}", Anonymous, studios::image),
    ]
}

fn pictures() -> Vec<Entry> {
    vec![
        get("/Items/{itemId}/Images", User, images::list),
        get("/Items/{itemId}/Images/{imageType}", Anonymous, images::get),
        get("/Items/{itemId}/Images/{imageType}/{imageIndex}", Anonymous, images::get),
        get("/Items/{itemId}/Images/{imageType}/{imageIndex}/{tag}/{format}/{maxWidth}/{maxHeight}/{percentPlayed}/{unplayedCount}", Anonymous, images::get),
        post("/Items/{itemId}/Images/{imageType}", Administrator, image_changes::set),
        delete("/Items/{itemId}/Images/{imageType}", Administrator, image_changes::delete),
        post("/Items/{itemId}/Images/{imageType}/{imageIndex}", Administrator, image_changes::set),
        delete("/Items/{itemId}/Images/{imageType}/{imageIndex}", Administrator, image_changes::delete),
        post("/Items/{itemId}/Images/{imageType}/{imageIndex}/Index", Administrator, image_changes::move_to),
        get("/Items/{itemId}/RemoteImages", User, images::remote_images),
        get("/Items/{itemId}/RemoteImages/Providers", User, images::remote_image_providers),
    ]
}

fn playing() -> Vec<Entry> {
    vec![
        get("/Items/{itemId}/PlaybackInfo", User, playback_info::get),
        post("/Items/{itemId}/PlaybackInfo", User, playback_info::post),
        delete("/Videos/ActiveEncodings", User, streams::delete_active_encodings),
        post("/LiveStreams/Open", User, streams::open_live_stream),
        post("/LiveStreams/Close", User, streams::close_live_stream),
    ]
}

/// What players report.
fn reports() -> Vec<Entry> {
    vec![
        post("/Sessions/Playing", User, playstate::started),
        post("/Sessions/Playing/Progress", User, playstate::progress),
        post("/Sessions/Playing/Stopped", User, playstate::stopped),
        post("/Sessions/Playing/Ping", User, playstate::ping),
        post("/PlayingItems/{itemId}", User, playstate::old_started),
        post("/PlayingItems/{itemId}/Progress", User, playstate::old_progress),
        delete("/PlayingItems/{itemId}", User, playstate::old_stopped),
        post("/Users/{userId}/PlayingItems/{itemId}", User, playstate::old_started),
        post("/Users/{userId}/PlayingItems/{itemId}/Progress", User, playstate::old_progress),
        delete("/Users/{userId}/PlayingItems/{itemId}", User, playstate::old_stopped),
    ]
}

fn files() -> Vec<Entry> {
    vec![
        get("/Items/{itemId}/Download", User, streams::download),
        get("/Items/{itemId}/File", User, streams::file),
        get("/Videos/{itemId}/stream", Asked, streams::stream),
        get("/Videos/{itemId}/stream.{container}", Asked, streams::stream),
        get("/Audio/{itemId}/stream", Asked, streams::stream),
        get("/Audio/{itemId}/stream.{container}", Asked, streams::stream),
        get("/Audio/{itemId}/universal", User, universal::audio),
    ]
}

fn playlists_and_hls() -> Vec<Entry> {
    vec![
        get("/Videos/{itemId}/master.m3u8", Media, hls::master),
        get("/Videos/{itemId}/main.m3u8", Media, hls::main),
        // Kodi asks for this instead; a film's list is complete from the start either way.
        get("/Videos/{itemId}/live.m3u8", Media, hls::main),
        get("/Videos/{itemId}/hls1/{playlistId}/{segmentId}.{container}", Media, hls::segment),
        get("/Audio/{itemId}/master.m3u8", Media, hls::master),
        get("/Audio/{itemId}/main.m3u8", Media, hls::main),
        get("/Audio/{itemId}/hls1/{playlistId}/{segmentId}.{container}", Media, hls::segment),
    ]
}

/// Subtitles, lyrics and the fonts they need.
fn text_tracks() -> Vec<Entry> {
    vec![
        get("/Videos/{itemId}/{mediaSourceId}/Subtitles/{index}/{startPositionTicks}/Stream.{format}", Media, subtitles::get),
        get("/Videos/{itemId}/{mediaSourceId}/Subtitles/{index}/Stream.{format}", Media, subtitles::get),
        get("/Videos/{itemId}/{mediaSourceId}/Subtitles/{index}/subtitles.m3u8", Media, subtitles::hls),
        get("/Videos/{itemId}/{mediaSourceId}/Attachments/{index}", Media, subtitles::attachment),
        post("/Videos/{itemId}/Subtitles", Granted(Subtitles), subtitles::upload),
        delete("/Videos/{itemId}/Subtitles/{index}", Administrator, subtitles::delete),
        // Both methods name the last value alike, as they must: one path in the table.
        get("/Items/{itemId}/RemoteSearch/Subtitles/{language}", Granted(Subtitles), subtitles::remote_search),
        post("/Items/{itemId}/RemoteSearch/Subtitles/{language}", Granted(Subtitles), plugins::not_offered),
        get("/Providers/Subtitles/Subtitles/{subtitleId}", Granted(Subtitles), plugins::not_offered),
        get("/FallbackFont/Fonts", User, subtitles::fallback_fonts),
        get("/FallbackFont/Fonts/{name}", User, subtitles::fallback_font),
        get("/Audio/{itemId}/Lyrics", User, lyrics::get),
        post("/Audio/{itemId}/Lyrics", Granted(Lyrics), lyrics::upload),
        delete("/Audio/{itemId}/Lyrics", Granted(Lyrics), lyrics::delete),
        get("/Audio/{itemId}/RemoteSearch/Lyrics", Granted(Lyrics), lyrics::remote_search),
        get("/Providers/Lyrics/{lyricId}", Granted(Lyrics), plugins::not_offered),
    ]
}

/// Sessions, and steering them.
fn connected() -> Vec<Entry> {
    vec![
        get("/Sessions", User, sessions::list),
        post("/Sessions/Capabilities", User, sessions::capabilities),
        post("/Sessions/Capabilities/Full", User, sessions::capabilities_full),
        post("/Sessions/Viewing", User, sessions::viewing),
        // Not `{userId}`: that is whom a request is made for.
        post("/Sessions/{sessionId}/User/{companionId}", User, sessions::add_user),
        delete("/Sessions/{sessionId}/User/{companionId}", User, sessions::remove_user),
        post("/Sessions/{sessionId}/Playing", User, remote_control::play),
        post("/Sessions/{sessionId}/Playing/{command}", User, remote_control::playstate),
        post("/Sessions/{sessionId}/Command", User, remote_control::full_command),
        post("/Sessions/{sessionId}/Command/{command}", User, remote_control::command),
        post("/Sessions/{sessionId}/System/{command}", User, remote_control::command),
        post("/Sessions/{sessionId}/Message", User, remote_control::show_message),
        post("/Sessions/{sessionId}/Viewing", User, remote_control::display),
    ]
}

fn lists() -> Vec<Entry> {
    vec![
        post("/Playlists", User, playlists::create),
        get("/Playlists/{playlistId}", User, playlists::get),
        post("/Playlists/{playlistId}", User, playlists::update),
        get("/Playlists/{playlistId}/Items", User, playlists::items),
        post("/Playlists/{playlistId}/Items", User, playlists::add),
        delete("/Playlists/{playlistId}/Items", User, playlists::remove),
        post("/Playlists/{playlistId}/Items/{itemId}/Move/{newIndex}", User, playlists::move_entry),
        get("/Playlists/{playlistId}/Users", User, playlists::users),
        // Not `{userId}`: that is whom a request is made for.
        get("/Playlists/{playlistId}/Users/{shareId}", User, playlists::user),
        post("/Playlists/{playlistId}/Users/{shareId}", User, playlists::share_with),
        delete("/Playlists/{playlistId}/Users/{shareId}", User, playlists::unshare),
        post("/Collections", Granted(Collections), collections::create),
        post("/Collections/{collectionId}/Items", Granted(Collections), collections::add),
        delete("/Collections/{collectionId}/Items", Granted(Collections), collections::remove),
    ]
}

fn libraries() -> Vec<Entry> {
    vec![
        get("/Library/MediaFolders", Administrator, views::media_folders),
        get("/Library/PhysicalPaths", Administrator, library::physical_paths),
        post("/Library/Refresh", Administrator, library::refresh),
        get("/Library/VirtualFolders", SetUp, library::virtual_folders),
        post("/Library/VirtualFolders", SetUp, library::create),
        delete("/Library/VirtualFolders", SetUp, library::remove),
        post("/Library/VirtualFolders/Name", SetUp, library::rename),
        post("/Library/VirtualFolders/LibraryOptions", SetUp, library::set_options),
        post("/Library/VirtualFolders/Paths", SetUp, library::add_path),
        post("/Library/VirtualFolders/Paths/Update", SetUp, library::update_path),
        delete("/Library/VirtualFolders/Paths", SetUp, library::remove_path),
        get("/Libraries/AvailableOptions", SetUpOrUser, library::available_options),
        post("/Library/Media/Updated", User, library::media_updated),
        post("/Library/Series/Added", User, library::something_updated),
        post("/Library/Series/Updated", User, library::something_updated),
        post("/Library/Movies/Added", User, library::something_updated),
        post("/Library/Movies/Updated", User, library::something_updated),
        post("/Notifications/Admin", User, plugins::notified),
    ]
}

fn watching_together() -> Vec<Entry> {
    vec![
        post("/SyncPlay/New", User, syncplay::create),
        post("/SyncPlay/Join", User, syncplay::join),
        post("/SyncPlay/Leave", User, syncplay::leave),
        get("/SyncPlay/List", User, syncplay::list),
        get("/SyncPlay/{groupId}", User, syncplay::get),
        post("/SyncPlay/SetNewQueue", User, syncplay::set_new_queue),
        post("/SyncPlay/SetPlaylistItem", User, syncplay::set_playlist_item),
        post("/SyncPlay/RemoveFromPlaylist", User, syncplay::remove_from_playlist),
        post("/SyncPlay/MovePlaylistItem", User, syncplay::move_playlist_item),
        post("/SyncPlay/Queue", User, syncplay::queue),
        post("/SyncPlay/NextItem", User, syncplay::next_item),
        post("/SyncPlay/PreviousItem", User, syncplay::previous_item),
        post("/SyncPlay/SetRepeatMode", User, syncplay::set_repeat_mode),
        post("/SyncPlay/SetShuffleMode", User, syncplay::set_shuffle_mode),
        post("/SyncPlay/Unpause", User, syncplay::unpause),
        post("/SyncPlay/Pause", User, syncplay::pause),
        post("/SyncPlay/Stop", User, syncplay::stop),
        post("/SyncPlay/Seek", User, syncplay::seek),
        post("/SyncPlay/Buffering", User, syncplay::buffering),
        post("/SyncPlay/Ready", User, syncplay::player_ready),
        post("/SyncPlay/SetIgnoreWait", User, syncplay::set_ignore_wait),
        post("/SyncPlay/Ping", User, syncplay::ping),
    ]
}

/// Empty answers for what there is nothing of, where an error would break a client's page.
fn not_there_yet() -> Vec<Entry> {
    vec![
        get("/Plugins", Administrator, plugins::none),
        delete("/Plugins/{pluginId}", Administrator, plugins::not_there),
        get("/Plugins/{pluginId}/Configuration", Administrator, plugins::not_there),
        post("/Plugins/{pluginId}/Configuration", Administrator, plugins::not_there),
        post("/Plugins/{pluginId}/Manifest", Administrator, plugins::not_there),
        get("/Plugins/{pluginId}/{version}/Image", Anonymous, plugins::not_there),
        get("/Packages", Administrator, plugins::none),
        get("/Packages/{name}", Administrator, plugins::not_there),
        get("/Repositories", Administrator, plugins::repositories),
        post("/Repositories", Administrator, plugins::set_repositories),
        post("/Packages/Installed/{name}", Administrator, plugins::not_there),
        delete("/Packages/Installing/{packageId}", Administrator, plugins::not_there),
        delete("/Plugins/{pluginId}/{version}", Administrator, plugins::not_there),
        post("/Plugins/{pluginId}/{version}/Enable", Administrator, plugins::not_there),
        post("/Plugins/{pluginId}/{version}/Disable", Administrator, plugins::not_there),
        get("/web/ConfigurationPages", Administrator, plugins::none),
        get("/web/ConfigurationPage", Anonymous, plugins::not_there),
        get("/Backup", Administrator, backup::list),
        post("/Backup/Create", Administrator, backup::create),
        get("/Backup/Manifest", Administrator, backup::get),
        post("/Backup/Restore", Administrator, backup::restore),
        post("/Items/RemoteSearch/{kind}", Administrator, plugins::none),
        post("/Items/RemoteSearch/Apply/{itemId}", Administrator, item_update::update),
        post("/Items/{itemId}/RemoteImages/Download", Administrator, plugins::not_offered),
        post("/Audio/{itemId}/RemoteSearch/Lyrics/{lyricId}", Granted(Lyrics), plugins::not_offered),
        get("/Videos/{itemId}/Trickplay/{width}/{index}.jpg", Media, trickplay::sheet),
        get("/Videos/{itemId}/Trickplay/{width}/tiles.m3u8", Media, trickplay::playlist),
        // Players that made their addresses for a Jellyfin of before 10.9; those are in nobody's answers here.
        get("/Videos/{itemId}/hls/{playlistId}/stream.m3u8", User, hls::not_made),
        get("/Videos/{itemId}/hls/{playlistId}/{segmentId}.{container}", User, hls::not_made),
        get("/Audio/{itemId}/hls/{segmentId}/stream.aac", User, hls::not_made),
        get("/Audio/{itemId}/hls/{segmentId}/stream.mp3", User, hls::not_made),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::table;
    use crate::access::Access;

    /// Reviewed by hand: whoever adds a line there says that nobody's secrets are behind it.
    #[test]
    fn only_reviewed_routes_answer_without_a_credential() {
        let reviewed: BTreeSet<&str> = include_str!("anonymous.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let open = |entry: &crate::mount::Entry| !matches!(entry.access, Access::User | Access::Media | Access::Administrator | Access::Granted(_));
        let found: BTreeSet<String> =
            table().iter().filter(|entry| open(entry)).map(|entry| format!("{} {} {:?}", entry.method, entry.path, entry.access)).collect();
        let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, reviewed);
    }

    #[test]
    fn no_route_stands_here_twice() {
        let mut seen = BTreeSet::new();
        for entry in table() {
            let shape =
                entry.path.split('/').map(|segment| if segment.starts_with('{') && segment.ends_with('}') && !segment.contains("}.") { "*" } else { segment });
            let shape = shape.collect::<Vec<_>>().join("/");
            assert!(seen.insert((entry.method.to_string(), shape.to_ascii_lowercase())), "{} {}", entry.method, entry.path);
        }
    }
}
