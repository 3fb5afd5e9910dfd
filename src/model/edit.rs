//! What somebody changed of an item by hand. It is kept apart from the item, so that a scan lays it over whatever it
//! reads from the files.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::item::{Image, ImageKind, PersonKind, SeriesStatus};

/// The changes of one item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ItemEdit {
    /// Nothing fetched from elsewhere may change it. What was edited stays whether or not this is set.
    pub locked: bool,
    /// Single fields of which the same is said, as the facade that set them spells them.
    pub locked_fields: Vec<String>,
    /// At most one of each kind.
    pub fields: Vec<FieldEdit>,
    /// The pictures of these kinds are those here; none means taken away.
    pub images: Vec<ImageEdit>,
}

/// A field with its new value; an absent or empty one was taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FieldEdit {
    Name(String),
    OriginalTitle(Option<String>),
    /// `None` = as the name says.
    SortName(Option<String>),
    Overview(Option<String>),
    Taglines(Vec<String>),
    Tags(Vec<String>),
    Genres(Vec<String>),
    Studios(Vec<String>),
    Countries(Vec<String>),
    People(Vec<PersonEdit>),
    Artists(Vec<String>),
    AlbumArtists(Vec<String>),
    ProviderIds(BTreeMap<String, String>),
    Year(Option<i32>),
    Premiere(Option<NaiveDate>),
    EndDate(Option<NaiveDate>),
    OfficialRating(Option<String>),
    /// 0–10.
    CommunityRating(Option<f32>),
    /// 0–100.
    CriticRating(Option<f32>),
    Index(Option<i32>),
    ParentIndex(Option<i32>),
    Status(Option<SeriesStatus>),
    AirDays(Vec<String>),
    AirTime(Option<String>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonEdit {
    pub name: String,
    pub kind: PersonKind,
    /// The character, or empty.
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageEdit {
    pub kind: ImageKind,
    pub images: Vec<Image>,
}

impl ItemEdit {
    /// Replaces an earlier change of the same field.
    pub fn set(&mut self, field: FieldEdit) {
        self.fields.retain(|known| std::mem::discriminant(known) != std::mem::discriminant(&field));
        self.fields.push(field);
    }

    /// Replaces all pictures of a kind.
    pub fn set_images(&mut self, kind: ImageKind, images: Vec<Image>) {
        self.images.retain(|known| known.kind != kind);
        self.images.push(ImageEdit { kind, images });
    }

    /// Lays the pictures over those that a scan found.
    pub fn apply_images(&self, found: &mut Vec<Image>) {
        for ImageEdit { kind, images } in &self.images {
            found.retain(|image| image.kind != *kind);
            found.extend(images.iter().cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldEdit, ItemEdit};
    use crate::item::{Image, ImageKind, ImageSource};

    fn image(kind: ImageKind, tag: &str) -> Image {
        Image { kind, source: ImageSource::Stored(tag.into()), tag: tag.into(), width: 1, height: 1, blurhash: String::new() }
    }

    #[test]
    fn a_field_is_changed_once() {
        let mut edit = ItemEdit::default();
        edit.set(FieldEdit::Name("One".into()));
        edit.set(FieldEdit::Year(None));
        edit.set(FieldEdit::Name("Two".into()));
        assert_eq!(edit.fields, [FieldEdit::Year(None), FieldEdit::Name("Two".into())]);
    }

    #[test]
    fn pictures_of_a_kind_are_replaced_and_taken_away() {
        let mut edit = ItemEdit::default();
        edit.set_images(ImageKind::Primary, vec![image(ImageKind::Primary, "mine")]);
        edit.set_images(ImageKind::Thumb, Vec::new());
        let mut found = vec![image(ImageKind::Primary, "disk"), image(ImageKind::Thumb, "disk"), image(ImageKind::Backdrop, "disk")];
        edit.apply_images(&mut found);
        assert_eq!(found, [image(ImageKind::Backdrop, "disk"), image(ImageKind::Primary, "mine")]);
    }
}
