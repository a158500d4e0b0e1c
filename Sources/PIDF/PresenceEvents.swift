import XML

/// Passes the events of a document to a `PresenceReader`, and keeps its error.
struct PresenceEvents: XMLHandler {
    private var reader: PresenceReader
    private var failure: PIDFError?

    private init(_ content: PresenceReader.Content, octets size: Int) {
        reader = PresenceReader(of: content, octets: size)
    }

    /// Returns the document after it has been read; nil for other content.
    static func document(
        in octets: ArraySlice<UInt8>, as content: PresenceReader.Content, charset: String?, limits: XMLLimits
    ) throws(PIDFError) -> PresenceDocument? {
        var events = PresenceEvents(content, octets: octets.count)
        do {
            _ = try events.read(octets, charset: charset, limits: limits)
        } catch {
            throw PIDFError(error)
        }
        if let failure = events.failure { throw failure }
        return events.reader.document
    }

    var vocabulary: XMLVocabulary { PresenceElement.vocabulary }

    var readsText: Bool { reader.readsText }

    mutating func start(_ tag: borrowing XMLStartTag) -> Bool {
        do throws(PIDFError) {
            try reader.start(tag)
            return true
        } catch {
            failure = error
            return false
        }
    }

    mutating func text(_ octets: Span<UInt8>) -> Bool {
        reader.text(octets)
        return true
    }

    mutating func end(at place: borrowing XMLPlace) -> Bool {
        reader.end(at: place)
        return true
    }
}
