//! A small, bounded tree of an XML text that may be wrong: what can be read is read.

use quick_xml::Reader;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

const MAX_DEPTH: usize = 24;
const MAX_NODES: usize = 50_000;

#[derive(Debug, Default)]
pub(super) struct Node {
    /// Lower case, since hands write `<Title>`.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Node>,
}

/// The elements of a text, what stands outside of them, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub roots: Vec<Node>,
    /// Text before, between and after the elements: Kodi lets a link stand there.
    pub outside: String,
    pub fault: Option<String>,
}

impl Node {
    pub fn all<'a, 'n>(&'a self, name: &'n str) -> impl Iterator<Item = &'a Node> + use<'a, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The trimmed text of the first child that has some.
    pub fn text_of<'a>(&'a self, name: &str) -> Option<&'a str> {
        self.all(name).map(|child| child.text.trim()).find(|text| !text.is_empty())
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

pub(super) fn read(text: &str) -> Document {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut builder = Builder::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                if !builder.open(&start) {
                    break;
                }
            }
            Ok(Event::Empty(start)) => {
                if !builder.open(&start) {
                    break;
                }
                builder.close_top();
            }
            Ok(Event::End(end)) => builder.close(&end.name().as_ref().to_lowercase()),
            Ok(Event::Text(text)) => builder.text(&text),
            Ok(Event::CData(text)) => builder.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => builder.text(&resolve(&reference)),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => {
                builder.document.fault = Some(error.to_string());
                break;
            }
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Builder {
    document: Document,
    /// Elements that are open, the outermost first.
    open: Vec<Node>,
    count: usize,
}

impl Builder {
    /// False when the text is larger than any honest NFO.
    fn open(&mut self, start: &BytesStart<'_>) -> bool {
        self.count += 1;
        if self.count > MAX_NODES || self.open.len() >= MAX_DEPTH {
            self.document.fault = Some("too many or too deeply nested elements".to_owned());
            return false;
        }
        let attributes = start.html_attributes().flatten().map(|attribute| {
            let value = attribute.value.to_string();
            (attribute.key.as_ref().to_lowercase(), quick_xml::escape::unescape(&value).map(|plain| plain.into_owned()).unwrap_or(value))
        });
        let node = Node { name: start.name().as_ref().to_lowercase(), attributes: attributes.collect(), ..Node::default() };
        self.open.push(node);
        true
    }

    fn close_top(&mut self) {
        let Some(node) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(node),
            None => self.document.roots.push(node),
        }
    }

    /// Closes up to the element of that name; an end that opens nothing is passed over.
    fn close(&mut self, name: &str) {
        if let Some(position) = self.open.iter().rposition(|node| node.name == name) {
            while self.open.len() > position {
                self.close_top();
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(node) => node.text.push_str(text),
            None => self.document.outside.push_str(text),
        }
    }

    fn finish(mut self) -> Document {
        if !self.open.is_empty() && self.document.fault.is_none() {
            self.document.fault = Some(format!("<{}> is not closed", self.open[0].name));
        }
        while !self.open.is_empty() {
            self.close_top();
        }
        self.document
    }
}

fn resolve(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    resolve_html5_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}
