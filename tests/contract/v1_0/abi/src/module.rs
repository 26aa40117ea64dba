//! The root of a plugin's library: how it was built, and the way to a plugin object.

use abi_stable::{
    StableAbi,
    library::{
        __call_root_module_loader, CheckTypeLayout, LibHeader, RootModule, RootModuleResult,
    },
    package_version_strings,
    prefix_type::WithMetadata,
    sabi_trait::TD_Opaque,
    sabi_types::VersionStrings,
    std_types::{RBox, RErr, ROk, RResult, RStr, RString},
};

use crate::{
    object::{Implementation, Plugin, PluginBox, PluginObject_TO},
    panic,
    services::{Log, Services_TO, ServicesArc},
};

/// What a plugin's library exports: facts about its build, readable before any of its own code has run, and [`create`](Self::create).
#[repr(C)]
#[derive(StableAbi)]
#[sabi(kind(Prefix(prefix_ref = PluginModuleRef, prefix_fields = PluginModulePrefix)))]
#[sabi(missing_field(panic))]
pub struct PluginModule {
    /// The plugin's id, equal to its manifest's.
    pub id: RStr<'static>,
    /// The plugin's version, equal to its manifest's.
    pub version: RStr<'static>,
    /// The compiler that built it, as `rustc --version` prints itself.
    pub rustc: RStr<'static>,
    /// `unwind` or `abort`.
    pub panic_strategy: RStr<'static>,
    /// `debug` or `release`.
    pub profile: RStr<'static>,
    /// The version of the kit that it was written against; empty if it was written without.
    pub kit: RStr<'static>,
    /// Makes a plugin object. The error is a problem as JSON. May be called more than once; every object is independent.
    // Fields of a later minor version go below this one, each with `#[sabi(missing_field(option))]`.
    #[sabi(last_prefix_field)]
    pub create: extern "C" fn(services: ServicesArc) -> RResult<PluginBox, RString>,
}

impl RootModule for PluginModuleRef {
    abi_stable::declare_root_module_statics! {PluginModuleRef}
    const BASE_NAME: &'static str = "violet_plugin";
    const NAME: &'static str = "violet_plugin";
    const VERSION_STRINGS: VersionStrings = package_version_strings!();
}

/// The header that a library exports under the name that the loader looks for.
///
/// The kit's `export_plugin!` puts it into a static; nothing else needs it.
#[must_use]
pub const fn header<I: Implementation>() -> LibHeader {
    extern "C" fn erased<I: Implementation>() -> RootModuleResult {
        __call_root_module_loader(module::<I>)
    }
    // SAFETY: `erased` goes through `__call_root_module_loader`, which turns the `PluginModuleRef` that `module` returns, and
    // that is named here, into the erased reference.
    unsafe { LibHeader::from_constructor::<PluginModuleRef>(erased::<I>, CheckTypeLayout::Yes) }
}

fn module<I: Implementation>() -> PluginModuleRef {
    PluginModuleRef(Table::<I>::MODULE.static_as_prefix())
}

/// A place for a static that depends on a type.
struct Table<I>(I);

impl<I: Implementation> Table<I> {
    const MODULE: &'static WithMetadata<PluginModule> = &WithMetadata::new(PluginModule {
        id: RStr::from_str(I::ID),
        version: RStr::from_str(I::VERSION),
        rustc: RStr::from_str(I::RUSTC),
        panic_strategy: RStr::from_str(I::PANIC_STRATEGY),
        profile: RStr::from_str(I::PROFILE),
        kit: RStr::from_str(I::KIT),
        create: create::<I>,
    });
}

extern "C" fn create<I: Implementation>(services: ServicesArc) -> RResult<PluginBox, RString> {
    let log = Log::new(Services_TO::from_sabi(services.obj.shallow_clone()));
    panic::install_hook(&log);
    match panic::contain(|| I::create(services)) {
        Ok(Ok(implementation)) => ROk(PluginObject_TO::from_ptr(
            RBox::new(Plugin::new(implementation, log)),
            TD_Opaque,
        )),
        Ok(Err(problem)) => RErr(problem.into()),
        Err(panicked) => RErr(panic::explained(I::explain, &panicked).into()),
    }
}
