import Foundation

@testable import SIPMessage

extension [UInt8] {
    /// The octets of text whose lines end with LF here and with CRLF on the wire.
    init(wire text: String) {
        self = Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8)
    }
}

/// A small message to vary in tests; the body is added with its length.
func publish(
    startLine: String = "PUBLISH sip:alice@example.test SIP/2.0", fields: String = "", body: String = ""
) -> [UInt8] {
    [UInt8](
        wire: """
            \(startLine)
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <sip:alice@example.test>;tag=1
            To: <sip:alice@example.test>
            Call-ID: 1@192.0.2.1
            CSeq: 1 PUBLISH
            \(fields)Content-Length: \(body.utf8.count)


            """) + Array(body.utf8)
}

/// The error of reading these octets; nil if they are read.
func refusal(of octets: [UInt8], limits: SIPLimits = .standard) -> SIPMessageError? {
    do throws(SIPMessageError) {
        _ = try SIPMessage.parse(octets, limits: limits)
        return nil
    } catch {
        return error
    }
}
