/// A signature algorithm as a SignerInfo names it.
public struct SignatureAlgorithm: Sendable, Equatable {
    /// The common name, such as "ECDSA", "RSA", "RSA-PSS" or "Ed25519".
    public let name: String
    /// The digest of the signature.
    public let digest: DigestAlgorithm
    /// Whether it is accepted only if weak algorithms are allowed (SHA-1, DSA).
    public let isWeak: Bool

    private init(_ name: String, _ digest: DigestAlgorithm, isWeak: Bool = false) {
        self.name = name
        self.digest = digest
        self.isWeak = isWeak || digest.isWeak
    }

    /// Returns whether a key of this kind can have made the signature; libcrypto checks the key only.
    package func canBeMade(with key: KeyAlgorithm) -> Bool {
        switch key {
        case .rsa: name == "RSA" || name == "RSA-PSS"
        case .rsaPSS: name == "RSA-PSS"
        case .elliptic: name == "ECDSA"
        case .ed25519: name == Self.ed25519
        case .x25519: false
        case .other(let kind): kind == "DSA" ? name == "DSA" : name == "ECDSA"
        }
    }

    /// Creates an allow-listed algorithm; if it names a digest, that must be the one of the SignerInfo.
    init(_ identifier: AlgorithmIdentifier, digest: DigestAlgorithm) throws(CMSError) {
        let named: (String, DigestAlgorithm?)
        switch identifier.algorithm {
        case .rsaEncryption: named = ("RSA", nil)
        case .sha1WithRSA: named = ("RSA", .sha1)
        case .sha256WithRSA: named = ("RSA", .sha256)
        case .sha384WithRSA: named = ("RSA", .sha384)
        case .sha512WithRSA: named = ("RSA", .sha512)
        case .rsaPSS: named = ("RSA-PSS", try pssDigest(identifier, in: .signerInfo))
        case .ecdsaWithSHA1: named = ("ECDSA", .sha1)
        case .ecdsaWithSHA256: named = ("ECDSA", .sha256)
        case .ecdsaWithSHA384: named = ("ECDSA", .sha384)
        case .ecdsaWithSHA512: named = ("ECDSA", .sha512)
        // RFC 8419 §3.1 fixes the digest of the content.
        case .ed25519: named = (Self.ed25519, .sha512)
        case .dsa: named = ("DSA", nil)
        case .dsaWithSHA1: named = ("DSA", .sha1)
        default: throw .unsupportedAlgorithm(algorithmName(identifier.algorithm), .signature)
        }
        if let own = named.1, own != digest {
            throw .unsupportedAlgorithm(
                "\(named.0) with \(own.name) over the digest \(digest.name)", .signatureDigests)
        }
        // Old DSA signatures repeat the parameters of the key.
        if identifier.algorithm != .rsaPSS, named.0 != "DSA" {
            try identifier.checkNoParameters(in: .signerInfo)
        }
        // RFC 8410 §3: none, not even NULL.
        guard named.0 != Self.ed25519 || identifier.parameters == nil else { throw .malformed(.signerInfo) }
        self.init(named.0, digest, isWeak: named.0 == "DSA")
    }

    private static let ed25519 = "Ed25519"
}

/// Returns the hash of RSASSA-PSS-params (RFC 4056 §3), which must also be that of
/// the mask generation function.
///
/// - Throws: ``CMSError/unsupportedAlgorithm(_:_:)`` if there are no parameters or two digests, or if the
///   mask is not MGF1; ``CMSError/malformed(_:)`` of `structure` for anything else.
func pssDigest(
    _ identifier: AlgorithmIdentifier, in structure: CMSError.Structure
) throws(CMSError) -> DigestAlgorithm {
    guard let parameters = identifier.parameters else {
        throw .unsupportedAlgorithm("RSA-PSS without parameters", .signatureDigests)
    }
    guard parameters.identifier == DERTag.sequence else { throw .malformed(structure) }
    var reader = parameters.reader(for: structure)
    let digest = try taggedDigest(&reader, tag: 0, in: structure)
    let maskDigest = try maskGenerationDigest(&reader, tag: 1, in: structure)
    guard digest == maskDigest else {
        throw .unsupportedAlgorithm(
            "RSA-PSS with \(digest.name) and \(maskDigest.name) in the mask", .signatureDigests)
    }
    _ = try reader.nextIf(DERTag.constructed(2))
    _ = try reader.nextIf(DERTag.constructed(3))
    try reader.finish()
    return digest
}

/// `[tag] EXPLICIT` digest AlgorithmIdentifier; absent means SHA-1.
func taggedDigest(
    _ reader: inout DERReader, tag: UInt8, in structure: CMSError.Structure
) throws(CMSError) -> DigestAlgorithm {
    guard let tagged = try reader.nextIf(DERTag.constructed(tag)) else { return .sha1 }
    var inner = tagged.reader(for: structure)
    let identifier = try AlgorithmIdentifier(next: &inner, in: structure)
    try inner.finish()
    return try DigestAlgorithm(identifier, in: structure)
}

/// `[tag] EXPLICIT` mask generation AlgorithmIdentifier; absent means MGF1 with SHA-1.
func maskGenerationDigest(
    _ reader: inout DERReader, tag: UInt8, in structure: CMSError.Structure
) throws(CMSError) -> DigestAlgorithm {
    guard let tagged = try reader.nextIf(DERTag.constructed(tag)) else { return .sha1 }
    var inner = tagged.reader(for: structure)
    let function = try AlgorithmIdentifier(next: &inner, in: structure)
    try inner.finish()
    guard function.algorithm == .maskGeneration1, let parameters = function.parameters else {
        throw .unsupportedAlgorithm(algorithmName(function.algorithm), .signature)
    }
    return try DigestAlgorithm(try AlgorithmIdentifier(parameters, in: structure), in: structure)
}
