import CExpat
import Glibc

/// Owns one expat parser for one document and passes its events to a handler.
///
/// All memory-unsafe code of this module is in its files; the handler sees Swift values only.
@safe final class ExpatParser {
    private let memory: ExpatMemory
    private let handle: XML_Parser
    private let events: HandlerEvents
    private let limits: XMLLimits
    private let vocabulary: XMLVocabulary
    private let charset: String?
    private var document: ArraySlice<UInt8> = []
    private var isWide = false
    private var elements = 0
    private var depth = 0
    private var fault: XMLError?
    private var isStopped = false

    /// Separates namespace and local name; a local name cannot contain it, and expat
    /// refuses a namespace that does.
    static let separator: UInt8 = 0x0A

    init(
        charset: String?, limits: XMLLimits, memory: consuming ExpatMemory, vocabulary: XMLVocabulary,
        events: HandlerEvents
    ) throws(XMLError) {
        var encoding: String?
        if let charset {
            guard Self.charsets.contains(charset.uppercased()) else { throw .unsupportedCharset(charset) }
            encoding = charset.uppercased()
        }
        let created = unsafe try memory.makeParser(encoding: encoding, separator: Self.separator)
        unsafe handle = created
        self.memory = memory
        // Against documents crafted for hash collisions; Swift draws it once a process, expat
        // would ask the system each time.
        unsafe XML_SetHashSalt(created, UInt(bitPattern: "XML".hashValue) | 1)
        self.events = events
        self.limits = limits
        self.charset = encoding
        self.vocabulary = vocabulary
    }

    deinit {
        unsafe XML_ParserFree(handle)
    }

    /// The encodings built into expat, by their MIME names.
    private static let charsets: Set<String> = [
        "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII",
    ]

    /// Parses the document; returns whether it reached the end, rather than being stopped by the handler.
    func parse(_ octets: ArraySlice<UInt8>) throws(XMLError) -> Bool {
        isWide = Self.isWide(octets)
        document = octets
        if let charset, charset.hasPrefix("UTF-16") != isWide { throw .unsupportedCharset(charset) }
        setHandlers()
        let status = try memory.use {
            unsafe octets.withUnsafeBytes { buffer in
                unsafe XML_Parse(
                    handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
            }
        }
        if let fault { throw fault }
        if isStopped { return false }
        if memory.isExceeded { throw .tooMuchMemory(limit: memory.limit) }
        guard status == XML_STATUS_OK else {
            let isOutOfMemory = unsafe XML_GetErrorCode(handle) == XML_ERROR_NO_MEMORY
            throw isOutOfMemory ? .outOfMemory : .notWellFormed(position)
        }
        return true
    }

    private var position: XMLPosition { unsafe XMLPlace(of: handle).position }

    /// Ends the pass, because of a fault or because the handler asks for it.
    ///
    /// The first fault counts: expat still reports a few events after it was stopped.
    private func stop(_ found: XMLError? = nil) {
        fault = fault ?? found
        isStopped = true
        _ = unsafe XML_StopParser(handle, 0)
    }

    /// Runs one event unless an earlier one stopped.
    ///
    /// The parser outlives the pass: counting references to it takes longer than most events.
    private static func handle(_ context: UnsafeMutableRawPointer?, _ event: (ExpatParser) -> Void) {
        guard let context = unsafe context else { return }
        unsafe Unmanaged<ExpatParser>.fromOpaque(context)._withUnsafeGuaranteedRef { parser in
            if !parser.isStopped { event(parser) }
        }
    }

    private func setHandlers() {
        unsafe XML_SetUserData(handle, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            handle,
            { context, name, attributes in
                unsafe ExpatParser.handle(context) { unsafe $0.startElement(name, attributes) }
            },
            { context, _ in unsafe ExpatParser.handle(context) { $0.endElement() } })
        unsafe XML_SetCharacterDataHandler(handle) { context, text, count in
            unsafe ExpatParser.handle(context) { unsafe $0.characterData(text, count) }
        }
        unsafe XML_SetStartNamespaceDeclHandler(handle) { context, _, name in
            unsafe ExpatParser.handle(context) { unsafe $0.startNamespace(name) }
        }
        unsafe XML_SetStartDoctypeDeclHandler(handle) { context, _, _, _, _ in
            unsafe ExpatParser.handle(context) { $0.stop(.doctypeForbidden($0.position)) }
        }
        unsafe XML_SetXmlDeclHandler(handle) { context, version, encoding, _ in
            let version = unsafe version.map { unsafe String(cString: $0) }
            let encoding = unsafe encoding.map { unsafe String(cString: $0) }
            unsafe ExpatParser.handle(context) { parser in
                do throws(XMLError) {
                    try parser.checkDeclaration(version: version, encoding: encoding)
                } catch {
                    parser.stop(error)
                }
            }
        }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe XML_SetUnknownEncodingHandler(
            handle,
            { context, name, _ in
                guard let context = unsafe context, let name = unsafe name else { return 0 }
                let parser = unsafe Unmanaged<ExpatParser>.fromOpaque(context).takeUnretainedValue()
                parser.fault = parser.fault ?? .unsupportedCharset(unsafe String(cString: name))
                return 0
            }, context)
    }

    /// Refuses declarations that would lead to another document elsewhere: readers of XML 1.1 have other line
    /// ends, and many readers prefer the declaration to the charset parameter, which expat prefers.
    private func checkDeclaration(version: String?, encoding: String?) throws(XMLError) {
        guard version == nil || version == "1.0" else { throw .notWellFormed(position) }
        let hasUTF8Mark = document.starts(with: [0xEF, 0xBB, 0xBF])
        guard let declared = encoding?.uppercased(), let charset = charset ?? (hasUTF8Mark ? "UTF-8" : nil)
        else { return }
        guard Self.charsets.contains(declared), declared.hasPrefix("UTF-16") == isWide,
            isWide || declared == charset || document.allSatisfy({ $0 < 0x80 })
        else {
            throw .unsupportedCharset(declared)
        }
    }

    /// Returns whether a document begins like UTF-16, regardless of its declarations.
    private static func isWide(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.prefix(2).contains(0) || octets.starts(with: [0xFE, 0xFF])
            || octets.starts(with: [0xFF, 0xFE])
    }

    /// Checks the name of a namespace, which expat copies into each name of an element or attribute in it.
    private func startNamespace(_ name: UnsafePointer<XML_Char>?) {
        guard let name = unsafe name, limits.namespaceOctets < .max else { return }
        let count = unsafe strnlen(name, limits.namespaceOctets + 1)
        if count > limits.namespaceOctets { stop(.namespaceTooLong(limit: limits.namespaceOctets)) }
    }

    private func startElement(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name = unsafe name, let attributes = unsafe attributes else { return }
        var index = 0
        while unsafe attributes[index] != nil {
            guard index / 2 < limits.attributes else {
                return stop(.tooManyAttributes(limit: limits.attributes))
            }
            index += 2
        }
        elements += 1
        depth += 1
        guard elements <= limits.elements else { return stop(.tooManyElements(limit: limits.elements)) }
        guard depth <= limits.depth else { return stop(.tooDeep(limit: limits.depth)) }
        let tag = unsafe XMLStartTag(name, attributes, at: XMLPlace(of: handle), in: vocabulary)
        if !events.start(tag) { stop() }
    }

    private func endElement() {
        depth -= 1
        if unsafe !events.end(XMLPlace(of: handle)) { stop() }
    }

    private func characterData(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let text = unsafe text, count > 0 else { return }
        let octets = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
            .assumingMemoryBound(to: UInt8.self)
        if unsafe !events.text(octets.span) { stop() }
    }
}

extension XMLHandler {
    /// Passes the handler's methods to `body`, without a copy or a reference, for the duration of one call.
    @inlinable mutating func withEvents(
        _ body: (HandlerEvents) throws(XMLError) -> Bool
    ) throws(XMLError) -> Bool {
        try unsafe withUnsafeMutablePointer(to: &self) { (handler) throws(XMLError) in
            try body(
                HandlerEvents(
                    start: { tag in unsafe handler.pointee.start(tag) },
                    text: { octets in
                        unsafe handler.pointee.readsText ? handler.pointee.text(octets) : true
                    },
                    end: { place in unsafe handler.pointee.end(at: place) }))
        }
    }
}
