//! Stacked films as one: how long all their parts are, and where a user is in them.

use std::collections::HashMap;

use walros_model::item::{Item, ItemRole};
use walros_model::lists::ItemView;
use walros_model::query::Include;
use walros_model::state::PlayState;
use walros_model::timeline::Timeline;
use walros_model::{ItemId, UserId};

use super::load::{self, Hits, Key};
use crate::connection::Conn;
use crate::error::DbError;
use crate::sql::{Conditions, Sql, sql};

/// The later parts of these films in playing order, those that are missing too. They are seen by whoever sees the film.
pub fn parts_of(conn: &mut Conn, user: Option<UserId>, films: &[ItemId]) -> Result<Vec<ItemView>, DbError> {
    let mut conditions = Conditions::default();
    conditions.and(Sql::text(format!("i.role = {}", ItemRole::Part.code())));
    conditions.and(Sql::in_list("i.owner_id", films));
    let keys = vec![Key::nullable("i.item_index", Default::default()), Key::new("i.sort_name", Default::default())];
    let hits = Hits { from_where: conditions.after("item i"), keys, start: 0, limit: None, entry: None, kinds: Vec::new() };
    Ok(load::views(conn, user, &hits, Include::default(), false)?.0)
}

/// The file a film begins with and its later parts that are there, in playing order with a user's states: of the film that
/// `item` is, or is a part of.
pub fn stack_of(conn: &mut Conn, user: Option<UserId>, item: &Item) -> Result<Vec<ItemView>, DbError> {
    let first = match (item.role, item.owner) {
        (ItemRole::Part, Some(owner)) => owner,
        _ => item.id,
    };
    let mut conditions = Conditions::default();
    conditions.and(sql!("i.id = ?", first));
    let hits = Hits { from_where: conditions.after("item i"), keys: Vec::new(), start: 0, limit: Some(1), entry: None, kinds: Vec::new() };
    let (mut stack, _) = load::views(conn, user, &hits, Include::default(), false)?;
    stack.extend(parts_of(conn, user, &[first])?.into_iter().filter(|part| !part.item.missing));
    Ok(stack)
}

/// The numbers, counted from one, of a film's parts that are missing and whose place no other has taken.
pub fn missing_parts(conn: &mut Conn, film: ItemId) -> Result<Vec<u32>, DbError> {
    let (missing, there): (Vec<ItemView>, Vec<ItemView>) = parts_of(conn, None, &[film])?.into_iter().partition(|part| part.item.missing);
    let number = |part: &ItemView| part.item.index.and_then(|index| u32::try_from(index).ok());
    let taken: Vec<u32> = there.iter().filter_map(number).collect();
    let mut numbers: Vec<u32> = missing.iter().filter_map(number).filter(|number| !taken.contains(number)).collect();
    numbers.dedup();
    Ok(numbers)
}

/// The parts of a stack, the first among them.
pub fn timeline_of(stack: &[ItemView]) -> Timeline {
    Timeline::new(stack.iter().map(|part| (part.item.id, part.item.runtime.unwrap_or_default())))
}

/// Gives the stacked films among these the length and the state of the whole.
pub(crate) fn add(conn: &mut Conn, user: Option<UserId>, views: &mut [ItemView]) -> Result<(), DbError> {
    let stacked = |view: &&mut ItemView| view.item.part_count > 1 && view.item.role != ItemRole::Part;
    let films: Vec<ItemId> = views.iter_mut().filter(stacked).map(|view| view.item.id).collect();
    if films.is_empty() {
        return Ok(());
    }
    let mut parts: HashMap<ItemId, Vec<ItemView>> = HashMap::new();
    for part in parts_of(conn, user, &films)?.into_iter().filter(|part| !part.item.missing) {
        parts.entry(part.item.owner.unwrap_or(part.item.id)).or_default().push(part);
    }
    for view in views.iter_mut().filter(stacked) {
        let mut stack = vec![view.clone()];
        stack.extend(parts.remove(&view.item.id).unwrap_or_default());
        let timeline = timeline_of(&stack);
        let states: Vec<PlayState> = stack.into_iter().map(|part| part.state).collect();
        view.item.runtime = view.item.runtime.map(|_| timeline.length());
        view.state = timeline.state(&states);
    }
    Ok(())
}
