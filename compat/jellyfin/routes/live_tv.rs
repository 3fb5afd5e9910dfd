//! Live TV, and channels, which are plugins' own television.

use crate::access::Access::{Administrator, User};
use crate::mount::{Entry, delete, get, post};
use crate::{channels, livetv};

pub fn routes() -> Vec<Entry> {
    vec![
        get("/LiveTv/Info", User, livetv::info),
        get("/LiveTv/Channels", User, livetv::nothing),
        get("/LiveTv/Channels/{channelId}", User, livetv::not_there),
        get("/LiveTv/GuideInfo", User, livetv::guide_info),
        get("/LiveTv/Programs", User, livetv::nothing),
        post("/LiveTv/Programs", User, livetv::nothing),
        get("/LiveTv/Programs/Recommended", User, livetv::nothing),
        get("/LiveTv/Programs/{programId}", User, livetv::not_there),
        get("/LiveTv/Recordings", User, livetv::nothing),
        get("/LiveTv/Recordings/Folders", User, livetv::nothing),
        get("/LiveTv/Recordings/Groups", User, livetv::nothing),
        get("/LiveTv/Recordings/Series", User, livetv::nothing),
        get("/LiveTv/Recordings/{recordingId}", User, livetv::not_there),
        delete("/LiveTv/Recordings/{recordingId}", Administrator, livetv::not_there),
        get("/LiveTv/LiveRecordings/{recordingId}/stream", User, livetv::not_there),
        get("/LiveTv/LiveStreamFiles/{streamId}/stream.{container}", User, livetv::not_there),
        get("/LiveTv/Timers", User, livetv::nothing),
        get("/LiveTv/Timers/{timerId}", User, livetv::not_there),
        get("/LiveTv/SeriesTimers", User, livetv::nothing),
        get("/LiveTv/SeriesTimers/{timerId}", User, livetv::not_there),
        get("/LiveTv/TunerHosts/Types", User, livetv::no_kinds),
        get("/LiveTv/Timers/Defaults", User, livetv::timer_defaults),
        post("/LiveTv/Timers", Administrator, livetv::not_there),
        post("/LiveTv/Timers/{timerId}", Administrator, livetv::not_there),
        delete("/LiveTv/Timers/{timerId}", Administrator, livetv::not_there),
        post("/LiveTv/SeriesTimers", Administrator, livetv::not_there),
        post("/LiveTv/SeriesTimers/{timerId}", Administrator, livetv::not_there),
        delete("/LiveTv/SeriesTimers/{timerId}", Administrator, livetv::not_there),
        get("/LiveTv/Tuners/Discover", Administrator, livetv::no_kinds),
        // As it was once misspelt.
        get("/LiveTv/Tuners/Discvover", Administrator, livetv::no_kinds),
        post("/LiveTv/Tuners/{tunerId}/Reset", Administrator, livetv::not_there),
        post("/LiveTv/TunerHosts", Administrator, livetv::not_there),
        delete("/LiveTv/TunerHosts", Administrator, livetv::gone),
        get("/LiveTv/ListingProviders/Default", User, livetv::provider_defaults),
        get("/LiveTv/ListingProviders/Lineups", User, livetv::not_there),
        get("/LiveTv/ListingProviders/SchedulesDirect/Countries", Administrator, livetv::not_there),
        post("/LiveTv/ListingProviders", Administrator, livetv::not_there),
        delete("/LiveTv/ListingProviders", Administrator, livetv::gone),
        get("/LiveTv/ChannelMappingOptions", Administrator, livetv::not_there),
        post("/LiveTv/ChannelMappings", Administrator, livetv::not_there),
        get("/Channels", User, channels::list),
        get("/Channels/Features", User, channels::features),
        get("/Channels/Items/Latest", User, channels::list),
        get("/Channels/{channelId}/Features", User, channels::not_there),
        get("/Channels/{channelId}/Items", User, channels::not_there),
    ]
}
