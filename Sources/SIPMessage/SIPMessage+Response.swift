public import MIME
import Octets

extension SIPMessage {
    /// Returns a server's response to this request (RFC 3261 §8.2.6).
    ///
    /// Via, From, To, Call-ID and CSeq are those of the request, octet for octet except for
    /// the line ends, which are CRLF.
    ///
    /// - Parameters:
    ///   - tag: the tag of To if the request has none; a token.
    ///   - fields: further header fields.
    ///   - body: its Content-* fields go into the header.
    /// - Throws: `notARequest` for a response and for ACK, which are not answered; `missingField` without
    ///   Via; `malformedField` for an invalid tag; as ``replacingBody(with:)``.
    public func response(
        statusCode: Int, reasonPhrase: String, tag: String, fields: [HeaderField] = [],
        body: MIMEEntity? = nil
    ) throws(SIPMessageError) -> SIPMessage {
        guard isRequest, method != "ACK" else { throw .notARequest }
        // Without Via there is no route for the response (RFC 3261 §18.2.2).
        guard !values(of: "Via").isEmpty else { throw .missingField(name: "Via") }
        var octets = Array("SIP/2.0 \(statusCode) \(reasonPhrase)\r\n".utf8)
        for name: HeaderName in ["Via", "From", "To", "Call-ID", "CSeq"] {
            for field in self.fields(named: [name]) {
                octets += name == "To" && to.tag == nil ? try tagged(field, tag) : field.octets
            }
        }
        for field in fields { field.append(to: &octets) }
        let response = try SIPMessage.parse(octets + Array("Content-Length: 0\r\n\r\n".utf8))
        guard let body else { return response }
        return try response.replacingBody(with: body)
    }

    private func tagged(_ to: HeaderField, _ tag: String) throws(SIPMessageError) -> [UInt8] {
        guard !tag.isEmpty, tag.utf8.allSatisfy(ASCII.isToken) else {
            throw .malformedField(name: "To", value: ";tag=\(tag)")
        }
        // The field ends with CRLF.
        return to.octets.dropLast(2) + Array(";tag=\(tag)\r\n".utf8)
    }
}
