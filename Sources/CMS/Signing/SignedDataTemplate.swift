/// The parts of a SignedData that are the same for every message of one signer (RFC 5652 §5.1, §5.3).
struct SignedDataTemplate: Sendable {
    /// Version 1: issuer and serial number identify the signer's certificate, and the content is data.
    private let version = DERWriter.integer(1)
    private let digestAlgorithms: [UInt8]
    private let certificates: [UInt8]
    /// Version, identifier and digest algorithm of the SignerInfo.
    private let signerBeginning: [UInt8]
    private let signatureAlgorithm: [UInt8]

    private let data = DERWriter.objectIdentifier(.data)

    /// The certificates are the signer's and `encryption`, if there is one, in DER order.
    init(signer: Certificate, encryption: Certificate?, scheme: SignatureScheme) {
        let digest = scheme.digest.algorithmIdentifier
        digestAlgorithms = DERWriter.setOf([digest])
        certificates = DERWriter.replacingTag(
            of: DERWriter.setOf([signer.der] + (encryption.map { [$0.der] } ?? [])),
            by: DERTag.constructed(0))
        signerBeginning = version + signer.issuerAndSerialNumber + digest
        signatureAlgorithm = Self.signatureAlgorithm(of: signer.facts.key, scheme)
    }

    /// ECDSA or Ed25519 without parameters, rsaEncryption with NULL, or RSASSA-PSS (RFC 5754 §3, RFC 8419 §3,
    /// RFC 3370 §3.2, RFC 4056 §3).
    private static func signatureAlgorithm(of key: KeyAlgorithm, _ scheme: SignatureScheme) -> [UInt8] {
        if let pss = scheme.pss { return pss.signatureAlgorithm }
        return switch key {
        case .rsa, .rsaPSS: AlgorithmIdentifier.rsaEncryption
        case .ed25519: DERWriter.sequence(DERWriter.objectIdentifier(.ed25519))
        case .elliptic, .x25519, .other: DERWriter.sequence(DERWriter.objectIdentifier(scheme.digest.ecdsa))
        }
    }

    /// Returns what comes before and after the content in a ContentInfo with the SET OF signed attributes and
    /// the signature.
    ///
    /// - Parameter contentOctets: the number of octets of the content; nil if it is not inside.
    func der(
        aroundContentOf contentOctets: Int?, attributes: [UInt8], signature: [UInt8]
    ) -> (beginning: [UInt8], end: [UInt8]) {
        let signerCount =
            signerBeginning.count + attributes.count + signatureAlgorithm.count
            + DERWriter.octets(around: signature.count)
        let signersCount = DERWriter.octets(around: signerCount)
        let contentCount = contentOctets.map { DERWriter.octets(around: $0) }
        let encapsulatedCount = data.count + (contentCount.map { DERWriter.octets(around: $0) } ?? 0)
        let signedDataCount =
            version.count + digestAlgorithms.count + DERWriter.octets(around: encapsulatedCount)
            + certificates.count + DERWriter.octets(around: signersCount)
        var octets: [UInt8] = []
        octets.reserveCapacity(128)
        ContentInfo.appendBeginning(of: .signedData, contentOctets: signedDataCount, to: &octets)
        octets += version
        octets += digestAlgorithms
        DERWriter.appendHeader(DERTag.sequence, count: encapsulatedCount, to: &octets)
        octets += data
        if let contentOctets, let contentCount {
            DERWriter.appendHeader(DERTag.constructed(0), count: contentCount, to: &octets)
            DERWriter.appendHeader(DERTag.octetString, count: contentOctets, to: &octets)
        }
        var end: [UInt8] = []
        end.reserveCapacity(certificates.count + DERWriter.octets(around: signersCount))
        end += certificates
        DERWriter.appendHeader(DERTag.set, count: signersCount, to: &end)
        DERWriter.appendHeader(DERTag.sequence, count: signerCount, to: &end)
        end += signerBeginning
        end.append(DERTag.constructed(0))
        end += attributes.dropFirst()
        end += signatureAlgorithm
        DERWriter.append(DERTag.octetString, signature, to: &end)
        return (octets, end)
    }
}

extension Certificate {
    /// DER of IssuerAndSerialNumber (RFC 5652 §10.2.4).
    var issuerAndSerialNumber: [UInt8] {
        DERWriter.sequence(
            facts.issuerDER, DERWriter.element(DERTag.integer, [facts.serialNumberOctets[...]]))
    }
}
