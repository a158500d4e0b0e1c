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

    /// What is open at a place in the document.
    private enum Place {
        case document
        case element(PresenceElement)
        /// Inside an element that is skipped.
        case skipped
    }

    private let content: Content
    /// The number of octets of the document.
    private let size: Int
    /// The innermost open element that is not skipped.
    private var open: PresenceElement?
    /// Whether the open note is one of the tuple, and not one of the document.
    private var isNoteInTuple = false
    /// The number of open elements that are skipped.
    private var skippedDepth = 0
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
    private var identifiers = IdentifierSet()
    private var tupleID: String?
    private var tupleStart = 0
    private var basic: BasicStatus?
    private var timestamp: Timestamp?
    private var contact: String?

    init(of content: Content, octets size: Int) {
        self.content = content
        self.size = size
    }

    private var place: Place {
        guard skippedDepth == 0 else { return .skipped }
        return open.map { .element($0) } ?? .document
    }

    /// Whether character data here matters, that is outside extensions and notes.
    var readsText: Bool {
        switch place {
        case .skipped, .element(.note): false
        case .document,
            .element(.presence), .element(.tuple), .element(.status), .element(.basic), .element(.contact),
            .element(.timestamp):
            true
        }
    }

    /// The document; nil for other content.
    var document: PresenceDocument? {
        guard let root, let entity else { return nil }
        return PresenceDocument(entity: entity, tuples: tuples, root: root, nonconformities: nonconformities)
    }

    // MARK: Events

    mutating func start(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        let place = place
        if case .document = place { return try startRoot(tag) }
        let element = PresenceElement(tag.membership)
        if element == nil || element == .presence { try refuseRoot(tag) }
        guard case .element(let parent) = place else {
            skippedDepth += 1
            return
        }
        switch parent {
        case .presence:
            if !rootOrder.accepts(tag.membership) { noteUnexpected(tag, in: parent) }
            switch element {
            case .tuple: startTuple(tag)
            case .note: enter(.note)
            case .presence, .status, .basic, .contact, .timestamp, nil: skippedDepth = 1
            }
        case .tuple:
            if !tupleOrder.hasBegun, element != .status {
                nonconformities.insert(.missingStatus(tuple: tupleID))
            }
            if !tupleOrder.accepts(tag.membership) { noteUnexpected(tag, in: parent) }
            enterChildOfTuple(element, tag)
        case .status:
            if !statusOrder.accepts(tag.membership) { noteUnexpected(tag, in: parent) }
            if element == .basic { enter(.basic) } else { skippedDepth = 1 }
        case .basic, .contact, .note, .timestamp:
            noteUnexpected(tag, in: parent)
            isText = false
            skippedDepth = 1
        }
    }

    /// Handles a run of character data; expat reports every line feed as a run of its own,
    /// so only needed text is copied.
    mutating func text(_ octets: Span<UInt8>) {
        guard case .element(let parent) = place else { return }
        switch parent {
        case .basic, .contact, .timestamp:
            if collected.capacity == 0 { collected.reserveCapacity(64) }
            for index in octets.indices { collected.append(octets[index]) }
        case .presence, .tuple, .status:
            for index in octets.indices where !XMLSyntax.isSpace(octets[index]) {
                return nonconformities.insert(.unexpectedText(parent: parent.name.description))
            }
        case .note:
            break
        }
    }

    /// Handles the end of an element; of repeated values the first counts, as in presence servers.
    mutating func end(at place: borrowing XMLPlace) {
        guard skippedDepth == 0 else {
            skippedDepth -= 1
            return
        }
        guard let element = open else { return }
        open = element.parent(ofNoteInTuple: isNoteInTuple)
        switch element {
        case .basic:
            if isText, let known = BasicStatus(octets: collected.span) {
                basic = basic ?? known
            } else if let value = collectedText() {
                nonconformities.insert(.invalidBasic(value))
            }
        case .contact:
            guard let value = collectedText() else { return }
            contact = contact ?? value
        case .timestamp:
            guard let value = collectedText() else { return }
            guard let read = Timestamp(value) else { return nonconformities.insert(.invalidTimestamp(value)) }
            timestamp = timestamp ?? read
        case .tuple:
            if !tupleOrder.hasBegun { nonconformities.insert(.missingStatus(tuple: tupleID)) }
            tuples.append(
                PresenceTuple(
                    id: tupleID, basic: basic, timestamp: timestamp, contact: contact,
                    range: tupleStart..<max(tupleStart, place.endOffset)))
            if tuples.count == 2 { makeRoom() }
        case .presence, .status, .note:
            break
        }
    }

    /// Reserves room for the tuples, assuming that all are as large as the first two: a large document takes
    /// longer if the room grows step by step, and every identifier is hashed again at each step.
    private mutating func makeRoom() {
        let octets = tuples.reduce(0) { $0 + $1.range.count }
        let count = min(2 * size / max(octets, 64), XMLLimits.presence.elements)
        tuples.reserveCapacity(count)
        identifiers.reserveCapacity(count)
    }

    // MARK: Elements

    private mutating func startRoot(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        let isPresence = PresenceElement(tag.membership) == .presence
        let found = isPresence ? PresenceRoot.presence : PresenceRoot(tag.name)
        switch content {
        case .declared where found != .presence,
            .unknown where found == nil && PresenceRoot.isNamed(tag.localName):
            let name = tag.name
            throw .wrongRoot(namespace: name.namespace, name: name.local)
        case .declared, .unknown: break
        }
        guard let found else {
            skippedDepth = 1
            return
        }
        root = found
        entity = try PresenceEntity.value(of: tag)
        if found == .presence { open = .presence } else { skippedDepth = 1 }
    }

    /// Refuses an element below the root that has the name of a root.
    private func refuseRoot(_ tag: borrowing XMLStartTag) throws(PIDFError) {
        guard PresenceRoot.isNamed(tag.localName) else { return }
        let name = tag.name
        throw .nestedPresence(namespace: name.namespace, name: name.local)
    }

    private mutating func startTuple(_ tag: borrowing XMLStartTag) {
        let id = tag.value(of: "id").map { XMLSyntax.trimmed($0) } ?? ""
        if id.isEmpty {
            nonconformities.insert(.missingTupleID)
        } else {
            if !XMLSyntax.isNCName(id) { nonconformities.insert(.invalidTupleID(id)) }
            if !identifiers.insert(id) { nonconformities.insert(.duplicateTupleID(id)) }
        }
        tupleID = id.isEmpty ? nil : id
        tupleStart = tag.place.offset
        (basic, timestamp, contact) = (nil, nil, nil)
        tupleOrder = .tuple
        statusOrder = .status
        open = .tuple
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
        case .presence, .tuple, .basic, nil: skippedDepth = 1
        }
    }

    private mutating func noteUnexpected(_ tag: borrowing XMLStartTag, in parent: PresenceElement) {
        let name = tag.name
        nonconformities.insert(
            .unexpectedElement(namespace: name.namespace, name: name.local, parent: parent.name.description))
    }

    private mutating func enter(_ next: PresenceElement) {
        // A value has a few octets, and replacing all of an array by nothing takes longer.
        while !collected.isEmpty { collected.removeLast() }
        isText = true
        if next == .note { isNoteInTuple = open == .tuple }
        open = next
    }

    /// Returns the text of a value; nil if it contains elements.
    private func collectedText() -> String? {
        isText ? XMLSyntax.trimmed(collected) : nil
    }
}
