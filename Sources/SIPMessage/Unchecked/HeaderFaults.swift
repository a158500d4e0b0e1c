internal import MIME
import Octets

/// Lists all faults of the fields of an unchecked message.
enum HeaderFaults {
    /// The maximum number of listed faults.
    private static let maximum = 32

    /// Lists the faults for which ``CheckedHeader`` would refuse the fields, each name once.
    static func all(in fields: [HeaderField], startLine: StartLine) -> [SIPMessageError] {
        var faults: [SIPMessageError] = []
        let names = fields.map(\.headerName)
        var counts: [HeaderName: Int] = [:]
        for name in names {
            counts[name, default: 0] += 1
            if counts[name] == 2, name.isSingle {
                faults.append(.duplicateField(name: name.longForm))
            }
        }
        for name in needed where counts[name] == nil { faults.append(.missingField(name: name.longForm)) }
        for (field, name) in zip(fields, names) where !isReadable(field, name) {
            faults.append(
                name == .contentLength
                    ? .malformedContentLength(field.value)
                    : .malformedField(name: name.longForm, value: field.value))
        }
        let cSeq = fields.values(of: "CSeq").first.flatMap(CSeq.parse)
        if case .request(let method, _) = startLine, let cSeq, cSeq.method != method {
            faults.append(.methodMismatch(request: method, cSeq: cSeq.method))
        }
        if let cSeq, let registered = RegisteredMethod.differingInCase(from: cSeq.method) {
            faults.append(.methodCase(cSeq.method, registered: registered.rawValue))
        }
        return Array(faults.prefix(maximum))
    }

    /// Returns the optional fields that cannot be parsed.
    static func unparsed(in fields: [HeaderField]) -> [SIPMessageWarning] {
        fields.filter { !$0.isParsed && !needed.contains($0.headerName) }.prefix(maximum)
            .map { .unparsedField(name: $0.headerName.longForm, value: $0.value) }
    }

    private static let needed: [HeaderName] = ["From", "To", "Call-ID", "CSeq"]

    private static func isReadable(_ field: HeaderField, _ name: HeaderName) -> Bool {
        switch name {
        case "From", "To": NameAddress.parse(field.value) != nil
        case "CSeq": CSeq.parse(field.value) != nil
        case "Call-ID": field.isParsed
        case .contentLength: field.value.isASCIIDigits
        default: true
        }
    }
}
