import CCrypto

/// A cipher, fetched once: libcrypto's own functions fetch it on every call, under a lock shared by all
/// threads.
@safe final class FetchedCipher: Sendable {
    static let aes256GCM = FetchedCipher("AES-256-GCM")
    static let aes192GCM = FetchedCipher("AES-192-GCM")
    static let aes128GCM = FetchedCipher("AES-128-GCM")
    static let chaCha20Poly1305 = FetchedCipher("ChaCha20-Poly1305")
    static let aes256CBC = FetchedCipher("AES-256-CBC")
    static let aes192CBC = FetchedCipher("AES-192-CBC")
    static let aes128CBC = FetchedCipher("AES-128-CBC")
    static let tripleDESCBC = FetchedCipher("DES-EDE3-CBC")
    static let aes256Wrap = FetchedCipher("AES-256-WRAP")
    static let aes192Wrap = FetchedCipher("AES-192-WRAP")
    static let aes128Wrap = FetchedCipher("AES-128-WRAP")

    /// Nil if libcrypto does not have the cipher.
    ///
    /// Never changed or freed.
    nonisolated(unsafe) let cipher: OpaquePointer?

    private init(_ name: String) {
        unsafe cipher = EVP_CIPHER_fetch(ccrypto_context(), name, nil)
    }
}
