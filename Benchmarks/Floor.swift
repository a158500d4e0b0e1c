import CCrypto
import CMS

/// The primitives that a case needs, in their order, and one pass of expat over the document.
struct Floor {
    private let protecting: [Primitive]
    private let opening: [Primitive]

    /// - Parameters:
    ///   - document: the presence document; nil if it is parsed once for many cases.
    ///   - verifications: the signatures that opening verifies: that of the message, and that of the signer's
    ///     certificate unless its path is remembered.
    ///   - signed: the octets that are digested as content.
    ///   - encrypted: the octets that are encrypted.
    init(_ algorithm: KeyAlgorithm, document: [UInt8]?, verifications: Int, signed: Int, encrypted: Int) {
        let parsing = document.map { [Primitive.parse($0)] } ?? []
        let content =
            parsing + [.digest(octets: signed), .digest(octets: 150), .cipher(octets: encrypted)]
        switch algorithm {
        case .rsa(let bits):
            guard let key = ccrypto_EVP_RSA_gen(UInt32(bits)) else { failed("RSA key") }
            protecting = content + [.sign(key), .encryptKey(key)]
            opening =
                content + [.decryptKey(key)] + (0..<verifications).map { _ in Primitive.verify(key) }
        case .ed25519:
            // The attributes are signed themselves; the fields of a certificate are about as long.
            let content =
                parsing + [.digest(octets: signed, isLong: true), .cipher(octets: encrypted)]
            guard let key = Self.key("ED25519"), let own = Self.key("X25519"), let peer = Self.key("X25519")
            else { failed("Ed25519 key") }
            protecting =
                content + [
                    .sign(key, octets: 400), .generate(like: own), .agree(own, with: peer), .deriveByHKDF(),
                    .deriveAndWrap(),
                ]
            opening =
                content + [.agree(own, with: peer), .deriveByHKDF(), .deriveAndWrap()]
                + (0..<verifications).map { _ in Primitive.verify(key, octets: 400) }
        default:
            let curve = algorithm == .p256 ? "P-256" : "P-384"
            guard let key = unsafe ccrypto_EVP_EC_gen(curve), let peer = unsafe ccrypto_EVP_EC_gen(curve)
            else {
                failed("EC key")
            }
            protecting =
                content + [.sign(key), .generate(like: key), .agree(key, with: peer), .deriveAndWrap()]
            opening =
                content + [.agree(key, with: peer), .deriveAndWrap()]
                + (0..<verifications).map { _ in Primitive.verify(key) }
        }
    }

    private static func key(_ name: String) -> EVP_PKEY? {
        let context = unsafe EVP_PKEY_CTX_new_from_name(nil, name, nil)
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: EVP_PKEY?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_generate(context, &key) == 1 else {
            return nil
        }
        return key
    }

    func protect() { for primitive in protecting { primitive() } }
    func open() { for primitive in opening { primitive() } }
}
