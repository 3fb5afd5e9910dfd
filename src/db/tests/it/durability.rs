//! Opening, closing, copying; transactions; what a newer program wrote.

use walros_db::{Db, DbConfig, DbError, Target, maintenance, settings, users};

use crate::fixture::{Fixture, user};

#[test]
fn everything_is_there_after_opening_again() {
    let mut fixture = Fixture::new();
    fixture.write(|conn| settings::set(conn, "a", "1"));
    fixture.reopen().expect("the database opens again");
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")).as_deref(), Some("1"));
}

#[test]
fn a_failed_write_changes_nothing() {
    let fixture = Fixture::new();
    let failed = fixture.try_write::<()>(|conn| {
        settings::set(conn, "a", "1")?;
        Err(DbError::NotFound)
    });
    assert!(matches!(failed, Err(DbError::NotFound)));
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")), None);
    fixture.write(|conn| settings::set(conn, "a", "2"));
}

#[test]
fn a_panic_in_a_write_changes_nothing_and_the_next_one_works() {
    let fixture = Fixture::new();
    let failed = fixture.try_write::<()>(|conn| {
        settings::set(conn, "a", "1")?;
        panic!("on purpose")
    });
    assert!(matches!(failed, Err(DbError::Failed(_))), "{failed:?}");
    fixture.write(|conn| settings::set(conn, "b", "2"));
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")), None);
}

#[test]
fn part_of_a_write_can_be_undone() {
    let fixture = Fixture::new();
    fixture.write(|conn| {
        let undone = conn.transaction(|conn| {
            settings::set(conn, "inner", "1")?;
            Err::<(), _>(DbError::NotFound)
        });
        assert!(undone.is_err());
        settings::set(conn, "outer", "1")
    });
    assert_eq!(fixture.read(|conn| settings::get(conn, "inner")), None);
    assert_eq!(fixture.read(|conn| settings::get(conn, "outer")).as_deref(), Some("1"));
}

#[test]
fn readers_and_a_writer_do_not_wait_for_each_other() {
    let fixture = Fixture::new();
    fixture.write(|conn| settings::set(conn, "a", "old"));
    let (begun, has_begun) = std::sync::mpsc::channel();
    let (finish, may_finish) = std::sync::mpsc::channel::<()>();
    let db = fixture.db().clone();
    let writer = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(db.write(move |conn| {
            settings::set(conn, "a", "new")?;
            begun.send(()).expect("the test waits");
            may_finish.recv().expect("the test goes on");
            Ok(())
        }))
    });
    has_begun.recv().expect("the writer began");
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")).as_deref(), Some("old"), "while the writer is at it");
    finish.send(()).expect("the writer waits");
    writer.join().expect("no panic").expect("a write");
    assert_eq!(fixture.read(|conn| settings::get(conn, "a")).as_deref(), Some("new"));
}

#[test]
fn statements_are_counted() {
    let fixture = Fixture::new();
    let before = fixture.db().statements();
    let (_, statements) = fixture.counted(|conn| {
        settings::get(conn, "a")?;
        settings::get(conn, "b")
    });
    assert_eq!(statements, 2);
    assert!(fixture.db().statements() >= before + 2);
}

#[test]
fn the_data_is_sound() {
    let fixture = Fixture::new();
    let ann = user("Ann");
    fixture.write(move |conn| {
        users::create(conn, &ann, None)?;
        maintenance::optimize(conn)
    });
    fixture.read(maintenance::check);
}

/// Only SQLite: PostgreSQL is backed up by its own tools.
#[test]
fn a_copy_is_whole_and_never_overwrites() {
    let fixture = Fixture::new();
    fixture.write(|conn| settings::set(conn, "a", "1"));
    let copy = fixture.folder.path().join("copy.db");
    let backed_up = fixture.block_on(fixture.db().backup_to(&copy));
    if matches!(fixture.config.target, Target::Postgres(_)) {
        assert!(backed_up.is_err());
        return;
    }
    backed_up.expect("a backup");
    assert!(matches!(fixture.block_on(fixture.db().backup_to(&copy)), Err(DbError::Conflict(_))));
    fixture.write(|conn| settings::set(conn, "a", "2"));
    let opened = Db::open(&DbConfig::sqlite(&copy)).expect("the copy opens");
    assert_eq!(fixture.block_on(opened.read(|conn| settings::get(conn, "a"))).expect("a read").as_deref(), Some("1"));
}

#[test]
fn what_a_newer_program_wrote_is_refused() {
    let mut fixture = Fixture::new();
    let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')";
    execute(&fixture.config, newer);
    let refused = fixture.reopen();
    let Err(DbError::NewerSchema { found, known, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(found, "29990101000000");
    assert!(known < found);
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let missing = Db::open(&DbConfig::sqlite("/nowhere/at/all/walros.db"));
    let text = missing.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(text.contains("/nowhere/at/all/walros.db"), "{text}");
}

fn execute(config: &DbConfig, text: &str) {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection, SqliteConnection};
    match &config.target {
        Target::Sqlite(path) => SqliteConnection::establish(&path.display().to_string()).expect("a connection").batch_execute(text),
        Target::Postgres(url) => PgConnection::establish(url).expect("a connection").batch_execute(text),
    }
    .expect("a statement");
}
