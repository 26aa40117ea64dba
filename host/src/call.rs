//! One call of a plugin: what the host tells with it.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use violet_plugin::Instant as PluginInstant;
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RBox, RString},
    },
    call::{Call as BoundaryCall, Call_TO, CallBox, NetworkArc},
};

use crate::policy::ConnectionNetwork;

/// What whoever calls a plugin decides for that call.
#[derive(Clone, Debug)]
pub struct Call {
    /// The user's language, as a BCP 47 tag.
    pub locale: String,
    /// How long the plugin may work. The host waits two seconds longer, for the answer that says that it took too long.
    pub timeout: Duration,
}

/// The time that plugins are told.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> i64 + Send + Sync>);

impl fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "Clock({})",
            PluginInstant::from_unix_milliseconds(self.now_unix_ms())
        )
    }
}

impl Clock {
    /// The system's.
    #[must_use]
    pub fn system() -> Self {
        Self(Arc::new(|| {
            let since = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        }))
    }

    /// One that stands still.
    #[must_use]
    pub fn fixed(instant: PluginInstant) -> Self {
        let now = instant.unix_milliseconds();
        Self(Arc::new(move || now))
    }

    pub(crate) fn now_unix_ms(&self) -> i64 {
        (self.0)()
    }
}

/// The context of one call, on its way across.
pub(crate) struct Context {
    pub(crate) id: String,
    pub(crate) locale: String,
    pub(crate) clock: Clock,
    pub(crate) deadline: Instant,
    pub(crate) network: Arc<ConnectionNetwork>,
}

impl Context {
    pub(crate) fn for_boundary(self) -> CallBox {
        Call_TO::from_ptr(RBox::new(self), TD_Opaque)
    }
}

impl BoundaryCall for Context {
    fn id(&self) -> RString {
        self.id.as_str().into()
    }

    fn locale(&self) -> RString {
        self.locale.as_str().into()
    }

    fn now_unix_ms(&self) -> i64 {
        self.clock.now_unix_ms()
    }

    fn remaining_ms(&self) -> u64 {
        let remaining = self.deadline.saturating_duration_since(Instant::now());
        u64::try_from(remaining.as_millis()).unwrap_or(u64::MAX)
    }

    fn network(&self) -> NetworkArc {
        self.network.for_boundary()
    }
}
