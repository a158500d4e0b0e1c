import CExpat
import Glibc

/// Owns one expat parser for one document and passes its events to a handler.
///
/// All memory-unsafe code of this module is in its files; the handler sees Swift values only.
@safe final class ExpatParser {
    private let handle: XML_Parser
    private let handler: any XMLHandler
    private let limits: XMLLimits
    let vocabulary: XMLVocabulary
    private let charset: String?
    private var document: [UInt8] = []
    private var isWide = false
    /// The name and the attributes of the element whose start is handled; nil after that.
    private(set) var name: UnsafePointer<XML_Char>?
    private(set) var attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    private var elements = 0
    private var depth = 0
    private var fault: XMLError?
    private var isStopped = false

    /// Separates namespace and local name; a local name cannot contain it, and expat
    /// refuses a namespace that does.
    static let separator: UInt8 = 0x0A

    init(charset: String?, limits: XMLLimits, handler: any XMLHandler) throws(XMLError) {
        var encoding: String?
        if let charset {
            guard Self.charsets.contains(charset.uppercased()) else { throw .unsupportedCharset(charset) }
            encoding = charset.uppercased()
        }
        let created = unsafe XML_ParserCreateNS(encoding, XML_Char(bitPattern: Self.separator))
        guard let created = unsafe created else { throw .outOfMemory }
        unsafe handle = created
        // Against documents crafted for hash collisions; Swift draws it once a process, expat
        // would ask the system each time.
        unsafe XML_SetHashSalt(created, UInt(bitPattern: "XML".hashValue) | 1)
        self.handler = handler
        self.limits = limits
        self.charset = encoding
        vocabulary = handler.vocabulary
    }

    deinit {
        unsafe XML_ParserFree(handle)
    }

    /// The encodings built into expat, by their MIME names.
    private static let charsets: Set<String> = [
        "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "US-ASCII",
    ]

    /// Parses the document; returns whether it reached the end, rather than being stopped by the handler.
    func parse(_ octets: [UInt8]) throws(XMLError) -> Bool {
        isWide = Self.isWide(octets)
        document = octets
        if let charset, charset.hasPrefix("UTF-16") != isWide { throw .unsupportedCharset(charset) }
        setHandlers()
        let status = unsafe octets.withUnsafeBytes { buffer in
            unsafe XML_Parse(
                handle, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
        }
        if let fault { throw fault }
        if isStopped { return false }
        guard status == XML_STATUS_OK else {
            let isOutOfMemory = unsafe XML_GetErrorCode(handle) == XML_ERROR_NO_MEMORY
            throw isOutOfMemory ? .outOfMemory : .notWellFormed(position)
        }
        return true
    }

    /// The position of the current event in the document, and the number of its octets.
    var offset: Int { Int(clamping: unsafe XML_GetCurrentByteIndex(handle)) }
    var eventOctets: Int { Int(unsafe XML_GetCurrentByteCount(handle)) }

    var position: XMLPosition {
        XMLPosition(
            line: Int(clamping: unsafe XML_GetCurrentLineNumber(handle)),
            column: Int(clamping: unsafe XML_GetCurrentColumnNumber(handle)))
    }

    /// Runs one event unless an earlier one stopped: expat still reports a few after it was stopped.
    private func handle(_ event: (ExpatParser) throws(XMLError) -> Bool) {
        guard !isStopped else { return }
        do throws(XMLError) {
            isStopped = try !event(self)
        } catch {
            fault = fault ?? error
            isStopped = true
        }
        if isStopped { _ = unsafe XML_StopParser(handle, 0) }
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
                unsafe ExpatParser.owner(context)?.handle { parser throws(XMLError) in
                    parser.depth -= 1
                    return parser.handler.end(at: XMLPlace(of: parser))
                }
            })
        unsafe XML_SetCharacterDataHandler(handle) { context, text, count in
            unsafe ExpatParser.owner(context)?.characterData(text, count)
        }
        unsafe XML_SetStartDoctypeDeclHandler(handle) { context, _, _, _, _ in
            unsafe ExpatParser.owner(context)?.handle { parser throws(XMLError) in
                throw .doctypeForbidden(parser.position)
            }
        }
        unsafe XML_SetXmlDeclHandler(handle) { context, version, encoding, _ in
            let version = unsafe version.map { unsafe String(cString: $0) }
            let encoding = unsafe encoding.map { unsafe String(cString: $0) }
            unsafe ExpatParser.owner(context)?.handle { parser throws(XMLError) in
                try parser.checkDeclaration(version: version, encoding: encoding)
                return true
            }
        }
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe XML_SetUnknownEncodingHandler(
            handle,
            { context, name, _ in
                guard let parser = unsafe ExpatParser.owner(context), let name = unsafe name else { return 0 }
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
    private static func isWide(_ octets: [UInt8]) -> Bool {
        octets.prefix(2).contains(0) || octets.starts(with: [0xFE, 0xFF])
            || octets.starts(with: [0xFF, 0xFE])
    }

    private func startElement(
        _ name: UnsafePointer<XML_Char>?, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name = unsafe name, let attributes = unsafe attributes else { return }
        handle { parser throws(XMLError) in
            var index = 0
            while unsafe attributes[index] != nil {
                guard index / 2 < parser.limits.attributes else {
                    throw .tooManyAttributes(limit: parser.limits.attributes)
                }
                index += 2
            }
            parser.elements += 1
            parser.depth += 1
            guard parser.elements <= parser.limits.elements else {
                throw .tooManyElements(limit: parser.limits.elements)
            }
            guard parser.depth <= parser.limits.depth else { throw .tooDeep(limit: parser.limits.depth) }
            unsafe (parser.name, parser.attributes) = (name, attributes)
            defer { unsafe (parser.name, parser.attributes) = (nil, nil) }
            return unsafe parser.handler.start(XMLStartTag(of: parser, parser.membership(of: name)))
        }
    }

    private func characterData(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
        guard let text = unsafe text, count > 0, !isStopped, handler.readsText else { return }
        handle { parser throws(XMLError) in
            let octets = unsafe UnsafeRawBufferPointer(start: text, count: Int(count))
                .assumingMemoryBound(to: UInt8.self)
            return unsafe parser.handler.text(octets.span)
        }
    }
}
