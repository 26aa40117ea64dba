### What the simulator itself says, in English. The texts of problem codes are the kit's, where none stands here.

## Checks

verdict-accepted = Accepted: the credential works and has the rights that are needed.
verdict-refused = Refused: it cannot be connected like this.
verdict-unknown = It could not be found out whether the credential works.
verdict-short-accepted = accepted
verdict-short-refused = refused
verdict-short-unknown = unknown
fact-account = Account
fact-credential = Credential
fact-scopes = Scopes
fact-expires = Expires
fact-instance = Instance
account-kind-user = user
account-kind-project_bot = account of a project token
account-kind-group_bot = account of a group token
account-kind-service_account = service account
credential-kind-personal_access_token = personal access token
credential-kind-project_access_token = project access token
credential-kind-group_access_token = group access token
credential-kind-service_account_token = service account token
credential-kind-oauth = authorization by OAuth
edition-enterprise = Enterprise Edition
edition-community = Community Edition
expires-on = { $date }
expires-in = { $date } ({ $days ->
        [one] 1 day left
       *[other] { $days } days left
    })
retry-after = Wait { $seconds ->
        [one] 1 second
       *[other] { $seconds } seconds
    } before trying again.
check-cost = { $requests ->
        [0] No request was sent
        [one] 1 request
       *[other] { $requests } requests
    }, { $milliseconds } ms.
nothing-saved = Nothing was saved.

## Plugins

applications-none = The plugins folder is empty.
status-ok = ok
status-invalid = invalid
status-incompatible = incompatible
plugin-title = { $name } (`{ $id }`), version { $version }, interface { $interface }
plugin-interval = Fetches at most every { $min }; every { $default } unless told otherwise; suggested: { $suggested }.
plugin-without-methods = it describes no authentication method
plugin-folder-missing = There is no plugins folder `{ $plugin }`.
    .hint = Name one with `--plugins FOLDER` or `$VIOLET_PLUGINS`; or give the plugin as a path, with a path separator in it.
plugin-unknown = There is no such plugin in the plugins folder.
    .hint = It holds these: { $known }. What has a path separator is taken for a path.
plugin-unknown-close = There is no such plugin in the plugins folder.
    .hint = Did you mean `{ $close }`? It holds these: { $known }.
plugin-path-missing = There is no plugin at that path: only `{ $plugin }` exists of it.
    .hint = Give the path of a plugin folder, of a library or of a crate; or an id without a path separator, which is looked up in the plugins folder.
plugin-gone = The plugin `{ $plugin }` of this connection is not in the plugins folder.
    .hint = Install it again; or name the folder that holds it with `--plugins FOLDER` or `$VIOLET_PLUGINS`.
plugin-path-gone = The plugin of this connection is no longer at `{ $plugin }`.
    .hint = Put it back there, or build it again.
plugin-other = At `{ $path }` there is now the plugin `{ $found }`, and the connection was made with `{ $plugin }`.
    .hint = Put the plugin `{ $plugin }` back there. Another one does not get its credential.
plugin-path-not-text = The path of the plugin, `{ $plugin }` or like it, is not UTF-8 text, so that a connection could not remember it.
    .hint = Move the plugin to a folder whose path is UTF-8 text, or put it into the plugins folder.
plugin-path-neither = There is no plugin in `{ $plugin }`: the folder holds neither a `manifest.toml` nor a `Cargo.toml`.
    .hint = Give the path of a plugin folder, of a library or of a crate.
method-default = { $label } (`{ $id }`), the default
method-other-option = { $label } (`{ $id }`), behind “Show other authentication options”
method-plain = { $label } (`{ $id }`)
method-button = Button: “{ $button }”
type-text = text
type-url = address
type-secret = secret
type-pem = certificates (PEM)
type-boolean = yes or no
type-unknown = of a newer kind
type-date = date
type-list = list
type-number = number
type-option = one of the options
type-required = required
type-advanced = advanced
form = Configuration
form-type = Type
form-options = Options
form-live = Live
form-choices = `choices ID { $name }` lists what can be chosen
form-only-when = Only if
form-when = `{ $property }` is { $values }
form-default = Default
copies-folder = A private folder for copies of plugins' libraries could not be made: { $detail }.
    .hint = Check that the system's folder for temporary files exists, that you may write to it, and that the disk has free space.
build-no-cargo = cargo could not be run for `{ $folder }`: { $detail }
build-failed = cargo could not build the crate in `{ $folder }`; what it said stands above
build-no-package = `{ $folder }` holds a workspace and no crate of its own; name the folder of one of its crates
build-no-cdylib = the crate `{ $detail }` in `{ $folder }` makes no `cdylib`; its `Cargo.toml` needs `crate-type = ["cdylib"]` under `[lib]`

## Connections

connection-created = Connected: “{ $name }” is saved as { $id }.
connection-next = Next: `schema { $id }` shows what can be configured, `create { $id } --config FILE` creates an integration.
connection-reconnected = Connected again: { $id } keeps its name and its integrations.
connection-unchanged = { $id } stays as it was.
connection-renamed = { $id } is now called “{ $name }”.
connection-removed = “{ $name }” ({ $id }) was removed{ $count ->
        [0] {""}
        [one] , and its integration with it: { $integrations }
       *[other] , and its { $count } integrations with it: { $integrations }
    }.
connection-unknown = There is no such connection.
    .hint = `connections list` shows the ids; each is a `c` and a number, such as `c1`.
connections-none = There are no connections yet. `connect` makes one.
fact-plugin = Plugin
fact-method = Method
fact-address = Address
fact-verdict = Last check
fact-checked = Checked at
fact-integrations = Integrations
findings-then = What the check of { $time } reported, in its words and as of then:

## Integrations

integration-created = “{ $name }” is created as { $id }.
integration-changed = “{ $name }” ({ $id }) is changed.
integration-removed = “{ $name }” ({ $id }) was removed.
integration-unknown = There is no such integration.
    .hint = `integrations list` shows the ids; each is an `i` and a number, such as `i1`.
integrations-none = There are no integrations yet. `create` makes one.
fact-connection = Connection
fact-every = Every
fact-schema-version = Form version
choices-none = Nothing was found.
choices-shown = { $shown ->
        [one] 1 entry.
       *[other] { $shown } entries.
    }
choices-of = { $shown } of { $total } entries.
choices-more = More: `--after { $next }`, or `--all`.
preview-count = { $count }
preview-at-least = at least { $count }
preview-unknown = not known
config-interval-short = `{ $value }` is too often: the application bears a fetch every { $least } at most.
    .hint = Choose { $least } or longer.
config-not-json = The configuration is not JSON: { $detail } (line { $line }, column { $column }).
    .hint = Correct it at that place. `schema ID` shows what a configuration may hold.

## Columns

column-id = ID
column-name = NAME
column-version = VERSION
column-interface = INTERFACE
column-status = STATUS
column-path = PATH
column-plugin = PLUGIN
column-address = ADDRESS
column-verdict = LAST CHECK
column-checked = CHECKED AT
column-integrations = INTEGRATIONS
column-connection = CONNECTION
column-every = EVERY
column-field = FIELD
column-label = LABEL
column-type = TYPE
column-default = DEFAULT
column-value = VALUE
column-group = GROUP
column-description = DESCRIPTION
column-records = RECORDS
column-count = COUNT

## While something takes time, and when something is asked

progress-check = Asking the instance …
progress-schema = Fetching the form …
progress-choices = Fetching what can be chosen …
progress-create = Validating the configuration …
prompt-secret = { $label }: {""}

## Wrong usage

usage-unknown-command = There is no such command.
    .hint = `--help` lists the commands.
usage-unknown-command-close = There is no such command.
    .hint = Did you mean `{ $close }`?
usage-unknown-option = An option is not known here.
    .hint = `--help` after the command lists its options.
usage-unknown-option-close = An option is not known here.
    .hint = Did you mean `{ $close }`?
usage-too-many = There is an argument too many.
    .hint = `--help` after the command shows what it takes. A token is never an argument: put it in a file and use `--token-file`, or in `$VIOLET_TOKEN`.
usage-no-command = A command is missing.
    .hint = `--help` lists the commands.
usage-missing = Something is missing: { $names }.
    .hint = `--help` after the command shows what it takes.
usage-no-value = The value of { $name } is missing.
    .hint = `--help` after the command shows what it takes.
usage-wrong-value = The value of { $name } is not possible.
    .hint = `--help` after the command shows what it takes.
usage-wrong-value-known = The value of { $name } is not possible.
    .hint = It takes one of these: { $known }.
usage-twice = { $name } was given twice.
    .hint = Give it once.
usage-conflict = { $name } and { $other } exclude each other.
    .hint = Give one of them.
usage-not-text = An argument is not UTF-8 text.
    .hint = Correct it and try again.
usage-not-understood = The arguments were not understood.
    .hint = `--help` shows what is possible.
usage-proxy = The address of the proxy cannot be used: { $detail }.
    .hint = Give an address such as `http://proxy.example.com:3128`.
usage-unknown-method = The plugin has no such authentication method.
    .hint = It has these: { $known }.
usage-unknown-method-close = The plugin has no such authentication method.
    .hint = Did you mean `{ $close }`? It has these: { $known }.
usage-oauth-check = A credential of the method `{ $method }` cannot be checked before it exists: the instance gives it out while you connect, with `connect`.
    .hint = To check a token, use `--auth { $other }`.
usage-oauth-check-alone = A credential of the method `{ $method }` cannot be checked before it exists: the instance gives it out while you connect, with `connect`.
    .hint = This plugin has no method that takes a token.
usage-token-only = This build of the simulator connects with credentials that you enter yourself. The method `{ $method }` has the instance give one out, which this build cannot do.
    .hint = Connect with `--auth { $other }`; its token comes from `--token-file FILE`, from `$VIOLET_TOKEN`, or you are asked for it.
usage-token-only-alone = This build of the simulator connects with credentials that you enter yourself. The method `{ $method }` has the instance give one out, which this build cannot do.
    .hint = This plugin has no method that takes a token.
usage-no-address = The method `{ $method }` has no field for an address.
    .hint = Leave `--url` out.
usage-set = `--set` takes a field's name and its value: `NAME=VALUE` or `NAME=@FILE`.
    .hint = `describe PLUGIN` lists the fields.
usage-unknown-field = `--set` names a field that the method does not have.
    .hint = It has these: { $known }.
usage-unknown-field-close = `--set` names a field that the method does not have.
    .hint = Did you mean `{ $close }`? It has these: { $known }.
usage-field-twice = The field `{ $name }` was given twice.
    .hint = Give it once.
usage-boolean = The field `{ $name }` takes `true` or `false`.
    .hint = Give it as `--set { $name }=true` or `--set { $name }=false`.
usage-secret-argument = The field `{ $name }` is secret, and a secret is never an argument: others could read it in the list of processes and in the shell's history.
    .hint = Put it in a file and use `--set { $name }=@FILE` or `--token-file FILE`. What was just typed should be revoked.
usage-missing-address = The address of the instance is missing (`{ $name }`).
    .hint = Give it with `--url`, for example `--url { $example }`.
usage-missing-field = A value is missing: { $label } (`{ $name }`).
    .hint = Give it with `--set { $name }=VALUE`.
usage-no-token = A credential is missing: { $label } (`{ $name }`). Without a terminal nobody can be asked for it.
    .hint = Use `--token-file FILE` (`-` for standard input), or set `$VIOLET_TOKEN`.
usage-no-secret = A credential is missing: { $label } (`{ $name }`). Without a terminal nobody can be asked for it.
    .hint = Use `--set { $name }=@FILE`.
usage-token-file = The method `{ $method }` has not exactly one secret field, so it is not clear what `--token-file` fills in.
    .hint = Give each secret with `--set NAME=@FILE`; `describe PLUGIN` lists the fields.
usage-token-unreadable = The file for `{ $name }` cannot be read: { $detail }.
    .hint = Give the name of a file that holds the token, not the token itself.
usage-token-input = The value for `{ $name }` could not be read: { $detail }.
    .hint = Use `--token-file FILE`, or set `$VIOLET_TOKEN`.
usage-field-file = The file for the field `{ $name }` cannot be read: { $detail }.
    .hint = Check the name of the file; a value that begins with @ is written with two: `@@`.
usage-config-unreadable = The configuration's file cannot be read: { $detail }.
    .hint = Check the name of the file; `-` is standard input.
usage-interval = The value of `--every` is no interval.
    .hint = Write a number and a unit (`m`, `h`, `d`, `w`), such as `30m` or `1h`; at most a year.
usage-name-empty = The name is empty.
    .hint = Give a name with at least one visible character.
usage-name-long = The name is too long.
    .hint = Shorten it to at most { $most } characters.
usage-unknown-choices = The configuration has no such field.
    .hint = There is something to choose in these: { $known }.
usage-unknown-choices-close = The configuration has no such field.
    .hint = Did you mean `{ $close }`? There is something to choose in these: { $known }.
usage-field-without-choices = The field `{ $name }` has no list to choose from.
    .hint = These have: { $known }.

## Why the stored data can't be used

state-newer-format = `{ $path }` has format { $detail }
state-foreign = The stored data cannot be used: `{ $path }` is the database of another program.
    .hint = Name another folder with `--state FOLDER`, or move that file away.
state-not-a-database = The stored data cannot be used: `{ $path }` is not a database.
    .hint = Put the database back from a copy; or name another folder with `--state FOLDER`. Nothing was changed.
state-corrupt = The stored data cannot be used: `{ $path }` is damaged ({ $detail }).
    .hint = Put the database back from a copy; or name another folder with `--state FOLDER`.
state-full = The stored data cannot be written: there is no room left for `{ $path }`.
    .hint = Make room and try again. What was stored before is as it was.
state-read-only = The stored data cannot be changed: `{ $path }` may be read, but not written.
    .hint = Give yourself the right to write the file and its folder; or name another folder with `--state FOLDER`.
state-busy = The stored data cannot be used now: another program has kept `{ $path }` locked for ten seconds.
    .hint = Wait until that program is done, and try again.
state-denied = The stored data cannot be used: access to `{ $path }` is denied.
    .hint = Give yourself the right to read and write the file and its folder; or name another folder with `--state FOLDER`.
state-key-missing = The stored credentials cannot be opened: `{ $path }`, the key to them, is missing. No new key is made while they need the old one.
    .hint = Put the file back from a copy. If it is lost, remove the connections (`connections remove`) and connect again; the last one can be kept with `connections reconnect`.
state-key-damaged = The stored credentials cannot be opened: `{ $path }`, the key to them, is damaged.
    .hint = Put the file back from a copy. If there is none, delete it, remove the connections (`connections remove`) and connect again; the last one can be kept with `connections reconnect`.
state-sealed = The stored credential does not open with the key `{ $path }`: it was sealed with another key, or for something else.
    .hint = `connections reconnect` stores the credential anew.
state-homeless = There is no place for the stored data: no home folder is known.
    .hint = Name a folder with `--state FOLDER`.
state-other = The stored data cannot be used: `{ $path }`: { $detail }.
    .hint = Check that the folder of the stored data exists, that this program may read and write it, and that the disk has free space.

## The demonstration

demo-applications = Applications
    .text = What Violet can connect to. The list comes from manifests alone; no plugin is loaded for it. The user chooses Gitlab.
demo-authentication = Gitlab: new connection
    .text = The default way is one button. Whoever hosts GitLab or prefers a token looks further.
demo-other-options = Show other authentication options
demo-switched-on = The user switches it on, and the token's field appears:
demo-token = In GitLab: make a token
    .text = Help for this very instance:
demo-connect = Connect
    .text = The user enters the token and presses the button. The token is checked first, and kept, sealed, only because it was accepted.
demo-expired = What happens with an expired token
    .text = The same button, another token. The reason is named, and what to do.
demo-unknown = What happens with a token that this instance does not know
demo-form = Configure the integration
    .text = Connecting is done; what to fetch is a form of its own, made for this instance.
demo-choices = Choose projects
    .text = The list is live: the user types, GitLab searches.
demo-preview = Preview
    .text = What this configuration would fetch. Nothing is saved yet.
demo-create = Create
demo-create-button = Create
demo-end = The way ends here: application, connection, integration.
demo-stays = The simulated GitLab stays up at { $url } until Ctrl-C. To try for yourself:
demo-try-name = A name for the program with these folders, for a POSIX shell:
demo-try-look = What was just made:
demo-try-check = A token that works, one that has expired, one that nobody knows:
demo-try-configure = The form, what can be chosen, the integrations:
demo-no-plugin = The GitLab plugin's crate was not found.
    .hint = Run the demonstration inside the checkout of the project: it builds the plugin from its folder `plugin`.
demo-no-manifest = no manifest was found for the crate in `{ $folder }`
demo-no-target = it has no library for { $target }
demo-folder = A temporary folder could not be filled: { $detail }.
    .hint = Check that the system's folder for temporary files exists, that you may write to it, and that the disk has free space.
demo-gitlab = The simulated GitLab could not be started: { $detail }.
    .hint = If the port is taken, choose another one with `--port N`, or none to get a free one.
demo-failed = the demonstration went wrong at step { $step }: { $reason }
demo-wrong-applications = GitLab is not the only application
demo-wrong-methods = there is no default method with a token behind it
demo-wrong-guide = there is no help for making a token
demo-wrong-verdict = the check came to something else than it should
demo-wrong-choices = no project was found
demo-wrong-preview = there is no clean preview

## Help

help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-own = Options
help-general = General options
help-program = Connects and configures applications through their plugins, as Violet does
help-program-long = Connects and configures applications through their plugins, as Violet does. Results go to standard output, everything else to standard error. Exit statuses: 0 done or accepted; 1 refused; 2 wrong usage; 3 could not be found out; 4 the plugin could not be loaded or broke its contract; 5 anything else.
help-options = For several commands
    .json = Print results for programs
    .locale = The language, such as `en` or `es` [default: from the environment]
    .plugins = The plugins folder [default: $VIOLET_PLUGINS, else ./plugins]
    .state = Where connections and integrations are kept [default: under the XDG state directory]
    .timeout = How many seconds a check, or a page of choices, may take [default: 15]
    .proxy = The proxy [default: HTTPS_PROXY and NO_PROXY]
    .deny_private = Let plugins reach public addresses only
    .help = Print help
    .version = Print the version
    .plugin = The plugin: an id in the plugins folder, or the path of a plugin folder, a library or a crate
    .url = The address of the instance
    .auth = The authentication method [default: the first that takes a token]
    .set = Another field: NAME=VALUE, or NAME=@FILE for what stands in a file (@@ for a literal @); repeatable
    .token_file = The file that holds the token; - is standard input [default: $VIOLET_TOKEN, else you are asked]
    .id = The connection's id, such as c1
    .every = How often it runs, such as 30m or 1h [default: what the plugin proposes]
    .preview = Show what would be fetched; save nothing
help-demo = Play a user's way through Violet against a simulated GitLab
    .once = End after the way instead of keeping the simulated GitLab up
    .port = The port of the simulated GitLab [default: a free one]
help-list = List the plugins folder, from manifests alone
help-describe = Show a plugin's authentication methods, their fields, and the general configuration form
help-check = Check a credential; save nothing
help-connect = Check a credential, and save a connection if it is accepted
    .name = The connection's name [default: made from application, account and instance]
    .auth = The authentication method [default: with --token-file the first that takes a token, else the plugin's first]
help-connections = List, show, check and change connections
help-connections-list = List all connections
help-connections-show = Show a connection
help-connections-check = Check a connection's credential again
help-connections-rename = Give a connection another name
    .name = The new name
help-connections-reconnect = Give a connection another credential, address or method; its id, name and integrations stay
    .auth = The authentication method [default: the one that it has]
help-connections-remove = Remove a connection, its credential and its integrations
help-schema = Show the configuration form for a connection
help-choices = List what can be chosen in a field of that form
    .field = The property of the configuration, such as projects
    .search = Only what contains this
    .after = Go on where a page ended
    .all = Go on to the end
help-create = Validate a configuration, and save an integration with it
    .config = The file that holds the configuration as JSON; - is standard input
    .name = The integration's name [default: the connection's]
help-integrations = List, show and change integrations
help-integrations-list = List all integrations
help-integrations-show = Show an integration
    .id = The integration's id, such as i1
help-integrations-edit = Change an integration
    .id = The integration's id, such as i1
    .config = The file that holds the new configuration as JSON; - is standard input
    .name = The new name
    .every = How often it runs from now on, such as 30m or 1h
help-integrations-remove = Remove an integration
    .id = The integration's id, such as i1
help-completions = Print a completion script for a shell
    .shell = The shell: bash, elvish, fish, powershell or zsh

## What the system did not do

failed-runtime = The program could not get ready: { $detail }.
    .hint = Try again; the system may be short of memory or of threads.
failed-output = The result could not be written: { $detail }.
    .hint = Check what the output goes to: a full disk or a closed terminal takes nothing. What the command did, it has done.
failed-interrupted = The command was interrupted.
    .hint = What it had saved before is saved; anything else did not happen.

## What plugins report

log-error = The plugin `{ $plugin }` reports an error: { $message }
log-warning = The plugin `{ $plugin }` warns: { $message }
log-dropped = { $count ->
        [one] 1 line of the plugins' log was
       *[other] { $count } lines of the plugins' log were
    } dropped: there was no room for more.
