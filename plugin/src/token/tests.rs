use super::*;

const LAYOUT_A: &str = "glpat-bzoxCnU6YTFiMhEREREREREREREREREREREQ.101ej7zit";
const LAYOUT_B: &str = "glpat-EREREREREREREREREREREW86MQp1OmExYjIK.101ehn8gy";
const LAYOUT_C: &str = "glpat-EREREREREREREREREREREW86MQp1OmExYjIK.01.10077v9eo";
const LEGACY: &str = "glpat-AbCdEfGhJkMnPqRsTuVw";

fn fault(token: &str) -> Option<Fault> {
    Token::read(&Secret::new(token)).err()
}

#[test]
fn a_token_is_cleaned_at_its_ends_only() {
    for pasted in [
        LEGACY.to_owned(),
        format!(" {LEGACY}\r\n"),
        format!("\u{feff}{LEGACY}\u{200b}"),
        format!("\"{LEGACY}\""),
        format!("“{LEGACY}”"),
        format!("Bearer {LEGACY}"),
        format!("bearer  {LEGACY}"),
        format!("PRIVATE-TOKEN: {LEGACY}"),
        format!("'PRIVATE-TOKEN: {LEGACY}'"),
    ] {
        let token = Token::read(&Secret::new(pasted.as_str()));
        assert_eq!(
            token.map(|token| token.secret()),
            Ok(Secret::new(LEGACY)),
            "{pasted}"
        );
    }
    for (pasted, expected) in [
        ("", Fault::Missing),
        (" \"\" ", Fault::Missing),
        ("Bearer ", Fault::Missing),
        ("glpat-AbCdEf GhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\nGhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\u{200b}GhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdÉfGhJkMnPqRsTuVw", Fault::Malformed),
        ("'PRIVATE-TOKEN: '", Fault::Missing),
        ("\u{feff}\u{200b}\u{a0}", Fault::Missing),
        ("glpat-AbCdEf\tGhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\u{a0}GhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\u{0}GhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\u{7f}GhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-AbCdEf\u{202e}GhJkMnPqRsTuVw", Fault::Malformed),
        // Letters that only look like those of ASCII: Cyrillic, Greek, full width; a dash that is none.
        ("glp\u{430}t-AbCdEfGhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat-\u{391}bCdEfGhJkMnPqRsTuVw", Fault::Malformed),
        ("\u{ff47}lpat-AbCdEfGhJkMnPqRsTuVw", Fault::Malformed),
        ("glpat\u{2013}AbCdEfGhJkMnPqRsTuVw", Fault::Malformed),
        ("curl --header PRIVATE-TOKEN: glpat-AbCd", Fault::Malformed),
    ] {
        assert_eq!(fault(pasted), Some(expected), "{pasted:?}");
    }
    assert_eq!(fault(&"a".repeat(4096)), None);
    for size in [4097, 10_000] {
        assert_eq!(fault(&"a".repeat(size)), Some(Fault::Malformed), "{size}");
    }
    assert_eq!(
        Token::read(&Secret::new([0xff, 0xfe])).err(),
        Some(Fault::Malformed)
    );
}

#[test]
fn other_kinds_are_named_by_their_prefix() {
    for (token, kind) in [
        ("gldt-AbCdEfGhJkMnPqRsTuVw", "kind-deploy"),
        ("glrt-AbCdEfGhJkMnPqRsTuVw", "kind-runner"),
        (
            "glrtr-W5m1cHR6skC98Bx7XkuYjmM6MQpnOjgKbzpyegp0OjIQ.01.181uebm4k",
            "kind-runner",
        ),
        ("acme-glrt-AbCdEfGhJkMnPqRsTuVw", "kind-runner"),
        ("GR1348941AbCdEfGhJkMnPqRsTuVw", "kind-runner-registration"),
        ("glcbt-64_AbCdEfGhJkMnPqRsTuVw", "kind-job"),
        (
            "glcbt-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
            "kind-job",
        ),
        (
            "glptt-0123456789abcdef0123456789abcdef01234567",
            "kind-trigger",
        ),
        ("glft-AbCdEfGhJkMnPqRsTuVw", "kind-feed"),
        ("glimt-AbCdEfGhJkMnPqRsTuVwXyZ12", "kind-incoming-mail"),
        ("glagent-AbCdEfGhJkMnPqRsTuVw", "kind-agent"),
        ("glwt-AbCdEfGhJkMnPqRsTuVw", "kind-workspace"),
        ("glsoat-AbCdEfGhJkMnPqRsTuVw", "kind-scim"),
        ("glffct-AbCdEfGhJkMnPqRsTuVw", "kind-feature-flags"),
        ("glrct-AbCdEfGhJkMnPqRsTuVw", "kind-runner-controller"),
        ("gloas-0000000000000000", "kind-oauth-secret"),
        ("acme2-gldt-AbCdEfGhJkMnPqRsTuVw", "kind-deploy"),
        ("Bearer gldt-AbCdEfGhJkMnPqRsTuVw", "kind-deploy"),
        (
            "_gitlab_session=0123456789abcdef0123456789abcdef",
            "kind-session",
        ),
    ] {
        assert_eq!(fault(token), Some(Fault::WrongKind(kind)), "{token}");
    }
}

#[test]
fn what_is_not_certain_is_sent() {
    for token in [
        LEGACY,
        LAYOUT_A,
        LAYOUT_B,
        LAYOUT_C,
        "AbCdEfGhJkMnPqRsTuVw",
        "acme.corp-AbCdEfGhJkMnPqRsTuVw",
        "acme-glpat-AbCdEfGhJkMnPqRsTuVw",
        "my-own.token1234",
        "acme.corp+violet@2026:AbCdEfGhJkMnPqRsTuVw",
        "glpat-l",
        "BearerAbCdEfGhJkMnPqRsTuVw",
        "glpat-gldt-AbCdEfGhJkMnPqRs",
        "x",
        "glpat-EREREREREREREREREREREW86MQp1OmExYjIK.01.10077v9e",
        "glpat-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert_eq!(fault(token), None, "{token}");
    }
}

#[test]
fn no_slip_of_the_pen_passes_the_checksum() {
    let is_caught = |token: &str| matches!(fault(token), Some(Fault::Mistyped));
    for token in [LAYOUT_A, LAYOUT_B, LAYOUT_C] {
        for at in 0..token.find('.').expect("a tail") {
            let (front, back) = token.split_at(at);
            if !back.starts_with(['.', '-']) {
                assert!(
                    is_caught(&format!("{front}{}", &back[1..])),
                    "without {at} of {token}"
                );
                let other = if back.starts_with('x') { 'y' } else { 'x' };
                assert!(
                    is_caught(&format!("{front}{other}{}", &back[1..])),
                    "{at} changed in {token}"
                );
            }
        }
    }
}

#[test]
fn a_length_that_is_wrong_is_no_better_than_a_wrong_checksum() {
    let with_length = |prefix: &str, length: &str| {
        let front = format!("{prefix}EREREREREREREREREREREW86MQp1OmExYjIK.01.{length}");
        let checksum = routable::checksum(&front);
        fault(&format!("{front}{checksum}"))
    };
    assert_eq!(with_length("glpat-", "10"), None);
    assert_eq!(with_length("acme-", "10"), None);
    for length in ["0z", "11", "00", "zz"] {
        assert_eq!(
            with_length("glpat-", length),
            Some(Fault::Mistyped),
            "{length}"
        );
    }
    assert_eq!(with_length("acme-", "zz"), Some(Fault::Mistyped));
}

#[test]
fn a_copy_that_stops_at_the_dot_is_noticed() {
    for token in [LAYOUT_A, LAYOUT_C] {
        let (body, _) = token.split_once('.').expect("a tail");
        assert_eq!(fault(body), Some(Fault::Truncated), "{body}");
        let (_, bare) = body.split_once('-').expect("a prefix");
        assert_eq!(fault(bare), Some(Fault::Truncated), "without a prefix");
        assert_eq!(
            fault(&format!("acme-{body}")),
            Some(Fault::Truncated),
            "with another one"
        );
    }
}

#[test]
fn access_tokens_of_oauth_are_recognised() {
    let is_oauth =
        |token: &str| Token::read(&Secret::new(token)).is_ok_and(|token| token.may_be_oauth);
    assert!(is_oauth(&"0123456789abcdef".repeat(4)));
    assert!(is_oauth(
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
    ));
    assert!(!is_oauth(LEGACY));
}

#[test]
fn a_quotation_never_holds_the_token() {
    let token = Token::read(&Secret::new(LEGACY)).unwrap_or_else(|fault| panic!("{fault:?}"));
    assert_eq!(
        token.quote(&format!("no {LEGACY}\u{1b}[2J here"), 40),
        "no *** [2J here"
    );
}
