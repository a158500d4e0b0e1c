public import Exposure
public import Octets
public import SIPMessage

/// A message in one of its possible forms.
public struct MessageForm: Sendable {
    /// The protection applied to it.
    public enum Kind: String, Sendable, Equatable, JSONEncodable, CaseIterable {
        /// Nothing.
        case asIs = "as-is"
        /// Its body is signed and enveloped.
        case body
        /// The whole message is, and outside it has the fields that SIP needs (RFC 3261 §23.4).
        case tunnel
        /// The same, with an anonymous From outside (RFC 3323 §4.1.1.3).
        case anonymousTunnel = "anonymous-tunnel"
    }

    /// The protection applied.
    public let kind: Kind
    /// The message as it would be sent.
    public let message: SIPMessage
    /// The visible S/MIME layers, outermost first.
    public let layers: [VisibleLayer]

    /// Creates a form from its facts.
    public init(_ kind: Kind, message: SIPMessage, layers: [VisibleLayer]) {
        self.kind = kind
        self.message = message
        self.layers = layers
    }
}

/// What a form of a message reveals, and to whom.
struct ShownForm: Sendable {
    /// One key of the table of places.
    private struct Key: Hashable {
        let information: AssessedInformation
        let observer: Observer
    }

    let kind: MessageForm.Kind
    let message: SIPMessage
    let layers: [VisibleLayer]
    let isEnveloped: Bool
    private let table: [Key: [String]]

    init(_ form: MessageForm) {
        kind = form.kind
        message = form.message
        layers = form.layers
        isEnveloped = form.layers.contains(where: \.isEnvelope)
        let report = ExposureReport.of(form.message, layers: form.layers)
        var table: [Key: [String]] = [:]
        for information in AssessedInformation.allCases {
            for observer in Observer.allCases {
                table[Key(information: information, observer: observer)] = Self.places(
                    of: information, for: observer, in: report)
            }
        }
        self.table = table
    }

    /// Returns the places where an observer reads a kind of information; empty if it reads none.
    func places(of information: AssessedInformation, for observer: Observer) -> [String] {
        table[Key(information: information, observer: observer)] ?? []
    }

    private static func places(
        of information: AssessedInformation, for observer: Observer, in report: ExposureReport
    ) -> [String] {
        switch information {
        case .body:
            return report.headers.filter { $0.row.name == Catalogue.clearBody.name }.map(\.name)
        case .relation:
            let relation = report.derived.first { $0.kind == .relation && $0.observers.contains(observer) }
            return relation?.fields ?? []
        case .identities, .location, .activity:
            // A finding of severity info reveals nothing alone.
            return report.headers.filter {
                $0.severity > .info && $0.observers.contains(observer)
                    && $0.reveals.contains(information.rawValue)
            }.map(\.name)
        }
    }
}
