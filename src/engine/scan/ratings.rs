//! The age an official rating stands for, so that a limit on ages works whatever country rated a film.

/// `None` for ratings nobody has given a meaning, which limits let through as unrated.
pub(crate) fn age(rating: &str) -> Option<u32> {
    let rating = rating.trim().to_uppercase();
    if let Some((_, age)) = KNOWN.iter().find(|(name, _)| *name == rating) {
        return Some(*age);
    }
    // `FSK 16`, `DE-12`, `PG-13`-like words of other countries: the number is the age.
    let digits: String = rating.chars().rev().skip_while(|c| *c == '+').take_while(char::is_ascii_digit).collect();
    let number: String = digits.chars().rev().collect();
    number.parse().ok().filter(|age| *age <= 21)
}

const KNOWN: [(&str, u32); 34] = [
    ("G", 0),
    ("PG", 10),
    ("PG-13", 13),
    ("R", 17),
    ("NC-17", 18),
    ("X", 18),
    ("XXX", 18),
    ("TV-Y", 0),
    ("TV-Y7", 7),
    ("TV-Y7-FV", 7),
    ("TV-G", 0),
    ("TV-PG", 10),
    ("TV-14", 14),
    ("TV-MA", 17),
    ("APPROVED", 0),
    ("PASSED", 0),
    ("U", 0),
    ("UC", 0),
    ("GB-U", 0),
    ("GB-PG", 8),
    ("12A", 12),
    ("GB-12A", 12),
    ("R18", 18),
    ("M", 15),
    ("MA15+", 15),
    ("AU-M", 15),
    ("E", 0),
    ("T", 13),
    ("AO", 18),
    ("TP", 0),
    ("FR-U", 0),
    ("AL", 0),
    ("L", 0),
    ("ATP", 0),
];

#[cfg(test)]
mod tests {
    use super::age;

    #[test]
    fn ratings_of_many_countries_have_an_age() {
        for (rating, wanted) in [
            ("PG-13", Some(13)),
            ("tv-ma", Some(17)),
            ("FSK 16", Some(16)),
            ("DE-0", Some(0)),
            ("12", Some(12)),
            ("18+", Some(18)),
            ("Not Rated", None),
            ("", None),
            ("1999", None),
        ] {
            assert_eq!(age(rating), wanted, "{rating}");
        }
    }
}
