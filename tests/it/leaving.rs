//! Load, call, leave, unmapped: over and over in one process, which is afterwards what it was before.
//! What it holds is read from `/proc`.

#![cfg(target_os = "linux")]

use std::{
    fmt, fs,
    process::Command,
    time::{Duration, Instant},
};

use gitlab_sim::{GitLab, Scenario, Tls};
use violet_host::Departure;
use violet_plugin::{Secret, Verdict};

use crate::{
    faulty::{alone, alone_under, connection, figure, pass_on},
    support::{TestHost, built, call, wait},
};

/// What a process holds.
#[derive(Debug)]
struct Holdings {
    threads: usize,
    descriptors: usize,
    /// Mappings of libraries that are private copies.
    libraries: usize,
}

impl Holdings {
    fn now() -> Self {
        let count = |folder: &str| fs::read_dir(folder).unwrap().count();
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        Self {
            threads: count("/proc/self/task"),
            descriptors: count("/proc/self/fd"),
            libraries: maps
                .lines()
                .filter(|line| line.contains("violet-copies-"))
                .count(),
        }
    }

    /// Waits until the process holds no more than before: connections and threads take a moment to go. It may hold less, because
    /// threads of the host's own pool come and go.
    fn assert_no_more_now(&self) {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            let now = Self::now();
            if now.threads <= self.threads
                && now.descriptors <= self.descriptors
                && now.libraries <= self.libraries
            {
                return;
            }
            assert!(Instant::now() < until, "{self:?} before, and now {now:?}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// The memory of this process that is its own, in bytes.
fn memory() -> Memory {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let kilobytes = |name: &str| -> i64 {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let value = line.and_then(|line| line.split_whitespace().next());
        value.unwrap().parse().unwrap()
    };
    Memory {
        anonymous: kilobytes("RssAnon:"),
        all: kilobytes("VmRSS:"),
    }
}

/// In kilobytes.
struct Memory {
    anonymous: i64,
    all: i64,
}

impl fmt::Display for Memory {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} kB, {} of them anonymous",
            self.all, self.anonymous
        )
    }
}

/// What the plugin asks before it leaves: by address, by a name that has to be looked up, and over TLS.
struct Instances {
    plain: GitLab,
    secure: GitLab,
}

impl Instances {
    fn start() -> Self {
        Self {
            plain: Scenario::demo().start().unwrap(),
            secure: Scenario::demo().tls(Tls::OwnAuthority).start().unwrap(),
        }
    }

    /// Loads the GitLab plugin, has it check a token, and sees it off.
    async fn cycle(&self, host: &TestHost, number: usize) {
        let (gitlab, is_named) = match number % 3 {
            0 => (&self.plain, false),
            1 => (&self.plain, true),
            _ => (&self.secure, true),
        };
        let mut address = gitlab.base_url().to_owned();
        if is_named {
            address = address.replace("127.0.0.1", "localhost");
        }
        let mut connection = connection(&address);
        let token = Secret::new(gitlab.token());
        connection.secrets.set("token", token);
        if let Some(authority) = gitlab.ca_pem() {
            connection.fields.set("ca_certificate", authority);
        }
        let plugin = host.load(&built().gitlab_library).await;
        let check = plugin.check(&call(), &connection).await.unwrap();
        assert_eq!(check.verdict, Verdict::Accepted, "{:?}", check.problems);
        assert!(gitlab.request_count() >= 2);
        assert_eq!(plugin.unload().await, Departure::Unmapped);

        // What these keep is not the plugin's.
        gitlab.clear_counters();
        let _ = host.host.take_log();
    }
}

#[test]
fn three_hundred_plugins_leave_nothing_behind() {
    const WARM_UP: usize = 30;
    const CYCLES: usize = 300;
    const BUDGET: i64 = 10;

    built();
    let printed = alone(
        "leaving::three_hundred_plugins_leave_nothing_behind",
        || {
            wait(async {
                let instances = Instances::start();
                let host = TestHost::new();
                for number in 0..WARM_UP {
                    instances.cycle(&host, number).await;
                }
                let before = Holdings::now();
                let memory_before = memory();
                let begun = Instant::now();
                for number in 0..CYCLES {
                    instances.cycle(&host, number).await;
                }
                let memory_after = memory();
                let took = begun.elapsed();
                before.assert_no_more_now();
                assert_eq!(before.libraries, 0);
                assert_eq!(host.host.left_mapped(), []);

                let kept = memory_after.all - memory_before.all;
                let per_cycle = f64::from(i32::try_from(kept).unwrap())
                    / f64::from(u32::try_from(CYCLES).unwrap());
                figure(&format!(
                    "leaving: {CYCLES} cycles in {took:.1?}; before {memory_before}; after {memory_after}; \
                     kept per cycle {per_cycle:.2} kB; {before:?}"
                ));
                assert!(
                    kept <= BUDGET * i64::try_from(CYCLES).unwrap(),
                    "{kept} kB kept"
                );
            });
        },
    );
    pass_on(printed);
}

#[test]
fn nothing_points_into_a_library_that_has_left() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        figure("leaving: skipped under valgrind, which is not installed");
        return;
    }
    built();
    let runner = [
        "valgrind",
        "--quiet",
        "--error-exitcode=99",
        "--leak-check=no",
        // Reads, writes, jumps and frees of what is not there are what matters here. What is not initialised matters not, and is
        // found by mistake in the assembler of the TLS library.
        "--undef-value-errors=no",
    ];
    let printed = alone_under(
        &runner,
        "leaving::nothing_points_into_a_library_that_has_left",
        || {
            wait(async {
                let instances = Instances::start();
                let host = TestHost::new();
                for number in 0..6 {
                    instances.cycle(&host, number).await;
                }
                assert_eq!(Holdings::now().libraries, 0);
                figure("leaving: 6 cycles under valgrind without an error");
            });
        },
    );
    pass_on(printed);
}
