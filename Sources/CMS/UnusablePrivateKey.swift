import Octets

/// A private key in a file that cannot be read, with what can be said of it.
public struct UnusablePrivateKey: Error, Sendable, Equatable {
    /// Which private key of the file it is, from 1 on.
    public let position: Int
    /// The name of its algorithm, of its curve, or of an encryption that is not supported; nil if that cannot be read.
    public let algorithm: String?
}

extension UnusablePrivateKey: CustomStringConvertible {
    /// Names the key by its position and its algorithm.
    public var description: String {
        let name = algorithm.map { " (\(printable($0)))" } ?? ""
        return "private key \(position)\(name): it cannot be read, or is of a kind that is not supported"
    }
}
