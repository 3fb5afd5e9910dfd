//! Words for invented titles and people. None of them is also a word of release names.

use super::dice::Dice;

const QUALITIES: &[&str] = &[
    "Amber",
    "Brittle",
    "Crooked",
    "Distant",
    "Eager",
    "Faded",
    "Gentle",
    "Hollow",
    "Idle",
    "Jagged",
    "Kindred",
    "Lunar",
    "Mellow",
    "Narrow",
    "Ochre",
    "Patient",
    "Quiet",
    "Rusty",
    "Sunken",
    "Tangled",
    "Umber",
    "Velvet",
    "Wandering",
    "Yonder",
];
const THINGS: &[&str] = &[
    "Anchor", "Bellows", "Canyon", "Dovecote", "Engine", "Ferry", "Garden", "Harbour", "Inlet", "Jetty", "Kettle", "Lantern", "Meadow", "Needle", "Orchard",
    "Pendulum", "Quarry", "Ribbon", "Saddle", "Thimble", "Umbrella", "Viaduct", "Windmill", "Zither",
];
const FOREIGN: &[&str] = &["Fenêtre ouverte", "Über den Dächern", "El niño perdido", "Małe kroki", "Зимний сад", "雨の庭"];
const FIRST: &[&str] = &["Alma", "Bruno", "Carla", "Dario", "Edda", "Fabio", "Greta", "Henrik", "Ines", "Jonas"];
const LAST: &[&str] = &["Amsel", "Birk", "Castor", "Delft", "Ekman", "Fjord", "Garza", "Hazel", "Ilves", "Junco"];

/// Gives each title once.
pub struct Titles {
    left: Vec<String>,
}

impl Titles {
    pub fn new(dice: &mut Dice) -> Self {
        let mut left: Vec<String> = QUALITIES.iter().zip(dice.some(THINGS, THINGS.len())).map(|(quality, thing)| title(dice, quality, thing)).collect();
        left.extend(dice.some(FOREIGN, 2).into_iter().map(str::to_owned));
        let count = left.len();
        Self { left: dice.some(&left, count) }
    }

    /// The next title. There are more than any library here asks for.
    pub fn next(&mut self) -> String {
        self.left.pop().unwrap_or_else(|| "Untitled".into())
    }
}

fn title(dice: &mut Dice, quality: &str, thing: &str) -> String {
    match dice.between(1, 5) {
        1 => format!("The {quality} {thing}"),
        2 => format!("{thing} & {quality} Sons"),
        3 => format!("{quality} {thing}'s End"),
        _ => format!("{quality} {thing}"),
    }
}

/// First and last name.
pub fn person(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(FIRST), dice.pick(LAST))
}

/// A short sentence.
pub fn sentence(dice: &mut Dice) -> String {
    format!("A {} meets a {}.", dice.pick(QUALITIES).to_lowercase(), dice.pick(THINGS).to_lowercase())
}

/// A few words, for an episode or a song.
pub fn phrase(dice: &mut Dice) -> String {
    format!("{} {}", dice.pick(QUALITIES), dice.pick(THINGS))
}
