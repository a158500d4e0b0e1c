/// One extension of a certificate to be issued (RFC 5280 §4.1): DER of its value.
struct CertificateExtension {
    let identifier: ObjectIdentifier
    let isCritical: Bool
    let value: [UInt8]

    /// Returns the extensions of a certificate, in the order of RFC 5280 §4.2.1.
    static func all(
        of profile: CertificateProfile, key: KeyAlgorithm, keyIdentifier: [UInt8], issuerIdentifier: [UInt8]
    ) -> [CertificateExtension] {
        var extensions = [
            authorityKeyIdentifier(issuerIdentifier), subjectKeyIdentifier(keyIdentifier),
            keyUsage(profile.keyUsage(of: key)),
        ]
        if !profile.uris.isEmpty {
            let isSubjectEmpty = profile.commonName == nil && profile.organization == nil
            extensions.append(subjectAlternativeName(profile.uris, isCritical: isSubjectEmpty))
        }
        extensions.append(basicConstraints(profile.kind))
        switch profile.kind {
        case .user: extensions.append(extendedKeyUsage(.emailProtection))
        case .domain: extensions.append(extendedKeyUsage(.sipDomain))
        case .authority: break
        }
        return extensions
    }

    static func authorityKeyIdentifier(_ octets: [UInt8]) -> CertificateExtension {
        let identifier = DERWriter.element(DERTag.primitive(0), [octets[...]])
        return CertificateExtension(
            identifier: .authorityKeyIdentifier, isCritical: false,
            value: DERWriter.element(DERTag.sequence, [identifier[...]]))
    }

    private static func subjectKeyIdentifier(_ octets: [UInt8]) -> CertificateExtension {
        CertificateExtension(
            identifier: .subjectKeyIdentifier, isCritical: false,
            value: DERWriter.element(DERTag.octetString, [octets[...]]))
    }

    /// A named BIT STRING: trailing zero bits are omitted (X.690 §11.2.2).
    private static func keyUsage(_ usage: KeyUsage) -> CertificateExtension {
        let bits = UInt8(truncatingIfNeeded: usage.rawValue)
        return CertificateExtension(
            identifier: .keyUsage, isCritical: true,
            value: DERWriter.element(DERTag.bitString, [[UInt8(bits.trailingZeroBitCount), bits]]))
    }

    private static func subjectAlternativeName(_ uris: [String], isCritical: Bool) -> CertificateExtension {
        let names = uris.map { DERWriter.element(DERTag.primitive(6), [Array($0.utf8)[...]])[...] }
        return CertificateExtension(
            identifier: .subjectAlternativeName, isCritical: isCritical,
            value: DERWriter.element(DERTag.sequence, names))
    }

    /// CA FALSE is the default, which DER omits; pathlen 0 allows an authority no subordinate ones.
    private static func basicConstraints(_ kind: CertificateProfile.Kind) -> CertificateExtension {
        let isTrue = DERWriter.element(DERTag.boolean, [[0xFF]])
        let pathLength = DERWriter.element(DERTag.integer, [[0]])
        return CertificateExtension(
            identifier: .basicConstraints, isCritical: true,
            value: DERWriter.element(
                DERTag.sequence, kind == .authority ? [isTrue[...], pathLength[...]] : []))
    }

    private static func extendedKeyUsage(_ purpose: ObjectIdentifier) -> CertificateExtension {
        let identifier = DERWriter.element(DERTag.objectIdentifier, [purpose.octets])
        return CertificateExtension(
            identifier: .extendedKeyUsage, isCritical: false,
            value: DERWriter.element(DERTag.sequence, [identifier[...]]))
    }
}

extension DERTag {
    fileprivate static let boolean: UInt8 = 0x01
}

extension ObjectIdentifier {
    private static let extensions: [UInt8] = [0x55, 0x1D]  // 2.5.29
    private static let purposes: [UInt8] = [0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03]  // 1.3.6.1.5.5.7.3

    fileprivate static let subjectKeyIdentifier = ObjectIdentifier(extensions + [14])
    fileprivate static let keyUsage = ObjectIdentifier(extensions + [15])
    fileprivate static let subjectAlternativeName = ObjectIdentifier(extensions + [17])
    fileprivate static let basicConstraints = ObjectIdentifier(extensions + [19])
    fileprivate static let authorityKeyIdentifier = ObjectIdentifier(extensions + [35])
    fileprivate static let extendedKeyUsage = ObjectIdentifier(extensions + [37])
    /// RFC 5280 §4.2.1.12.
    fileprivate static let emailProtection = ObjectIdentifier(purposes + [4])
    /// RFC 5924 §4.
    fileprivate static let sipDomain = ObjectIdentifier(purposes + [20])
}
