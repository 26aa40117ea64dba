//! Which addresses may be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Which addresses may be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPolicy {
    private: bool,
}

impl AddressPolicy {
    /// For a host on somebody's own machine or network: private addresses and this machine itself, too, where the user named them.
    #[must_use]
    pub fn desktop() -> Self {
        Self { private: true }
    }

    /// For a host that serves strangers: public addresses only.
    #[must_use]
    pub fn deny_private() -> Self {
        Self { private: false }
    }

    /// Whether a connection to this address may be opened, for a host that the user named.
    #[must_use]
    pub fn allows(self, ip: IpAddr) -> bool {
        let ip = embedded(ip);
        !never(ip) && (self.private || !private(ip))
    }
}

/// The IPv4 address inside an IPv6 one, where there is one: it is what would be reached.
fn embedded(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    match v6.segments() {
        // The unspecified address and loopback are none of the IPv4-compatible ones (RFC 4291, 2.5.5.1).
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => ip,
        // IPv4-compatible and IPv4-mapped (RFC 4291, 2.5.5), NAT64 (RFC 6052, 2.1), 6to4 (RFC 3056, 2).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => v4(high, low).into(),
        // Teredo: the client's address, its bits turned round (RFC 4380, 4).
        [0x2001, 0, .., high, low] => v4(!high, !low).into(),
        _ => ip,
    }
}

fn v4(high: u16, low: u16) -> Ipv4Addr {
    Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low))
}

/// Addresses where no instance can be: unspecified, multicast, reserved, link-local, and the metadata services of clouds.
fn never(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let [first, ..] = v4.octets();
            first == 0
                || first >= 240
                || v4.is_multicast()
                || v4.is_link_local()
                || METADATA_V4.contains(&v4)
        }
        IpAddr::V6(v6) => {
            v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unicast_link_local()
                || METADATA_V6.contains(&v6)
                || local_translation(v6).is_some_and(|v4| never(v4.into()))
        }
    }
}

/// Addresses of this machine, of private networks, and of other purposes than serving the public.
fn private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            v4.is_private()
                || v4.is_loopback()
                || SPECIAL_V4
                    .iter()
                    .any(|&(network, length)| within(v4.to_bits(), network.to_bits(), 32 - length))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unique_local()
                || SPECIAL_V6
                    .iter()
                    .any(|&(network, length)| within(v6.to_bits(), network.to_bits(), 128 - length))
        }
    }
}

/// Whether two addresses differ in nothing but their last bits.
fn within(address: impl Into<u128>, network: impl Into<u128>, free_bits: u32) -> bool {
    address.into() >> free_bits == network.into() >> free_bits
}

/// The address at the end of one for a network's own translation (RFC 8215), whose prefix is taken to be the longest there may be.
fn local_translation(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    match v6.segments() {
        [0x64, 0xff9b, 1, .., high, low] => Some(v4(high, low)),
        _ => None,
    }
}

/// Metadata services outside the link-local range: Alibaba's and Oracle's.
const METADATA_V4: &[Ipv4Addr] = &[
    Ipv4Addr::new(100, 100, 100, 200),
    Ipv4Addr::new(192, 0, 0, 192),
];

/// The metadata services of AWS and Google over IPv6.
const METADATA_V6: &[Ipv6Addr] = &[
    Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254),
    Ipv6Addr::new(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254),
];

/// What IANA's registry of special-purpose addresses holds beside private networks and loopback, as networks and their lengths:
/// shared addresses (RFC 6598), protocol assignments (RFC 6890), documentation (RFC 5737), benchmarks (RFC 2544).
const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
];

/// The same of IPv6: site-local (RFC 3879), a network's own translation (RFC 8215), documentation (RFC 3849, RFC 9637), discarded
/// (RFC 6666).
const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    (Ipv6Addr::new(0x100, 0, 0, 0, 0, 0, 0, 0), 64),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_judged_by_what_would_be_reached() {
        let (desktop, hosted) = (AddressPolicy::desktop(), AddressPolicy::deny_private());
        for (ip, for_desktop, for_hosted) in [
            ("93.184.216.34", true, true),
            ("192.0.1.1", true, true),
            ("198.20.0.1", true, true),
            ("2606:2800:220:1::1", true, true),
            ("2001:db9::1", true, true),
            ("::5db8:d822", true, true),
            // Teredo, of the client 93.184.216.34.
            ("2001:0:102:304:0:0:a247:27dd", true, true),
            ("127.0.0.1", true, false),
            ("::1", true, false),
            ("10.1.2.3", true, false),
            ("192.168.1.1", true, false),
            ("100.64.0.1", true, false),
            ("100.127.255.255", true, false),
            ("192.0.0.1", true, false),
            ("192.0.2.1", true, false),
            ("198.18.0.1", true, false),
            ("198.19.255.255", true, false),
            ("198.51.100.1", true, false),
            ("203.0.113.1", true, false),
            ("fd12:3456::1", true, false),
            ("fec0::1", true, false),
            ("64:ff9b:1::5db8:d822", true, false),
            ("2001:db8::1", true, false),
            ("3fff:fff::1", true, false),
            ("100::1", true, false),
            ("::ffff:10.0.0.1", true, false),
            ("::10.0.0.1", true, false),
            ("64:ff9b::a00:1", true, false),
            ("2002:a00:1::", true, false),
            // Teredo, of the client 10.0.0.1.
            ("2001:0:102:304:0:0:f5ff:fffe", true, false),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("::169.254.169.254", false, false),
            ("64:ff9b::a9fe:a9fe", false, false),
            ("64:ff9b:1::a9fe:a9fe", false, false),
            ("2001:0:102:304:0:0:5601:5601", false, false),
            ("100.100.100.200", false, false),
            ("192.0.0.192", false, false),
            ("fd00:ec2::254", false, false),
            ("fe80::1", false, false),
            ("0.0.0.0", false, false),
            ("0.1.2.3", false, false),
            ("::", false, false),
            ("224.0.0.1", false, false),
            ("255.255.255.255", false, false),
            ("ff02::1", false, false),
        ] {
            let ip: IpAddr = ip.parse().expect("an address");
            assert_eq!(desktop.allows(ip), for_desktop, "{ip} on a desktop");
            assert_eq!(hosted.allows(ip), for_hosted, "{ip} for strangers");
        }
    }
}
