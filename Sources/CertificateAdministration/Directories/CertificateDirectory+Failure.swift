import FoundationEssentials
import Octets

extension CertificateDirectory {
    /// The reason why a directory is not read or written.
    public enum Failure: Error, Equatable, Sendable {
        /// More files than are accepted at once.
        case tooManyFiles(String, limit: Int)
        /// No file has one of the names.
        case noFiles(String)
        /// The name of a file names a holder that the certificate does not name.
        case notHolder(file: String, uri: String)
        /// The name of a file contains no address.
        case noAddress(file: String)
        /// The address cannot be a file name.
        case notAFileName(String)
        /// Two addresses have the same file name; the file and the first address.
        case sameName(file: String, other: String)
    }
}

extension CertificateDirectory.Failure: DescribedError {
    /// The fault in the directory, for people.
    public var description: String {
        switch self {
        case .tooManyFiles(let name, let limit): "'\(printable(name))' holds more than \(limit) files"
        case .noFiles(let name): "'\(printable(name))' is no certificate directory"
        case .notHolder(let file, let uri):
            "the certificate in '\(printable(file))' does not name \(printable(uri))"
        case .noAddress(let file): "the name '\(printable(file))' does not name the holder of the certificate"
        case .sameName(let file, let other):
            "the file name '\(printable(file))' is already used for \(printable(other))"
        case .notAFileName(let uri): "\(printable(uri)) cannot be part of a file name"
        }
    }
}
