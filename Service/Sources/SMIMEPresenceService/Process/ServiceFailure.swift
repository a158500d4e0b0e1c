public import CertStore
import Glibc

/// Why the service does not start.
public enum ServiceFailure: Error, Sendable {
    /// Another service has the socket.
    case socketInUse(String)
    /// A call of the system failed with `errno`.
    case system(String, code: Int32)
    /// A file with a passphrase or token is empty, or others can read it.
    case secretFile(String)
    /// The store cannot be opened or read.
    case store(CertStoreError)
    /// The configuration is invalid.
    case configuration(ConfigurationFault)
    /// Protecting and opening with new keys did not work.
    case selfTest(String)
}

extension ServiceFailure: CustomStringConvertible {
    /// The sentence for people: lower case, no full stop.
    public var description: String {
        switch self {
        case .socketInUse(let path): "another service uses the socket '\(path)'"
        case .system(let path, let code): unsafe "'\(path)': \(String(cString: strerror(code)))"
        case .secretFile(let file): "'\(file)' must have a first line, and be readable by its owner only"
        case .store(let error): error.description
        case .configuration(let fault): fault.description
        case .selfTest(let reason): "the self-test failed: \(reason)"
        }
    }
}
