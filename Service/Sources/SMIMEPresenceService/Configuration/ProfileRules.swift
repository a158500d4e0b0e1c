import PresenceRules
import SIPMessage
public import SMIMEAgent

/// The presence authorization rules that the messages of a profile must obey.
public enum ProfileRules: Sendable {
    /// No rules.
    case none
    /// The same rules for every message.
    case same(MessagePolicy)
    /// The rules of each presentity, by its name in records; those for the others allow no watcher.
    case ofPresentities([String: MessagePolicy], others: MessagePolicy)

    /// Returns the rules for a message; nil if none apply.
    ///
    /// A NOTIFY comes from the presentity, every other request goes to it (RFC 3856 §6.5, §6.7).
    func rules(for message: SIPMessage?) -> MessagePolicy? {
        switch self {
        case .none: return nil
        case .same(let rules): return rules
        case .ofPresentities(let known, let others):
            guard let message else { return others }
            let presentity = message.method == "NOTIFY" ? message.from.address : message.to.address
            return presentity.flatMap { known[$0.nameInRecords] } ?? others
        }
    }
}
