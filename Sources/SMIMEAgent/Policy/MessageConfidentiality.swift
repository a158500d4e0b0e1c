package import MIME
import Octets
package import PresenceRules
package import SIPMessage
import SMIMEBody

extension ConfidentialityFact {
    /// The confidentiality that a body shows: protected if an envelope covers all of it.
    ///
    /// Without a body, the confidentiality of a future one is unknown. A body that is S/MIME by name but
    /// cannot be parsed protects nothing.
    package init(ofBody body: MIMEEntity?) {
        guard let body else {
            self = .unknown
            return
        }
        let layers = (try? Inspection(of: body).layers) ?? []
        let isEnveloped = layers.contains { if case .enveloped = $0 { true } else { false } }
        self.init(isEnveloped ? .protected : .notProtected)
    }
}

extension SIPMessage {
    /// Returns the presentity of the message if it is another than `entity`; nil also if it is unknown.
    ///
    /// A NOTIFY comes from the presentity, and every other presence request goes to it (RFC 3856 §6.5, §6.7).
    package func presentity(otherThan entity: String) -> String? {
        let uri = method == "NOTIFY" ? from.uri : to.uri
        guard let mine = AddressURI.parse(entity), let found = AddressURI.parse(uri) else {
            return uri == entity ? nil : uri
        }
        return found.namesSamePresentity(as: mine) ? nil : uri
    }
}
