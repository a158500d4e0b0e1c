public import Octets

/// Something that no field tells alone, or that several tell: what follows from a message as a whole.
public struct DerivedFinding: Sendable, Equatable, JSONEncodable {
    /// What is concluded.
    public enum Kind: String, Sendable, Equatable, JSONEncodable, CaseIterable {
        /// Whether two parties who have to do with each other can be read on one hop.
        case relation
        /// Numeric addresses, which lead to an access network.
        case networkAddress = "network-address"
        /// The radio cell, access point or line of the terminal.
        case cellIdentity = "cell-identity"
        /// Whom an envelope is for, and how many they are.
        case recipients
        /// Who signed outside every envelope.
        case signerCertificate = "signer-certificate"
        /// What the status of a response tells.
        case responseStatus = "response-status"
    }

    /// What is concluded.
    public let kind: Kind
    /// What was found, as it stands in the message; for a relation `readable` or `not readable`.
    public let value: String
    /// How grave it is; `info` where nothing was found.
    public let severity: Severity
    /// What follows, as a sentence.
    public let detail: String
    /// The fields it follows from, each once, in the order of the message.
    public let fields: [String]
    /// Who can read all it takes; empty where nothing was found.
    public let observers: [Observer]

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("detail", detail)
            $0.member("fields", fields)
            $0.member("kind", kind)
            $0.member("observers", observers)
            $0.member("severity", severity)
            $0.member("value", value)
        }
    }
}
