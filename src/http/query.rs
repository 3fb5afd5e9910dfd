//! Query strings as pairs of decoded text, in the order they came.

/// The decoded pairs of a query string: `+` and `%20` are blanks, broken UTF-8 is replaced. A name without `=` has an
/// empty value.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The text encoded as one value of a query string.
pub fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn decodes_blanks_escapes_and_bare_names() {
        let pairs = super::pairs("a=1+2%203&b&c=%C3%BC&a=x");
        let wanted = [("a", "1 2 3"), ("b", ""), ("c", "ü"), ("a", "x")];
        assert_eq!(pairs, wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn what_is_encoded_comes_back() {
        let text = "a&b=ü +%/";
        assert_eq!(super::pairs(&format!("q={}", super::encode(text)))[0].1, text);
    }
}
