import FoundationEssentials
import Octets

/// Why no one certificate of the store is meant, or it is not given out.
public enum SelectionError: Error, Equatable, Sendable {
    /// Nothing is filed under the URI.
    case noCertificate(uri: String)
    /// Nothing filed under the URI has the serial number.
    case noSuchSerial(uri: String, serial: String)
    /// Several are, and none was named; their serial numbers and ends.
    case several(uri: String, serials: [String])
    /// No path leads from the certificate to a trust anchor of the store.
    case noChain(uri: String)
    /// The private key of a CA that was not made for publishing.
    case keyNotPublished
}

extension SelectionError: DescribedError {
    /// What is wrong with the choice, for people.
    public var description: String {
        switch self {
        case .noCertificate(let uri): "the store has no certificate for \(printable(uri))"
        case .noSuchSerial(let uri, let serial):
            "no certificate for \(printable(uri)) has serial number \(printable(serial))"
        case .several(let uri, let serials):
            "there are \(serials.count) certificates for \(printable(uri)): \(serials.joined(separator: ", "))"
        case .noChain(let uri):
            "nothing leads from the certificate for \(printable(uri)) to a trust anchor"
        case .keyNotPublished: "the private key of this CA is not public, and stays in its store"
        }
    }
}
