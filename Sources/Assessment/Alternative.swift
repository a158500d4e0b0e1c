public import Octets

/// The ways to handle an access leg without confidentiality, among which SA3 was asked to choose.
///
/// Source: the contribution to SA3#27 on confidentiality of the Peu and Pw interfaces of a Release 5 P-CSCF.
public enum Alternative: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// No change: the path as it is.
    case baseline
    /// Alternative 0: the network reports whether a registration has confidentiality, and the rules of the
    /// presentity decide about notifications without it.
    case loosen = "0"
    /// Alternative 1: no presence over a leg without confidentiality.
    case forbid = "1"
    /// Alternative 2: presence only if the access network ciphers.
    case accessCiphering = "2"
    /// Alternative 3: S/MIME from end to end.
    case smime = "3"
    /// Alternative 4: TLS instead of IPsec between terminal and P-CSCF.
    case tls = "4"
    /// Alternative 5: IPsec with encryption in every P-CSCF.
    case ipsec = "5"
    /// Alternatives 3 and 4 together.
    case smimeAndTLS = "3+4"
    /// Alternatives 3 and 5 together.
    case smimeAndIPsec = "3+5"

    /// The alternatives it consists of; itself if it is one.
    public var parts: [Alternative] {
        switch self {
        case .smimeAndTLS: [.smime, .tls]
        case .smimeAndIPsec: [.smime, .ipsec]
        case .baseline, .loosen, .forbid, .accessCiphering, .smime, .tls, .ipsec: [self]
        }
    }

    /// A short name.
    public var title: String {
        switch self {
        case .baseline: "the path as it is"
        case .loosen: "a flag from the network, and rules that decide"
        case .forbid: "no presence without confidentiality"
        case .accessCiphering: "ciphering of the access network"
        case .smime: "S/MIME from end to end"
        case .tls: "TLS between terminal and P-CSCF"
        case .ipsec: "IPsec with encryption"
        case .smimeAndTLS: "S/MIME and TLS"
        case .smimeAndIPsec: "S/MIME and IPsec with encryption"
        }
    }

    /// Whether it hides by withholding: a message that is not sent cannot be read, but serves no watcher.
    public var withholds: Bool { self == .loosen || self == .forbid }
}

/// The kinds of information by which alternatives are judged.
public enum AssessedInformation: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// The content of the body.
    case body
    /// The relation between parties.
    case relation
    /// The identities of presentity and watcher.
    case identities
    /// The location of the terminal.
    case location
    /// When and how often a user does something.
    case activity
}

/// How much an observer learns of one kind of information.
public enum Visibility: String, Sendable, Equatable, Comparable, JSONEncodable, CaseIterable {
    /// Nothing.
    case hidden
    /// All that the observer is meant to learn.
    case legitimate
    /// A part of it, or nothing if a condition is met.
    case partly
    /// All of it.
    case exposed

    private var rank: Int {
        switch self {
        case .hidden: 0
        case .legitimate: 1
        case .partly: 2
        case .exposed: 3
        }
    }

    /// Whether the left reveals less.
    public static func < (left: Visibility, right: Visibility) -> Bool { left.rank < right.rank }
}
