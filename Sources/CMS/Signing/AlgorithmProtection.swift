/// CMSAlgorithmProtection: the algorithms of a SignerInfo, signed (RFC 6211 §2).
struct AlgorithmProtection {
    private let digest: AlgorithmIdentifier
    private let signature: AlgorithmIdentifier

    /// Reads the value of the attribute; in a SignerInfo it names a signature algorithm and no MAC.
    ///
    /// - Throws: ``CMSError/malformed(_:)``.
    init(_ value: DERElement) throws(CMSError) {
        guard value.identifier == DERTag.sequence else { throw .malformed(.algorithmProtection) }
        var reader = value.reader(for: .algorithmProtection)
        digest = try AlgorithmIdentifier(next: &reader, in: .algorithmProtection)
        let tagged = try reader.next(DERTag.constructed(1))
        try reader.finish()
        let element = DERElement(
            identifier: DERTag.sequence, octets: tagged.octets, contentStart: tagged.content.startIndex)
        signature = try AlgorithmIdentifier(element, in: .algorithmProtection)
    }

    /// Refuses a SignerInfo with other algorithms than the attribute names (RFC 6211 §3.1).
    ///
    /// Absent parameters and NULL are the same, and so are equal RSASSA-PSS-params (§3).
    ///
    /// - Throws: ``CMSError/malformed(_:)``.
    func check(digest: AlgorithmIdentifier, signature: AlgorithmIdentifier) throws(CMSError) {
        guard Self.isSame(digest, self.digest), Self.isSame(signature, self.signature) else {
            throw .malformed(.algorithmProtection)
        }
    }

    private static func isSame(_ left: AlgorithmIdentifier, _ right: AlgorithmIdentifier) -> Bool {
        guard left.algorithm == right.algorithm else { return false }
        if parameters(of: left) == parameters(of: right) { return true }
        guard left.algorithm == .rsaPSS, let own = try? PSSParameters(signature: left) else { return false }
        return own == (try? PSSParameters(signature: right))
    }

    private static func parameters(of identifier: AlgorithmIdentifier) -> ArraySlice<UInt8> {
        guard let parameters = identifier.parameters, parameters.octets != [0x05, 0x00] else { return [] }
        return parameters.octets
    }
}
