/// EncryptedContentInfo (RFC 5652 §6.1) with its cipher and parameters.
struct EncryptedContentInfo {
    let cipher: ContentCipher
    /// The derivation of the cipher's key; nil if the recipients get that key itself.
    let derivation: ContentKeyDerivation?
    let octets: ArraySlice<UInt8>
    let encryptedContent: DERElement
    /// DER of the cipher's AlgorithmIdentifier.
    let algorithmOctets: ArraySlice<UInt8>
    private let contentType: DERElement
    /// The cipher's, as the parameters of the derivation have it if there is one.
    private let algorithm: AlgorithmIdentifier

    init(_ element: DERElement, in structure: CMSError.Structure) throws(CMSError) {
        octets = element.octets
        var reader = element.reader(for: structure)
        contentType = try reader.next(DERTag.objectIdentifier)
        let type = ObjectIdentifier(contentType.content)
        guard type == .data else { throw .unsupportedContentType(type.dotted) }
        let element = try reader.next(DERTag.sequence)
        let stated = try AlgorithmIdentifier(element, in: .contentEncryptionParameters)
        derivation = ContentKeyDerivation(stated.algorithm)
        if derivation == nil {
            algorithm = stated
            algorithmOctets = element.octets
        } else {
            guard let parameters = stated.parameters else { throw .malformed(.contentEncryptionParameters) }
            algorithm = try AlgorithmIdentifier(parameters, in: .contentEncryptionParameters)
            algorithmOctets = parameters.octets
        }
        cipher = try ContentCipher(algorithm.algorithm)
        encryptedContent = try reader.next(DERTag.primitive(0))
        try reader.finish()
    }

    /// Checks GCMParameters against a tag of `tagOctets`, and writes the tag length explicitly if it was left
    /// to its default of 12, which libcrypto cannot read.
    ///
    /// RFC 5084 §3.2: 12 to 16 octets, as many as aes-ICVlen says. libcrypto accepts shorter ones.
    func withExplicitTagLength(_ tagOctets: Int) throws(CMSError) -> ArraySlice<UInt8> {
        guard let parameters = algorithm.parameters, parameters.identifier == DERTag.sequence else {
            throw .malformed(.contentEncryptionParameters)
        }
        var reader = parameters.reader(for: .contentEncryptionParameters)
        let nonce = try reader.next(DERTag.octetString)
        let length = try reader.nextIf(DERTag.integer)
        try reader.finish()
        guard (8...16).contains(nonce.content.count) else { throw .malformed(.contentEncryptionParameters) }
        guard (12...16).contains(tagOctets),
            length.map({ $0.content.elementsEqual([UInt8(tagOctets)]) })
                ?? (tagOctets == 12)
        else { throw .malformed(.authenticationTag) }
        // libcrypto's CMS reads no derived key either, so that it never gets these.
        guard length == nil, derivation == nil else { return octets }
        return rewritten(nonce: nonce)
    }

    /// The nonce of GCMParameters (RFC 5084 §3.2).
    func nonce() throws(CMSError) -> ArraySlice<UInt8> {
        guard var reader = algorithm.parameters?.reader(for: .contentEncryptionParameters) else {
            throw .malformed(.contentEncryptionParameters)
        }
        return try reader.next(DERTag.octetString).content
    }

    /// The parameters of ChaCha20-Poly1305, a nonce of 12 octets, beside a tag of 16 (RFC 8103 §2, §3).
    func chaChaNonce(besideTagOf tagOctets: Int) throws(CMSError) -> ArraySlice<UInt8> {
        guard let nonce = algorithm.parameters, nonce.identifier == DERTag.octetString,
            nonce.content.count == cipher.nonceOctets
        else { throw .malformed(.contentEncryptionParameters) }
        guard tagOctets == 16 else { throw .malformed(.authenticationTag) }
        return nonce.content
    }

    /// The parameters of a CBC cipher, an initialization vector (RFC 3565 §2.3.1).
    func initializationVector() throws(CMSError) -> ArraySlice<UInt8> {
        guard let vector = algorithm.parameters, vector.identifier == DERTag.octetString,
            vector.content.count == cipher.nonceOctets
        else { throw .malformed(.contentEncryptionParameters) }
        return vector.content
    }

    private func rewritten(nonce: DERElement) -> ArraySlice<UInt8> {
        let tagLength = DERWriter.element(DERTag.integer, [[12]])
        let parameters = DERWriter.element(DERTag.sequence, [nonce.octets, tagLength[...]])
        let identifier = DERWriter.element(DERTag.objectIdentifier, [algorithm.algorithm.octets])
        let algorithm = DERWriter.element(DERTag.sequence, [identifier[...], parameters[...]])
        return DERWriter.element(
            DERTag.sequence, [contentType.octets, algorithm[...], encryptedContent.octets])[...]
    }
}
