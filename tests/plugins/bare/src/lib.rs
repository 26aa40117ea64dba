//! A plugin on the bare contract: without the kit, and without the net that catches panics. The future of its check panics, which
//! only a plugin like this one can let out. Small, too: tests of files take it.

use abi_stable::{
    library::{__call_root_module_loader, CheckTypeLayout, LibHeader, RootModuleResult},
    prefix_type::WithMetadata,
    sabi_trait::TD_Opaque,
    std_types::{RBox, RErr, ROk, RResult, RSlice, RStr, RString},
};
use async_ffi::FutureExt;
use violet_plugin_abi::{
    call::CallBox,
    future::PendingAnswer,
    module::{PluginModule, PluginModuleRef},
    object::{Answer, PluginBox, PluginObject, PluginObject_TO},
    secret::SecretField,
    services::ServicesArc,
};

/// What a host looks for in this library.
#[expect(unsafe_code, reason = "the loader looks for a symbol of this name")]
#[unsafe(no_mangle)]
pub static _1as_0lib_1header_0root_bmodule_bloader: LibHeader = header();

#[expect(
    unsafe_code,
    reason = "made without the contract's own function for it"
)]
const fn header() -> LibHeader {
    extern "C" fn erased() -> RootModuleResult {
        __call_root_module_loader(module)
    }
    // SAFETY: `erased` goes through `__call_root_module_loader`, with the type that is named here.
    unsafe { LibHeader::from_constructor::<PluginModuleRef>(erased, CheckTypeLayout::Yes) }
}

fn module() -> PluginModuleRef {
    const MODULE: &WithMetadata<PluginModule> = &WithMetadata::new(PluginModule {
        id: RStr::from_str("bare"),
        version: RStr::from_str(env!("CARGO_PKG_VERSION")),
        rustc: RStr::from_str(""),
        panic_strategy: RStr::from_str("unwind"),
        profile: RStr::from_str("debug"),
        kit: RStr::from_str(""),
        create,
    });
    PluginModuleRef(MODULE.static_as_prefix())
}

extern "C" fn create(_services: ServicesArc) -> RResult<PluginBox, RString> {
    std::panic::set_hook(Box::new(|_| {}));
    ROk(PluginObject_TO::from_ptr(RBox::new(Bare), TD_Opaque))
}

struct Bare;

impl PluginObject for Bare {
    fn describe(&self, _: CallBox) -> Answer {
        ROk(DESCRIPTION.into())
    }

    fn prepare(&self, _: CallBox, _: RStr<'_>) -> Answer {
        ROk(r#"{"fields": {}}"#.into())
    }

    fn migrate(&self, _: CallBox, request: RStr<'_>) -> Answer {
        RErr(request.into())
    }

    fn check(&self, _: CallBox, _: RStr<'_>, _: RSlice<'_, SecretField<'_>>) -> PendingAnswer {
        async { panic!("out of every net") }.into_ffi()
    }

    fn configuration_schema(
        &self,
        _: CallBox,
        _: RStr<'_>,
        _: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        async { ROk("{}".into()) }.into_ffi()
    }

    fn choices(&self, _: CallBox, _: RStr<'_>, _: RSlice<'_, SecretField<'_>>) -> PendingAnswer {
        async { ROk(r#"{"items": []}"#.into()) }.into_ffi()
    }

    fn validate_configuration(
        &self,
        _: CallBox,
        _: RStr<'_>,
        _: RSlice<'_, SecretField<'_>>,
    ) -> PendingAnswer {
        async { ROk("{}".into()) }.into_ffi()
    }

    fn shutdown(&self, _: u64) -> u32 {
        0
    }
}

const DESCRIPTION: &str = r#"{"name": "Bare", "schema_version": 1, "methods":
    [{"id": "token", "kind": "token", "label": "Token", "button": "Token", "fields": []}]}"#;
