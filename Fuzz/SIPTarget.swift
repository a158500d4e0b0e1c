import MIME
import SIPMessage
import TestSupport

/// SIP messages: a read message keeps its octets, and is the same after its own body is put in again.
struct SIPTarget: FuzzTarget {
    let maximumOctets = 8192
    let words = ["\r\n\r\n", "\r\n ", "SIP/2.0", "sips:", "tel:", "%00", ";lr", "<sip:", "\"\\\""]

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        try Seeds.files(
            in: "Tests/Vectors/sip-flows", "Tests/Vectors/captures", "Tests/Vectors/rfc4475",
            "examples/messages", ending: [".txt", ".sip", ".dat"], atMost: maximumOctets)
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.message(octets, by: &generator)
    }

    func run(_ octets: [UInt8]) {
        checkUnchecked(octets)
        guard let message = try? SIPMessage.parse(octets) else { return }
        require(octets.starts(with: message.octets), "the octets of a message are those it was read from")
        require(message.octets.suffix(message.body.count) == message.body[...], "the body ends the message")
        guard let again = try? SIPMessage.parse(message.octets) else {
            return require(false, "a read message can be read again")
        }
        require(again.octets == message.octets && again.callID == message.callID, "and is the same")
        _ = try? message.contentType()
        for field in message.headerFields { _ = message.values(of: HeaderName(field.name)) }
        for address in [message.from, message.to] { _ = address.sipURI?.addressOfRecord }
        guard let entity = message.bodyEntity() else { return }
        require(entity.body == message.body, "the entity has the body of the message")
        replace(entity, in: message)
    }

    /// An unchecked message: the same as the strict reader's if that accepts it, otherwise with a fault.
    private func checkUnchecked(_ octets: [UInt8]) {
        let strict = try? SIPMessage.parse(octets)
        guard let message = try? UncheckedSIPMessage.read(octets) else {
            return require(strict == nil, "a protectable message is also readable unchecked")
        }
        require(message.faults.isEmpty == (strict != nil), "only a message without faults can be protected")
        require(octets.starts(with: message.octets), "its octets are those it was read from")
        require(message.octets.suffix(message.body.count) == message.body[...], "its body ends it")
        guard let strict else {
            for field in message.headerFields { _ = field.valueOctets }
            return
        }
        require(
            message.headerFields == strict.headerFields && message.body == strict.body,
            "both are the same message"
        )
        require(message.method == strict.method && message.from == strict.from, "of the same sender")
        for field in strict.headerFields where !field.isParsed {
            require(
                strict.warnings.contains(.unparsedField(name: field.headerName.longForm, value: field.value)),
                "a field that cannot be parsed is named")
        }
    }

    private func replace(_ entity: MIMEEntity, in message: SIPMessage) {
        guard let replaced = try? message.replacingBody(with: entity) else { return }
        guard let again = try? SIPMessage.parse(replaced.octets) else {
            return require(false, "a message with another body can be read")
        }
        require(again.body == message.body, "a replaced body comes back")
        require(again.bodyEntity() == entity, "and so do its content fields")
        let names = { (message: SIPMessage) in
            message.headerFields.filter { !HeaderName($0.name).isContentField && !$0.isMIMEVersion }
                .map(\.octets)
        }
        require(names(again) == names(message), "no other field changes")
    }
}

extension HeaderField {
    fileprivate var isMIMEVersion: Bool { name.lowercased() == "mime-version" }
}
