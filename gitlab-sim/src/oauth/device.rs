//! Devices without a browser: they show a code, and somebody agrees elsewhere (`doorkeeper-device_authorization_grant`).

use serde_json::json;

use super::client::{authenticate, scopes};
use super::refusal::Refusal;
use super::view;
use crate::answer::Answer;
use crate::pages::session;
use crate::request::Request;
use crate::world::{AccountState, Device, LIFE_OF_DEVICE_CODES, Permission, User, World};

/// `POST /oauth/authorize_device`.
pub(super) fn begin(world: &mut World, request: &Request) -> Answer {
    let permission = authenticate(world, request).and_then(|application| {
        Ok(Permission {
            client_id: application.client_id.clone(),
            user_id: None,
            scopes: scopes(application, request)?,
        })
    });
    let device = match permission {
        Ok(permission) => world.give_device_code(permission),
        Err(refusal) => return refusal.answer(),
    };
    let user_code = device.user_code.unwrap_or_default();
    let page = world.address("oauth/device");
    let body = json!({
        "device_code": device.code,
        "user_code": user_code,
        "verification_uri": page,
        "verification_uri_complete": format!("{page}?user_code={user_code}"),
        "expires_in": LIFE_OF_DEVICE_CODES.as_secs(),
        "interval": world.settings.policies.device_interval.as_secs(),
    });
    Answer::json(200, &body).not_stored()
}

/// `GET /oauth/device`: asks for the code, or, once it is known, for consent.
pub(super) fn ask(world: &mut World, request: &Request) -> Answer {
    let Some(user) = session::visitor(world, request).cloned() else {
        return session::sign_in_first(world, request);
    };
    let Some(user_code) = request.parameter("user_code") else {
        return view::device(request, None);
    };
    match find(world, user_code) {
        Ok(place) => {
            let device = &world.authorizations.devices[place];
            match world.application(&device.permission.client_id) {
                Some(application) => {
                    view::device_consent(world, request, application, &user, device)
                }
                None => view::device(request, Some(UNKNOWN)),
            }
        }
        Err(reason) => view::device(request, Some(reason)),
    }
}

/// `POST /oauth/device`: somebody agrees. There is no way to deny: who does not agree lets the code expire.
pub(super) fn answer(world: &mut World, request: &Request) -> Answer {
    let Some(user) = session::visitor(world, request).cloned() else {
        return session::sign_in_first(world, request);
    };
    if !session::is_genuine(world, request) {
        return session::rejected();
    }
    let user_code = request.parameter("user_code").unwrap_or_default();
    match agree(world, user_code, &user) {
        Ok(()) => view::device_done(),
        Err(reason) => view::device(request, Some(&reason)),
    }
}

/// Lets the device that shows this code act for a user.
///
/// # Errors
/// What the page says.
pub(crate) fn agree(world: &mut World, user_code: &str, user: &User) -> Result<(), String> {
    if user.state == AccountState::Unconfirmed {
        return Err(Refusal::UnconfirmedEmail.description());
    }
    let place = find(world, user_code)?;
    let device = &mut world.authorizations.devices[place];
    device.user_code = None;
    device.permission.user_id = Some(user.known_id());
    Ok(())
}

fn find(world: &World, user_code: &str) -> Result<usize, &'static str> {
    let devices = &world.authorizations.devices;
    let shows = |device: &Device| device.user_code.as_deref() == Some(user_code);
    let place = devices.iter().position(shows).ok_or(UNKNOWN)?;
    if devices[place].is_expired(world.settings.clock.now()) {
        return Err("The user code has expired.");
    }
    Ok(place)
}

const UNKNOWN: &str = "The user code is invalid.";
