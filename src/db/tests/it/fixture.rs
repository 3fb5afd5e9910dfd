//! A fresh database for one test.

use std::cell::RefCell;

use diesel::{Connection, PgConnection, RunQueryDsl};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use walros_db::{Conn, Db, DbConfig, DbError};
use walros_model::user::{Policy, Preferences, User};
use walros_model::{Timestamp, UserId};

pub struct Fixture {
    pub db: Option<Db>,
    pub config: DbConfig,
    pub folder: TempDir,
    runtime: Runtime,
    postgres: Option<OwnDatabase>,
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let postgres = std::env::var("WALROS_TEST_POSTGRES").ok().map(|url| OwnDatabase::create(&url));
        let config = match &postgres {
            Some(own) => DbConfig::postgres(own.url.clone()),
            None => DbConfig::sqlite(folder.path().join("walros.db")),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let db = Db::open(&config).expect("a database");
        Self { db: Some(db), config, folder, runtime, postgres }
    }

    pub fn db(&self) -> &Db {
        self.db.as_ref().expect("the database is open")
    }

    /// Closes the database and opens it again.
    pub fn reopen(&mut self) -> Result<(), DbError> {
        self.db = None;
        self.db = Some(Db::open(&self.config)?);
        Ok(())
    }

    pub fn block_on<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn try_write<T: Send + 'static>(&self, body: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static) -> Result<T, DbError> {
        self.block_on(self.db().write(body))
    }

    pub fn write<T: Send + 'static>(&self, body: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static) -> T {
        self.try_write(body).expect("a write")
    }

    pub fn read<T: Send + 'static>(&self, body: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static) -> T {
        self.block_on(self.db().read(body)).expect("a read")
    }

    /// What a read answers and how many statements it took.
    pub fn counted<T: Send + 'static>(&self, body: impl FnOnce(&mut Conn) -> Result<T, DbError> + Send + 'static) -> (T, u64) {
        self.read(|conn| {
            let before = conn.statements();
            let value = body(conn)?;
            Ok((value, conn.statements() - before))
        })
    }

    pub fn user(&self, name: &str) -> UserId {
        let user = user(name);
        let id = user.id;
        self.write(move |conn| walros_db::users::create(conn, &user, Some("a hash")));
        id
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // Its connections must be gone before the database can be.
        self.db = None;
        drop(self.postgres.take());
    }
}

/// A PostgreSQL database that goes with the test.
struct OwnDatabase {
    url: String,
    name: String,
    admin: RefCell<PgConnection>,
}

impl OwnDatabase {
    fn create(base: &str) -> Self {
        let mut admin = PgConnection::establish(base).expect("the PostgreSQL of WALROS_TEST_POSTGRES");
        let name = format!("walros_test_{}", walros_model::ItemId::random());
        diesel::sql_query(format!("CREATE DATABASE {name} TEMPLATE template0")).execute(&mut admin).expect("a database of its own");
        let (server, _) = base.rsplit_once('/').expect("a URL that ends in the name of a database");
        Self { url: format!("{server}/{name}"), name, admin: RefCell::new(admin) }
    }
}

impl Drop for OwnDatabase {
    fn drop(&mut self) {
        let dropped = diesel::sql_query(format!("DROP DATABASE {} WITH (FORCE)", self.name)).execute(&mut *self.admin.borrow_mut());
        if let Err(error) = dropped {
            eprintln!("the test database {} stays: {error}", self.name);
        }
    }
}

pub fn user(name: &str) -> User {
    User {
        id: UserId::random(),
        name: name.into(),
        has_password: true,
        policy: Policy::default(),
        preferences: Preferences::default(),
        created: at(0),
        last_login: None,
        last_activity: None,
        image_tag: None,
    }
}

/// Seconds after an arbitrary start.
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp(1_700_000_000 + seconds, 0).expect("a time")
}
