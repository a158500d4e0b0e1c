import XML

/// Takes the events of a document to a `PresenceReader`, and keeps what it throws.
final class PresenceEvents: XMLHandler {
    private var reader = PresenceReader()
    private var failure: PIDFError?

    /// What the document says, once it has been read.
    static func document(
        in octets: [UInt8], charset: String?, limits: XMLLimits
    ) throws(PIDFError) -> PresenceDocument {
        let events = PresenceEvents()
        do {
            _ = try events.read(octets, charset: charset, limits: limits)
        } catch {
            throw PIDFError(error)
        }
        if let failure = events.failure { throw failure }
        return try events.reader.document()
    }

    let expectedNamespace = ExpandedName.pidfNamespace

    var readsText: Bool { reader.readsText }

    func start(_ name: ExpandedName, attributes: [String: String], at place: borrowing XMLPlace) -> Bool {
        do throws(PIDFError) {
            try reader.start(name, attributes: attributes, at: place.offset)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func text(_ octets: Span<UInt8>) -> Bool {
        do throws(PIDFError) {
            try reader.text(octets)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func end(at place: borrowing XMLPlace) -> Bool {
        do throws(PIDFError) {
            try reader.end(at: place.endOffset)
            return true
        } catch {
            failure = error
            return false
        }
    }
}
