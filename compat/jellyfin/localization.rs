//! Tables of languages, countries, ratings and the interface's own languages.

use std::sync::LazyLock;

use actix_web::web::Json;

use crate::dto::library::{Country, Culture, NameValuePair, ParentalRating, RatingScore};

/// One line a row, cells separated by tabs; our own form of ISO 639-2, ISO 3166 and the ratings of film boards.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// `three letters`, `other three letters`, `two letters`, `name`.
static CULTURES: LazyLock<Vec<Culture>> = LazyLock::new(|| {
    let culture = |row: Vec<&'static str>| match row.as_slice() {
        [three, other, two, name] => {
            let forms = [*three, *other].into_iter().filter(|form| !form.is_empty()).collect();
            // A language of a region is called by its tag.
            let name_or_tag = if two.contains('-') { two } else { name };
            Some(Culture { name: name_or_tag, display_name: name, two_letters: two, three_letters: three, three_letter_forms: forms })
        }
        _ => None,
    };
    rows(include_str!("data/languages.tsv")).filter_map(culture).collect()
});

/// `two letters`, `three letters`, `name`.
static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let country = |row: Vec<&'static str>| match row.as_slice() {
        [two, three, name] => Some(Country { name: two, display_name: name, two_letters: two, three_letters: three }),
        _ => None,
    };
    rows(include_str!("data/countries.tsv")).filter_map(country).collect()
});

/// `name`, `age`, `grade within it`; both may be empty.
static RATINGS: LazyLock<Vec<ParentalRating>> = LazyLock::new(|| {
    let rating = |row: Vec<&'static str>| match row.as_slice() {
        [name, age, grade] => {
            let value = age.parse().ok();
            Some(ParentalRating { name, value, rating_score: value.map(|score| RatingScore { score, sub_score: grade.parse().ok() }) })
        }
        _ => None,
    };
    rows(include_str!("data/ratings.tsv")).filter_map(rating).collect()
});

/// The age that an official rating stands for.
pub fn age_of(rating: &str) -> Option<u32> {
    RATINGS.iter().find(|known| known.name.eq_ignore_ascii_case(rating))?.value
}

pub async fn cultures() -> Json<&'static [Culture]> {
    Json(CULTURES.as_slice())
}

pub async fn countries() -> Json<&'static [Country]> {
    Json(COUNTRIES.as_slice())
}

pub async fn parental_ratings() -> Json<&'static [ParentalRating]> {
    Json(RATINGS.as_slice())
}

/// Everything the server says is in English; clients bring their own words.
pub async fn options() -> Json<Vec<NameValuePair>> {
    Json(vec![NameValuePair { name: "English".to_owned(), value: "en-US".to_owned() }])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_are_whole() {
        assert!(super::CULTURES.len() > 400 && super::COUNTRIES.len() > 130 && super::RATINGS.len() > 50);
        let german = super::CULTURES.iter().find(|culture| culture.three_letters == "deu").unwrap();
        assert_eq!((german.two_letters, german.name, german.three_letter_forms.as_slice()), ("de", "German", ["deu", "ger"].as_slice()));
        assert!(super::COUNTRIES.iter().any(|country| (country.two_letters, country.three_letters) == ("DE", "DEU")));
        let rated = super::RATINGS.iter().find(|rating| rating.name == "TV-MA").unwrap();
        assert_eq!((rated.value, rated.rating_score.unwrap().sub_score), (Some(17), Some(1)));
    }
}
