//! What the host provides to a plugin.

use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};
use violet_plugin_abi::{
    abi_stable::{
        sabi_trait::TD_Opaque,
        std_types::{RArc, RBox, ROption, RSome, RStr, RString, RVec},
    },
    call::{Call, Call_TO, CallBox, Network, Network_TO, NetworkArc},
    services::{Services, Services_TO, ServicesArc},
};

/// What a plugin has written.
#[derive(Clone, Default)]
pub(crate) struct Book(Arc<Mutex<Vec<Json>>>);

impl Book {
    pub(crate) fn services(&self) -> ServicesArc {
        Services_TO::from_ptr(RArc::new(self.clone()), TD_Opaque)
    }

    pub(crate) fn lines(&self) -> Vec<Json> {
        self.0.lock().expect("nobody panicked").clone()
    }

    fn write(&self, line: Json) {
        self.0.lock().expect("nobody panicked").push(line);
    }
}

impl Services for Book {
    fn log(&self, level: RStr<'_>, call: RStr<'_>, message: RStr<'_>) {
        self.write(json!([level.as_str(), call.as_str(), message.as_str()]));
    }

    fn progress(&self, call: RStr<'_>, done: u64, total: u64) -> bool {
        let reached = format!("{done} of {total}");
        self.write(json!(["progress", call.as_str(), reached]));
        true
    }
}

/// The context of every call.
pub(crate) struct Context;

impl Context {
    pub(crate) fn for_boundary() -> CallBox {
        Call_TO::from_ptr(RBox::new(Self), TD_Opaque)
    }
}

impl Call for Context {
    fn id(&self) -> RString {
        "call-1".into()
    }

    fn locale(&self) -> RString {
        "es-MX".into()
    }

    fn now_unix_ms(&self) -> i64 {
        1_700_000_000_000
    }

    fn remaining_ms(&self) -> u64 {
        60_000
    }

    fn network(&self) -> NetworkArc {
        Network_TO::from_ptr(RArc::new(ThisMachine), TD_Opaque)
    }

    fn time_zone(&self) -> RString {
        "America/Bogota".into()
    }
}

/// A network in which every name may be reached, and no address but this machine's own.
struct ThisMachine;

impl Network for ThisMachine {
    fn key(&self) -> RString {
        "this machine".into()
    }

    fn policy(&self) -> RString {
        json!({"user_agent": "contract", "hint": "polite", "ceiling": {"a": [1]}})
            .to_string()
            .into()
    }

    fn roots(&self) -> RVec<RVec<u8>> {
        RVec::from(vec![RVec::from(vec![1, 2, 3])])
    }

    fn may_connect(&self, _: RStr<'_>, ip: RStr<'_>, _: u16) -> bool {
        matches!(ip.as_str(), "" | "127.0.0.1")
    }

    fn requests_left(&self) -> ROption<u32> {
        RSome(99)
    }
}
