public import SIPMessage

extension CertificateIdentity {
    /// Returns whether a user's certificate lists the number; a domain's
    /// certificate owns no telephone number.
    public func owns(_ number: TelephoneURI) -> Bool { kind == .user && telephoneNumbers.contains(number) }

    /// Returns whether a user's certificate owns the address.
    public func owns(_ address: AddressURI) -> Bool {
        switch address {
        case .sip(let uri): owns(uri)
        case .telephone(let number): owns(number)
        }
    }

    /// Returns whether both addresses name one presentity according to this certificate.
    ///
    /// A number and a `sip:` URI are one presentity only if a user's certificate lists both, the URI with
    /// `user=phone` and with that number before its "@"; neither is derived from the other. The `sip:` URI
    /// must be equivalent to the listed one (RFC 3261 §19.1.4), the number by RFC 3966 §4. Another port or
    /// transport, or a missing `user=phone`, makes it another URI.
    public func isSamePresentity(_ address: AddressURI, as other: AddressURI) -> Bool {
        if address.namesSamePresentity(as: other) { return true }
        switch (address, other) {
        case (.sip(let uri), .telephone(let number)), (.telephone(let number), .sip(let uri)):
            return owns(number)
                && uris.contains { $0.telephoneNumber == number && $0.isEquivalent(to: uri) }
        case (.sip, .sip), (.telephone, .telephone): return false
        }
    }

    /// Returns whether the document's `entity` belongs to the certificate: it is one of
    /// its user's, or in its domain.
    ///
    /// If the entity or one of the `senders` is a number, one of the senders must be the same as the entity
    /// by ``isSamePresentity(_:as:)``; without senders it is enough that the certificate lists the entity.
    public func covers(entity: AddressURI, from senders: [AddressURI]) -> Bool {
        let isCovered =
            switch entity {
            case .sip(let uri): covers(entity: uri)
            case .telephone(let number): owns(number)
            }
        guard isCovered, kind == .user else { return isCovered }
        let isBetweenURIs = entity.sipURI != nil && senders.contains { $0.sipURI != nil }
        return senders.isEmpty || isBetweenURIs || senders.contains { isSamePresentity(entity, as: $0) }
    }

    /// Returns one text for all addresses that name one presentity according to
    /// this certificate, for a ledger.
    ///
    /// For a number, and for a URI that the certificate lists with it, that is the number, whatever the
    /// parameters. A record of either counts for both.
    func presentity(of entity: AddressURI) -> String {
        switch entity {
        case .telephone(let number): return number.canonical
        case .sip(let uri):
            let paired = uris.first {
                $0.presentity == uri.presentity && $0.telephoneNumber.map(owns) == true
            }
            return paired?.telephoneNumber?.canonical ?? uri.presentity
        }
    }
}
