/// The encryption of a private key or a bag of certificates under a password: the facts that must be known
/// before any work is done with the password.
struct PasswordBasedEncryption {
    /// The rounds of key derivation that the file requires.
    let rounds: Int
    /// Whether the cipher is only in libcrypto's legacy module: RC2, RC4, single DES.
    let isLegacy: Bool

    /// The limit of rounds for one file: seconds of work, and more than files written here require.
    ///
    /// Without it the writer of a file could make reading take any time.
    static let maximumRounds = 3_000_000

    /// Reads DER of the AlgorithmIdentifier.
    ///
    /// - Throws: ``CMSError/malformed(_:)`` of `structure`, ``CMSError/unsupportedAlgorithm(_:_:)`` for a key
    ///   derivation other than that of PKCS#12, PBKDF1, PBKDF2 and scrypt. RFC 7292 appendix C, RFC 8018 §6,
    ///   RFC 7914 §7.1.
    init(_ der: [UInt8], in structure: CMSError.Structure) throws(CMSError) {
        var outer = DERReader(der[...], structure: structure)
        let identifier = try AlgorithmIdentifier(next: &outer, in: structure)
        guard let parameters = identifier.parameters, parameters.identifier == DERTag.sequence else {
            throw .malformed(structure)
        }
        var reader = parameters.reader(for: structure)
        switch identifier.algorithm {
        case .pbes2:
            let derivation = try AlgorithmIdentifier(next: &reader, in: structure)
            rounds = try Self.rounds(of: derivation, in: structure)
            isLegacy = Self.legacyCiphers.contains(
                try AlgorithmIdentifier(next: &reader, in: structure).algorithm)
        case let algorithm where Self.passwordSchemes[algorithm] != nil:
            _ = try reader.next(DERTag.octetString)
            rounds = try Self.number(try reader.next(DERTag.integer), in: structure)
            isLegacy = Self.passwordSchemes[algorithm] ?? false
        default: throw .unsupportedAlgorithm(algorithmName(identifier.algorithm))
        }
    }

    private static func rounds(
        of derivation: AlgorithmIdentifier, in structure: CMSError.Structure
    ) throws(CMSError) -> Int {
        guard let parameters = derivation.parameters, parameters.identifier == DERTag.sequence else {
            throw .malformed(structure)
        }
        var reader = parameters.reader(for: structure)
        _ = try reader.next(DERTag.octetString)
        let first = try number(try reader.next(DERTag.integer), in: structure)
        switch derivation.algorithm {
        case .pbkdf2: return first
        case .scrypt:
            // Work grows with the product of cost, block size and parallelization;
            // libcrypto bounds the memory.
            let blockSize = try number(try reader.next(DERTag.integer), in: structure)
            let parallelization = try number(try reader.next(DERTag.integer), in: structure)
            let (product, isTooLarge) = first.multipliedReportingOverflow(by: blockSize)
            let (work, isFarTooLarge) = product.multipliedReportingOverflow(by: parallelization)
            return isTooLarge || isFarTooLarge ? .max : work
        default: throw .unsupportedAlgorithm(algorithmName(derivation.algorithm))
        }
    }

    /// Returns a positive INTEGER; one that does not fit is larger than every limit.
    private static func number(
        _ element: DERElement, in structure: CMSError.Structure
    ) throws(CMSError) -> Int {
        guard let first = element.content.first, first & 0x80 == 0 else { throw .malformed(structure) }
        guard element.content.count <= 7 else { return .max }
        return element.content.reduce(0) { $0 << 8 | Int($1) }
    }

    /// Schemes whose parameters are salt and rounds; whether only the legacy module has the cipher.
    private static let passwordSchemes: [ObjectIdentifier: Bool] = [
        .pkcs12(1): true, .pkcs12(2): true, .pkcs12(3): false, .pkcs12(4): false, .pkcs12(5): true,
        .pkcs12(6): true, .pkcs5(1): true, .pkcs5(3): true, .pkcs5(4): true, .pkcs5(6): true,
        .pkcs5(10): true, .pkcs5(11): true,
    ]

    private static let legacyCiphers: [ObjectIdentifier] = [.rc2CBC, .rc4, .desCBC]
}

/// The sum of the rounds of one file.
struct DerivationBudget {
    private var rounds = 0

    /// Counts one more derivation before it runs.
    ///
    /// - Throws: ``CMSError/tooManyDerivationRounds(limit:)`` if the limit is exceeded.
    mutating func spend(_ more: Int) throws(CMSError) {
        let (sum, isTooLarge) = rounds.addingReportingOverflow(more)
        guard !isTooLarge, sum <= PasswordBasedEncryption.maximumRounds else {
            throw .tooManyDerivationRounds(limit: PasswordBasedEncryption.maximumRounds)
        }
        rounds = sum
    }
}

extension ObjectIdentifier {
    private static let pkcs: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D]  // 1.2.840.113549

    /// RFC 7292 appendix C: pbeWithSHAAnd… 1 to 6.
    fileprivate static func pkcs12(_ number: UInt8) -> ObjectIdentifier {
        ObjectIdentifier(pkcs + [1, 12, 1, number])
    }

    /// RFC 8018 appendix A.3: PBES1.
    fileprivate static func pkcs5(_ number: UInt8) -> ObjectIdentifier {
        ObjectIdentifier(pkcs + [1, 5, number])
    }

    fileprivate static let pbkdf2 = ObjectIdentifier(pkcs + [1, 5, 12])
    fileprivate static let pbes2 = ObjectIdentifier(pkcs + [1, 5, 13])
    /// RFC 7914 §7.
    fileprivate static let scrypt = ObjectIdentifier([0x2B, 0x06, 0x01, 0x04, 0x01, 0xDA, 0x47, 0x04, 0x0B])
    // RFC 8018 appendix B.2.
    fileprivate static let rc2CBC = ObjectIdentifier(pkcs + [3, 2])
    fileprivate static let rc4 = ObjectIdentifier(pkcs + [3, 4])
    fileprivate static let desCBC = ObjectIdentifier([0x2B, 0x0E, 0x03, 0x02, 0x07])
}
