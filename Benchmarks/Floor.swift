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

    func protect() { for primitive in protecting { primitive() } }
    func open() { for primitive in opening { primitive() } }
}
