import FoundationEssentials
import Octets

extension CertificateDirectory {
    /// Why a directory is not read or written.
    public enum Failure: Error, Equatable, Sendable {
        /// More files than are taken at a time.
        case tooManyFiles(String, limit: Int)
        /// Nothing in it has one of the names.
        case noFiles(String)
        /// The name of a file says whose certificate it is, and the certificate does not.
        case notHolder(file: String, uri: String)
        /// The name of a file has no address in it.
        case noAddress(file: String)
        /// The address cannot be the name of a file.
        case notAFileName(String)
    }
}

extension CertificateDirectory.Failure: DescribedError {
    /// What is wrong with the directory, for people.
    public var description: String {
        switch self {
        case .tooManyFiles(let name, let limit): "'\(printable(name))' holds more than \(limit) files"
        case .noFiles(let name): "'\(printable(name))' is no certificate directory"
        case .notHolder(let file, let uri):
            "the certificate in '\(printable(file))' does not name \(printable(uri))"
        case .noAddress(let file): "the name '\(printable(file))' does not say whose certificate it is"
        case .notAFileName(let uri): "\(printable(uri)) cannot be part of the name of a file"
        }
    }
}
