public import CertStore
import Glibc

/// The reason why the service does not start.
public enum ServiceFailure: Error, Sendable {
    /// Another service uses the socket.
    case socketInUse(String)
    /// A file that is not a socket is at the path of a socket; it is not replaced.
    case notSocket(String)
    /// A system call failed with `errno`; the text is its path or address.
    case system(String, code: Int32)
    /// The first line of a file with a passphrase or token is empty.
    case emptySecretFile(String)
    /// A file with a passphrase or token is no regular file, or open to other users.
    case openSecretFile(String)
    /// The store cannot be opened or read.
    case store(CertStoreError)
    /// The configuration is invalid.
    case configuration(ConfigurationFault)
    /// Protecting and opening with new keys did not work.
    case selfTest(String)
}

extension ServiceFailure: CustomStringConvertible {
    /// The error message.
    public var description: String {
        switch self {
        case .socketInUse(let path): "another service uses the socket '\(path)'"
        case .notSocket(let path): "'\(path)' is not a socket; remove the file or choose another path"
        case .system(let path, let code): unsafe "'\(path)': \(String(cString: strerror(code)))"
        case .emptySecretFile(let file): "the first line of '\(file)' is empty"
        case .openSecretFile(let file): "'\(file)' must be a file with the mode 0640 or a stricter one"
        case .store(let error): error.description
        case .configuration(let fault): fault.description
        case .selfTest(let reason): "the self-test failed: \(reason)"
        }
    }
}
