/// The content-encryption algorithms that are opened; nothing else is ever handed to libcrypto.
public enum ContentCipher: String, Sendable, CaseIterable {
    case aes256GCM = "aes-256-gcm"
    case aes192GCM = "aes-192-gcm"
    case aes128GCM = "aes-128-gcm"
    case aes256CBC = "aes-256-cbc"
    case aes192CBC = "aes-192-cbc"
    case aes128CBC = "aes-128-cbc"
    /// Only where weak algorithms are allowed.
    case tripleDESCBC = "des-ede3-cbc"

    /// The name of the command line and of reports.
    public var name: String { rawValue }

    /// Whether the cipher authenticates what it encrypts: AuthEnvelopedData (RFC 5083), else EnvelopedData.
    public var isAuthenticated: Bool {
        switch self {
        case .aes256GCM, .aes192GCM, .aes128GCM: true
        case .aes256CBC, .aes192CBC, .aes128CBC, .tripleDESCBC: false
        }
    }

    /// Whether it is opened only where weak algorithms are allowed.
    public var isWeak: Bool { self == .tripleDESCBC }

    init(_ identifier: ObjectIdentifier) throws(CMSError) {
        switch identifier {
        case .aes256GCM: self = .aes256GCM
        case .aes192GCM: self = .aes192GCM
        case .aes128GCM: self = .aes128GCM
        case .aes256CBC: self = .aes256CBC
        case .aes192CBC: self = .aes192CBC
        case .aes128CBC: self = .aes128CBC
        case .tripleDESCBC: self = .tripleDESCBC
        default: throw .unsupportedAlgorithm(algorithmName(identifier))
        }
    }
}
