/// An element with its whole content, for small documents that are read more than once.
public struct XMLElement: Sendable, Equatable {
    /// Its name.
    public let name: ExpandedName
    /// Its attributes without a namespace, with normalized values.
    public let attributes: [String: String]
    /// The names of its attributes in a namespace, unordered.
    public let foreignAttributes: [ExpandedName]
    /// Its child elements, in document order.
    public fileprivate(set) var children: [XMLElement] = []
    /// The character data directly in it, without comments, joined.
    public fileprivate(set) var text = ""
    /// The position of its start.
    public let position: XMLPosition

    fileprivate init(_ name: ExpandedName, _ attributes: [String: String], at position: XMLPosition) {
        self.name = name
        self.position = position
        self.attributes = attributes.filter { !$0.key.utf8.contains(0x0A) }
        foreignAttributes = attributes.keys.compactMap { key in
            guard let separator = key.utf8.lastIndex(of: 0x0A) else { return nil }
            let local = key.utf8[separator...].dropFirst()
            return ExpandedName(namespace: String(key[..<separator]), local: String(Substring(local)))
        }
    }

    /// Reads a document and returns its root.
    ///
    /// - Parameters:
    ///   - octets: the document, with its transfer encoding decoded.
    ///   - charset: the externally declared encoding; it overrides the XML declaration.
    ///   - limits: the limits on size, depth and counts, and so on memory.
    /// - Throws: `XMLError`.
    public static func read(
        _ octets: [UInt8], charset: String? = nil, limits: XMLLimits
    ) throws(XMLError) -> XMLElement {
        let builder = TreeBuilder()
        _ = try builder.read(octets, charset: charset, limits: limits)
        // A document that was read to its end has a root.
        guard let root = builder.root else { throw .notWellFormed(XMLPosition(line: 1, column: 0)) }
        return root
    }
}

/// Builds the tree of elements.
private final class TreeBuilder: XMLHandler {
    /// The open elements, outermost first, and their text.
    private var open: [XMLElement] = []
    private var texts: [[UInt8]] = []
    private(set) var root: XMLElement?

    let vocabulary = XMLVocabulary.empty
    let readsText = true

    func start(_ tag: borrowing XMLStartTag) -> Bool {
        open.append(XMLElement(tag.name, tag.attributes, at: tag.place.position))
        texts.append([])
        return true
    }

    func text(_ octets: Span<UInt8>) -> Bool {
        guard !texts.isEmpty else { return true }
        for index in octets.indices { texts[texts.count - 1].append(octets[index]) }
        return true
    }

    func end(at place: borrowing XMLPlace) -> Bool {
        guard var element = open.popLast() else { return true }
        element.text = String(decoding: texts.popLast() ?? [], as: UTF8.self)
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        return true
    }
}
