import Octets

/// A certificate that cannot be read, with the facts that can be.
public struct UnusableCertificate: Error, Sendable, Equatable {
    /// Why it cannot be read.
    public enum Reason: Sendable, Equatable {
        /// The octets are not a certificate.
        case notACertificate
        /// An extension cannot be read; its name.
        case unreadableExtension(String)
        /// An extension appears twice (RFC 5280 §4.2); its name.
        case repeatedExtension(String)
        /// A field or several extensions violate RFC 5280.
        case nonconforming
    }

    /// The subject in RFC 2253 form; nil if it cannot be read, or is empty.
    public let subject: String?
    /// The serial number as upper-case hexadecimal digits; nil if it cannot be read.
    public let serialNumber: String?
    /// Why it cannot be read.
    public let reason: Reason
}

extension UnusableCertificate: CustomStringConvertible {
    /// The name of the certificate, as far as it can be read, and the reason.
    public var description: String {
        let names = [subject.map { "of \(printable($0))" }, serialNumber.map { "with serial \($0)" }]
            .compactMap(\.self)
        let title = names.isEmpty ? "a certificate" : "the certificate " + names.joined(separator: ", ")
        return "\(title): \(reason)"
    }
}

extension UnusableCertificate.Reason: CustomStringConvertible {
    /// A sentence that says what is wrong.
    public var description: String {
        switch self {
        case .notACertificate: "its octets are not a certificate"
        case .unreadableExtension(let name): "its extension \(printable(name)) cannot be read"
        case .repeatedExtension(let name): "it has the extension \(printable(name)) twice"
        case .nonconforming: "its fields or extensions violate RFC 5280"
        }
    }
}
