import Octets
package import SIPMessage

extension MessageOrEntity {
    /// The warnings about the input as it was read.
    package var warnings: [ReportedWarning] {
        switch self {
        case .sip(let message): message.warnings.map { ReportedWarning($0) }
        case .entity(_, let skipped):
            skipped.isEmpty ? [] : [.outsideEntity(skipped)]
        }
    }
}

extension ReportedWarning {
    /// The warnings about an unchecked message.
    package static func warnings(of message: UncheckedSIPMessage) -> [ReportedWarning] {
        message.faults.map { ReportedWarning(code: "sip-nonconforming", message: $0.description) }
            + message.warnings.map { ReportedWarning($0) }
    }

    /// Fields of a mail that describe no body; the message names at most 20.
    fileprivate static func outsideEntity(_ names: [String]) -> ReportedWarning {
        let named = names.prefix(20).map(printable).joined(separator: ", ")
        let rest = names.count > 20 ? " and \(names.count - 20) more" : ""
        return ReportedWarning(
            code: "outside-entity",
            message: "skipped fields outside the MIME entity, which no signature covers: \(named)\(rest)")
    }

    fileprivate init(_ warning: SIPMessageWarning) {
        switch warning {
        case .surplusOctets(let count):
            self.init(code: "surplus-octets", message: "\(count) octets after the body were left out")
        case .bodyWithoutContentType:
            self.init(code: "no-content-type", message: "the body has no Content-Type")
        case .unparsedField(let name, let value):
            self.init(
                code: "unparsed-field",
                message: "\(name) '\(printable(value))' cannot be parsed and is kept as received")
        }
    }
}

extension ReportedWarning {
    /// Signed content that is no MIME entity.
    package static let rawContent = ReportedWarning(
        code: "raw-content", message: "the signed content is raw: it is not a MIME entity")

    /// A packet capture that ends in the middle of a packet.
    package static func cutCapture(_ file: String) -> ReportedWarning {
        ReportedWarning(
            code: "capture-cut",
            message: "'\(printable(file))' is cut in its last packet: the messages before the cut are read")
    }
}
