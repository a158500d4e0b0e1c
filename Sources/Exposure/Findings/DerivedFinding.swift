public import Octets

/// A conclusion from a message as a whole, which no field or several fields show alone.
public struct DerivedFinding: Sendable, Equatable, JSONEncodable {
    /// The kind of conclusion.
    public enum Kind: String, Sendable, Equatable, JSONEncodable, CaseIterable {
        /// Whether one hop shows two related parties.
        case relation
        /// Numeric addresses, which lead to an access network.
        case networkAddress = "network-address"
        /// The radio cell, access point or line of the terminal.
        case cellIdentity = "cell-identity"
        /// The recipients of an envelope, and their number.
        case recipients
        /// The signer outside every envelope.
        case signerCertificate = "signer-certificate"
        /// What the status of a response reveals.
        case responseStatus = "response-status"
    }

    /// The kind of conclusion.
    public let kind: Kind
    /// The values found in the message; for a relation `readable` or `not readable`.
    public let value: String
    /// The severity; `info` if nothing was found.
    public let severity: Severity
    /// The consequence, as a sentence.
    public let detail: String
    /// The fields it follows from, each once, in the order of the message.
    public let fields: [String]
    /// The observers who can read all of it; empty if nothing was found.
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
