//! Changing what is known of an item: the metadata editor of the web client, and tools that write the same.

use actix_web::web::Json;
use serde_json::{Value, json};
use walros_engine::items::EditRequest;
use walros_model::ItemKind;
use walros_model::edit::{FieldEdit, PersonEdit};
use walros_model::item::PersonKind;
use walros_model::query::Include;

use crate::answers::Acting;
use crate::convert::kinds;
use crate::error::{Error, Result};
use crate::json::{Body, Object};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::{Answer, Done, Facade, item_extras, localization, no_content};

/// The whole item comes back with some members changed. Those that are missing stay as they are; lists may be emptied.
pub async fn update(jellyfin: Facade, acting: Acting, params: Params, body: Body) -> Done {
    let id = params.required_item("itemId")?;
    let page = jellyfin.engine.items.get(&acting, id, Include::default()).await?;
    let kind = page.items.first().map(|view| view.item.kind).ok_or(Error::NotFound("no such item"))?;
    let locked_fields = body.0.get("LockedFields").is_some().then(|| body.0.strings("LockedFields")).transpose()?;
    let request = EditRequest { fields: fields(&body.0, kind)?, locked: body.0.flag("LockData")?, locked_fields };
    jellyfin.engine.items.edit(&acting, id, request).await?;
    Ok(no_content())
}

/// A member of the body, and the change that it is.
type Member<T> = (&'static str, fn(T) -> FieldEdit);

fn fields(body: &Object, kind: ItemKind) -> Result<Vec<FieldEdit>> {
    let mut fields = Vec::new();
    texts(body, &mut fields);
    lists(body, kind, &mut fields)?;
    numbers(body, &mut fields)?;
    Ok(fields)
}

/// A member that is there, even as null: an editor empties a field so.
fn said(body: &Object, name: &str) -> bool {
    body.0.keys().any(|own| own.eq_ignore_ascii_case(name))
}

fn texts(body: &Object, fields: &mut Vec<FieldEdit>) {
    let text = |name| body.text(name).map(|text| text.into_owned());
    fields.extend(text("Name").map(FieldEdit::Name));
    fields.extend(text("ForcedSortName").map(|name| FieldEdit::SortName(Some(name))));
    let makers: [Member<Option<String>>; 4] = [
        ("OriginalTitle", FieldEdit::OriginalTitle),
        ("Overview", FieldEdit::Overview),
        ("OfficialRating", FieldEdit::OfficialRating),
        ("AirTime", FieldEdit::AirTime),
    ];
    fields.extend(makers.into_iter().filter(|(name, _)| said(body, name)).map(|(name, make)| make(text(name))));
}

fn lists(body: &Object, kind: ItemKind, fields: &mut Vec<FieldEdit>) -> Result<()> {
    let makers: [Member<Vec<String>>; 4] =
        [("Taglines", FieldEdit::Taglines), ("Tags", FieldEdit::Tags), ("Genres", FieldEdit::Genres), ("ProductionLocations", FieldEdit::Countries)];
    for (name, make) in makers {
        if body.get(name).is_some() {
            fields.push(make(body.strings(name)?));
        }
    }
    if body.get("Studios").is_some() {
        fields.push(FieldEdit::Studios(names(body, "Studios")?));
    }
    if body.get("People").is_some() {
        fields.push(FieldEdit::People(body.objects("People")?.iter().filter_map(person).collect()));
    }
    if matches!(kind, ItemKind::Track | ItemKind::Album | ItemKind::MusicVideo) {
        if body.get("ArtistItems").is_some() {
            fields.push(FieldEdit::Artists(names(body, "ArtistItems")?));
        }
        if body.get("AlbumArtists").is_some() {
            fields.push(FieldEdit::AlbumArtists(names(body, "AlbumArtists")?));
        }
    }
    if let Some(ids) = body.object("ProviderIds")? {
        let pairs = ids.0.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.trim().to_owned())));
        fields.push(FieldEdit::ProviderIds(pairs.filter(|(_, id)| !id.is_empty()).collect()));
    }
    if body.get("AirDays").is_some() && kind == ItemKind::Series {
        fields.push(FieldEdit::AirDays(body.strings("AirDays")?));
    }
    Ok(())
}

/// The names of an array of pairs of name and id.
fn names(body: &Object, member: &str) -> Result<Vec<String>> {
    Ok(body.objects(member)?.iter().filter_map(|pair| pair.text("Name").map(|name| name.into_owned())).collect())
}

fn person(entry: &Object) -> Option<PersonEdit> {
    let name = entry.text("Name")?.trim().to_owned();
    let kind = entry.text("Type").and_then(|text| kinds::person_kind(&text)).unwrap_or(PersonKind::Other);
    (!name.is_empty()).then(|| PersonEdit { name, kind, role: entry.text("Role").unwrap_or_default().into_owned() })
}

fn numbers(body: &Object, fields: &mut Vec<FieldEdit>) -> Result<()> {
    let makers: [Member<Option<i32>>; 3] =
        [("ProductionYear", FieldEdit::Year), ("IndexNumber", FieldEdit::Index), ("ParentIndexNumber", FieldEdit::ParentIndex)];
    for (name, make) in makers {
        if said(body, name) {
            fields.push(make(body.index(name)?));
        }
    }
    if said(body, "PremiereDate") {
        fields.push(FieldEdit::Premiere(body.date("PremiereDate")?.map(|at| at.date_naive())));
    }
    if said(body, "EndDate") {
        fields.push(FieldEdit::EndDate(body.date("EndDate")?.map(|at| at.date_naive())));
    }
    if said(body, "CommunityRating") {
        fields.push(FieldEdit::CommunityRating(rating(body, "CommunityRating", 10.0)?));
    }
    if said(body, "CriticRating") {
        fields.push(FieldEdit::CriticRating(rating(body, "CriticRating", 100.0)?));
    }
    if said(body, "Status") {
        fields.push(FieldEdit::Status(body.text("Status").and_then(|text| kinds::parse_series_status(&text))));
    }
    Ok(())
}

fn rating(body: &Object, name: &str, most: f64) -> Result<Option<f32>> {
    match body.float(name)? {
        Some(value) if !(0.0..=most).contains(&value) => Err(Error::invalid(name, "out of range")),
        value => Ok(value.map(|value| value as f32)),
    }
}

/// What the editor chooses from.
pub async fn editor(jellyfin: Facade, acting: Acting, params: Params) -> Answer<Value> {
    let links = item_extras::external_id_infos(jellyfin, acting, params).await?.0;
    Ok(Json(json!({
        "ParentalRatingOptions": localization::parental_ratings().await.0,
        "Countries": localization::countries().await.0,
        "Cultures": localization::cultures().await.0,
        "ExternalIdInfos": links,
        "ContentTypeOptions": []
    })))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use walros_model::ItemKind;
    use walros_model::edit::{FieldEdit, PersonEdit};
    use walros_model::item::PersonKind;

    use super::fields;
    use crate::json::Object;

    fn of(body: serde_json::Value) -> Vec<FieldEdit> {
        fields(&Object(body.as_object().unwrap().clone()), ItemKind::Movie).unwrap()
    }

    #[test]
    fn what_is_not_said_is_not_changed() {
        assert_eq!(of(json!({})), []);
        assert_eq!(of(json!({"Name": "x", "ProductionYear": null})), [FieldEdit::Name("x".into()), FieldEdit::Year(None)]);
    }

    #[test]
    fn lists_hold_names_and_people_their_parts() {
        let people = json!([{"Name": "Ann", "Type": "Director"}, {"Name": " ", "Type": "Actor"}]);
        let ann = PersonEdit { name: "Ann".into(), kind: PersonKind::Director, role: String::new() };
        assert_eq!(
            of(json!({"Studios": [{"Name": "Own"}], "People": people, "ProviderIds": {"Imdb": "tt1", "Tmdb": ""}})),
            [FieldEdit::Studios(vec!["Own".into()]), FieldEdit::People(vec![ann]), FieldEdit::ProviderIds([("Imdb".into(), "tt1".into())].into())]
        );
    }

    #[test]
    fn ratings_out_of_range_are_refused() {
        let body = json!({"CommunityRating": 11});
        assert!(fields(&Object(body.as_object().unwrap().clone()), ItemKind::Movie).is_err());
    }
}
