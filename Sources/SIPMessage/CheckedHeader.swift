internal import MIME
import Octets

/// The results of checking a header: the required fields, and the length of the body.
struct CheckedHeader {
    let dialog: DialogFields
    /// The declared length of the body in octets; nil if Content-Length is absent.
    let contentLength: Int?
    let hasContentType: Bool
    /// Optional fields whose values do not follow their grammar.
    private(set) var unparsed: [NamedField] = []

    private static let from: HeaderName = "From"
    private static let to: HeaderName = "To"
    private static let callID: HeaderName = "Call-ID"
    private static let cSeq: HeaderName = "CSeq"

    /// The required fields of every message, for protecting and for opening.
    static let needed: Set<HeaderName> = [from, to, callID, cSeq]

    /// Checks a header in one pass over its fields; a fragment has no start line (RFC 3420 §2).
    ///
    /// An optional field that cannot be parsed is kept as received.
    ///
    /// - Throws: `duplicateField`, `missingField`, `malformedField`, `methodMismatch`, `methodCase`,
    ///   `malformedContentLength`.
    init(_ fields: [NamedField], startLine: StartLine?) throws(SIPMessageError) {
        var values = ListedValues(fields)
        for position in fields.indices {
            let name = fields[position].name
            if name.isSingle, values.contains(name) {
                throw .duplicateField(name: name.longForm)
            }
            values.insert(name, at: position)
            guard !fields[position].isParsed else { continue }
            guard !Self.needed.contains(name) else {
                throw .malformedField(name: name.longForm, value: fields[position].field.value)
            }
            unparsed.append(fields[position])
        }
        dialog = DialogFields(
            from: try Self.required(Self.from, in: values, parse: NameAddress.parse),
            to: try Self.required(Self.to, in: values, parse: NameAddress.parse),
            callID: try Self.required(Self.callID, in: values) { $0.remainingText },
            cSeq: try Self.required(Self.cSeq, in: values, parse: CSeq.parse))
        let cSeq = dialog.cSeq
        if case .request(let method, _) = startLine, method != cSeq.method {
            throw .methodMismatch(request: method, cSeq: cSeq.method)
        }
        if let registered = RegisteredMethod.differingInCase(from: cSeq.method) {
            throw .methodCase(cSeq.method, registered: registered.rawValue)
        }
        contentLength = try values[.contentLength].map { field throws(SIPMessageError) in
            try Self.length(field.value)
        }
        hasContentType = values[.contentType] != nil
    }

    private static func required<Value>(
        _ name: HeaderName, in values: ListedValues, parse: (TextScanner) -> Value?
    ) throws(SIPMessageError) -> Value {
        guard let field = values[name] else { throw .missingField(name: name.longForm) }
        guard let value = parse(field.scanner) else {
            throw .malformedField(name: name.longForm, value: field.value)
        }
        return value
    }

    private static func length(_ value: String) throws(SIPMessageError) -> Int {
        guard value.isASCIIDigits else {
            throw .malformedContentLength(value)
        }
        // Digits that do not fit are a length beyond any limit.
        return Int(value) ?? .max
    }
}

/// The last value of each listed field, by the number of its name; extensions need no check of their own.
private struct ListedValues {
    private let fields: [NamedField]
    private var positions = [Int](repeating: absent, count: HeaderName.listed.count)

    private static let absent = -1

    init(_ fields: [NamedField]) { self.fields = fields }

    func contains(_ name: HeaderName) -> Bool { position(of: name) != nil }

    subscript(name: HeaderName) -> HeaderField? { position(of: name).map { fields[$0].field } }

    mutating func insert(_ name: HeaderName, at position: Int) {
        if let number = name.number { positions[number] = position }
    }

    private func position(of name: HeaderName) -> Int? {
        guard let number = name.number, positions[number] != Self.absent else { return nil }
        return positions[number]
    }
}
