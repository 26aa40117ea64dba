### What the kit says for every code of the contract, in English.
###
### A message's id is the code with a hyphen for each dot; the attribute `hint` says what to do next. A plugin's own texts with
### the same id come first. Only the variables that a code always has may stand in its texts.

## The token

token-missing = No token was given.
    .hint = Create a token in the instance, in your account's settings, and enter it here.
token-malformed = The token contains spaces, line breaks or other characters that no token has, or it is too long.
    .hint = Copy the token again from where it was created, without any text around it. If it is no longer displayed there, create a new one.
token-mistyped = The token was changed when it was copied or typed: the check built into it fails.
    .hint = Copy the token again from where it was created, preferably with the copy button. If it is no longer displayed there, create a new one.
token-truncated = The end of the token is missing.
    .hint = Copy the whole token, preferably with the copy button: a double click may select only a part of it. If it is no longer displayed, create a new one.
token-wrong_kind = A token of this kind cannot be used here: { $kind }.
    .hint = Create an access token in the instance, in your account's settings, and enter it in place of this one.
token-not_recognised = The instance does not recognise the token.
    .hint = Check that the token is complete and belongs to this instance. If so, it may have been deleted, access tokens may be switched off in the instance, or a proxy on the way may remove the header that carries it: create a new token, and if that one fails too, ask the administrator of the instance.
token-expired = The token has expired.
    .hint = Create a new token in the instance and enter it in place of this one.
token-revoked = The token was revoked.
    .hint = Create a new token in the instance and enter it in place of this one. If you did not revoke it yourself, ask the administrator of the instance why it was revoked.
token-impersonation_disabled = The token is an impersonation token, and the instance does not allow those.
    .hint = Sign in with the account itself and create a token there, or ask the administrator of the instance to allow impersonation tokens.
token-dpop_required = The account requires every request to prove who holds the token (DPoP), which a token alone cannot do.
    .hint = Turn this requirement off in the account's settings in the instance, or use a token of an account that does not have it.
token-scope_missing = The token has none of the scopes that would do ({ $needs }); it has these: { $has }.
    .hint = Create a new token with one of these scopes and enter it in place of this one: { $needs }.
token-permission_missing = The token lacks permissions that are needed: { $permissions }.
    .hint = Create a fine-grained token with these permissions and enter it in place of this one. If this token is of the classic kind, the instance may accept fine-grained tokens only.
token-expires_soon = { $days ->
        [0] The token expires today: { $date } was the last full day that it worked.
        [one] The token expires in one day: { $date } is the last full day that it works.
       *[other] The token expires in { $days } days: { $date } is the last full day that it works.
    }
    .hint = Create a new token in the instance and enter it in this connection before then, so that nothing is interrupted.
token-scopes_unknown = The instance is too old to say what the token may do.
    .hint = Make sure in the instance that the token may read what you want to fetch. Once the instance is updated, this can be checked here.
token-expiry_unknown = It could not be found out when the token expires.
    .hint = Look up the date in the instance, and replace the token before then. If the token is a fine-grained one, it needs permission to read its own details for this to be checked here.
token-fine_grained = The token is a fine-grained one: it was accepted, but every kind of record needs a permission of its own.
    .hint = Check in the instance that the token has permission to read each kind of record that you want to fetch.
token-overprivileged = The token may do more than is needed, because of these scopes: { $scopes }.
    .hint = To be safer, create a token that can only read and enter it in place of this one.
token-no_expiry = The token never expires.
    .hint = To be safer, use a token with an expiry date, or replace this one from time to time; revoke it in the instance when you no longer need it.

## The account

account-blocked = The account that the credential belongs to is blocked.
    .hint = Ask the administrator of the instance to unblock the account, or use a credential of another account. A new token of the same account does not help.
account-deactivated = The account that the credential belongs to is deactivated.
    .hint = Sign in to the instance with that account in a web browser to reactivate it, or ask the administrator of the instance. Then try again.
account-pending_approval = The account that the credential belongs to is waiting for an administrator's approval.
    .hint = Ask the administrator of the instance to approve the account. Then try again.
account-terms_not_accepted = The account that the credential belongs to has not accepted the terms of service.
    .hint = Sign in to the instance with that account in a web browser and accept the terms. Then try again.
account-password_expired = The password of the account that the credential belongs to has expired.
    .hint = Sign in to the instance with that account in a web browser and set a new password. Then try again.
account-unconfirmed = The e-mail address of the account that the credential belongs to is not confirmed.
    .hint = Open the link in the confirmation e-mail, or request a new one in the instance. Then try again.

## Access

access-denied = The instance gave the reason "{ $reason }" for refusing access.
    .hint = Resolve that reason in the instance, or ask its administrator. Then try again.
access-nothing_visible = The credential works, but it does not give access to anything that could be fetched.
    .hint = In the instance, give the account access to what you want to fetch, or use a credential of an account that has it.

## OAuth

oauth-denied = The authorization was denied in the instance.
    .hint = Connect again, and authorize the access when the instance asks.
oauth-client_missing = No OAuth application is known for this instance.
    .hint = Register an OAuth application in the instance and supply its application ID, and its secret if it has one; or connect with a token.
oauth-client_invalid = The instance does not know the OAuth application, or the application's secret is wrong.
    .hint = Compare the application ID and the secret with those that the instance shows for the OAuth application, and correct them. If the secret is no longer displayed there, create a new one.
oauth-scope_refused = The OAuth application may not ask for these scopes: { $scopes }.
    .hint = Select these scopes for the OAuth application in the instance, and connect again.
oauth-redirect_refused = The OAuth application does not know the redirect address `{ $redirect }`.
    .hint = Add exactly this address to the redirect addresses of the OAuth application in the instance, and connect again.
oauth-state_mismatch = The answer received belongs to no authorization in progress.
    .hint = Connect again, starting here, and finish in the same browser. If you did not start an authorization yourself, close the page that brought you here.
oauth-code_refused = The instance did not accept the authorization code: it has expired, was used already, or was made for something else.
    .hint = Connect again, and do not go back or reload a page in the browser on the way.
oauth-device_unsupported = The instance does not allow authorization with a device code.
    .hint = Connect with the browser instead, or with a token. If you need the device code, ask the administrator whether the instance can be updated.
oauth-reconnect_required = The authorization has ended in the instance.
    .hint = Connect again and authorize the access. The connection keeps its name and its integrations.
oauth-timed_out = The authorization was not finished in time.
    .hint = Connect again, and authorize the access without closing the page. If the browser cannot get back from the instance, check that the redirect address can be reached from that browser, or use a device code or a token.
oauth-revoke_failed = The access was removed here, but the instance did not confirm that it was revoked.
    .hint = In the instance, open the list of authorized applications in your account's settings and revoke the access there.

## The instance and the way to it

instance-url_invalid = The address of the instance cannot be used: { $reason }.
    .hint = Enter the address that you open in the browser, such as `https://example.com`.
instance-address_forbidden = The rules of this system do not allow connections to `{ $host }`.
    .hint = Check the address. If it is right, ask the administrator of this system whether it can be allowed.
instance-insecure = The address begins with `http://`, so the credential would be sent unencrypted.
    .hint = Use an address that begins with `https://`. Only if the instance has none and you trust the whole network on the way, allow unencrypted connections in this connection's settings.
instance-too_old = The instance has version { $version }, and at least version { $minimum } is needed.
    .hint = Ask the administrator of the instance to update it.
instance-dns = The name `{ $host }` could not be found on the network.
    .hint = Check the spelling of the address. If the name is only known in an internal network, connect to that network or its VPN first.
instance-refused = The connection to `{ $host }` was refused.
    .hint = Check that the port in the address is right, that the instance is running, and that no firewall on the way blocks the connection.
instance-timeout = No answer came from `{ $host }` in time.
    .hint = Try again in a few minutes. If it keeps happening, check the address, and ask the administrators of the instance and of the network whether the instance is overloaded or a firewall discards the requests.
instance-connection_lost = The connection to `{ $host }` broke before the answer was complete.
    .hint = Try again. If it keeps happening, ask the administrator of the network whether a firewall or a proxy on the way cuts connections.
instance-proxy = The proxy did not let the request to `{ $host }` through.
    .hint = Check the address, the user name and the password of the proxy, and ask its administrator to allow this destination. If the instance can be reached directly, exclude it from the proxy.
instance-tls_untrusted = The certificate of `{ $host }` was issued by an authority that is not trusted here.
    .hint = Add the CA certificate of the instance, in PEM format, to this connection. The administrator of the instance can give it to you; if the instance has an ordinary public certificate, they should check that it also sends the intermediate certificates.
instance-tls_hostname = The certificate of `{ $host }` was made for another name.
    .hint = Enter the address with the name that the certificate was made for, or ask the administrator of the instance for a certificate that covers this name.
instance-tls_expired = The certificate of `{ $host }` has expired or is not valid yet.
    .hint = Check that the date and time of this machine are right. If they are, ask the administrator of the instance to renew the certificate.
instance-not_gitlab = The answer from this address is not the application's API.
    .hint = Check the address. If the application is under a path, add it, as in `https://example.com/path`. If the address is right, a proxy on the way may be answering instead: ask the administrator of the instance.
instance-wrong_path = The application answers at this address, but its API is not at this path.
    .hint = Enter the address of the application's start page, with the path that it is installed under, if any, and without the path of a page inside it.
instance-challenged = A check for bots or a sign-in page in front of the instance stopped the request.
    .hint = Ask the administrator of the instance to let requests to its API pass without that check. A new token does not help.
instance-redirected = The instance redirects to another address: `{ $location }`.
    .hint = If you trust that address, enter the one it belongs to as the address of the instance. The credential was not sent on. If the first address began with `http://`, the credential was sent unencrypted: revoke it and create a new one.
instance-forbidden = The instance refused the request without giving a reason.
    .hint = Wait a few minutes and try again: after many failed attempts an instance may refuse everything for a while. If it keeps happening, ask its administrator whether requests from this machine's network address are allowed.
instance-rate_limited = The instance has received too many requests and asks to wait.
    .hint = Wait a few minutes and try again.
instance-maintenance = The instance is under maintenance.
    .hint = Try again when the maintenance is over; the administrator of the instance can say when.
instance-deploying = The instance is being upgraded.
    .hint = Wait a few minutes and try again.
instance-unavailable = The instance is not available at the moment (HTTP status { $status }).
    .hint = Wait a few minutes and try again. If it keeps happening, tell the administrator of the instance.
instance-error = The instance failed while it was answering (HTTP status { $status }).
    .hint = Try again in a few minutes. If it keeps happening, tell the administrator of the instance: the cause stands in its logs.
instance-bad_answer = The answer of the instance could not be read.
    .hint = Try again. If it keeps happening, ask the administrator of the instance whether a proxy on the way alters or cuts its answers.
instance-partial = The credential works, but some details could not be fetched from the instance.
    .hint = You can go on. Check the connection again later to complete the details.

## The configuration

config-invalid = The configuration contains a value that cannot be used: { $reason }.
    .hint = Correct this value and save again.
config-not_found = `{ $value }` was chosen, but it no longer exists or the credential cannot see it.
    .hint = Remove it from the selection or choose another. If it still exists, give the account access to it in the instance.
config-unavailable = This instance does not have records of the type `{ $record }`, or its licence does not include them.
    .hint = Remove this type from the selection, or ask the administrator of the instance whether it can be made available.

## What was asked for

usage-invalid = The request cannot be understood: { $reason }.
    .hint = Correct it and try again; the help of the program shows what is possible.
plugin-not_found = There is no plugin `{ $plugin }`.
    .hint = Check the spelling against the list of plugins, or install the plugin first.
connection-not_found = There is no connection `{ $connection }`.
    .hint = Check it against the list of connections; it may have been removed.
integration-not_found = There is no integration `{ $integration }`.
    .hint = Check it against the list of integrations; it may have been removed.

## Plugins that cannot be loaded

manifest-invalid = The plugin's manifest cannot be used: { $reason }.
    .hint = If you wrote the plugin, correct the manifest and validate the plugin again. Otherwise install the plugin again, and tell its author if that does not help.
manifest-invalid-newer = The plugin's manifest says something that this program does not know: { $reason }.
    .hint = The plugin can be used, but was written for a newer version of this program: update this program.
library-missing = The plugin's library is missing: { $reason }.
    .hint = If you wrote the plugin, build it, and check the library's name in the manifest. Otherwise install the plugin again.
library-not_a_plugin = The file is not the library of a plugin: { $reason }.
    .hint = If you wrote the plugin, build the crate as a `cdylib` and export the plugin with `export_plugin!`. Otherwise install the plugin again.
library-wrong_architecture = The plugin's library was built for another kind of machine: { $reason }.
    .hint = Install the build of the plugin for this machine's processor and operating system. If you wrote the plugin, build it for this target.
library-truncated = The end of the plugin's library is missing: { $reason }.
    .hint = Install the plugin again: it was not downloaded or copied completely. Check that the disk has free space.
library-digest_mismatch = The plugin's library is not the one that its manifest names: { $reason }.
    .hint = Do not use this file. Install the plugin again from a source that you trust. If you wrote the plugin, pack it again after each build.
interface-incompatible = The plugin's library was built for another version of the plugin interface: { $reason }.
    .hint = Install a version of the plugin that was made for this program, or update this program. If you wrote the plugin, rebuild it with the version of the interface that this program uses.
plugin-id_mismatch = The plugin's manifest and its library disagree on the plugin's id: { $reason }.
    .hint = If you wrote the plugin, use the same id in the manifest and in `export_plugin!`, and build again. Otherwise install the plugin again.
plugin-id_mismatch-version = The plugin's manifest and its library disagree on the plugin's version: { $reason }.
    .hint = If you wrote the plugin, use the same version in the manifest and in `Cargo.toml`, and build again. Otherwise install the plugin again.
plugin-id_mismatch-folder = The plugin's folder is not called like the plugin: { $reason }.
    .hint = Rename the folder to the plugin's id, or install the plugin again.
plugin-duplicate_id = Two plugins have the same id: { $reason }.
    .hint = Keep one of them and remove the other from the plugins folder. If they are different plugins, ask the author of one of them to choose another id.

## Plugins that break the contract

plugin-panicked = The plugin failed because of a defect of its own: { $reason }.
    .hint = Nothing was changed, and this says nothing about the credential. Report the defect to the author of the plugin, with the log.
plugin-timeout = The plugin did not answer in time.
    .hint = Nothing was changed, and this says nothing about the credential. Try again; if it keeps happening, the plugin has a defect: report it to its author, with the log.
plugin-cancelled = The call to the plugin was stopped before it ended.
    .hint = Nothing was changed, and this says nothing about the credential. Try again when you are ready.
plugin-contract = The plugin gave an answer that the plugin interface does not allow: { $reason }.
    .hint = Nothing was changed, and this says nothing about the credential. The plugin has a defect: report it to its author, with the log. If you wrote the plugin, validate it.
plugin-crashed = The plugin crashed and took its process down: { $reason }.
    .hint = Nothing was changed, and this says nothing about the credential. The plugin has a defect: report it to its author, with the log.

## The program itself

state-unusable = The stored data cannot be read or written: { $reason }.
    .hint = Check that the folder of the stored data exists, that this program may read and write it, and that the disk has free space.
state-newer = The stored data was written by a newer version of this program: { $reason }.
    .hint = Update this program to that version or a later one, or use another folder for the stored data. Nothing was changed.
internal = This program failed because of a defect of its own: { $reason }.
    .hint = Try again. If it keeps happening, report the defect to those who maintain this program, with the log.

## A configuration that does not fit its form. `$expected` and `$found` are JSON's own names of types.

config-invalid-type = This takes { $expected ->
        [array] a list
        [boolean] `true` or `false`
        [integer] a whole number
        [object] an object with properties
        [string] a text
       *[other] something else
    }, and the configuration has { $found ->
        [array] a list
        [boolean] `true` or `false`
        [null] nothing (`null`)
        [number] a number
        [object] an object
       *[string] a text
    }.
    .hint = Change the value; the configuration schema shows what each property takes.
config-invalid-misspelt = There is no property `{ $name }`.
    .hint = Did you mean `{ $close }`?
config-invalid-unknown = There is no property `{ $name }`.
    .hint = The properties are: { $known }.
config-invalid-missing = The property `{ $name }` is missing.
    .hint = Add it; the configuration schema shows what it takes.
config-invalid-option = `{ $value }` is not among the options.
    .hint = The options are: { $options }.
config-invalid-twice = `{ $value }` stands here twice.
    .hint = Remove one of the two.
config-invalid-empty = Nothing is chosen here.
    .hint = Choose at least one.
config-invalid-date = `{ $value }` is not a date.
    .hint = Write a date like `2026-01-31`; it counts from 00:00 UTC of that day.
config-invalid-range = { $value } is out of range.
    .hint = Choose a number from { $minimum } to { $maximum }.
config-invalid-long = This text is too long.
    .hint = Shorten it to { $most } characters at most.
