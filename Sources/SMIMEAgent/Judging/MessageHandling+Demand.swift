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
        guard let parties = message.parties else {
            self = handling
            return
        }
        var strictest = ProtectionDemand.off
        for party in parties where strictest < .required { strictest = max(strictest, try demand(party)) }
        switch (strictest, direction) {
        case (.required, _): self = handling
        case (.preferred, .outward): self = try canProtect() ? handling : .mayPassInClear
        case (.preferred, .inward), (.off, _): self = .mayPassInClear
        }
    }
}

extension SIPMessage {
    /// The addresses that a message concerns, each once; nil if one of them is unknown.
    fileprivate var parties: [AddressURI]? {
        var texts = [from.uri, to.uri]
        if isRequest, method == "PUBLISH" { texts.append(requestURI ?? "") }
        guard let presentities = Presentities.named(in: bodyEntity(), of: method) else { return nil }
        var parties: [AddressURI] = []
        for text in texts + presentities {
            guard let address = AddressURI.parse(text) else { return nil }
            if !parties.contains(address) { parties.append(address) }
        }
        return parties
    }
}
