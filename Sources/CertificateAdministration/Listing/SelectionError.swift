import FoundationEssentials
import Octets

/// The reason why no certificate of the store is selected or exported.
public enum SelectionError: Error, Equatable, Sendable {
    /// No certificate is filed under the URI.
    case noCertificate(uri: String)
    /// No certificate filed under the URI has the serial number.
    case noSuchSerial(uri: String, serial: String)
    /// Several are filed and none was named; their serial numbers and ends.
    case several(uri: String, serials: [String])
    /// No path leads from the certificate to a trust anchor of the store.
    case noChain(uri: String)
    /// The private key of a CA that was not created for publication.
    case keyNotPublished
}

extension SelectionError: DescribedError {
    /// The fault in the selection, for people.
    public var description: String {
        switch self {
        case .noCertificate(let uri): "the store has no certificate for \(printable(uri))"
        case .noSuchSerial(let uri, let serial):
            "no certificate for \(printable(uri)) has serial number \(printable(serial))"
        case .several(let uri, let serials):
            "there are \(serials.count) certificates for \(printable(uri)): "
                + "\(serials.joined(separator: ", "))"
        case .noChain(let uri):
            "there is no path from the certificate for \(printable(uri)) to a trust anchor"
        case .keyNotPublished: "the private key of this CA is not public, and stays in its store"
        }
    }
}
