package import MIME
import Octets
package import PresenceRules
package import SIPMessage
import SMIMEBody

extension ConfidentialityFact {
    /// What a body shows of its confidentiality: protected where an envelope is around all of it.
    ///
    /// Where there is no body nothing is known of the one to come. A body that is S/MIME by name, and cannot be read as
    /// such, protects nothing.
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
    /// Whom the message is about, where that is another than `entity`; nil also where it cannot be told.
    ///
    /// A NOTIFY comes from the presentity, and every other request of presence goes to it (RFC 3856 §6.5, §6.7).
    package func presentity(otherThan entity: String) -> String? {
        let uri = method == "NOTIFY" ? from.uri : to.uri
        guard let mine = AddressURI.parse(entity), let found = AddressURI.parse(uri) else {
            return uri == entity ? nil : uri
        }
        return found.namesSamePresentity(as: mine) ? nil : uri
    }
}
