//! The query string as ASP.NET reads it.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use walros_model::ItemId;

use crate::error::Error;
use crate::ids;
use crate::lookup::Lookup;

/// Pairs with lower-case names, in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(raw: &str) -> Self {
        let mut pairs = walros_http::query::pairs(raw);
        // Old clients percent-encode the query as a whole, which makes it one name with `=` in it.
        if let [(name, value)] = pairs.as_slice()
            && value.is_empty()
            && name.contains('=')
        {
            pairs = walros_http::query::pairs(name);
        }
        Self(pairs.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect())
    }

    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, value)| own.eq_ignore_ascii_case(name) && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    /// A list separated by commas, or by repeating its name, in which case a comma is part of a value.
    pub fn list<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        self.split(name, ',')
    }

    /// A list of names, which may hold commas: separated by pipes or repeated.
    pub fn names(&self, name: &str) -> Vec<String> {
        self.split(name, '|').into_iter().map(str::to_owned).collect()
    }

    fn split<'a>(&'a self, name: &'a str, separator: char) -> Vec<&'a str> {
        let values: Vec<&str> = self.values(name).collect();
        match values.as_slice() {
            [one] => one.split(separator).map(str::trim).filter(|part| !part.is_empty()).collect(),
            _ => values,
        }
    }

    /// The members of a list that `parse` knows; others are left out, as clients of many versions send many words.
    pub fn known<T>(&self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.list(name).into_iter().filter_map(parse).collect()
    }

    pub fn items(&self, name: &str) -> Vec<ItemId> {
        self.known(name, |text| ids::parse(text).map(ItemId))
    }

    pub fn ints(&self, name: &str) -> Vec<i32> {
        self.known(name, |text| text.parse().ok())
    }

    /// All pairs, names in lower case.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Lookup for Query {
    fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.0.iter().find(|(own, value)| own.eq_ignore_ascii_case(name) && !value.is_empty()).map(|(_, value)| value.as_str().into())
    }
}

impl FromRequest for Query {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::parse(request.query_string())))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Query;
    use crate::lookup::Lookup;

    #[test]
    fn names_have_no_case_and_empty_values_are_absent() {
        let query = Query::parse("USERID=0fc1f4d266d742a39f5951b4a1f4e3c2&limit=&Recursive=True&startIndex=5");
        assert!(query.user("userId").unwrap().is_some());
        assert_eq!(query.int("Limit").unwrap(), None);
        assert_eq!(query.flag("recursive").unwrap(), Some(true));
        assert_eq!(query.count("StartIndex", 100).unwrap(), Some(5));
    }

    #[test]
    fn lists_come_in_three_forms() {
        assert_eq!(Query::parse("fields=Path,%20Genres,").list("Fields"), ["Path", "Genres"]);
        assert_eq!(Query::parse("fields=Path&Fields=Genres").list("fields"), ["Path", "Genres"]);
        assert_eq!(Query::parse("genres=Rock%2C%20Pop|Jazz").names("genres"), ["Rock, Pop", "Jazz"]);
        assert!(Query::parse("fields=").list("fields").is_empty());
    }

    #[test]
    fn unknown_members_are_left_out_and_bad_values_refused() {
        let query = Query::parse("years=1999,x,2001&limit=ten&userId=me&recursive=1&startIndex=-1&ids=nonsense");
        assert_eq!(query.ints("years"), [1999, 2001]);
        assert!(query.int("limit").is_err());
        assert!(query.user("userId").is_err());
        assert!(query.flag("recursive").is_err());
        assert!(query.count("startIndex", 10).is_err());
        assert!(query.items("ids").is_empty());
    }

    #[test]
    fn a_query_encoded_twice_is_decoded_twice() {
        let query = Query::parse("userId%3D0fc1f4d266d742a39f5951b4a1f4e3c2%26limit%3D3");
        assert_eq!(query.int("limit").unwrap(), Some(3));
    }

    #[test]
    fn the_empty_guid_is_no_id() {
        assert_eq!(Query::parse("userId=00000000000000000000000000000000").user("userId").unwrap(), None);
    }

    #[test]
    fn ticks_may_have_a_fraction() {
        assert_eq!(Query::parse("positionTicks=15000000.5").ticks("PositionTicks").unwrap(), Some(Duration::from_millis(1500)));
    }
}
