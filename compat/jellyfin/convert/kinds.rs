//! Jellyfin's words for kinds of things, both ways.

use walros_model::ItemKind;
use walros_model::item::{ExtraKind, ImageKind, MediaType, PersonKind, SeriesStatus};
use walros_model::library::LibraryKind;
use walros_model::playback::TranscodeReason;
use walros_model::profile::SubtitleMethod;
use walros_model::query::{SortKey, SortOrder};
use walros_model::session::PlayMethod;
use walros_model::user::SubtitleMode;

/// A `BaseItemKind`. Clients fail on words they do not know, so nothing is ever made up here.
pub fn item_type(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Library => "CollectionFolder",
        ItemKind::Folder => "Folder",
        ItemKind::Movie => "Movie",
        ItemKind::Series => "Series",
        ItemKind::Season => "Season",
        ItemKind::Episode => "Episode",
        ItemKind::Video => "Video",
        ItemKind::Trailer => "Trailer",
        ItemKind::MusicVideo => "MusicVideo",
        ItemKind::Artist => "MusicArtist",
        ItemKind::Album => "MusicAlbum",
        ItemKind::Track => "Audio",
        ItemKind::PhotoAlbum => "PhotoAlbum",
        ItemKind::Photo => "Photo",
        ItemKind::Book => "Book",
        ItemKind::AudioBook => "AudioBook",
        ItemKind::Collection => "BoxSet",
        ItemKind::Playlist => "Playlist",
        ItemKind::Person => "Person",
        ItemKind::Genre => "Genre",
        ItemKind::MusicGenre => "MusicGenre",
        ItemKind::Studio => "Studio",
    }
}

/// What a word in `includeItemTypes` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeWord {
    Kind(ItemKind),
    /// A kind that Jellyfin has and we hold nothing of, such as channels.
    Nothing,
}

/// `None` for words that are no kind at all (Seerr asks for `Others`).
pub fn type_word(text: &str) -> Option<TypeWord> {
    const NOTHING: [&str; 14] = [
        "AggregateFolder",
        "BasePluginFolder",
        "Channel",
        "ChannelFolderItem",
        "LiveTvChannel",
        "LiveTvProgram",
        "ManualPlaylistsFolder",
        "PlaylistsFolder",
        "Program",
        "Recording",
        "TvChannel",
        "TvProgram",
        "UserRootFolder",
        "Year",
    ];
    let kind = ItemKind::ALL.into_iter().find(|kind| item_type(*kind).eq_ignore_ascii_case(text));
    match kind {
        Some(kind) => Some(TypeWord::Kind(kind)),
        None if text.eq_ignore_ascii_case("UserView") => Some(TypeWord::Kind(ItemKind::Library)),
        None => NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text)).then_some(TypeWord::Nothing),
    }
}

pub fn media_type(kind: ItemKind) -> &'static str {
    media_type_word(kind.media_type())
}

pub fn media_type_word(media_type: MediaType) -> &'static str {
    match media_type {
        MediaType::Video => "Video",
        MediaType::Audio => "Audio",
        MediaType::Photo => "Photo",
        MediaType::Book => "Book",
        MediaType::None => "Unknown",
    }
}

pub fn parse_media_type(text: &str) -> Option<MediaType> {
    pick(
        text,
        &[("Video", MediaType::Video), ("Audio", MediaType::Audio), ("Photo", MediaType::Photo), ("Book", MediaType::Book), ("Unknown", MediaType::None)],
    )
}

/// `None` for mixed libraries, which clients know by the absence of the word.
pub fn collection_type(kind: LibraryKind) -> Option<&'static str> {
    match kind {
        LibraryKind::Movies => Some("movies"),
        LibraryKind::Shows => Some("tvshows"),
        LibraryKind::Music => Some("music"),
        LibraryKind::MusicVideos => Some("musicvideos"),
        // Jellyfin has one kind for both; clients show photos and videos in it.
        LibraryKind::Photos | LibraryKind::HomeVideos => Some("homevideos"),
        LibraryKind::Books => Some("books"),
        LibraryKind::Mixed => None,
    }
}

pub fn parse_collection_type(text: &str) -> Option<LibraryKind> {
    pick(
        text,
        &[
            ("movies", LibraryKind::Movies),
            ("tvshows", LibraryKind::Shows),
            ("music", LibraryKind::Music),
            ("musicvideos", LibraryKind::MusicVideos),
            ("homevideos", LibraryKind::HomeVideos),
            ("photos", LibraryKind::Photos),
            ("books", LibraryKind::Books),
            ("mixed", LibraryKind::Mixed),
        ],
    )
}

pub fn image_type(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Primary => "Primary",
        ImageKind::Backdrop => "Backdrop",
        ImageKind::Logo => "Logo",
        ImageKind::Thumb => "Thumb",
        ImageKind::Banner => "Banner",
        ImageKind::Art => "Art",
        ImageKind::Disc => "Disc",
        ImageKind::Box => "Box",
        ImageKind::Chapter => "Chapter",
        ImageKind::Profile => "Profile",
    }
}

pub fn image_kind(text: &str) -> Option<ImageKind> {
    use ImageKind::*;
    [Primary, Backdrop, Logo, Thumb, Banner, Art, Disc, Box, Chapter, Profile].into_iter().find(|kind| image_type(*kind).eq_ignore_ascii_case(text))
}

/// Image types that Jellyfin has and we never hold: they are missing, not wrong.
pub fn is_foreign_image_type(text: &str) -> bool {
    ["Screenshot", "Menu", "BoxRear"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

pub fn extra_type(kind: ExtraKind) -> &'static str {
    match kind {
        ExtraKind::Clip => "Clip",
        ExtraKind::Trailer => "Trailer",
        ExtraKind::BehindTheScenes => "BehindTheScenes",
        ExtraKind::DeletedScene => "DeletedScene",
        ExtraKind::Interview => "Interview",
        ExtraKind::Scene => "Scene",
        ExtraKind::Sample => "Sample",
        ExtraKind::ThemeSong => "ThemeSong",
        ExtraKind::ThemeVideo => "ThemeVideo",
        ExtraKind::Featurette => "Featurette",
        ExtraKind::Short => "Short",
        ExtraKind::Other => "Unknown",
    }
}

pub fn series_status(status: SeriesStatus) -> &'static str {
    match status {
        SeriesStatus::Continuing => "Continuing",
        SeriesStatus::Ended => "Ended",
        SeriesStatus::Unreleased => "Unreleased",
    }
}

pub fn parse_series_status(text: &str) -> Option<SeriesStatus> {
    use SeriesStatus::*;
    [Continuing, Ended, Unreleased].into_iter().find(|status| series_status(*status).eq_ignore_ascii_case(text))
}

pub fn person_type(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Actor => "Actor",
        PersonKind::GuestStar => "GuestStar",
        PersonKind::Director => "Director",
        PersonKind::Writer => "Writer",
        PersonKind::Producer => "Producer",
        PersonKind::Composer => "Composer",
        PersonKind::Other => "Unknown",
    }
}

pub fn person_kind(text: &str) -> Option<PersonKind> {
    use PersonKind::*;
    [Actor, GuestStar, Director, Writer, Producer, Composer].into_iter().find(|kind| person_type(*kind).eq_ignore_ascii_case(text))
}

/// `None` for keys that mean nothing to us; the list falls back to its other keys.
pub fn sort_key(text: &str) -> Option<SortKey> {
    pick(
        text,
        &[
            ("SortName", SortKey::SortName),
            ("Name", SortKey::Name),
            ("DateCreated", SortKey::DateAdded),
            ("DatePlayed", SortKey::DatePlayed),
            ("SeriesDatePlayed", SortKey::DatePlayed),
            ("PremiereDate", SortKey::Premiere),
            ("StartDate", SortKey::Premiere),
            ("ProductionYear", SortKey::Year),
            ("CommunityRating", SortKey::CommunityRating),
            ("CriticRating", SortKey::CriticRating),
            ("OfficialRating", SortKey::OfficialRating),
            ("PlayCount", SortKey::PlayCount),
            ("Runtime", SortKey::Runtime),
            ("Random", SortKey::Random),
            ("IsFolder", SortKey::IsFolder),
            ("Album", SortKey::Album),
            ("AlbumArtist", SortKey::AlbumArtist),
            ("Artist", SortKey::Artist),
            ("ParentIndexNumber", SortKey::ParentIndex),
            ("IndexNumber", SortKey::Index),
            ("SeriesSortName", SortKey::SeriesSortName),
            ("DateLastContentAdded", SortKey::DateContentAdded),
            ("IsFavoriteOrLiked", SortKey::IsFavorite),
            ("IsPlayed", SortKey::IsPlayed),
            // What is not known of films in a library: sorted by it they are in the order of their names.
            ("AirTime", SortKey::SortName),
            ("Studio", SortKey::SortName),
            ("VideoBitRate", SortKey::SortName),
            ("AiredEpisodeOrder", SortKey::AiredOrder),
        ],
    )
}

pub fn sort_order(text: &str) -> Option<SortOrder> {
    pick(text, &[("Ascending", SortOrder::Ascending), ("Descending", SortOrder::Descending)])
}

pub fn subtitle_method(method: SubtitleMethod) -> &'static str {
    match method {
        SubtitleMethod::Encode => "Encode",
        SubtitleMethod::Embed => "Embed",
        SubtitleMethod::External => "External",
        SubtitleMethod::Hls => "Hls",
        SubtitleMethod::Drop => "Drop",
    }
}

pub fn parse_subtitle_method(text: &str) -> Option<SubtitleMethod> {
    use SubtitleMethod::*;
    [Encode, Embed, External, Hls, Drop].into_iter().find(|method| subtitle_method(*method).eq_ignore_ascii_case(text))
}

pub fn subtitle_mode(mode: SubtitleMode) -> &'static str {
    match mode {
        SubtitleMode::Default => "Default",
        SubtitleMode::Always => "Always",
        SubtitleMode::OnlyForced => "OnlyForced",
        SubtitleMode::None => "None",
        SubtitleMode::Smart => "Smart",
    }
}

pub fn parse_subtitle_mode(text: &str) -> Option<SubtitleMode> {
    use SubtitleMode::*;
    [Default, Always, OnlyForced, None, Smart].into_iter().find(|mode| subtitle_mode(*mode).eq_ignore_ascii_case(text))
}

pub fn play_method(method: PlayMethod) -> &'static str {
    match method {
        PlayMethod::DirectPlay => "DirectPlay",
        PlayMethod::DirectStream => "DirectStream",
        PlayMethod::Transcode => "Transcode",
    }
}

pub fn parse_play_method(text: &str) -> Option<PlayMethod> {
    use PlayMethod::*;
    [DirectPlay, DirectStream, Transcode].into_iter().find(|method| play_method(*method).eq_ignore_ascii_case(text))
}

/// The variants are named as Jellyfin's clients know them.
pub fn transcode_reason(reason: TranscodeReason) -> String {
    format!("{reason:?}")
}

pub fn parse_transcode_reason(text: &str) -> Option<TranscodeReason> {
    use TranscodeReason::*;
    const ALL: [TranscodeReason; 28] = [
        ContainerNotSupported,
        VideoCodecNotSupported,
        AudioCodecNotSupported,
        SubtitleCodecNotSupported,
        AudioIsExternal,
        SecondaryAudioNotSupported,
        VideoProfileNotSupported,
        VideoLevelNotSupported,
        VideoResolutionNotSupported,
        VideoBitDepthNotSupported,
        VideoFramerateNotSupported,
        RefFramesNotSupported,
        AnamorphicVideoNotSupported,
        InterlacedVideoNotSupported,
        AudioChannelsNotSupported,
        AudioProfileNotSupported,
        AudioSampleRateNotSupported,
        AudioBitDepthNotSupported,
        ContainerBitrateExceedsLimit,
        VideoBitrateNotSupported,
        AudioBitrateNotSupported,
        UnknownVideoStreamInfo,
        UnknownAudioStreamInfo,
        DirectPlayError,
        VideoRangeTypeNotSupported,
        VideoCodecTagNotSupported,
        StreamCountExceedsLimit,
        VideoRotationNotSupported,
    ];
    ALL.into_iter().find(|reason| transcode_reason(*reason).eq_ignore_ascii_case(text.trim()))
}

/// The word's meaning, in any case.
pub fn pick<T: Copy>(text: &str, words: &[(&str, T)]) -> Option<T> {
    words.iter().find(|(word, _)| word.eq_ignore_ascii_case(text.trim())).map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use walros_model::ItemKind;
    use walros_model::item::ImageKind;
    use walros_model::playback::TranscodeReason;

    use super::TypeWord;

    #[test]
    fn every_kind_is_found_by_its_own_word() {
        for kind in ItemKind::ALL {
            assert_eq!(super::type_word(&super::item_type(kind).to_lowercase()), Some(TypeWord::Kind(kind)));
        }
        assert_eq!(super::type_word("TvChannel"), Some(TypeWord::Nothing));
        assert_eq!(super::type_word("Others"), None);
    }

    #[test]
    fn words_have_no_case() {
        assert_eq!(super::image_kind("primary"), Some(ImageKind::Primary));
        assert_eq!(super::image_kind("Nonsense"), None);
        assert_eq!(super::parse_transcode_reason(" videoCodecNotSupported"), Some(TranscodeReason::VideoCodecNotSupported));
    }
}
