import CExpat
import Glibc

/// Owns one expat parser for one document and hands its events to a `PresenceReader`.
///
/// All memory-unsafe code of this module is here; the reader sees Swift values only.
@safe final class ExpatParser {
    private let handle: XML_Parser
    private var reader: PresenceReader
    private var failure: PIDFError?

    /// Between namespace and local name; a local name cannot contain it, and expat refuses a namespace that does.
    private static let separator: UInt8 = 0x0A

    init(charset: String?, reader: PresenceReader) throws(PIDFError) {
        var encoding: String?
        if let charset {
            guard Self.charsets.contains(charset.uppercased()) else { throw .unsupportedCharset(charset) }
            encoding = charset.uppercased()
        }
        let created = unsafe XML_ParserCreateNS(encoding, XML_Char(bitPattern: Self.separator))
        guard let created = unsafe created else { throw .outOfMemory }
        unsafe handle = created
        // Against documents made to collide; drawn once a process by Swift, where expat would ask the system each time.
        unsafe XML_SetHashSalt(created, UInt(bitPattern: "XML".hashValue) | 1)
        self.reader = reader
    }

    deinit {
        unsafe XML_ParserFree(handle)
    }

    /// The encodings built into expat, by their MIME names.
    private static let charsets: Set<String> = [
        "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII",
    ]

    func parse(_ octets: [UInt8]) throws(PIDFError) -> PresenceDocument {
        setHandlers()
        let status = unsafe octets.withUnsafeBytes { buffer in
            unsafe XML_Parse(
                handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
        }
        if let failure { throw failure }
        guard status == XML_STATUS_OK else { throw parserError() }
        return try reader.document()
    }

    private func parserError() -> PIDFError {
        if unsafe XML_GetErrorCode(handle) == XML_ERROR_NO_MEMORY { return .outOfMemory }
        return .notWellFormed(
            line: line, column: Int(clamping: unsafe XML_GetCurrentColumnNumber(handle)))
    }

    /// Where the event that is handled stands in the document, and how many octets of it it takes.
    private var offset: Int { Int(clamping: unsafe XML_GetCurrentByteIndex(handle)) }
    private var eventOctets: Int { Int(unsafe XML_GetCurrentByteCount(handle)) }

    private var line: Int { Int(clamping: unsafe XML_GetCurrentLineNumber(handle)) }

    /// Runs one event unless an earlier one failed: expat still reports a few after it is told to stop.
    private func handle(_ event: (ExpatParser) throws(PIDFError) -> Void) {
        guard failure == nil else { return }
        do {
            try event(self)
        } catch {
            failure = error
            _ = unsafe XML_StopParser(handle, 0)
        }
    }

    private static func owner(_ pointer: UnsafeMutableRawPointer?) -> ExpatParser? {
        guard let pointer = unsafe pointer else { return nil }
        return unsafe Unmanaged<ExpatParser>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func setHandlers() {
        unsafe XML_SetUserData(handle, Unmanaged.passUnretained(self).toOpaque())
        unsafe XML_SetElementHandler(
            handle,
            { context, name, attributes in
                unsafe ExpatParser.owner(context)?.startElement(name, attributes)
            },
            { context, _ in
                unsafe ExpatParser.owner(context)?.handle { parser throws(PIDFError) in
                    try parser.reader.end(at: parser.offset + parser.eventOctets)
                }
            })
        unsafe XML_SetCharacterDataHandler(handle) { context, text, count in
            unsafe ExpatParser.owner(context)?.characterData(text, count)
        }
        unsafe XML_SetStartDoctypeDeclHandler(handle) { context, _, _, _, _ in
            unsafe ExpatParser.owner(context)?.handle { parser throws(PIDFError) in
                throw .doctypeForbidden(line: parser.line)
            }
        }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe XML_SetUnknownEncodingHandler(
            handle,
            { context, name, _ in
                guard let parser = unsafe ExpatParser.owner(context), let name = unsafe name else { return 0 }
                parser.failure = parser.failure ?? .unsupportedCharset(unsafe String(cString: name))
                return 0
            }, context)
    }

    /// Splits the form in which expat reports names at its last separator.
    private static func expandedName(_ name: UnsafePointer<XML_Char>) -> ExpandedName {
        let octets = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
        guard let end = unsafe octets.lastIndex(of: separator) else {
            return ExpandedName(namespace: "", local: unsafe String(decoding: octets, as: UTF8.self))
        }
        // The namespace nearly every element has is not made anew each time.
        let pidf = ExpandedName.pidfNamespace
        let isPIDF = unsafe end == pidf.utf8.count && strncmp(name, pidf, end) == 0
        return ExpandedName(
            namespace: isPIDF
                ? ExpandedName.pidfNamespace : unsafe String(decoding: octets[..<end], as: UTF8.self),
            local: unsafe String(decoding: octets[(end + 1)...], as: UTF8.self))
    }

    private func startElement(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name = unsafe name, let attributes = unsafe attributes else { return }
        handle { parser throws(PIDFError) in
            let expanded = unsafe Self.expandedName(name)
            var found: [String: String] = [:]
            var index = 0
            while let key = unsafe attributes[index], let value = unsafe attributes[index + 1] {
                guard index / 2 < parser.reader.limits.attributes else {
                    throw .tooManyAttributes(limit: parser.reader.limits.attributes)
                }
                // Only attributes without namespace matter to PIDF, and those have no separator.
                unsafe found[String(cString: key)] = unsafe String(cString: value)
                index += 2
            }
            try parser.reader.start(expanded, attributes: found, at: parser.offset)
        }
    }

    private func characterData(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let text = unsafe text, count > 0, reader.readsText else { return }
        handle { parser throws(PIDFError) in
            let buffer = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
            try unsafe parser.reader.text(buffer)
        }
    }
}
