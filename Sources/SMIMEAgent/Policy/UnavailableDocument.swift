import CMS
package import FoundationEssentials
import MIME
import PIDF
package import SIPMessage

extension SIPMessage {
    /// Returns the NOTIFY with a document that shows only that the presentity is unavailable (RFC 5025
    /// §3.2.1): its entity, one closed tuple, and the time, which signed documents need (RFC 3856 §9.4).
    ///
    /// The tuple always has the same identifier: one of the original document would reveal
    /// that there is something to hide.
    ///
    /// - Throws: ``AgentError/policy(_:)`` if there is no complete presence document to replace.
    package func showingNothing(at now: Date) throws(AgentError) -> SIPMessage {
        guard isRequest, let entity = bodyEntity(),
            let type = try? entity.contentType(), PresenceDocument.isPresenceType(mediaType: type.mediaType),
            let octets = try? entity.decodedBody(),
            let document = try? PresenceDocument.read(octets, charset: type["charset"])
        else { throw .policy(.nothingToReplace) }
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="\(document.entity.inXMLAttribute)">
              <tuple id="t1">
                <status><basic>closed</basic></status>
                <timestamp>\(now.internetTime)</timestamp>
              </tuple>
            </presence>

            """
        let field: HeaderField
        do throws(MIMEError) {
            field = try HeaderField(name: "Content-Type", value: "application/pidf+xml")
        } catch {
            throw .entity(error)
        }
        let body = MIMEEntity(headerFields: [field], body: Array(text.replacing("\n", with: "\r\n").utf8))
        do throws(SIPMessageError) { return try replacingBody(with: body) } catch { throw .message(error) }
    }
}

extension String {
    /// The text for an attribute value between double quotation marks.
    fileprivate var inXMLAttribute: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
