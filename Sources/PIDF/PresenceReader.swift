import XML

/// Follows a document event by event and holds it against the schema of RFC 3863 §4.4.
struct PresenceReader {
    private enum Place: String {
        case document
        case presence
        case tuple
        case status
        case basic
        case contact
        case note
        case timestamp
        /// Inside an element of another namespace: nothing is looked at.
        case foreign
    }

    private var path: [Place] = [.document]
    private var rootOrder = ElementOrder.presence
    private var tupleOrder = ElementOrder.tuple
    private var statusOrder = ElementOrder.status
    private var collected: [UInt8] = []

    private var entity: String?
    private var tuples: [PresenceTuple] = []
    private var identifiers: Set<String> = []
    private var tupleID = ""
    private var tupleStart = 0
    private var basic: BasicStatus?
    private var timestamp: Timestamp?
    private var contact: String?

    private var place: Place { path.last ?? .document }

    /// Whether character data here is more than an extension's or a note's own affair.
    var readsText: Bool {
        // Operators would compare the names of the places, for each line feed.
        switch place {
        case .foreign, .note: false
        default: true
        }
    }

    func document() throws(PIDFError) -> PresenceDocument {
        guard let entity else { throw .missingEntity }
        return PresenceDocument(entity: entity, tuples: tuples)
    }

    // MARK: Events

    mutating func start(
        _ name: ExpandedName, attributes: [String: String], at offset: Int
    ) throws(PIDFError) {
        switch place {
        case .foreign: path.append(.foreign)
        case .document: try startRoot(name, attributes)
        case .presence:
            try rootOrder.accept(name, parent: "presence")
            if name.isPIDF && name.local == "tuple" {
                try startTuple(attributes)
                tupleStart = offset
            } else {
                enter(name)
            }
        case .tuple:
            guard tupleOrder.hasBegun || (name.isPIDF && name.local == "status") else {
                throw .missingStatus(tuple: tupleID)
            }
            try tupleOrder.accept(name, parent: "tuple")
            if name.isPIDF && name.local == "contact" { try checkPriority(attributes["priority"]) }
            enter(name)
        case .status:
            try statusOrder.accept(name, parent: "status")
            enter(name)
        case .basic, .contact, .note, .timestamp:
            throw .unexpectedElement(namespace: name.namespace, name: name.local, parent: place.rawValue)
        }
    }

    /// A run of character data; expat reports every line feed as one of its own, so nothing is copied that is not kept.
    mutating func text(_ octets: Span<UInt8>) throws(PIDFError) {
        switch place {
        case .basic, .contact, .timestamp:
            for index in octets.indices { collected.append(octets[index]) }
        case .presence, .tuple, .status:
            for index in octets.indices where !XMLSyntax.isSpace(octets[index]) {
                throw .unexpectedText(parent: place.rawValue)
            }
        case .document, .note, .foreign:
            break
        }
    }

    mutating func end(at offset: Int) throws(PIDFError) {
        switch path.popLast() ?? .document {
        case .basic:
            let value = takeCollected()
            guard let known = BasicStatus(rawValue: value) else { throw .invalidBasic(value) }
            basic = known
        case .contact:
            contact = takeCollected()
        case .timestamp:
            let value = takeCollected()
            guard let read = Timestamp(value) else { throw .invalidTimestamp(value) }
            timestamp = read
        case .tuple:
            guard tupleOrder.hasBegun else { throw .missingStatus(tuple: tupleID) }
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
        guard name.isPIDF, name.local == "presence" else {
            throw .wrongRoot(namespace: name.namespace, name: name.local)
        }
        guard let value = attributes["entity"], !value.isEmpty else { throw .missingEntity }
        guard PresenceSyntax.isURI(value) else { throw .invalidEntity(value) }
        entity = value
        path.append(.presence)
    }

    private mutating func startTuple(_ attributes: [String: String]) throws(PIDFError) {
        guard let value = attributes["id"] else { throw .missingTupleID }
        let id = XMLSyntax.trimmed(value.utf8)
        guard XMLSyntax.isNCName(id) else { throw .invalidTupleID(id) }
        guard identifiers.insert(id).inserted else { throw .duplicateTupleID(id) }
        tupleID = id
        (basic, timestamp, contact) = (nil, nil, nil)
        tupleOrder = .tuple
        statusOrder = .status
        path.append(.tuple)
    }

    private func checkPriority(_ value: String?) throws(PIDFError) {
        guard let value else { return }
        guard PresenceSyntax.isPriority(XMLSyntax.trimmed(value.utf8)) else {
            throw .invalidPriority(value)
        }
    }

    /// Goes into an element that the order has let through.
    private mutating func enter(_ name: ExpandedName) {
        collected.removeAll(keepingCapacity: true)
        path.append(name.isPIDF ? Place(rawValue: name.local) ?? .foreign : .foreign)
    }

    private mutating func takeCollected() -> String {
        defer { collected.removeAll(keepingCapacity: true) }
        return XMLSyntax.trimmed(collected)
    }
}
