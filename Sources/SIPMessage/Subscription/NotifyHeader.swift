package import MIME

/// The header of a NOTIFY that ``SubscriptionDialog`` has written, up to its Content-Length.
package struct NotifyHeader: Sendable {
    /// The start line and all fields except Content-Length.
    let octets: [UInt8]
    /// The number of fields, without Content-Length.
    let fieldCount: Int
    /// The field CSeq.
    package let cSeq: [UInt8]
    /// The field Subscription-State.
    package let subscriptionState: [UInt8]

    /// The longest Content-Length field and the empty line, in octets.
    private static let endOctets = "Content-Length: \(Int.max)\r\n\r\n".utf8.count

    /// Returns the octets of the NOTIFY with a body, as ``SIPMessage/replacingBody(with:)`` writes them.
    package func octets(with fields: BodyFields, body: ArraySlice<UInt8>) -> [UInt8] {
        let end = "Content-Length: \(body.count)\r\n\r\n".utf8
        var message: [UInt8] = []
        message.reserveCapacity(octets.count + fields.octets.count + end.count + body.count)
        message += octets
        message += fields.octets
        message += end
        message += body
        return message
    }

    /// Returns whether the NOTIFY with this body is surely within the limits.
    package func isAllowed(
        with fields: BodyFields, bodyOctets: Int, by limits: SIPLimits
    ) -> Bool {
        bodyOctets <= limits.bodyOctets && fieldCount + fields.count < limits.fields
            && octets.count + fields.octets.count + Self.endOctets <= limits.headerOctets
    }
}

/// The fields of an entity that go into a SIP header, written once for many messages.
package struct BodyFields: Sendable {
    let octets: [UInt8]
    let count: Int

    /// Writes the fields of `entity`.
    ///
    /// - Throws: `duplicateField`, as ``SIPMessage/replacingBody(with:)``.
    package init(describing entity: MIMEEntity) throws(SIPMessageError) {
        let fields = try SIPMessage.fields(describing: entity, lineEnd: [0x0D, 0x0A])
        octets = fields.flatMap(\.field.octets)
        count = fields.count
    }
}
