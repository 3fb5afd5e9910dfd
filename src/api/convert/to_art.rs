//! Which pictures stand for an item: its own, or those of what it belongs to.

use walros_model::ItemId;
use walros_model::item::{Image, ImageKind, ImageSource, Item, ItemKind};
use walros_model::lists::ItemPage;

use crate::dto::common::{Art, ImageRef};

/// The word for a kind in an address.
pub fn image_word(kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Primary => "primary",
        ImageKind::Backdrop => "backdrop",
        ImageKind::Logo => "logo",
        ImageKind::Thumb => "thumb",
        ImageKind::Banner => "banner",
        ImageKind::Art => "art",
        ImageKind::Disc => "disc",
        ImageKind::Box => "box",
        ImageKind::Chapter => "chapter",
        ImageKind::Profile => "profile",
    }
}

pub fn image_ref(item: ItemId, image: &Image) -> ImageRef {
    let Image { kind, source: _, tag, width, height, blurhash } = image;
    let url = format!("items/{item}/images/{}?tag={}", image_word(*kind), walros_http::query::encode(tag));
    ImageRef { url, width: *width, height: *height, blurhash: (!blurhash.is_empty()).then(|| blurhash.clone()) }
}

pub fn first(item: ItemId, images: &[Image], kind: ImageKind) -> Option<ImageRef> {
    images.iter().find(|image| image.kind == kind).map(|image| image_ref(item, image))
}

pub fn art(item: &Item, page: &ItemPage) -> Art {
    let own = |kind| first(item.id, &item.card.images, kind);
    let of = |id: Option<ItemId>, kind| {
        let related = page.related.get(&id?)?;
        first(related.id, &related.images, kind)
    };
    let above = |kind| of(item.series, kind).or_else(|| of(item.parent, kind));
    let backdrop = own(ImageKind::Backdrop).or_else(|| above(ImageKind::Backdrop)).or_else(|| of(item.owner, ImageKind::Backdrop));
    let logo = own(ImageKind::Logo).or_else(|| of(item.series, ImageKind::Logo));
    match item.kind {
        // An episode's own picture is a still of it: wide, and no poster.
        ItemKind::Episode => {
            let poster = of(item.season, ImageKind::Primary).or_else(|| of(item.series, ImageKind::Primary));
            let wide = own(ImageKind::Primary).or_else(|| own(ImageKind::Thumb)).or_else(|| above(ImageKind::Thumb)).or_else(|| backdrop.clone());
            Art { poster, wide, backdrop, logo }
        }
        ItemKind::Season => {
            let poster = own(ImageKind::Primary).or_else(|| of(item.series, ImageKind::Primary));
            Art { poster, wide: own(ImageKind::Thumb).or_else(|| backdrop.clone()), backdrop, logo }
        }
        ItemKind::Track => {
            let poster = own(ImageKind::Primary).or_else(|| of(item.album, ImageKind::Primary)).or_else(|| of(item.parent, ImageKind::Primary));
            Art { poster, wide: None, backdrop, logo }
        }
        ItemKind::Video | ItemKind::Trailer | ItemKind::MusicVideo | ItemKind::Photo => {
            let poster = own(ImageKind::Primary);
            Art { wide: own(ImageKind::Thumb).or_else(|| poster.clone()), poster, backdrop, logo }
        }
        _ => {
            // A film without artwork has a frame for its poster, which is wide by nature.
            let is_frame = |image: &&Image| image.kind == ImageKind::Primary && matches!(image.source, ImageSource::Frame { .. });
            let frame = || item.card.images.iter().find(is_frame).map(|image| image_ref(item.id, image));
            let wide = own(ImageKind::Thumb).or_else(|| backdrop.clone()).or_else(frame);
            Art { poster: own(ImageKind::Primary), wide, backdrop, logo }
        }
    }
}
