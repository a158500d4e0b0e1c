extension SignerInfo {
    /// The certificate that the signer names as the one to encrypt for; nil without such an attribute, or if
    /// it names the certificate in another way than by issuer and serial number (RFC 8551 §2.5.3).
    ///
    /// It proves nothing before the signature over the attributes was verified.
    public var encryptionKeyPreference: CertificateIdentifier? {
        guard let signedAttributes else { return nil }
        var outer = DERReader(signedAttributes[...], structure: .signedAttributes)
        guard let set = try? outer.next(DERTag.set),
            let attributes = try? SignedAttribute.all(in: set.content),
            let attribute = attributes.first(where: { $0.type == .encryptionKeyPreference }),
            attribute.values.count == 1, let value = attribute.values.first,
            value.identifier == DERTag.constructed(0)
        else { return nil }
        return try? CertificateIdentifier(issuerAndSerialNumber: value, in: .signedAttributes)
    }
}
