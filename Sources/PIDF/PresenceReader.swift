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

    mutating func start(
        _ name: ExpandedName, attributes: [String: String], at offset: Int
    ) throws(PIDFError) {
        guard path.count > 1 else { return try startRoot(name, attributes) }
        guard !PresenceRoot.isNamed(name.local) else {
            throw .nestedPresence(namespace: name.namespace, name: name.local)
        }
        switch place {
        case .document, .foreign: path.append(.foreign)
        case .presence:
            note(name, isExpected: rootOrder.accepts(name))
            switch child(name, oneOf: [.tuple, .note]) {
            case .tuple: startTuple(attributes, at: offset)
            case let next: enter(next)
            }
        case .tuple:
            if !tupleOrder.hasBegun, child(name, oneOf: [.status]) != .status {
                nonconformities.insert(.missingStatus(tuple: tupleID))
            }
            note(name, isExpected: tupleOrder.accepts(name))
            let next = child(name, oneOf: [.status, .contact, .note, .timestamp])
            if next == .contact { checkPriority(attributes["priority"]) }
            enter(next)
        case .status:
            note(name, isExpected: statusOrder.accepts(name))
            enter(child(name, oneOf: [.basic]))
        case .basic, .contact, .note, .timestamp:
            note(name, isExpected: false)
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
    mutating func end(at offset: Int) {
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
                    range: tupleStart..<max(tupleStart, offset)))
        case .document, .presence, .status, .note, .foreign:
            break
        }
    }

    // MARK: Elements

    private mutating func startRoot(_ name: ExpandedName, _ attributes: [String: String]) throws(PIDFError) {
        let found = PresenceRoot(name)
        switch content {
        case .declared where found != .presence,
            .unknown where found == nil && PresenceRoot.isNamed(name.local):
            throw .wrongRoot(namespace: name.namespace, name: name.local)
        case .declared, .unknown: break
        }
        guard let found else { return path.append(.foreign) }
        root = found
        entity = try Self.entity(among: attributes)
        path.append(found == .presence ? .presence : .foreign)
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

    private mutating func startTuple(_ attributes: [String: String], at offset: Int) {
        let id = attributes["id"].map { XMLSyntax.trimmed($0.utf8) } ?? ""
        if id.isEmpty {
            nonconformities.insert(.missingTupleID)
        } else {
            if !XMLSyntax.isNCName(id) { nonconformities.insert(.invalidTupleID(id)) }
            if !identifiers.insert(id).inserted { nonconformities.insert(.duplicateTupleID(id)) }
        }
        tupleID = id.isEmpty ? nil : id
        tupleStart = offset
        (basic, timestamp, contact) = (nil, nil, nil)
        tupleOrder = .tuple
        statusOrder = .status
        path.append(.tuple)
    }

    private mutating func checkPriority(_ value: String?) {
        guard let value, !PresenceSyntax.isPriority(XMLSyntax.trimmed(value.utf8)) else { return }
        nonconformities.insert(.invalidPriority(value))
    }

    private mutating func note(_ name: ExpandedName, isExpected: Bool) {
        guard !isExpected else { return }
        nonconformities.insert(
            .unexpectedElement(namespace: name.namespace, name: name.local, parent: place.rawValue))
    }

    /// Returns the place of a PIDF element if it is among `places`; foreign for any other element.
    private func child(_ name: ExpandedName, oneOf places: [Place]) -> Place {
        guard name.isPIDF else { return .foreign }
        return places.first { $0.rawValue == name.local } ?? .foreign
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
