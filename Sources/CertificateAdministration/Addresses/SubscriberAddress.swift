public import CMS
import FoundationEssentials
import Octets
import SIPMessage

/// The address-of-record, telephone number or domain that a certificate is for, in
/// the spelling it is filed under.
public struct SubscriberAddress: Equatable, Sendable {
    /// The reason why an address gets no certificate.
    public enum Refusal: Error, Equatable, Sendable {
        /// Not a SIP or SIPS URI.
        case notSIP(String)
        /// A telephone number alone, which gets no certificate.
        case numberAlone(String)
        /// Its user part is an IMSI, or made from one, which must not be disclosed.
        case subscriberIdentity(String)
        /// Its user part is no global telephone number, so there is no tel URI for it.
        case noNumber(String)
        /// Its domain is neither that of the CA nor below it; nil for a CA without a known domain.
        case otherDomain(String, of: String?)
    }

    /// The URI to file and look up by: only scheme, user and host, in one spelling.
    public let uri: String
    /// Nil for a telephone number.
    private let parsed: SIPURI?

    /// Parses a SIP, SIPS or tel URI.
    ///
    /// - Throws: ``Refusal/notSIP(_:)`` if the text is no such URI.
    public init(_ text: String) throws(Refusal) {
        if let number = TelephoneURI.parse(text) {
            uri = number.canonical
            parsed = nil
            return
        }
        guard let written = try? SIPURI.parse(text), written.scheme == .sip || written.scheme == .sips
        else { throw .notSIP(text) }
        uri = written.addressOfRecord
        parsed = written.addressOfRecordURI
    }

    /// The host of a URI that names only a domain.
    public var domain: String? { parsed.flatMap { $0.user == nil && $0.port == nil ? $0.host : nil } }

    /// Whether its host is an IP address, which is no domain: the last label of a domain begins with a
    /// letter (RFC 3261 §25.1).
    public var isAtIPAddress: Bool {
        guard let parsed else { return false }
        let last = parsed.host.utf8.split(separator: UInt8(ascii: ".")).last
        return parsed.host.hasPrefix("[") || last?.allSatisfy(ASCII.isDigit) == true
    }

    /// Refuses an address that no certificate may name.
    ///
    /// - Throws: ``Refusal/numberAlone(_:)``, or ``Refusal/subscriberIdentity(_:)`` for an IMSI.
    public func check() throws(Refusal) {
        guard let parsed else { throw .numberAlone(uri) }
        guard let user = parsed.user, Self.isSubscriberIdentity(user, host: parsed.host) else { return }
        throw .subscriberIdentity(uri)
    }

    /// Refuses an address whose domain is neither `domain` nor below it.
    ///
    /// - Throws: ``Refusal/otherDomain(_:of:)``.
    public func check(within domain: String?) throws(Refusal) {
        guard let parsed else { return }
        let host = parsed.host.lowercased()
        guard let own = domain?.lowercased(), host == own || host.hasSuffix(".\(own)") else {
            throw .otherDomain(uri, of: domain)
        }
    }

    /// Returns the profile of the certificate for this address (see ``CertificateProfile``).
    ///
    /// A SIPS address also gets the SIP address of the same user: RFC 3261 §19.1 makes them one user reached
    /// in two ways, and devices write either into From.
    ///
    /// With `withNumber`, the certificate also lists the tel URI of the number before the "@", and its sip:
    /// URI has `user=phone` (RFC 3261 §19.1.6). The two together are one identity.
    ///
    /// - Throws: as ``check()``, or ``Refusal/noNumber(_:)`` if the user part is no global number.
    public func profile(
        usage: CertificateProfile.Usage = .both, withNumber: Bool = false
    ) throws(Refusal) -> CertificateProfile {
        guard let parsed else { throw .numberAlone(uri) }
        let host = parsed.port.map { "\(parsed.host):\($0)" } ?? parsed.host
        guard let user = parsed.user else {
            if withNumber { throw .noNumber(uri) }
            return .domain(parsed.host, uri: "sip:\(host)", usage: usage)
        }
        try check()
        let address = "\(user)@\(host)"
        let schemes = parsed.scheme == .sips ? ["sips", "sip", "pres", "im"] : ["sip", "pres", "im"]
        guard withNumber else {
            return .user(address: address, uris: schemes.map { "\($0):\(address)" }, usage: usage)
        }
        // In one spelling, because the user part of SIP is compared character by character.
        guard let number = TelephoneURI.parse("tel:\(user)"), number.canonical == "tel:\(user)" else {
            throw .noNumber(uri)
        }
        let uris = schemes.map { "\($0):\(address)" + ($0 == "sip" ? ";user=phone" : "") }
        return .user(address: address, uris: uris + [number.canonical], usage: usage)
    }

    /// The URIs to file a certificate for this address under: ``addresses(in:)`` of one with its profile.
    public var filedUnder: [String] {
        // The others of a SIP user are pres: and im:.
        if parsed?.scheme == .sip, parsed?.user != nil { return [uri] }
        return (try? profile())?.uris.compactMap { (try? SubscriberAddress($0))?.uri } ?? []
    }

    /// Its URI, and that of the same user under the other scheme, sip: or sips: (RFC 3261 §19.1).
    public var urisOfUser: [String] {
        guard let parsed, parsed.user != nil, let rest = uri.split(separator: ":", maxSplits: 1).last
        else { return [uri] }
        return [uri, "\(parsed.scheme == .sips ? "sip" : "sips"):\(rest)"]
    }

    /// Returns the SIP URIs and telephone numbers that a certificate names, in the
    /// spelling they are filed under.
    public static func addresses(in certificate: Certificate) -> [String] {
        certificate.facts.uris.compactMap { (try? SubscriberAddress($0))?.uri }
    }

    /// Whether a user part is an IMSI (ITU-T E.212: at most 15 digits) or a private identity made from one.
    ///
    /// A number of 14 or 15 digits is one in any domain, because a telephone number of that length has
    /// a "+". In the home network domain of an operator, every user of digits only is one, of any
    /// length (TS 23.003 §13.2, §13.3).
    private static func isSubscriberIdentity(_ user: String, host: String) -> Bool {
        var digits = 0
        for octet in user.utf8 {
            if ASCII.isDigit(octet) {
                digits += 1
            } else if !"-.()".utf8.contains(octet) {
                return false
            }
        }
        let labels = host.split(separator: ".")
        let isHomeNetwork = labels.count >= 4 && labels.suffix(2) == ["3gppnetwork", "org"]
        return digits > 0 && (isHomeNetwork || (14...15).contains(digits))
    }
}

extension SubscriberAddress.Refusal: DescribedError {
    /// The fault in the address, for people.
    public var description: String {
        switch self {
        case .notSIP(let text): "'\(printable(text))' is not a SIP URI"
        case .numberAlone(let uri):
            "'\(printable(uri))' is not a SIP URI but a telephone number, which alone gets no certificate"
        case .subscriberIdentity(let uri):
            "'\(printable(uri))' is made from an IMSI, and certificates are public"
        case .otherDomain(let uri, let domain):
            "'\(printable(uri))' is not in the domain of the CA"
                + (domain.map { " (\(printable($0)))" } ?? ", which is unknown")
        case .noNumber(let uri): "'\(printable(uri))' has no global telephone number before the '@'"
        }
    }
}
