//! The state under concurrency, sudden death, and files that are not what they should be.

use std::{
    env, fs,
    io::{self, BufRead, BufReader, Write},
    process::{Command, Stdio},
    thread,
};

use serde_json::json;
use violet_plugin::Fields;

use super::*;

fn connection(name: &str) -> NewConnection {
    let mut fields = Fields::default();
    fields.set("address", "https://git.example.com");
    NewConnection {
        name: name.into(),
        plugin: "gitlab".into(),
        source: None,
        method: "token".into(),
        address: Some("https://git.example.com".into()),
        fields,
        account: Some(json!({"id": "7"})),
        findings: json!({"verdict": "accepted"}),
        checked_at_ms: 1_700_000_000_000,
    }
}

fn integration(connection: i64, name: &str) -> NewIntegration {
    NewIntegration {
        connection,
        name: name.into(),
        every: "1h".into(),
        schema_version: 1,
        configuration: json!({"records": ["issues"]}),
    }
}

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::new(folder.path().join("state"));
    (folder, store)
}

fn add(store: &Store, name: &str) -> Result<i64, Error> {
    store.write(|state| state.add_connection(&connection(name)))
}

fn names(store: &Store) -> Result<Vec<String>, Error> {
    let rows = store.read(|state| state.connections())?;
    Ok(rows.into_iter().map(|row| row.stored.name).collect())
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.expect_err("it can't be used").kind()
}

#[test]
fn what_was_written_is_read() {
    let (_folder, store) = store();
    let number = add(&store, "one").expect("added");
    let sealed = vec![Sealed {
        field: "token".into(),
        sealed: vec![1, 2, 3],
    }];
    store
        .write(|state| state.replace_secrets(number, &sealed))
        .expect("written");
    let first = store
        .write(|state| state.add_integration(&integration(number, "first")))
        .expect("added");
    let row = store
        .read(|state| state.connection(number))
        .expect("read")
        .expect("it is there");
    assert_eq!(row.stored, connection("one"));
    assert_eq!(row.integrations, 1);
    assert_eq!(
        store.read(|state| state.secrets(number)).expect("read"),
        sealed
    );

    store
        .write(|state| state.replace_integration(first, &integration(number, "changed")))
        .expect("written");
    let found = store
        .read(|state| state.integration(first))
        .expect("read")
        .expect("it is there");
    assert_eq!(found.stored.name, "changed");
    assert!(
        !store
            .write(|state| state.replace_connection(99, &connection("nobody")))
            .expect("asked")
    );
}

#[test]
fn removing_a_connection_removes_what_hangs_on_it_and_no_number_comes_back() {
    let (_folder, store) = store();
    let one = add(&store, "one").expect("added");
    let two = add(&store, "two").expect("added");
    for connection in [one, two] {
        store
            .write(|state| {
                state.replace_secrets(
                    connection,
                    &[Sealed {
                        field: "token".into(),
                        sealed: vec![9],
                    }],
                )?;
                state.add_integration(&integration(connection, "its own"))
            })
            .expect("added");
    }
    assert!(
        store
            .write(|state| state.remove_connection(two))
            .expect("removed")
    );
    assert!(
        store
            .read(|state| state.secrets(two))
            .expect("read")
            .is_empty()
    );
    let left = store.read(|state| state.integrations(None)).expect("read");
    assert_eq!(
        left.iter()
            .map(|row| row.stored.connection)
            .collect::<Vec<_>>(),
        [one]
    );
    assert_eq!(add(&store, "three").expect("added"), two + 1);
}

#[test]
fn reading_creates_nothing() {
    let (_folder, store) = store();
    assert_eq!(names(&store).expect("empty"), Vec::<String>::new());
    assert!(!store.folder().exists());
}

#[test]
fn what_fails_halfway_leaves_nothing() {
    let (_folder, store) = store();
    add(&store, "one").expect("added");
    let failed = store.write(|state| -> Result<(), Error> {
        state.add_connection(&connection("two"))?;
        Err(Error::new(
            ErrorKind::Other,
            Path::new("here"),
            "changed our mind",
        ))
    });
    assert!(failed.is_err());
    assert_eq!(names(&store).expect("read"), ["one"]);
}

#[test]
fn commands_at_the_same_time_wait_for_one_another() {
    let (_folder, store) = store();
    thread::scope(|scope| {
        for writer in 0..6 {
            let store = &store;
            scope.spawn(move || {
                for turn in 0..5 {
                    add(store, &format!("{writer}-{turn}")).expect("added");
                }
            });
        }
    });
    assert_eq!(names(&store).expect("read").len(), 30);
}

/// Plays a process that is killed while it writes: under this name the test is only run by the next one.
#[test]
fn writes_until_killed() {
    let Some(folder) = env::var_os(VICTIM) else {
        return;
    };
    let store = Store::new(folder);
    for turn in 0.. {
        let written = store.write(|state| {
            let number = state.add_connection(&connection(&format!("{turn}")))?;
            state.add_integration(&integration(number, "its own"))
        });
        written.expect("added");
        writeln!(io::stderr(), "committed {turn}").expect("somebody reads it");
    }
}

#[test]
fn a_process_that_is_killed_leaves_whole_transactions() {
    let (_folder, store) = store();
    for round in 0..5 {
        let mut victim = Command::new(env::current_exe().expect("this test"))
            .args([
                "--exact",
                "--nocapture",
                "state::tests::writes_until_killed",
            ])
            .env(VICTIM, store.folder())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("started");
        let output = BufReader::new(victim.stderr.take().expect("piped"));
        let committed = output
            .lines()
            .map_while(Result::ok)
            .filter(|line| line.starts_with("committed"));
        let seen = committed.take(3 + round).count();
        victim.kill().expect("killed");
        victim.wait().expect("ended");
        assert_eq!(seen, 3 + round);

        let connections = store.read(|state| state.connections()).expect("whole");
        assert!(connections.len() >= seen);
        assert!(connections.iter().all(|row| row.integrations == 1));
        let clear = store.write(|state| {
            connections
                .iter()
                .try_for_each(|row| state.remove_connection(row.number).map(drop))
        });
        clear.expect("still writable");
    }
}

const VICTIM: &str = "VIOLET_HOST_SIM_TEST_VICTIM";

#[test]
fn a_newer_state_is_left_as_it_is() {
    let (_folder, store) = store();
    add(&store, "one").expect("added");
    let path = store.path();
    Connection::open(&path)
        .and_then(|database| database.pragma_update(None, "user_version", 7))
        .expect("changed");
    let before = fs::read(&path).expect("read");
    assert_eq!(kind(names(&store)), ErrorKind::Newer);
    assert_eq!(kind(add(&store, "two")), ErrorKind::Newer);
    assert_eq!(fs::read(&path).expect("read"), before);
}

#[test]
fn what_is_no_state_is_named_as_what_it_is() {
    let (_folder, store) = store();
    fs::create_dir(store.folder()).expect("created");
    let path = store.path();

    fs::write(
        &path,
        "not a database, and long enough to have a header".repeat(100),
    )
    .expect("written");
    assert_eq!(kind(names(&store)), ErrorKind::NotADatabase);
    assert_eq!(kind(add(&store, "one")), ErrorKind::NotADatabase);

    fs::remove_file(&path).expect("removed");
    Connection::open(&path)
        .and_then(|database| database.execute_batch("CREATE TABLE other (one)"))
        .expect("created");
    assert_eq!(kind(names(&store)), ErrorKind::Foreign);
    assert_eq!(kind(add(&store, "one")), ErrorKind::Foreign);

    fs::remove_file(&path).expect("removed");
    add(&store, "one").expect("added");
    let length = fs::metadata(&path).expect("there").len();
    let mut bytes = fs::read(&path).expect("read");
    bytes[100..].fill(0xa5);
    assert_eq!(bytes.len() as u64, length);
    fs::write(&path, bytes).expect("written");
    assert_eq!(kind(names(&store)), ErrorKind::Corrupt);

    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("created");
    assert!(names(&store).is_err());
    assert!(add(&store, "one").is_err());
}

#[test]
fn an_empty_file_is_an_empty_state() {
    let (_folder, store) = store();
    fs::create_dir(store.folder()).expect("created");
    fs::write(store.path(), "").expect("written");
    assert_eq!(names(&store).expect("read"), Vec::<String>::new());
    add(&store, "one").expect("added");
    assert_eq!(names(&store).expect("read"), ["one"]);
}

#[cfg(unix)]
#[test]
fn the_state_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, store) = store();
    let rights = |path: &Path| {
        fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode()
            & 0o777
    };
    // Within the transaction the journal is there, too.
    store
        .write(|state| {
            let added = state.add_connection(&connection("one"));
            for file in fs::read_dir(store.folder()).expect("a folder").flatten() {
                assert_eq!(rights(&file.path()), 0o600, "{}", file.path().display());
            }
            added
        })
        .expect("added");
    assert_eq!(rights(store.folder()), 0o700);
}

#[test]
fn ids_have_one_spelling() {
    assert_eq!(id('c', 12), "c12");
    assert_eq!(number('c', "c12"), Some(12));
    for wrong in [
        "",
        "c",
        "12",
        "i12",
        "c012",
        "c+1",
        "c-1",
        "c1x",
        "C1",
        "c99999999999999999999",
    ] {
        assert_eq!(number('c', wrong), None, "{wrong}");
    }
}
