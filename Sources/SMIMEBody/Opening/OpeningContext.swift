public import SIPMessage

public import struct FoundationEssentials.Date

/// The facts of the message around a body.
public struct OpeningContext: Sendable {
    /// The required signer.
    public enum Sender: Sendable {
        /// The signer must own this URI.
        case expected(SIPURI)
        /// The signer must own this telephone number.
        case expectedNumber(TelephoneURI)
        /// The message names a sender that no certificate can own, such as a local number; as written.
        case unownable(String)
        /// Any signer is accepted.
        case any

        /// Returns the requirement that the signer owns this address.
        public static func expected(address: AddressURI) -> Sender {
            switch address {
            case .sip(let uri): .expected(uri)
            case .telephone(let number): .expectedNumber(number)
            }
        }

        /// Returns the sender that a field names.
        init(named field: NameAddress) {
            self = field.address.map { .expected(address: $0) } ?? .unownable(field.uri)
        }

        /// The address that the signer must own; nil if none.
        var address: AddressURI? {
            switch self {
            case .expected(let uri): .sip(uri)
            case .expectedNumber(let number): .telephone(number)
            case .unownable, .any: nil
            }
        }
    }

    /// The required signer.
    public var sender: Sender
    /// The method, for responses that of the request; nil if there is no message.
    public let method: String?
    /// Whether the message is a response.
    public let isResponse: Bool
    /// The instant of the checks.
    public package(set) var instant: Date
    /// Whether the instant is the present, and not one that a user chose.
    ///
    /// Only then does a path that was found valid count for later messages, until something in it ends.
    public var isPresent = true
    /// The sender as asserted by a network that the caller trusts; without that
    /// trust the field proves nothing.
    public private(set) var assertedIdentities: [AddressURI] = []
    /// The message around the body, to compare the signed fields with; nil for a body on its own.
    let message: SIPMessage?

    /// Creates the context of a body on its own, which `sender` must have signed.
    public init(sender: Sender, at instant: Date) {
        self.sender = sender
        method = nil
        isResponse = false
        self.instant = instant
        message = nil
    }

    /// Creates the context of the body of `message`: the signer of a request is in From, that of a
    /// response in To (RFC 3261 §23.2).
    public init(of message: SIPMessage, at instant: Date) {
        let address = message.isRequest ? message.from : message.to
        sender = Sender(named: address)
        method = message.method
        isResponse = !message.isRequest
        self.instant = instant
        self.message = message
    }

    /// Accepts the network's assertion of the sender in addition to From (RFC 3325 §9.1).
    ///
    /// Use it only if the message came from a proxy that removes the field from untrusted messages. One
    /// `sip:` or `sips:` URI and one `tel:` URI are accepted at most; with other or more values, none counts.
    public mutating func trustAssertedIdentity() {
        assertedIdentities = []
        var (uris, numbers) = (0, 0)
        var found: [AddressURI] = []
        for value in message?.values(of: "P-Asserted-Identity") ?? [] {
            guard let field = NameAddress.parse(value) else { return }
            switch field.sipURI?.scheme {
            case .sip?, .sips?: uris += 1
            case nil where field.uri.lowercased().hasPrefix("tel:"): numbers += 1
            case .pres?, .im?, nil: return
            }
            if let address = field.address { found.append(address) }
        }
        if uris <= 1, numbers <= 1 { assertedIdentities = found }
    }

    /// Whether the sender is the one that the message itself names, rather than one that the caller expects.
    var isSenderOfMessage: Bool {
        guard let message else { return false }
        let address = message.isRequest ? message.from : message.to
        switch sender {
        case .expected, .expectedNumber: return sender.address == address.address
        case .unownable(let uri): return uri == address.uri
        case .any: return false
        }
    }

    /// Whether a domain may sign for its users by itself (RFC 3856 §6.7).
    var allowsDomainSigner: Bool { isResponse || method == "NOTIFY" }
}
