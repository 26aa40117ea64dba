use super::*;

#[test]
fn everything_that_leads_to_an_instance_is_understood() {
    let root = "https://git.example.com";
    for (pasted, expected) in [
        ("https://git.example.com", root),
        ("https://git.example.com/", root),
        ("https://git.example.com///", root),
        ("  https://git.example.com \n", root),
        ("\"https://git.example.com\"", root),
        ("\u{200b}https://git.example.com\u{feff}", root),
        ("git.example.com", root),
        ("//git.example.com/", root),
        ("HTTPS://GIT.Example.COM/", root),
        ("https://https://git.example.com", root),
        ("https:git.example.com", root),
        ("https://git.example.com:443/", root),
        ("https://git.example.com./", root),
        ("https://git.example.com/#", root),
        ("https://git.example.com/api/v4", root),
        ("https://git.example.com/api/v4/", root),
        (
            "https://git.example.com/api/v4/projects?membership=true",
            root,
        ),
        ("https://git.example.com/api", root),
        (
            "https://git.example.com/users/sign_in?redirect_to_referer=yes#login",
            root,
        ),
        ("https://git.example.com/oauth/authorize?client_id=1", root),
        (
            "https://git.example.com/-/user_settings/personal_access_tokens?name=Violet&scopes=read_api",
            root,
        ),
        (
            "https://git.example.com/-/profile/personal_access_tokens",
            root,
        ),
        (
            "https://git.example.com/profile/personal_access_tokens",
            root,
        ),
        ("https://git.example.com/admin", root),
        ("https://git.example.com/explore/projects", root),
        ("https://git.example.com/dashboard", root),
        ("https://git.example.com/groups/platform/-/settings", root),
        ("https://git.example.com/platform/api", root),
        ("https://git.example.com/platform/api.git", root),
        (
            "https://git.example.com/platform/tools/api/-/issues?state=opened#top",
            root,
        ),
        ("git.example.com:8443", "https://git.example.com:8443"),
        ("http://git.example.com", "http://git.example.com"),
        ("http://https://git.example.com", root),
        ("https://example.com/gitlab", "https://example.com/gitlab"),
        ("https://example.com/gitlab/", "https://example.com/gitlab"),
        ("https://example.com/code/", "https://example.com/code"),
        (
            "https://example.com/gitlab/api/v4/user",
            "https://example.com/gitlab",
        ),
        (
            "https://example.com/tools/code/api/v4",
            "https://example.com/tools/code",
        ),
        (
            "https://example.com/tools/code/-/user_settings/profile",
            "https://example.com/tools/code",
        ),
        (
            "https://example.com/gitlab/users/sign_in",
            "https://example.com/gitlab",
        ),
        (
            "https://example.com/gitlab/platform/api",
            "https://example.com/gitlab",
        ),
        (
            "https://example.com/tools/gitlab/platform/api/-/tree/main",
            "https://example.com/tools/gitlab",
        ),
        (
            "https://gitlab.com/gitlab-org/gitlab/-/issues/1",
            "https://gitlab.com",
        ),
        ("gitlab.com/my-group", "https://gitlab.com"),
        ("https://gitlab.com/users/sign_in", "https://gitlab.com"),
        ("http://gitlab.com:80/", "http://gitlab.com"),
        (
            "https://example.com/gitlab/-/user_settings/personal_access_tokens?name=Violet&scopes=read_api",
            "https://example.com/gitlab",
        ),
        (
            "https://git.example.com/oauth/token/info",
            "https://git.example.com",
        ),
        (
            "https://git.example.com/api/v3/projects",
            "https://git.example.com",
        ),
        (
            "https://git.example.com/api/graphql",
            "https://git.example.com",
        ),
        ("http://10.0.0.7/", "http://10.0.0.7"),
        ("[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("<https://git.example.com>", "https://git.example.com"),
        ("localhost:3000", "https://localhost:3000"),
        (
            "http://127.0.0.1:8080/gitlab/",
            "http://127.0.0.1:8080/gitlab",
        ),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("fd00::1", "https://[fd00::1]"),
        ("https://[FD00:0::1]/", "https://[fd00::1]"),
        ("https://gítlab.example", "https://xn--gtlab-zsa.example"),
        ("https://MÜNCHEN.example/", "https://xn--mnchen-3ya.example"),
        // A capital I with a dot does not become an ordinary one.
        (
            "https://G\u{130}TLAB.example",
            "https://xn--gitlab-qyd.example",
        ),
        (
            "https://xn--mnchen-3ya.example",
            "https://xn--mnchen-3ya.example",
        ),
    ] {
        let read = Address::parse(pasted);
        assert_eq!(read.as_ref().map(Address::as_str), Ok(expected), "{pasted}");
        let again = read
            .as_ref()
            .map(Address::to_field)
            .map_or(Err(Fault::Empty), |field| Address::parse(&field));
        assert_eq!(again, read, "{pasted}: reading it again changes nothing");
    }
}

#[test]
fn everything_else_is_refused_for_its_reason() {
    for (pasted, fault) in [
        ("", Fault::Empty),
        (" \u{200b} ", Fault::Empty),
        ("https://", Fault::Host),
        ("ftp://git.example.com", Fault::Scheme("ftp".into())),
        ("htp:/x", Fault::Scheme("htp".into())),
        ("htp:", Fault::Scheme("htp".into())),
        ("git.example.com:/group", Fault::Port),
        (
            "ssh://git@git.example.com/a/b.git",
            Fault::Scheme("ssh".into()),
        ),
        ("https://ftp://git.example.com", Fault::Scheme("ftp".into())),
        (
            "git@git.example.com:platform/api.git",
            Fault::UserInformation,
        ),
        (
            "https://alice:secret@git.example.com",
            Fault::UserInformation,
        ),
        (
            "https://git.example.com@evil.example",
            Fault::UserInformation,
        ),
        ("https://git.exam ple.com", Fault::Characters),
        ("https://git.example.com/\tgitlab", Fault::Characters),
        ("https://git.exam\u{200b}ple.com", Fault::Characters),
        ("https:\\\\git.example.com", Fault::Characters),
        ("https://git.example.com:99999", Fault::Port),
        ("https://git.example.com:0", Fault::Port),
        ("javascript:alert(1)", Fault::Port),
        ("https://git..example.com", Fault::Host),
        ("https://git.example.com:+443", Fault::Port),
        ("https://git.example.com:44 3", Fault::Characters),
        ("https://0x7f.1", Fault::Host),
        ("https://[::1%25eth0]", Fault::Host),
        ("file:///etc/passwd", Fault::Scheme("file".into())),
        ("https://gitlab\u{2024}example", Fault::Host),
        ("https://[::1", Fault::Host),
        ("https://127.1", Fault::Host),
        ("https://2130706433", Fault::Host),
        ("https://git%2eexample.com", Fault::Lookalike),
        ("https://gitlab.\u{212a}ompany.example", Fault::Lookalike),
        ("https://ｇitlab.example", Fault::Lookalike),
        ("https://gitlab。example", Fault::Lookalike),
        ("https://git.example.com?private_token=1", Fault::Query),
        ("https://git.example.com/gitlab#top", Fault::Query),
    ] {
        assert_eq!(Address::parse(pasted), Err(fault), "{pasted}");
    }
    assert_eq!(Address::parse(&"a".repeat(3000)), Err(Fault::TooLong));
}

#[test]
fn plain_http_is_exposed_unless_it_stays_on_the_machine() {
    for (address, exposed) in [
        ("http://git.example.com", true),
        ("http://192.168.1.5", true),
        ("http://localhost.example.com", true),
        ("https://git.example.com", false),
        ("http://127.0.0.1:1", false),
        ("http://[::1]", false),
        ("http://localhost", false),
        ("http://gitlab.localhost", false),
    ] {
        assert_eq!(
            Address::parse(address).map(|address| address.is_exposed()),
            Ok(exposed),
            "{address}"
        );
    }
}
