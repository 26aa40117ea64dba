//! The authorization server: asks people, gives out codes and tokens, renews and ends them, tells about them
//! (Doorkeeper, as `config/initializers/doorkeeper.rb` sets it up).

mod about;
mod authorize;
mod client;
mod device;
mod discovery;
mod refusal;
mod registration;
mod token;
mod view;

use hyper::Method;

use crate::answer::Answer;
use crate::pages;
use crate::request::Request;
use crate::world::World;

pub(crate) use authorize::{Decision, decide};
pub(crate) use device::agree;

/// Answers a request below `/oauth/`.
pub(crate) fn answer(world: &mut World, request: &Request) -> Answer {
    let version = &world.settings.version;
    let (devices, registers) = (
        version.has_device_grant(),
        version.has_dynamic_registration(),
    );
    match (&request.method, request.path.as_str()) {
        (&Method::GET, "/oauth/authorize") => authorize::ask(world, request),
        (&Method::POST | &Method::DELETE, "/oauth/authorize") => authorize::answer(world, request),
        (&Method::POST, "/oauth/token") => token::answer(world, request),
        (&Method::POST, "/oauth/authorize_device") if devices => device::begin(world, request),
        (&Method::GET, "/oauth/device") if devices => device::ask(world, request),
        (&Method::POST, "/oauth/device") if devices => device::answer(world, request),
        (&Method::POST, "/oauth/revoke") => about::revoke(world, request),
        (&Method::POST, "/oauth/introspect") => about::introspect(world, request),
        (&Method::GET, "/oauth/token/info") => about::token_info(world, request),
        (&Method::GET | &Method::POST, "/oauth/userinfo") => about::user_info(world, request),
        (&Method::GET, "/oauth/discovery/keys") => discovery::keys(),
        (&Method::POST, "/oauth/register") if registers => registration::register(world, request),
        _ => pages::not_found(),
    }
}

/// Answers a request below `/.well-known/`; `None` for what is not about OAuth.
pub(crate) fn well_known(world: &World, request: &Request) -> Option<Answer> {
    discovery::answer(world, request)
}
