/// DER of an EncryptedContentInfo up to the encrypted content, in which only the nonce differs (RFC 5652
/// §6.1).
struct ContentAlgorithmTemplate: Sendable {
    private let octets: [UInt8]
    private let nonce: Range<Int>
    /// The position of the cipher's AlgorithmIdentifier.
    private let algorithm: Range<Int>

    /// Creates the template of a cipher; if its key is derived, the cipher's AlgorithmIdentifier is in the
    /// parameters of the derivation (RFC 9709 §2).
    init(_ cipher: ContentCipher, _ derivation: ContentKeyDerivation?) {
        let noNonce = [UInt8](repeating: 0, count: cipher.nonceOctets)
        let algorithm = Self.algorithm(cipher, nonce: noNonce)
        let stated = derivation.map {
            DERWriter.sequence(DERWriter.objectIdentifier($0.identifier), algorithm)
        }
        octets = DERWriter.objectIdentifier(.data) + (stated ?? algorithm)
        self.algorithm = octets.count - algorithm.count..<octets.count
        // After the nonce of GCM comes the length of the tag.
        let end = octets.count - (cipher.isGCM ? Self.tagLength.count : 0)
        nonce = end - noNonce.count..<end
    }

    private static let tagLength = DERWriter.integer(16)

    /// The cipher's AlgorithmIdentifier with GCMParameters (RFC 5084 §3.2), the nonce of ChaCha20-Poly1305
    /// (RFC 8103 §2) or the IV (RFC 3565 §2.3.1).
    private static func algorithm(_ cipher: ContentCipher, nonce: [UInt8]) -> [UInt8] {
        let nonce = DERWriter.octetString(nonce)
        let parameters = cipher.isGCM ? DERWriter.sequence(nonce, tagLength) : nonce
        return DERWriter.sequence(DERWriter.objectIdentifier(cipher.identifier), parameters)
    }

    /// Returns the octets with a nonce, and where the cipher's AlgorithmIdentifier is in them.
    func filled(nonce: [UInt8]) -> (octets: [UInt8], algorithm: ArraySlice<UInt8>) {
        var octets = octets
        octets.replaceSubrange(self.nonce, with: nonce)
        return (octets, octets[algorithm])
    }
}
