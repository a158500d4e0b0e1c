extension PSSParameters {
    /// Reads the RSASSA-PSS-params of a signature, in which the salt has exactly this length (RFC 4056 §3).
    ///
    /// - Throws: ``CMSError/malformed(_:)`` or ``CMSError/unsupportedAlgorithm(_:_:)`` for anything but DER
    ///   of one digest, a salt and the usual trailer, which libcrypto may accept.
    init(signature identifier: AlgorithmIdentifier) throws(CMSError) {
        let structure = CMSError.Structure.signerInfo
        let digest = try pssDigest(identifier, in: structure)
        guard var reader = identifier.parameters?.reader(for: structure) else { throw .malformed(structure) }
        _ = try reader.nextIf(DERTag.constructed(0))
        _ = try reader.nextIf(DERTag.constructed(1))
        let salt = try Self.number(&reader, tag: 2, in: structure) ?? 20
        let trailer = try Self.number(&reader, tag: 3, in: structure) ?? 1
        try reader.finish()
        guard trailer == 1 else { throw .malformed(structure) }
        self.init(digest: digest, saltOctets: salt)
    }

    /// DER of the AlgorithmIdentifier of a signature; hash and mask have no parameters, as libcrypto writes
    /// them.
    var signatureAlgorithm: [UInt8] {
        let salt = DERWriter.integer(UInt64(clamping: saltOctets))
        return DERWriter.sequence(
            DERWriter.objectIdentifier(.rsaPSS),
            DERWriter.sequence(
                digest.hashAndMask, DERWriter.element(DERTag.constructed(2), [salt[...]])))
    }
}
