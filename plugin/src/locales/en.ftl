### The texts of the GitLab plugin, in English. Labels of GitLab's own pages are quoted as GitLab spells them.
###
### A text whose id is a problem's code, with a hyphen for each dot, comes before the kit's text for that code; its attribute `hint` says
### what to do next. Endings such as `-oauth` are for special cases of it.

## The plugin and its form

name = Gitlab

method-oauth = GitLab account
    .button = Connect with GitLab
    .help = You sign in to GitLab and allow Violet to read. The instance must have an OAuth application for Violet.
method-token = API token
    .button = Connect with API token
    .help = For self-managed instances, or if you prefer a token: create one in GitLab and enter it here.

field-address = GitLab address
    .help = The address that you open in the browser. The address of any page of your GitLab will do.
field-token = API token
    .help = A personal, project, group or service account token with the scope read_api or api.
field-ca_certificate = CA certificate
    .help = Only if your GitLab uses a certificate of your own organization: the certificate of its authority, in PEM format.
field-allow_plain_http = Allow unencrypted connections
    .help = The token can then be read by anyone on the network in between. Only for an instance without https in a network that you trust.

unknown-method = there is no authentication method `{ $method }`
unknown-cursor = the position in the list is not one that this plugin gave out

certificate-missing = there is no certificate in PEM format in it; one begins with -----BEGIN CERTIFICATE-----
certificate-private-key = this is a private key, which must stay on its server; what is needed is the certificate of the authority
certificate-unreadable = a certificate in it cannot be read; copy it again, with the lines that begin with -----

address-empty = it is empty
address-too-long = it is too long
address-characters = it contains spaces or other characters that no address has
address-scheme = it begins with `{ $scheme }://`, but only `https://` and `http://` are possible
address-user-information = it contains a user name or password before the @; enter the address without them
address-host = it contains no valid host name
address-port = the port after the colon is not a number from 1 to 65535
address-lookalike = the host name contains characters that only look like ordinary letters and may lead elsewhere; type it by hand
address-query = it contains a ? or # whose meaning is unknown; enter the address of the start page

## How to come by a token

guide-token-open = In GitLab, open “Access tokens” in your user settings, and click “Add new token”.
guide-token-name = Enter a “Token name”, such as Violet, and an “Expiration date”. Choose about one year: GitLab preselects 30 days.
guide-token-scope = Under “Select scopes”, tick read_api. That is enough for reading; api works, too.
guide-token-create = Click “Create token”, and copy the token that appears with the copy button. GitLab shows it only once.
guide-token-paste = Return to Violet, enter the token, and click “Connect with API token”.
guide-token-go-on = Configure what is to be fetched, and click “Create”.
link-tokens = Create a token in GitLab
link-tokens-16_6 = The same in GitLab 13.5 to 16.6
link-tokens-13_4 = The same in GitLab 13.4 and older

## Other kinds of tokens

kind-deploy = a deploy token, which only opens repositories and registries
kind-runner = a runner authentication token
kind-runner-registration = a runner registration token
kind-job = a CI/CD job token, which only lives as long as its job
kind-trigger = a pipeline trigger token
kind-feed = a feed token
kind-incoming-mail = an incoming mail token
kind-agent = a token of an agent for Kubernetes
kind-workspace = a workspace token
kind-scim = a SCIM token
kind-feature-flags = a feature flags client token
kind-runner-controller = a runner controller token
kind-oauth-secret = the secret of an OAuth application
kind-oauth-access = an OAuth access token, which only lives for two hours
kind-session = a session cookie of a browser

## The token

token-missing = No token was entered.
    .hint = In GitLab, open “Access tokens” in your user settings, create a token with the scope read_api, and enter it here.
token-missing-oauth = No authorization by GitLab is stored for this connection.
    .hint = Connect with GitLab again.
token-malformed = The token contains spaces, line breaks or other characters that no token has, or it is too long.
    .hint = Copy the token again, with GitLab's copy button and without any text around it. If GitLab no longer shows it, create a new one.
token-mistyped = The token was changed when it was copied or typed: the checksum in it does not match.
    .hint = Copy the token again, with GitLab's copy button. If GitLab no longer shows it, create a new one.
token-truncated = The end of the token is missing.
    .hint = Copy the whole token, with GitLab's copy button: a double click only selects it up to the first dot. If GitLab no longer shows it, create a new one.
token-wrong_kind = This token cannot be used here: it is { $kind }.
    .hint = In GitLab, open “Access tokens” in your user settings, create a token with the scope read_api, and enter it here. To connect without a token, use “Connect with GitLab”.
token-not_recognised = GitLab does not recognise the token.
    .hint = Check that the token is complete and belongs to this instance. If so, it was deleted, access tokens are disabled in this GitLab, or a proxy on the way removes the header Authorization: create a new token, and if that one fails, too, ask your GitLab administrator.
token-not_recognised-oauth = GitLab no longer recognises the authorization.
    .hint = Connect with GitLab again. If it keeps happening, ask your GitLab administrator whether a proxy on the way removes the header Authorization.
token-expired = The token has expired.
    .hint = Create a new token in GitLab, under “Access tokens” in your user settings, and enter it in place of this one. GitLab tokens stop working at 00:00 UTC on their expiration date.
token-expired-oauth = The authorization has expired.
    .hint = Connect with GitLab again.
token-revoked = The token was revoked.
    .hint = Create a new token in GitLab and enter it in place of this one. If you did not revoke or rotate it yourself, an administrator or a rule of your GitLab did: ask there first.
token-revoked-oauth = The authorization was revoked in GitLab.
    .hint = Connect with GitLab again.
token-impersonation_disabled = The token is an impersonation token, and impersonation is disabled in this GitLab.
    .hint = Sign in to GitLab with the account itself, create a personal access token, and enter it here.
token-dpop_required = The account requires proof of possession (DPoP) with every token, which Violet cannot give.
    .hint = Turn off “Demonstrating Proof of Possession (DPoP)” in the account's access token settings in GitLab, or use a token of another account, such as a service account.
token-scope_missing = The token has the scopes { $has }, but one of these is needed: { $needs }.
    .hint = The scopes of a token cannot be changed: create a new token with the scope read_api, and enter it in place of this one.
token-scope_missing-untold = The token has none of the scopes of which one is needed: { $needs }.
    .hint = The scopes of a token cannot be changed: create a new token with the scope read_api, and enter it in place of this one.
token-scope_missing-oauth = The authorization has none of the scopes of which one is needed: { $needs }.
    .hint = In GitLab, select the scope read_api for the OAuth application, and connect with GitLab again.
token-permission_missing = The fine-grained token lacks these permissions: { $permissions }.
    .hint = In GitLab, create a fine-grained token that has them, too, and enter it in place of this one. If your token has scopes instead, this GitLab or the group no longer accepts such tokens: create a fine-grained one.
token-expires_soon = { $days ->
        [0] The token stops working today: { $date } was the last full day that it worked.
        [one] The token expires in one day: { $date } is the last full day that it works.
       *[other] The token expires in { $days } days: { $date } is the last full day that it works.
    }
    .hint = Create a new token in GitLab, choose an expiration date about one year ahead, and enter it in this connection before then.
token-expires_soon-past = The expiration date of the token has passed, but this GitLab still accepts it.
    .hint = Create a new token in GitLab and enter it in place of this one: the present one may stop working at any time.
token-scopes_unknown = The token works, but this GitLab did not tell what it may do.
    .hint = In GitLab, check that the token has the scope read_api or api. From GitLab 15.5 on this is checked here.
token-expiry_unknown = It could not be found out when the token expires.
    .hint = Look up the date in GitLab, under “Access tokens” in your user settings. From GitLab 15.5 on it is read here; a fine-grained token needs the permission Personal Access Token: Read for it.
token-fine_grained = The token is fine-grained: it works, but each type of record needs a permission of its own.
    .hint = Make sure that the token has Project: Read and Group: Read, and for each type of record to be fetched its Read permission, such as Issue: Read or Merge Request: Read. User: Read and Metadata: Read are needed to show the account and the version.
token-overprivileged = The token may do more than fetching needs: { $scopes }.
    .hint = You can go on. To be safer, create a token with the scope read_api only, and enter it in place of this one.
token-overprivileged-oauth = The authorization allows more than fetching needs: { $scopes }.
    .hint = You can go on. To be safer, select the scope read_api only for the OAuth application in GitLab, and connect again.
token-no_expiry = The token never expires.
    .hint = You can go on. To be safer, use a token with an expiration date, and revoke this one in GitLab when you no longer need it.

## The account

account-blocked = Your GitLab account has been blocked.
    .hint = Ask your GitLab administrator to unblock the account. A new token of the same account does not help.
account-deactivated = Your GitLab account has been deactivated.
    .hint = Sign in to GitLab in a web browser once: that reactivates the account. Then connect again with the same token.
account-pending_approval = Your GitLab account is waiting for an administrator's approval.
    .hint = Ask your GitLab administrator to approve the account. Then connect again with the same token.
account-terms_not_accepted = Your GitLab account has not accepted the terms of service yet.
    .hint = Sign in to GitLab in a web browser and accept the terms. Then connect again with the same token. For the account of a bot, ask your GitLab administrator.
account-password_expired = The password of your GitLab account has expired.
    .hint = Sign in to GitLab in a web browser and set a new password. Then connect again with the same token.
account-unconfirmed = The primary email address of your GitLab account is not confirmed.
    .hint = Open the link in GitLab's confirmation email, or sign in to GitLab to request a new one. Then connect again with the same token.

## Access

access-denied = GitLab refuses access and gives this reason: { $reason }
    .hint = Resolve that reason in GitLab, or ask your GitLab administrator. Then try again.
access-nothing_visible = The token works, but its account is not a member of any project.
    .hint = In GitLab, add the account to a project or group, at least as a Reporter, or use a token of an account that is a member.

## The instance

instance-url_invalid = This is not the address of a GitLab instance: { $reason }.
    .hint = Enter the address that you open in the browser, such as https://gitlab.example.com, or https://example.com/gitlab if GitLab is installed under a path.
instance-insecure = The address begins with http://: the token would be sent unencrypted.
    .hint = Enter the address with https://. Only if this GitLab has no https and you trust the network in between, turn on “Allow unencrypted connections”.
instance-too_old = This GitLab has version { $version }; version { $minimum } or later is needed.
    .hint = Ask your GitLab administrator to upgrade it.
instance-tls_untrusted = The certificate of `{ $host }` was issued by an authority that is not trusted here.
    .hint = Enter the certificate of your organization's authority under “CA certificate”; your GitLab administrator can give it to you. If GitLab has an ordinary public certificate, its server does not send the intermediate certificates, which the administrator can correct.
instance-not_gitlab = No GitLab answers at this address, but { $came }.
    .hint = Check the address. If GitLab is installed under a path, add it, as in https://example.com/gitlab. If the address is right, something in front of GitLab answers in its place: ask your GitLab administrator.
instance-wrong_path = GitLab answers at this address, but its API is not at this path. What came instead: { $came }.
    .hint = Enter the address of GitLab's start page. If GitLab is installed under a path, as in https://example.com/gitlab, keep that path, and leave out everything behind it.
instance-challenged = A bot check or a sign-in page stands in front of GitLab and stopped the request: { $came }.
    .hint = The token was not judged. Ask whoever runs that protection to let requests to /api/ and /oauth/ pass without it. A new token does not help.
instance-redirected = This GitLab is at another address: { $location }
    .hint = If you trust that address, enter it in place of this one. The token was not sent there.
instance-redirected-exposed = This GitLab is at another address: { $location }
    .hint = If you trust that address, enter it in place of this one. The token has already crossed the network unencrypted: revoke it in GitLab and create a new one.
instance-forbidden = GitLab refused the request without giving a reason.
    .hint = Usually this is about the network address that the request came from, not about the token: a limit to certain addresses, or a ban of some minutes after failed attempts. Wait 15 minutes and try again; if it keeps happening, ask your GitLab administrator.
instance-rate_limited = This GitLab has received too many requests and asks to wait.
    .hint = Wait a few minutes and try again. Nothing is wrong with the token.
instance-maintenance = This GitLab is under maintenance.
    .hint = Try again when the maintenance is over. Nothing is wrong with the token.
instance-deploying = This GitLab is being upgraded at the moment.
    .hint = Wait a few minutes and try again. Nothing is wrong with the token.
instance-unavailable = This GitLab is not available at the moment (HTTP status { $status }).
    .hint = Wait a few minutes and try again. If it keeps happening, tell your GitLab administrator.
instance-error = This GitLab failed while it was answering (HTTP status { $status }).
    .hint = Try again in a few minutes. If it keeps happening, tell your GitLab administrator: the cause is in GitLab's logs.
instance-bad_answer = GitLab's answer could not be read.
    .hint = Try again. If it keeps happening, ask your GitLab administrator whether a proxy in front of GitLab changes or cuts its answers.
instance-partial = The connection works, but GitLab did not tell { $missing }: { $reason }
    .hint = You can go on. Check the connection again later to complete it.

partial-account = whose token it is
partial-version = its version

came-page = a web page titled “{ $title }” (HTTP status { $status })
came-untitled = a web page without a title (HTTP status { $status })
came-type = an answer of the type { $type } (HTTP status { $status })
came-redirect = a redirect to { $location }

## The settings of an integration

configuration = What to fetch from GitLab
configuration-group-what = Records
configuration-group-where = Where from
configuration-group-filters = Filters

configuration-records = Types of records
    .help = What is fetched from each project; epics are fetched from groups.
configuration-records-projects = Projects
configuration-records-issues = Issues
configuration-records-merge_requests = Merge requests
configuration-records-epics = Epics
configuration-records-milestones = Milestones
configuration-records-releases = Releases
configuration-records-pipelines = Pipelines
configuration-records-commits = Commits
configuration-records-labels = Labels
configuration-source = Source
    .help = Every project that the account is a member of, or only some.
configuration-source-all = All projects of the account
configuration-source-groups = Selected groups
configuration-source-projects = Selected projects
configuration-groups = Groups
    .help = Search by name, or paste the address of a group.
configuration-projects = Projects
    .help = Search by name, or paste the address of a project.
configuration-include_subgroups = Include subgroups
    .help = Also fetch from the groups inside the selected ones.
configuration-include_archived = Include archived projects
configuration-visibility = Visibility
    .help = Only projects of this visibility.
configuration-visibility-all = Any
configuration-visibility-private = Private
configuration-visibility-internal = Internal
configuration-visibility-public = Public
configuration-state = State
    .help = Applies to issues, merge requests and epics.
configuration-state-all = Any
configuration-state-opened = Open
configuration-state-closed = Closed or merged
configuration-labels = Labels
    .help = Only issues, merge requests and epics that have all of these labels.
configuration-updated_since = Updated since
    .help = Only issues, merge requests, epics, pipelines and commits since this date, from 00:00 UTC. Leave it empty for all.

choice-gone = No longer visible to this account

wrong-no-group = no group is selected; select at least one, or choose another source
wrong-no-project = no project is selected; select at least one, or choose another source
wrong-id = it is not an id, which is a number; select from the list
wrong-empty = it is empty
wrong-epics-of-projects = epics belong to groups; choose another source, or leave them out
wrong-future = this date is in the future

config-invalid = A value cannot be used: { $reason }.
    .hint = Correct it and try again.
config-not_found = `{ $value }` was selected, but it no longer exists, or the account cannot see it.
    .hint = Remove it from the selection, or select another. If it still exists in GitLab, add the account to it; a group may also allow certain network addresses only.
config-unavailable = This GitLab, or its licence, does not have this type of record: { $record }.
    .hint = Leave it out. Epics need a Premium or Ultimate licence for the group.
