//! SQL text with its values, put together at run time: what diesel's query builder cannot say of listings whose
//! shape depends on the request. Each value becomes `?` or `$n` when diesel writes the statement out for a backend.

use std::borrow::Cow;

use diesel::backend::Backend;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Binary, Double, HasSqlType, Nullable, Text, Untyped};
use walros_model::{ItemId, Timestamp, UserId};

/// One bound value. The type matters even for NULL: PostgreSQL will not guess it.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Int(Option<i64>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
}

#[derive(Clone, Debug)]
enum Part {
    Text(Cow<'static, str>),
    Bind(Value),
}

/// A statement or a piece of one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sql {
    parts: Vec<Part>,
    /// A shape that will hardly come again would only fill the cache of prepared statements.
    once: bool,
}

/// `sql!("a = ? AND b = ?", a, b)`: every `?` of the text takes the next value.
macro_rules! sql {
    ($text:expr $(, $value:expr)* $(,)?) => {
        $crate::sql::Sql::with($text, vec![$($crate::sql::Value::from($value)),*])
    };
}
pub(crate) use sql;

impl Sql {
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self { parts: vec![Part::Text(text.into())], once: false }
    }

    pub fn with(text: impl Into<Cow<'static, str>>, values: Vec<Value>) -> Self {
        let text = text.into();
        debug_assert_eq!(text.matches('?').count(), values.len(), "{text}");
        if values.is_empty() {
            return Self::text(text);
        }
        let mut sql = Self::default();
        let mut pieces = text.split('?');
        sql.push(pieces.next().unwrap_or_default().to_owned());
        for (piece, value) in pieces.zip(values) {
            sql.bind(value);
            sql.push(piece.to_owned());
        }
        sql
    }

    pub fn push(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Self {
        let text = text.into();
        if !text.is_empty() {
            self.parts.push(Part::Text(text));
        }
        self
    }

    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.parts.push(Part::Bind(value.into()));
        self
    }

    pub fn append(&mut self, other: Sql) -> &mut Self {
        self.parts.extend(other.parts);
        self.once |= other.once;
        self
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Keeps the statement out of the cache of prepared ones.
    pub fn once(&mut self) -> &mut Self {
        self.once = true;
        self
    }

    /// `(?, ?, …)`. The last value is repeated up to the next power of two, so that lists of any length need only a
    /// few prepared statements; NULL (no match) for an empty list.
    pub fn bind_list<V: Into<Value> + Clone>(&mut self, values: &[V]) -> &mut Self {
        let Some(last) = values.last() else {
            return self.push("(NULL)");
        };
        let width = values.len().next_power_of_two();
        if width > 256 {
            self.once();
        }
        self.push("(");
        for index in 0..values.len().max(if width > 256 { 0 } else { width }) {
            if index > 0 {
                self.push(", ");
            }
            self.bind(values.get(index).unwrap_or(last).clone());
        }
        self.push(")")
    }

    /// `column IN (…)`.
    pub fn in_list<V: Into<Value> + Clone>(column: impl Into<Cow<'static, str>>, values: &[V]) -> Self {
        let mut sql = Self::text(column);
        sql.push(" IN ").bind_list(values);
        sql
    }
}

/// The statement with its values in their places, for a person to paste into a shell.
impl std::fmt::Display for Sql {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in &self.parts {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Bind(Value::Int(Some(value))) => write!(f, "{value}")?,
                Part::Bind(Value::Real(Some(value))) => write!(f, "{value}")?,
                Part::Bind(Value::Text(Some(value))) => write!(f, "'{}'", value.replace('\'', "''"))?,
                Part::Bind(Value::Bytes(Some(value))) => {
                    f.write_str("x'")?;
                    value.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                    f.write_str("'")?;
                }
                Part::Bind(_) => f.write_str("NULL")?,
            }
        }
        Ok(())
    }
}

/// Conditions joined by AND.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    sql: Sql,
}

impl Conditions {
    pub fn and(&mut self, condition: Sql) -> &mut Self {
        if condition.is_empty() {
            return self;
        }
        self.sql.push(if self.sql.is_empty() { "(" } else { " AND (" });
        self.sql.append(condition);
        self.sql.push(")");
        self
    }

    /// `from WHERE …`.
    pub fn after(self, from: impl Into<Sql>) -> Sql {
        let mut sql = from.into();
        sql.append(self.into_where());
        sql
    }

    /// ` WHERE …`, or nothing.
    pub fn into_where(self) -> Sql {
        let mut sql = Sql::default();
        if !self.sql.is_empty() {
            sql.push(" WHERE ");
            sql.append(self.sql);
        }
        sql
    }
}

impl<DB> QueryFragment<DB> for Sql
where
    DB: Backend + HasSqlType<BigInt> + HasSqlType<Double> + HasSqlType<Text> + HasSqlType<Binary>,
    Option<i64>: ToSql<Nullable<BigInt>, DB>,
    Option<f64>: ToSql<Nullable<Double>, DB>,
    Option<String>: ToSql<Nullable<Text>, DB>,
    Option<Vec<u8>>: ToSql<Nullable<Binary>, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> diesel::QueryResult<()> {
        if self.once {
            out.unsafe_to_cache_prepared();
        }
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_sql(text),
                Part::Bind(Value::Int(value)) => out.push_bind_param::<Nullable<BigInt>, _>(value)?,
                Part::Bind(Value::Real(value)) => out.push_bind_param::<Nullable<Double>, _>(value)?,
                Part::Bind(Value::Text(value)) => out.push_bind_param::<Nullable<Text>, _>(value)?,
                Part::Bind(Value::Bytes(value)) => out.push_bind_param::<Nullable<Binary>, _>(value)?,
            }
        }
        Ok(())
    }
}

impl Query for Sql {
    type SqlType = Untyped;
}

impl QueryId for Sql {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<C> diesel::RunQueryDsl<C> for Sql {}

macro_rules! value_from {
    ($($type:ty => |$value:ident| $variant:ident($inner:expr);)*) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Self {
                Self::$variant(Some($inner))
            }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$variant(value.map(|$value| $inner))
            }
        }
    )*};
}

value_from! {
    i64 => |value| Int(value);
    i32 => |value| Int(value.into());
    i16 => |value| Int(value.into());
    u32 => |value| Int(value.into());
    bool => |value| Int(value.into());
    f64 => |value| Real(value);
    f32 => |value| Real(value.into());
    // PostgreSQL has no NUL in text, and nobody means one in a title.
    String => |value| Text(if value.contains('\0') { value.replace('\0', "") } else { value });
    &str => |value| Text(value.replace('\0', ""));
    &String => |value| Text(value.replace('\0', ""));
    Vec<u8> => |value| Bytes(value);
    &[u8] => |value| Bytes(value.to_vec());
    ItemId => |value| Bytes(value.as_bytes().to_vec());
    UserId => |value| Bytes(value.as_bytes().to_vec());
    Timestamp => |value| Int(value.timestamp_micros());
}

impl From<u64> for Value {
    /// Beyond the range of the column means "as much as there is".
    fn from(value: u64) -> Self {
        Self::Int(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}
