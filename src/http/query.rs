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

/// A segment of a path decoded; a `+` is a plus there. Broken UTF-8 is replaced.
pub fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
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
    fn segments_of_a_path() {
        for (text, wanted) in [("J%C3%BCrgen%20A+B", "Jürgen A+B"), ("100%", "100%"), ("%2", "%2"), ("%zz%41", "%zzA"), ("%ff", "\u{fffd}"), ("%+1", "%+1")] {
            assert_eq!(super::percent_decode(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_encoded_comes_back() {
        let text = "a&b=ü +%/";
        assert_eq!(super::pairs(&format!("q={}", super::encode(text)))[0].1, text);
    }
}
