import MIME
public import SIPMessage
import SMIMEBody

extension MessageHandling {
    /// Decides about a message in a direction as far as the users demand protection.
    ///
    /// The strictest demand of all parties decides: of From, To, the Request-URI of a PUBLISH, and of every
    /// presentity in the body, so in a list of several presentities the strictest. A party without a known
    /// kind of address demands protection. Protected messages are opened whatever is demanded.
    ///
    /// - Parameters:
    ///   - message: the message.
    ///   - direction: where it goes.
    ///   - demand: returns the demand of an address.
    ///   - canProtect: returns whether the message can be protected; asked only if all prefer it.
    /// - Throws: the errors of `demand` and `canProtect`.
    public init<Failure: Error>(
        of message: SIPMessage, going direction: Direction,
        demand: (AddressURI) throws(Failure) -> ProtectionDemand,
        canProtect: () throws(Failure) -> Bool
    ) throws(Failure) {
        let handling = MessageHandling(of: message, going: direction)
        switch handling {
        case .passes, .mustBeOpened, .mayPassInClear:
            self = handling
            return
        case .mustBeProtected, .refused: break
        }
        var strictest = try Self.strictest(demand, of: message.namedParties)
        // The body is read last: the header decides about most messages.
        if strictest < .required {
            strictest = max(strictest, try Self.strictest(demand, of: message.presentities))
        }
        switch (strictest, direction) {
        case (.required, _): self = handling
        case (.preferred, .outward): self = try canProtect() ? handling : .mayPassInClear
        case (.preferred, .inward), (.off, _): self = .mayPassInClear
        }
    }

    /// Returns the strictest demand of some parties; protection is required if they are unknown.
    private static func strictest<Failure: Error>(
        _ demand: (AddressURI) throws(Failure) -> ProtectionDemand, of parties: [AddressURI]?
    ) throws(Failure) -> ProtectionDemand {
        guard let parties else { return .required }
        var strictest = ProtectionDemand.off
        for party in parties where strictest < .required { strictest = max(strictest, try demand(party)) }
        return strictest
    }
}

extension SIPMessage {
    /// The addresses of the parties that the header names; nil if one of them is unknown.
    fileprivate var namedParties: [AddressURI]? {
        var texts = [from.uri, to.uri]
        if isRequest, method == "PUBLISH" { texts.append(requestURI ?? "") }
        return Self.addresses(texts)
    }

    /// The addresses of the presentities in the body; nil if one of them, or the body, is unknown.
    fileprivate var presentities: [AddressURI]? {
        Presentities.named(in: bodyEntity(), of: method).flatMap(Self.addresses)
    }

    /// Returns addresses, each user once; nil if a text is none.
    private static func addresses(_ texts: [String]) -> [AddressURI]? {
        var addresses: [AddressURI] = []
        var names: Set<String> = []
        for text in texts {
            guard let address = AddressURI.parse(text) else { return nil }
            if names.insert(address.nameInRecords).inserted { addresses.append(address) }
        }
        return addresses
    }
}
