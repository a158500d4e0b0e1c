public import SIPMessage

extension CertificateIdentity {
    /// Whether a user's certificate lists the number; a domain's speaks for no telephone number.
    public func owns(_ number: TelephoneURI) -> Bool { kind == .user && telephoneNumbers.contains(number) }

    /// Whether a user's certificate owns the address.
    public func owns(_ address: AddressURI) -> Bool {
        switch address {
        case .sip(let uri): owns(uri)
        case .telephone(let number): owns(number)
        }
    }

    /// Whether both addresses name one presentity by what this certificate lists.
    ///
    /// A number and a `sip:` URI are one exactly if a user's certificate lists both, the URI with `user=phone` and with
    /// that number before its "@"; nothing is derived from either. The `sip:` URI must be equivalent to the one listed
    /// (RFC 3261 §19.1.4), the number to it by RFC 3966 §4: without `user=phone`, at another port or with another transport it is not.
    public func names(_ address: AddressURI, as other: AddressURI) -> Bool {
        if address.namesSamePresentity(as: other) { return true }
        switch (address, other) {
        case (.sip(let uri), .telephone(let number)), (.telephone(let number), .sip(let uri)):
            return owns(number)
                && uris.contains { $0.telephoneNumber == number && $0.isEquivalent(to: uri) }
        case (.sip, .sip), (.telephone, .telephone): return false
        }
    }

    /// Whether the document's `entity` is the certificate's own: one of its user's, or in its domain.
    ///
    /// If the entity or one of the `senders` is a number, one of the senders must be the same as the entity by
    /// ``names(_:as:)``; without senders it is enough that the certificate lists the entity.
    public func covers(entity: AddressURI, from senders: [AddressURI]) -> Bool {
        let isCovered =
            switch entity {
            case .sip(let uri): covers(entity: uri)
            case .telephone(let number): owns(number)
            }
        guard isCovered, kind == .user else { return isCovered }
        let isBetweenURIs = entity.sipURI != nil && senders.contains { $0.sipURI != nil }
        return senders.isEmpty || isBetweenURIs || senders.contains { names(entity, as: $0) }
    }

    /// One text for all addresses that this certificate has name one presentity, for a ledger to remember.
    ///
    /// It is the number, also for a URI that the certificate lists with it, whatever its parameters: what is remembered of
    /// either counts for both.
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
