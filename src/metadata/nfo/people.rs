//! Actors, directors, writers and the rest of an NFO's names.

use walros_model::item::PersonKind;

use super::Person;
use super::tree::Node;

pub(super) fn read(node: &Node) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for (place, actor) in node.all("actor").enumerate() {
        let Some(name) = actor.text_of("name").or_else(|| Some(actor.text.trim()).filter(|text| !text.is_empty() && actor.children.is_empty())) else {
            continue;
        };
        let kind = actor.text_of("type").and_then(kind_of).unwrap_or(PersonKind::Actor);
        let order = actor
            .text_of("order")
            .or_else(|| actor.text_of("sortorder"))
            .and_then(|text| text.parse().ok())
            .unwrap_or(i32::try_from(place).unwrap_or(i32::MAX));
        push(&mut people, Person { name: name.to_owned(), kind, role: actor.text_of("role").unwrap_or_default().to_owned(), order });
    }
    people.sort_by_key(|person| person.order);
    for (element, kind) in [
        ("director", PersonKind::Director),
        ("credits", PersonKind::Writer),
        ("writer", PersonKind::Writer),
        ("producer", PersonKind::Producer),
        ("composer", PersonKind::Composer),
    ] {
        for child in node.all(element) {
            for name in child.text.split(['/', ';']).map(str::trim).filter(|name| !name.is_empty()) {
                let order = i32::try_from(people.len()).unwrap_or(i32::MAX);
                push(&mut people, Person { name: name.to_owned(), kind, role: String::new(), order });
            }
        }
    }
    people.sort_by_key(|person| rank(person.kind));
    people
}

fn push(people: &mut Vec<Person>, person: Person) {
    if !people.iter().any(|known| known.name == person.name && known.kind == person.kind && known.role == person.role) {
        people.push(person);
    }
}

/// Actors, guest stars, directors, writers, producers: the order every client shows them in.
fn rank(kind: PersonKind) -> u8 {
    match kind {
        PersonKind::Actor => 0,
        PersonKind::GuestStar => 1,
        PersonKind::Director => 2,
        PersonKind::Writer => 3,
        PersonKind::Producer => 4,
        PersonKind::Composer => 5,
        PersonKind::Other => 6,
    }
}

fn kind_of(word: &str) -> Option<PersonKind> {
    Some(match word.to_lowercase().as_str() {
        "actor" => PersonKind::Actor,
        "gueststar" | "guest star" => PersonKind::GuestStar,
        "director" => PersonKind::Director,
        "writer" => PersonKind::Writer,
        "producer" => PersonKind::Producer,
        "composer" => PersonKind::Composer,
        "" => return None,
        _ => PersonKind::Other,
    })
}
