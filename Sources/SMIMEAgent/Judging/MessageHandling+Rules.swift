public import SIPMessage
import SMIMEBody

public import struct FoundationEssentials.Date

extension MessageHandling {
    /// Returns the same decision, or a refusal if the presence authorization rules do not let the message go
    /// on in that way: protected, or in clear.
    ///
    /// A message that must be opened is judged when it is, since only then its sender is known.
    public func permitted(
        _ message: SIPMessage, by rules: MessagePolicy, at instant: Date
    ) -> MessageHandling {
        let protection: SendingOptions.Protection
        switch self {
        case .passes, .mustBeOpened, .refused: return self
        case .mustBeProtected: protection = .signedAndEnveloped
        case .mayPassInClear: protection = .signedDetached
        }
        let options = SendingOptions(protection, operation: "judge")
        guard let verdict = try? rules.permission(for: .sip(message), options: options, at: instant) else {
            return .refused(.policy)
        }
        // Only the side that protects the message replaces its document.
        let isPermitted = verdict.isWithinRules || options.isEnveloping && verdict.showsNothing
        return isPermitted ? self : .refused(.policy)
    }
}
