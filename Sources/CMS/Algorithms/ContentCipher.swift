/// The supported content-encryption algorithms; no other is ever passed to libcrypto.
public enum ContentCipher: String, Sendable, CaseIterable {
    case aes256GCM = "aes-256-gcm"
    case aes192GCM = "aes-192-gcm"
    case aes128GCM = "aes-128-gcm"
    /// RFC 8103.
    case chaCha20Poly1305 = "chacha20-poly1305"
    case aes256CBC = "aes-256-cbc"
    case aes192CBC = "aes-192-cbc"
    case aes128CBC = "aes-128-cbc"
    /// Only if weak algorithms are allowed.
    case tripleDESCBC = "des-ede3-cbc"

    /// The supported ciphers for sending, best first.
    public static let preferred: [ContentCipher] = [
        .aes256GCM, .aes128GCM, .chaCha20Poly1305, .aes256CBC, .aes128CBC,
    ]

    /// The name in options and reports.
    public var name: String { rawValue }

    /// Whether the cipher authenticates what it encrypts: then the structure is AuthEnvelopedData
    /// (RFC 5083), else EnvelopedData.
    public var isAuthenticated: Bool {
        switch self {
        case .aes256GCM, .aes192GCM, .aes128GCM, .chaCha20Poly1305: true
        case .aes256CBC, .aes192CBC, .aes128CBC, .tripleDESCBC: false
        }
    }

    /// Whether its parameters are GCMParameters (RFC 5084 §3.2).
    var isGCM: Bool { isAuthenticated && self != .chaCha20Poly1305 }

    /// Whether it is opened only if weak algorithms are allowed.
    public var isWeak: Bool { self == .tripleDESCBC }

    /// The length of its keys.
    var keyOctets: Int {
        switch self {
        case .aes256GCM, .chaCha20Poly1305, .aes256CBC: 32
        case .aes192GCM, .aes192CBC, .tripleDESCBC: 24
        case .aes128GCM, .aes128CBC: 16
        }
    }

    /// The length of the nonce (RFC 5084 §3.2, RFC 8103 §2) or initialization vector.
    var nonceOctets: Int { isAuthenticated ? 12 : self == .tripleDESCBC ? 8 : 16 }

    /// The length of the encrypted content, padded under CBC (RFC 5652 §6.3).
    func encryptedOctets(of content: Int) -> Int {
        isAuthenticated ? content : (content / nonceOctets + 1) * nonceOctets
    }

    var identifier: ObjectIdentifier {
        switch self {
        case .aes256GCM: .aes256GCM
        case .aes192GCM: .aes192GCM
        case .aes128GCM: .aes128GCM
        case .chaCha20Poly1305: .chaCha20Poly1305
        case .aes256CBC: .aes256CBC
        case .aes192CBC: .aes192CBC
        case .aes128CBC: .aes128CBC
        case .tripleDESCBC: .tripleDESCBC
        }
    }

    init(_ identifier: ObjectIdentifier) throws(CMSError) {
        guard let cipher = Self.allCases.first(where: { $0.identifier == identifier }) else {
            throw .unsupportedAlgorithm(algorithmName(identifier), .contentEncryption)
        }
        self = cipher
    }
}
