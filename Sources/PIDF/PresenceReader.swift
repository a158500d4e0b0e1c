import XML

/// Reads a document event by event, refuses ambiguous ones, and lists departures from
/// the schema of RFC 3863 §4.4.
struct PresenceReader {
    /// The knowledge about the content before it is read.
    enum Content {
        /// Its type is application/pidf+xml.
        case declared
        /// It may be a presence document or another one.
        case unknown
    }

    private enum Place: String {
        case document
        case presence
        case tuple
        case status
        case basic
        case contact
        case note
        case timestamp
        /// Inside an element that is skipped.
        case foreign
    }

    private let content: Content
    private var path: [Place] = [.document]
    private var rootOrder = ElementOrder.presence
    private var tupleOrder = ElementOrder.tuple
    private var statusOrder = ElementOrder.status
    /// The text of the current value, and whether it contains nothing else.
    private var collected: [UInt8] = []
    private var isText = true

    private var root: PresenceRoot?
    private var entity: String?
    private var tuples: [PresenceTuple] = []
    private var nonconformities = PIDFNonconformities()
    private var identifiers: Set<String> = []
    private var tupleID: String?
    private var tupleStart = 0
    private var basic: BasicStatus?
    private var timestamp: Timestamp?
    private var contact: String?

    init(of content: Content) { self.content = content }

    private var place: Place { path.last ?? .document }

    /// Whether character data here matters, that is outside extensions and notes.
    var readsText: Bool {
        // Operators would compare the names of the places, for each line feed.
        switch place {
        case .foreign, .note: false
        case .document, .presence, .tuple, .status, .basic, .contact, .timestamp: true
        }
    }

    /// The document; nil for other content.
    var document: PresenceDocument? {
        guard let root, let entity else { return nil }
        return PresenceDocument(entity: entity, tuples: tuples, root: root, nonconformities: nonconformities)
    }

    // MARK: Events

    mutating func start(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        guard path.count > 1 else { return try startRoot(tag) }
        let element = PresenceElement(tag.membership)
        if element == nil || element == .presence { try refuseRoot(tag) }
        switch place {
        case .document, .foreign: path.append(.foreign)
        case .presence:
            note(tag, isExpected: rootOrder.accepts(tag.membership))
            switch element {
            case .tuple: startTuple(tag)
            case .note: enter(.note)
            case .presence, .status, .basic, .contact, .timestamp, nil: enter(.foreign)
            }
        case .tuple:
            if !tupleOrder.hasBegun, element != .status {
                nonconformities.insert(.missingStatus(tuple: tupleID))
            }
            note(tag, isExpected: tupleOrder.accepts(tag.membership))
            enterChildOfTuple(element, tag)
        case .status:
            note(tag, isExpected: statusOrder.accepts(tag.membership))
            enter(element == .basic ? .basic : .foreign)
        case .basic, .contact, .note, .timestamp:
            note(tag, isExpected: false)
            isText = false
            path.append(.foreign)
        }
    }

    /// Handles a run of character data; expat reports every line feed as a run of its own,
    /// so only needed text is copied.
    mutating func text(_ octets: Span<UInt8>) {
        switch place {
        case .basic, .contact, .timestamp:
            for index in octets.indices { collected.append(octets[index]) }
        case .presence, .tuple, .status:
            for index in octets.indices where !XMLSyntax.isSpace(octets[index]) {
                nonconformities.insert(.unexpectedText(parent: place.rawValue))
                return
            }
        case .document, .note, .foreign:
            break
        }
    }

    /// Handles the end of an element; of repeated values the first counts, as in presence servers.
    mutating func end(at place: borrowing XMLPlace) {
        switch path.popLast() ?? .document {
        case .basic:
            guard let value = takeCollected() else { return }
            guard let known = BasicStatus(rawValue: value) else {
                return nonconformities.insert(.invalidBasic(value))
            }
            basic = basic ?? known
        case .contact:
            guard let value = takeCollected() else { return }
            contact = contact ?? value
        case .timestamp:
            guard let value = takeCollected() else { return }
            guard let read = Timestamp(value) else { return nonconformities.insert(.invalidTimestamp(value)) }
            timestamp = timestamp ?? read
        case .tuple:
            if !tupleOrder.hasBegun { nonconformities.insert(.missingStatus(tuple: tupleID)) }
            tuples.append(
                PresenceTuple(
                    id: tupleID, basic: basic, timestamp: timestamp, contact: contact,
                    range: tupleStart..<max(tupleStart, place.endOffset)))
        case .document, .presence, .status, .note, .foreign:
            break
        }
    }

    // MARK: Elements

    private mutating func startRoot(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        let name = tag.name
        let found = PresenceRoot(name)
        switch content {
        case .declared where found != .presence,
            .unknown where found == nil && PresenceRoot.isNamed(name.local):
            throw .wrongRoot(namespace: name.namespace, name: name.local)
        case .declared, .unknown: break
        }
        guard let found else { return path.append(.foreign) }
        root = found
        entity = try Self.entity(among: tag.attributes)
        path.append(found == .presence ? .presence : .foreign)
    }

    /// Refuses an element below the root that has the name of a root.
    private func refuseRoot(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        guard PresenceRoot.isNamed(tag.localName) else { return }
        let name = tag.name
        throw .nestedPresence(namespace: name.namespace, name: name.local)
    }

    /// Returns the first attribute of that local name, in any case and namespace, as presence servers do.
    private static func entity(among attributes: [String: String]) throws(PIDFError) -> String {
        let named = attributes.keys.count { key in
            let local = key.split(separator: "\n").last ?? ""
            return local.uppercased().lowercased() == "entity"
        }
        guard named <= 1 else { throw .severalEntities }
        guard let value = attributes["entity"], !value.isEmpty else { throw .missingEntity }
        guard PresenceSyntax.isURI(value) else { throw .invalidEntity(value) }
        return value
    }

    private mutating func startTuple(_ tag: borrowing XMLStartTag) {
        let id = tag.value(of: "id").map { XMLSyntax.trimmed($0) } ?? ""
        if id.isEmpty {
            nonconformities.insert(.missingTupleID)
        } else {
            if !XMLSyntax.isNCName(id) { nonconformities.insert(.invalidTupleID(id)) }
            if !identifiers.insert(id).inserted { nonconformities.insert(.duplicateTupleID(id)) }
        }
        tupleID = id.isEmpty ? nil : id
        tupleStart = tag.place.offset
        (basic, timestamp, contact) = (nil, nil, nil)
        tupleOrder = .tuple
        statusOrder = .status
        path.append(.tuple)
    }

    private mutating func checkPriority(_ value: String?) {
        guard let value, !PresenceSyntax.isPriority(XMLSyntax.trimmed(value)) else { return }
        nonconformities.insert(.invalidPriority(value))
    }

    private mutating func enterChildOfTuple(_ element: PresenceElement?, _ tag: borrowing XMLStartTag) {
        switch element {
        case .status: enter(.status)
        case .contact:
            checkPriority(tag.value(of: "priority"))
            enter(.contact)
        case .note: enter(.note)
        case .timestamp: enter(.timestamp)
        case .presence, .tuple, .basic, nil: enter(.foreign)
        }
    }

    private mutating func note(_ tag: borrowing XMLStartTag, isExpected: Bool) {
        guard !isExpected else { return }
        let name = tag.name
        nonconformities.insert(
            .unexpectedElement(namespace: name.namespace, name: name.local, parent: place.rawValue))
    }

    private mutating func enter(_ next: Place) {
        collected.removeAll(keepingCapacity: true)
        isText = true
        path.append(next)
    }

    /// Returns the text of a value; nil if it contains elements.
    private mutating func takeCollected() -> String? {
        defer { collected.removeAll(keepingCapacity: true) }
        return isText ? XMLSyntax.trimmed(collected) : nil
    }
}
