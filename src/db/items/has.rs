//! Filters on what an item has beside itself: extras, pictures, ids of providers. Each a condition on `item i`.

use walros_model::item::{ExtraKind, ItemRole};
use walros_model::query::{Having, ItemQuery};

use crate::codes;
use crate::sql::{Conditions, Sql, sql};
use crate::text::like_literal;

pub(super) fn add(query: &ItemQuery, conditions: &mut Conditions) {
    for (having, wanted) in &query.having {
        let has = condition(having);
        conditions.and(if *wanted { has } else { negated(has) });
    }
}

fn negated(condition: Sql) -> Sql {
    let mut sql = Sql::text("NOT (");
    sql.append(condition).push(")");
    sql
}

fn condition(having: &Having) -> Sql {
    match having {
        Having::OfficialRating => Sql::text("i.official_rating IS NOT NULL"),
        Having::Trailer => extra(&[ExtraKind::Trailer]),
        Having::ThemeSong => extra(&[ExtraKind::ThemeSong]),
        Having::ThemeVideo => extra(&[ExtraKind::ThemeVideo]),
        Having::SpecialFeature => Sql::text(format!(
            "EXISTS (SELECT 1 FROM item x WHERE x.owner_id = i.id AND x.role = {} AND x.missing = 0 AND x.extra NOT IN ({}))",
            ItemRole::Extra.code(),
            codes_of(&[ExtraKind::Trailer, ExtraKind::ThemeSong, ExtraKind::ThemeVideo])
        )),
        // The documents are JSON as serde writes it, without blanks.
        Having::Overview => in_detail("\"overview\":\""),
        Having::Lock => in_detail("\"locked\":true"),
        Having::Provider(name) => in_detail(&format!("\"{name}\":\"")),
        Having::Image(kind) => sql!("i.card LIKE ? ESCAPE '!'", format!("%{}%", like_literal(&format!("\"kind\":\"{kind:?}\"")))),
    }
}

fn extra(kinds: &[ExtraKind]) -> Sql {
    let role = ItemRole::Extra.code();
    Sql::text(format!("EXISTS (SELECT 1 FROM item x WHERE x.owner_id = i.id AND x.role = {role} AND x.missing = 0 AND x.extra IN ({}))", codes_of(kinds)))
}

fn codes_of(kinds: &[ExtraKind]) -> String {
    kinds.iter().map(|kind| codes::extra_code(*kind).to_string()).collect::<Vec<_>>().join(", ")
}

fn in_detail(part: &str) -> Sql {
    sql!("EXISTS (SELECT 1 FROM item_detail d WHERE d.item = i.number AND d.document LIKE ? ESCAPE '!')", format!("%{}%", like_literal(part)))
}
