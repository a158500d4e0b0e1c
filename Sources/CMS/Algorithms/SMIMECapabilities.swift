/// The algorithms that the programs of a key's holder open, best first (SMIMECapabilities, RFC 8551 §2.5.2).
///
/// They choose how to encrypt for the holder, and decide nothing about a message that states them: a list
/// that is not well formed counts as none.
public struct SMIMECapabilities: Sendable, Equatable {
    /// The supported ciphers in the list, in its order.
    public let ciphers: [ContentCipher]
    /// The supported derivations of the content key in the list (RFC 9709 §3).
    public let keyDerivations: [ContentKeyDerivation]
    /// The list as stated, with the algorithms that are unknown here.
    public let der: [UInt8]

    /// Longer lists count as none.
    static let maximumOctets = 4096
    /// Lists of more algorithms count as none.
    static let maximumCount = 64

    /// The capabilities of this program: every cipher that it opens without allowing weak
    /// algorithms, and every derivation.
    public static let own = SMIMECapabilities(
        ciphers: ContentCipher.allCases.filter { !$0.isWeak }, keyDerivations: ContentKeyDerivation.allCases)

    private init(ciphers: [ContentCipher], keyDerivations: [ContentKeyDerivation]) {
        self.ciphers = ciphers
        self.keyDerivations = keyDerivations
        let identifiers = ciphers.map(\.identifier) + keyDerivations.map(\.identifier)
        // The parameters are absent: RFC 8551 §2.5.2, RFC 8103 §4, RFC 9709 §3.
        der = DERWriter.element(
            DERTag.sequence,
            identifiers.map { DERWriter.sequence(DERWriter.objectIdentifier($0))[...] })
    }

    /// Reads DER of a list; nil if it is not well formed or too long.
    public init?(der: [UInt8]) {
        var reader = DERReader(der[...], structure: .signedAttributes)
        guard let value = try? reader.next(), reader.isAtEnd else { return nil }
        self.init(value)
    }

    init?(_ value: DERElement) {
        guard value.identifier == DERTag.sequence, value.octets.count <= Self.maximumOctets,
            let algorithms = try? Self.algorithms(in: value)
        else { return nil }
        var ciphers: [ContentCipher] = []
        var keyDerivations: [ContentKeyDerivation] = []
        for algorithm in algorithms {
            if let cipher = try? ContentCipher(algorithm), !ciphers.contains(cipher) {
                ciphers.append(cipher)
            } else if let derivation = ContentKeyDerivation(algorithm), !keyDerivations.contains(derivation) {
                keyDerivations.append(derivation)
            }
        }
        self.ciphers = ciphers
        self.keyDerivations = keyDerivations
        der = [UInt8](value.octets)
    }

    /// Returns the algorithms in the list whose parameters are those of the supported ones: absent, or NULL.
    private static func algorithms(in list: DERElement) throws(CMSError) -> [ObjectIdentifier] {
        var reader = list.reader(for: .signedAttributes)
        var count = 0
        var found: [ObjectIdentifier] = []
        while !reader.isAtEnd {
            count += 1
            guard count <= maximumCount else { throw .tooMany(.signedAttributes, limit: maximumCount) }
            let capability = try AlgorithmIdentifier(next: &reader, in: .signedAttributes)
            guard (try? capability.checkNoParameters(in: .signedAttributes)) != nil else { continue }
            found.append(capability.algorithm)
        }
        return found
    }
}

extension SignerInfo {
    /// The algorithms that the signer's programs open, as the signed attributes state them; nil if they state
    /// none.
    ///
    /// They prove nothing before the signature was verified.
    public var capabilities: SMIMECapabilities? {
        signedValue(of: .capabilities).flatMap { SMIMECapabilities($0) }
    }
}
