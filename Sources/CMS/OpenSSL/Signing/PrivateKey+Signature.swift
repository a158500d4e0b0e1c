extension PrivateKey {
    /// Returns a signature over any octets, for objects that ``Signer`` does not make: those of tests and of
    /// fuzzing.
    ///
    /// - Parameter saltOctets: the salt of RSASSA-PSS; nil for every other kind of signature.
    /// - Throws: ``CMSError/openSSL(_:)`` if libcrypto fails.
    package func signature(
        over octets: [UInt8], digest: DigestAlgorithm = .sha256, saltOctets: Int? = nil
    ) throws(CMSError) -> [UInt8] {
        let pss = saltOctets.map { PSSParameters(digest: digest, saltOctets: $0) }
        let scheme = SignatureScheme(digest: digest, pss: pss, signsOctets: algorithm == .ed25519)
        return try SigningContexts(self, scheme: scheme).sign(octets)
    }
}
