public import MIME

extension SIPMessage {
    /// Returns the body as a MIME entity; nil if there is no body.
    ///
    /// The entity has the Content-* fields except Content-Length in their order, with long names,
    /// unchanged values, and lines ended by CRLF as the canonical form requires (RFC 8551 §3.1.1);
    /// then the body, octet for octet.
    public func bodyEntity() -> MIMEEntity? {
        namedFields.bodyEntity(body)
    }

    /// Returns the message with another body.
    ///
    /// The Content-* and MIME-Version fields of the entity replace the old ones at the position of the first,
    /// or are inserted before Content-Length, or at the end. Its other fields have no meaning in a SIP header
    /// and are dropped (RFC 2045 §9). Content-Length keeps its position and its name and gets the new value,
    /// or is added at the end. All other octets are unchanged; new lines end as the start line does.
    ///
    /// - Throws: `duplicateField` if the entity has a single field twice, such as Content-Type:
    ///   the message would be ambiguous.
    public func replacingBody(with entity: MIMEEntity) throws(SIPMessageError) -> SIPMessage {
        let lineEnd = lineEnd
        return with(
            try Self.fields(describing: entity, lineEnd: lineEnd), body: entity.bodyOctets, lineEnd: lineEnd)
    }

    /// The message without a body and the fields that describe one.
    package var withoutBody: SIPMessage { with([], body: [], lineEnd: lineEnd) }

    /// The end of the start line.
    private var lineEnd: [UInt8] {
        headerStart >= 2 && octets[headerStart - 2] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    private func with(
        _ described: [NamedField], body: ArraySlice<UInt8>, lineEnd: [UInt8]
    ) -> SIPMessage {
        let fields = Self.replacing(
            namedFields, describing: described, length: body.count, lineEnd: lineEnd)
        var count = headerStart + lineEnd.count + body.count
        for index in fields.indices { count += fields[index].field.place.lines.count }
        var octets: [UInt8] = []
        octets.reserveCapacity(count)
        octets += self.octets[..<headerStart]
        for index in fields.indices { fields[index].field.append(to: &octets) }
        octets += lineEnd
        octets += body
        return SIPMessage(
            startLine: startLine, namedFields: fields, body: Array(body), octets: octets, warnings: [],
            dialog: dialog, headerStart: headerStart)
    }

    /// Returns the fields of an entity that go into a SIP header, with the given line ends.
    static func fields(
        describing entity: MIMEEntity, lineEnd: [UInt8]
    ) throws(SIPMessageError) -> [NamedField] {
        var fields: [NamedField] = []
        for field in entity.headerFields {
            let named = NamedField(field)
            let name = named.name
            // MIME has no compact names: "c" was not a Content-Type inside, and must not become one here.
            guard describesBody(name), name.longForm.utf8.count == field.place.name.count else { continue }
            guard !name.isSingle || !fields.contains(where: { $0.name == name }) else {
                throw .duplicateField(name: name.longForm)
            }
            fields.append(named.endingLines(with: lineEnd))
        }
        return fields
    }

    private static func replacing(
        _ old: [NamedField], describing new: [NamedField], length: Int, lineEnd: [UInt8]
    ) -> [NamedField] {
        let describesOld = old.contains { describesBody($0.name) }
        var due = new
        var fields: [NamedField] = []
        fields.reserveCapacity(old.count + new.count + 1)
        var hasLength = false
        // By index: an iterator would copy every field once more.
        for index in old.indices {
            let name = old[index].name
            if describesBody(name) || (name == .contentLength && !describesOld) {
                fields += due
                due = []
            }
            if name == .contentLength {
                hasLength = true
                fields.append(contentLength(named: old[index].field.name, length, lineEnd: lineEnd))
            } else if !describesBody(name) {
                fields.append(old[index])
            }
        }
        fields += due
        if !hasLength {
            fields.append(contentLength(named: HeaderName.contentLength.longForm, length, lineEnd: lineEnd))
        }
        return fields
    }

    /// Returns whether the field belongs to the body, except Content-Length.
    private static func describesBody(_ name: HeaderName) -> Bool {
        name.isContentField ? name != .contentLength : name == .mimeVersion
    }

    private static func contentLength(named name: String, _ length: Int, lineEnd: [UInt8]) -> NamedField {
        NamedField(HeaderField(checked: name, String(length), lineEnd: lineEnd))
    }
}

extension [NamedField] {
    /// Returns the entity of `body` under these fields of a message; nil for an empty body.
    func bodyEntity(_ body: [UInt8]) -> MIMEEntity? {
        guard !body.isEmpty else { return nil }
        var fields: [HeaderField] = []
        for position in indices {
            let name = self[position].name
            if name.isContentField, name != .contentLength { fields.append(self[position].inLongForm.field) }
        }
        return MIMEEntity(headerFields: fields, body: body)
    }
}
