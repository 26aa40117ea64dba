"""Works with a simulated GitLab through python-gitlab, as any of its users would.

Reads GITLAB_URL, GITLAB_TOKEN and, for https, GITLAB_CA (a PEM file). The instance is the one of `tests/it/python.rs`.
"""

import datetime
import os
import sys

import gitlab

URL = os.environ["GITLAB_URL"]
TOKEN = os.environ["GITLAB_TOKEN"]
VERIFY = os.environ.get("GITLAB_CA", True)


def connect(token, **options):
    return gitlab.Gitlab(URL, private_token=token, ssl_verify=VERIFY, retry_transient_errors=False, **options)


def expect(condition, *facts):
    if not condition:
        raise AssertionError(facts)


def refused(status, action):
    """Runs what has to fail, and returns the error."""
    try:
        action()
    except gitlab.GitlabError as error:
        expect(error.response_code == status, error)
        return error
    raise AssertionError(f"nothing failed with {status}")


def authentication():
    gl = connect(TOKEN)
    gl.auth()
    expect(gl.user.username == "alice", gl.user)
    expect(gl.user.bot is False)
    version, revision = gl.version()
    expect(version[0].isdigit() and revision, version, revision)
    expect(gl.users is not None)
    oauth_like = gitlab.Gitlab(URL, oauth_token=TOKEN, ssl_verify=VERIFY)
    oauth_like.auth()
    expect(oauth_like.user.id == gl.user.id)
    return gl


def tokens(gl):
    own = gl.personal_access_tokens.get("self")
    expect(own.active and not own.revoked and own.scopes == ["api"], own)
    expect(own.user_id == gl.user.id)
    expires = datetime.date.fromisoformat(own.expires_at)
    expect(expires > datetime.date.today(), expires)
    listed = gl.personal_access_tokens.list(get_all=True)
    expect([token.id for token in listed] == [own.id], listed)


def lists(gl):
    first = gl.projects.list(membership=True, per_page=50, page=1, get_all=False)
    expect(len(first) == 50)
    pages = gl.projects.list(membership=True, iterator=True, per_page=100)
    expect(pages.total == 231 and pages.total_pages == 3, pages.total)
    by_offset = [project.id for project in pages]
    keyset = gl.projects.list(
        membership=True, iterator=True, per_page=100, pagination="keyset", order_by="id", sort="asc"
    )
    by_keyset = [project.id for project in keyset]
    expect(sorted(by_offset) == by_keyset and len(set(by_keyset)) == 231, len(by_keyset))
    simple = gl.projects.list(simple=True, search="service-0007", get_all=True)
    expect([project.path for project in simple] == ["service-0007"], simple)

    group = gl.groups.get("platform")
    expect(group.full_path == "platform" and group.visibility == "private", group)
    expect([it.path for it in group.projects.list(get_all=True)] == ["house"])
    fleet = gl.groups.get("fleet")
    expect(len(fleet.descendant_groups.list(get_all=True)) == 5)
    inside = fleet.projects.list(include_subgroups=True, get_all=True, per_page=100)
    expect(len(inside) == 230, len(inside))

    project = gl.projects.get("platform/house")
    issues = project.issues.list(get_all=True)
    expect(len(issues) == 45 and issues[0].state in ("opened", "closed"))
    opened = project.issues.list(state="opened", get_all=True)
    expect(0 < len(opened) < 45, len(opened))
    since = issues[9].updated_at
    expect(len(project.issues.list(updated_after=since, get_all=True)) == 10)
    expect(len(project.mergerequests.list(get_all=True)) == 5)
    expect(len(project.events.list(get_all=True)) == 3)
    expect(project.labels.list(get_all=True)[0].name)


def errors(gl):
    error = refused(404, lambda: gl.projects.get("platform/nowhere"))
    expect(error.error_message == "404 Project Not Found", error)
    error = refused(404, lambda: gl.groups.get(4711))
    expect(error.error_message == "404 Group Not Found", error)
    error = refused(403, lambda: gl.groups.get("platform").epics.list(get_all=True))
    expect(error.error_message == "403 Forbidden", error)
    error = refused(405, lambda: gl.projects.list(page=600, per_page=100, get_all=False))
    expect("maximum allowed offset of 50000" in str(error.response_body), error)
    error = refused(401, lambda: connect("unknown").auth())
    expect(isinstance(error, gitlab.GitlabAuthenticationError), error)
    expect(error.error_message == "401 Unauthorized", error)
    error = refused(401, lambda: connect("expired").auth())
    expect(b"Token is expired." in error.response_body, error)
    little = connect("little")
    little.auth()
    error = refused(403, lambda: little.projects.list(get_all=False))
    expect(b"insufficient_scope" in error.response_body, error)
    anonymous = gitlab.Gitlab(URL, ssl_verify=VERIFY)
    expect(anonymous.projects.list(get_all=True) == [])


def rotation(gl):
    own = gl.personal_access_tokens.get("self")
    own.rotate(self_rotate=True)
    expect(own.token and own.token != TOKEN)
    fresh = connect(own.token)
    fresh.auth()
    refused(401, gl.auth)
    fresh.personal_access_tokens.delete("self")
    refused(401, fresh.auth)


def main():
    gl = authentication()
    tokens(gl)
    lists(gl)
    errors(gl)
    rotation(gl)
    print(f"python-gitlab {gitlab.__version__} works with {URL}")


if __name__ == "__main__":
    sys.exit(main())
