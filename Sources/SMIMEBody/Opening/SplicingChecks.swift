import CMS
import MIME
import Octets

/// The checks that prevent spliced blocks inside an envelope whose cipher does not authenticate.
///
/// An attacker who exchanges blocks of the ciphertext cannot choose what most of the changed blocks
/// decrypt to. If octets that the inner signature does not cover could hold them, acceptance would
/// disclose something about the plaintext (RFC 8551 §6). So each such octet must belong to a short list: a
/// known field, parameter or value, white space, or a certificate that its issuer signed. A run of other
/// octets is shorter than a block.
struct SplicingChecks {
    let terms: OpeningTerms

    /// Checks the form of signed content and of the entity around it.
    ///
    /// - Throws: ``SMIMEError/cannotDecrypt`` and nothing else.
    func checkForm(of data: SignedData, in entity: MIMEEntity) throws(SMIMEError) {
        guard data.isMinimal, hasKnownHeader(entity), hasKnownParts(entity) else { throw .cannotDecrypt }
    }

    /// Checks that every certificate in the message is exactly as a known issuer, or the signature, has it.
    ///
    /// `carried` are those of them that can be read. An unknown issuer is not an exception: its
    /// certificate could be changed. The signer's own certificate needs no issuer if the signed attributes
    /// have its digest (RFC 5035 §5.4), but it proves no other one.
    ///
    /// The signer's key must be of a supported kind: a key of chosen numbers could verify signatures over
    /// octets that the signer never saw.
    ///
    /// - Throws: ``SMIMEError/cannotDecrypt`` and nothing else, also if the source of certificates failed.
    func checkCertificates(
        _ carried: [Certificate], of data: SignedData, signedBy signer: Certificate
    ) throws(SMIMEError) {
        guard carried.count == data.certificates.count, signer.hasSupportedKey else { throw .cannotDecrypt }
        let others = data.signer.namesItsCertificate ? carried.filter { $0 != signer } : carried
        // The store is read again only for certificates that its anchors and intermediates do not prove.
        if terms.anchors.unproven(among: others).isEmpty { return }
        let known = try terms.sources.certificates(matching: data.signer.identifier)
        guard terms.anchors.unproven(among: others, knowing: known).isEmpty else { throw .cannotDecrypt }
    }

    /// Returns whether a multipart has only white space around its parts, and a
    /// known header on the signature.
    private func hasKnownParts(_ entity: MIMEEntity) -> Bool {
        guard let multipart = try? entity.multipart(limits: terms.policy.limits) else {
            return (try? entity.contentType())?.type != "multipart"
        }
        return Self.preambles.contains(text(multipart.preamble)) && text(multipart.epilogue).isEmpty
            && multipart.parts.dropFirst().allSatisfy { hasKnownHeader($0.entity) }
    }

    /// Returns the octets without leading and trailing white space.
    private func text(_ octets: [UInt8]) -> String {
        let isSpace = { (octet: UInt8) in [0x09, 0x0A, 0x0D, 0x20].contains(octet) }
        var rest = octets.drop(while: isSpace)
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return String(decoding: rest, as: UTF8.self)
    }

    private func hasKnownHeader(_ entity: MIMEEntity) -> Bool {
        entity.headerFields.allSatisfy(isKnown)
    }

    private func isKnown(_ field: HeaderField) -> Bool {
        let value = field.value.lowercased()
        return switch field.name.lowercased() {
        case "content-type": isKnownType(value)
        case "content-disposition": isKnownDisposition(value)
        // Known values only: the field was decoded with them.
        case "content-transfer-encoding": true
        case "mime-version": value == "1.0"
        case "content-length": value.utf8.count <= 8 && value.utf8.allSatisfy(ASCII.isDigit)
        case "content-description": Self.descriptions.contains(value)
        default: false
        }
    }

    private func isKnownType(_ value: String) -> Bool {
        guard let type = try? ContentType.parse(value) else { return false }
        return type.parameters.allSatisfy { parameter in
            // Each is compared elsewhere: with the delimiters, with the type of the signature.
            type.type == "multipart" && ["boundary", "protocol"].contains(parameter.name)
                || isKnown(parameter)
        }
    }

    private func isKnownDisposition(_ value: String) -> Bool {
        guard let disposition = try? ContentDisposition.parse(value) else { return false }
        return ["attachment", "inline", "render"].contains(disposition.type)
            && disposition.parameters.allSatisfy(isKnown)
    }

    /// Returns whether a parameter, in lower case, is known by name and value.
    private func isKnown(_ parameter: MIMEParameter) -> Bool {
        switch parameter.name {
        case "smime-type": ["signed-data", "signed-receipt"].contains(parameter.value)
        case "micalg": parameter.value.split(separator: ",").allSatisfy { Self.digests.contains($0) }
        case "name", "filename": Self.isFileName(parameter.value)
        case "handling": ["required", "optional"].contains(parameter.value)
        default: false
        }
    }

    /// Returns whether a name is short and ends as names of CMS files do (RFC 8551 §3.2.1).
    private static func isFileName(_ name: String) -> Bool {
        let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
        guard pieces.count == 2, ["p7m", "p7s", "p7c", "p7z"].contains(pieces[1]) else { return false }
        return pieces[0].utf8.count <= 9
            && pieces[0].utf8.allSatisfy { ASCII.isAlphanumeric($0) && !ASCII.isUpperCase($0) }
    }

    /// The names of digests as RFC 8551 §3.5.3.2 and the versions before it write them.
    private static let digests: Set<Substring> = [
        "md5", "sha1", "sha-1", "sha224", "sha-224", "sha256", "sha-256", "sha384", "sha-384", "sha512",
        "sha-512",
        "unknown",
    ]

    /// Content-Descriptions that mail programs write.
    private static let descriptions: Set = [
        "s/mime cryptographic signature", "s/mime encrypted message", "s/mime signed message",
    ]

    /// Preambles that OpenSSL and mail programs write before the first part.
    private static let preambles: Set = [
        "", "This is an S/MIME signed message", "This is a cryptographically signed message in MIME format.",
        "This is a multi-part message in MIME format.",
    ]
}
