import CCrypto

/// A cipher, fetched once: libcrypto's own functions fetch it on every use, under
/// a lock shared by all threads.
@safe final class FetchedCipher: Sendable {
    // Never changed or freed.
    nonisolated(unsafe) let algorithm: Result<OpaquePointer, CMSError>

    private init(_ name: String) {
        unsafe algorithm = Result { () throws(CMSError) in
            try unsafe OpenSSL.object("EVP_CIPHER_fetch") {
                unsafe EVP_CIPHER_fetch(ccrypto_context(), name, nil)
            }
        }
    }

    fileprivate static let aes256GCM = FetchedCipher("AES-256-GCM")
    fileprivate static let aes192GCM = FetchedCipher("AES-192-GCM")
    fileprivate static let aes128GCM = FetchedCipher("AES-128-GCM")
    fileprivate static let chaCha20Poly1305 = FetchedCipher("ChaCha20-Poly1305")
    fileprivate static let aes256CBC = FetchedCipher("AES-256-CBC")
    fileprivate static let aes192CBC = FetchedCipher("AES-192-CBC")
    fileprivate static let aes128CBC = FetchedCipher("AES-128-CBC")
    fileprivate static let tripleDESCBC = FetchedCipher("DES-EDE3-CBC")
    fileprivate static let aes256Wrap = FetchedCipher("AES-256-WRAP")
    fileprivate static let aes192Wrap = FetchedCipher("AES-192-WRAP")
    fileprivate static let aes128Wrap = FetchedCipher("AES-128-WRAP")
}

extension ContentCipher {
    /// libcrypto's object for it.
    var fetched: FetchedCipher {
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
}

extension KeyWrap {
    /// libcrypto's object for it.
    var fetched: FetchedCipher {
        switch keyOctets {
        case ...16: .aes128Wrap
        case ...24: .aes192Wrap
        default: .aes256Wrap
        }
    }
}
