extension SignerInfo {
    /// The certificate that the signer names as the one to encrypt for; nil without such an attribute, or if
    /// it names the certificate in another way than by issuer and serial number (RFC 8551 §2.5.3).
    ///
    /// It proves nothing before the signature over the attributes was verified.
    public var encryptionKeyPreference: CertificateIdentifier? {
        guard let value = signedValue(of: .encryptionKeyPreference),
            value.identifier == DERTag.constructed(0)
        else { return nil }
        return try? CertificateIdentifier(issuerAndSerialNumber: value, in: .signedAttributes)
    }

    /// Returns the value of a signed attribute; nil if there is no such attribute, or not one value.
    func signedValue(of type: ObjectIdentifier) -> DERElement? {
        guard let signedAttributes else { return nil }
        var reader = DERReader(signedAttributes[...], structure: .signedAttributes)
        guard let set = try? reader.next(DERTag.set),
            let attributes = try? SignedAttribute.all(in: set.content),
            let attribute = attributes.first(where: { $0.type == type })
        else { return nil }
        return attribute.value
    }
}
