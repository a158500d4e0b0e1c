public import SIPMessage

/// SIP messages for tests: captured ones, and ones made of the fields that a test is about.
public enum ExampleMessage {
    /// The captured message of this name.
    public static func capture(_ name: String) throws -> SIPMessage {
        try SIPMessage.parse(Vectors.octets("presence/captures/\(name).sip"))
    }

    /// A SUBSCRIBE with these fields beside or in place of the usual ones.
    public static func subscribe(
        to target: String = "sip:alice@example.com", from: String = "<sip:bob@example.net>;tag=1",
        toField: String? = nil, contact: String = "<sip:192.0.2.1>", others: [String] = [], body: String = ""
    ) throws -> SIPMessage {
        let fields =
            [
                "SUBSCRIBE \(target) SIP/2.0", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", "From: \(from)",
                "To: \(toField ?? "<\(target)>")", "Call-ID: 1", "CSeq: 1 SUBSCRIBE", "Contact: \(contact)",
                "Max-Forwards: 70", "Event: presence",
            ] + others + ["Content-Length: \(body.utf8.count)"]
        return try SIPMessage.parse(Array((fields.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }
}

extension ExampleMessage {
    /// A request of any method with the fields it must have.
    public static func request(
        _ method: String, to target: String, from: String = "<sip:bob@example.net>;tag=1",
        toField: String = "<sip:alice@example.com>", callID: String = "1", transport: String = "UDP",
        others: [String] = [], body: String = ""
    ) throws -> SIPMessage {
        let fields =
            [
                "\(method) \(target) SIP/2.0", "Via: SIP/2.0/\(transport) client.example.net;branch=z9hG4bK1",
                "From: \(from)",
                "To: \(toField)", "Call-ID: \(callID)", "CSeq: 1 \(method)",
            ] + others + ["Content-Length: \(body.utf8.count)"]
        return try SIPMessage.parse(Array((fields.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    /// A PUBLISH, or a request of another method, of Alice to herself.
    public static func publish(
        _ method: String = "PUBLISH", transport: String = "UDP", event: String = "presence",
        others: [String] = [], body: String = ""
    ) throws -> SIPMessage {
        let type = body.isEmpty ? [] : ["Content-Type: application/pidf+xml"]
        return try request(
            method, to: "sip:alice@example.com", from: "<sip:alice@example.com>;tag=1", transport: transport,
            others: ["Event: \(event)"] + type + others, body: body)
    }

    /// A response to a request of this method.
    public static func response(
        _ code: Int, to method: String, from: String = "<sip:bob@example.net>;tag=1",
        toField: String = "<sip:alice@example.com>;tag=2", others: [String] = []
    ) throws -> SIPMessage {
        let fields =
            [
                "SIP/2.0 \(code) Words", "Via: SIP/2.0/UDP client.example.net;branch=z9hG4bK1",
                "From: \(from)", "To: \(toField)", "Call-ID: 1", "CSeq: 1 \(method)",
            ] + others + ["Content-Length: 0"]
        return try SIPMessage.parse(Array((fields.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }
}
