//! The pictures of an item and of what it belongs to: tags, blurhashes and shapes.

use std::collections::{BTreeMap, HashMap};

use walros_model::item::{Image, ImageKind, Item};
use walros_model::lists::Related;
use walros_model::{ItemId, ItemKind};

use super::fields::{Field, Shape};
use super::kinds::image_type;
use crate::dto::item::BaseItem;

/// Adds everything about pictures to `dto`.
pub fn add_pictures(dto: &mut BaseItem, item: &Item, related: &HashMap<ItemId, Related>, shape: &Shape) {
    let mut pictures = Pictures { dto, shape, above: chain(item, related) };
    pictures.own(item);
    pictures.of_parents(item);
    pictures.of_series_and_album(item, related);
    pictures.aspect_ratio(item);
}

/// What the item is in, nearest first.
fn chain<'a>(item: &Item, related: &'a HashMap<ItemId, Related>) -> Vec<&'a Related> {
    let starts = [item.owner, item.season, item.series, item.album, item.parent];
    let mut found: Vec<&Related> = Vec::new();
    for start in starts.into_iter().flatten() {
        let mut next = related.get(&start);
        while let Some(one) = next {
            if found.iter().any(|known| known.id == one.id) {
                break;
            }
            found.push(one);
            next = one.parent.and_then(|parent| related.get(&parent));
        }
    }
    found
}

struct Pictures<'a, 'b> {
    dto: &'a mut BaseItem,
    shape: &'a Shape,
    above: Vec<&'b Related>,
}

impl Pictures<'_, '_> {
    fn shows(&self, kind: ImageKind) -> bool {
        self.shape.shows(kind) && self.shape.image_limit > 0
    }

    /// The tag for a member; its blurhash goes with it.
    fn tag(&mut self, image: &Image) -> String {
        let Image { kind, source: _, tag, width: _, height: _, blurhash } = image;
        if !blurhash.is_empty() {
            self.dto.image_blur_hashes.get_or_insert_default().entry(image_type(*kind)).or_default().insert(tag.clone(), blurhash.clone());
        }
        tag.clone()
    }

    fn own(&mut self, item: &Item) {
        let (mut tags, mut backdrops) = (BTreeMap::new(), Vec::new());
        for image in &item.card.images {
            let listed = match image.kind {
                ImageKind::Backdrop => backdrops.len() < self.shape.image_limit,
                ImageKind::Chapter => false,
                _ => self.shape.image_limit > 0 && !tags.contains_key(image_type(image.kind)),
            };
            if !listed || !self.shape.shows(image.kind) {
                continue;
            }
            let tag = self.tag(image);
            match image.kind {
                ImageKind::Backdrop => backdrops.push(tag),
                kind => drop(tags.insert(image_type(kind), tag)),
            }
        }
        self.dto.image_tags = Some(tags);
        self.dto.backdrop_image_tags = Some(backdrops);
        self.dto.image_blur_hashes.get_or_insert_default();
    }

    /// Infuse, Android TV and the web draw cards with the pictures of whatever is above, when an item has none itself.
    fn of_parents(&mut self, item: &Item) {
        if item.image(ImageKind::Backdrop).is_none()
            && let Some((id, images)) = self.above_with(ImageKind::Backdrop)
        {
            let tags = images.iter().take(self.shape.image_limit).map(|image| self.tag(image)).collect();
            self.dto.parent_backdrop_item_id = Some(id.into());
            self.dto.parent_backdrop_image_tags = Some(tags);
        }
        if let Some((id, tag)) = self.inherited(item, ImageKind::Logo) {
            (self.dto.parent_logo_item_id, self.dto.parent_logo_image_tag) = (Some(id.into()), Some(tag));
        }
        if let Some((id, tag)) = self.inherited(item, ImageKind::Thumb) {
            (self.dto.parent_thumb_item_id, self.dto.parent_thumb_image_tag) = (Some(id.into()), Some(tag));
        }
        if let Some((id, tag)) = self.inherited(item, ImageKind::Art) {
            (self.dto.parent_art_item_id, self.dto.parent_art_image_tag) = (Some(id.into()), Some(tag));
        }
        if item.kind == ItemKind::Episode
            && let Some((id, images)) = self.above_with(ImageKind::Primary)
        {
            self.dto.parent_primary_image_item_id = Some(id.into());
            self.dto.parent_primary_image_tag = images.first().map(|image| self.tag(image));
        }
    }

    fn inherited(&mut self, item: &Item, kind: ImageKind) -> Option<(ItemId, String)> {
        if item.image(kind).is_some() {
            return None;
        }
        let (id, images) = self.above_with(kind)?;
        images.first().map(|image| (id, self.tag(image)))
    }

    /// The nearest above with such a picture. Libraries do not count: their tiles are no artwork.
    fn above_with(&self, kind: ImageKind) -> Option<(ItemId, Vec<Image>)> {
        if !self.shows(kind) {
            return None;
        }
        let above = self.above.iter().filter(|above| above.kind != ItemKind::Library);
        above
            .map(|above| (above.id, above.images.iter().filter(|image| image.kind == kind).cloned().collect::<Vec<_>>()))
            .find(|(_, images)| !images.is_empty())
    }

    fn of_series_and_album(&mut self, item: &Item, related: &HashMap<ItemId, Related>) {
        let first = |id: Option<ItemId>, kind| id.and_then(|id| related.get(&id)).and_then(|above| above.images.iter().find(|image| image.kind == kind));
        if self.shows(ImageKind::Primary) {
            self.dto.series_primary_image_tag = first(item.series, ImageKind::Primary).map(|image| self.tag(image));
            self.dto.album_primary_image_tag = first(item.album, ImageKind::Primary).map(|image| self.tag(image));
        }
        if self.shows(ImageKind::Thumb) {
            self.dto.series_thumb_image_tag = first(item.series, ImageKind::Thumb).map(|image| self.tag(image));
        }
    }

    fn aspect_ratio(&mut self, item: &Item) {
        self.dto.primary_image_aspect_ratio = match item.image(ImageKind::Primary) {
            Some(image) if image.width > 0 && image.height > 0 => {
                self.shape.fields.has(Field::PrimaryImageAspectRatio).then(|| f64::from(image.width) / f64::from(image.height))
            }
            Some(_) => None,
            // A card that shows its series' picture keeps the shape of its own kind.
            None if self.dto.series_primary_image_tag.is_some() => Some(if item.kind == ItemKind::Episode { 16.0 / 9.0 } else { 2.0 / 3.0 }),
            None => None,
        };
    }
}
