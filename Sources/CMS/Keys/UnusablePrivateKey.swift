import Octets

/// A private key in a file that cannot be read, with the facts that can be.
public struct UnusablePrivateKey: Error, Sendable, Equatable {
    /// The position of the private key in the file, from 1.
    public let position: Int
    /// The name of its algorithm, its curve, or an unsupported encryption; nil if that cannot be read.
    public let algorithm: String?
}

extension UnusablePrivateKey: CustomStringConvertible {
    /// The position and the algorithm of the key.
    public var description: String {
        let name = algorithm.map { " (\(printable($0)))" } ?? ""
        return "private key \(position)\(name): it cannot be read, or is of a kind that is not supported"
    }
}
