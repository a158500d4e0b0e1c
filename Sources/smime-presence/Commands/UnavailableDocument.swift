import FoundationEssentials
import MIME
import PIDF
import SIPMessage

extension SIPMessage {
    /// The NOTIFY with a document that says no more than that the presentity is unavailable (RFC 5025 §3.2.1): its
    /// entity, one closed tuple, and the time, which signed documents need (RFC 3856 §9.4).
    ///
    /// The identifier of the tuple is always the same: one of the document's own would tell that there is something to
    /// be hidden.
    ///
    /// - Throws: a refusal where there is no whole presence document to be replaced.
    func showingNothing(at now: Date) throws(CommandFailure) -> SIPMessage {
        guard isRequest, let entity = bodyEntity(),
            let type = try? entity.contentType(), PresenceDocument.isPresenceType(mediaType: type.mediaType),
            let octets = try? entity.decodedBody(),
            let document = try? PresenceDocument.read(octets, charset: type["charset"])
        else { throw .nothingToReplace }
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="\(document.entity.inXMLAttribute)">
              <tuple id="t1">
                <status><basic>closed</basic></status>
                <timestamp>\(now.internetTime)</timestamp>
              </tuple>
            </presence>

            """
        return try worded {
            let field = try HeaderField(name: "Content-Type", value: "application/pidf+xml")
            return try replacingBody(
                with: MIMEEntity(headerFields: [field], body: Array(text.replacing("\n", with: "\r\n").utf8)))
        }
    }
}

extension String {
    /// The text as it may stand in an attribute between double quotation marks.
    fileprivate var inXMLAttribute: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
