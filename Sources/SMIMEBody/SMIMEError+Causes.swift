import CMS
package import MIME

extension SMIMEError {
    /// Converts an error of the MIME room.
    package init(_ error: MIMEError) {
        switch error {
        case .headerTooLarge(let limit), .bodyTooLarge(let limit): self = .tooLarge(limit: limit)
        case .tooManyFields, .malformedHeaderLine, .forbiddenOctet, .doubledLineEnds,
            .tooManyParts, .nestedTooDeeply, .invalidFieldName, .invalidFieldValue, .duplicateField,
            .malformedField, .duplicateParameter, .extendedParameter, .unknownTransferEncoding,
            .malformedBase64, .malformedQuotedPrintable, .missingBoundary, .malformedBoundary,
            .encodedMultipart, .missingDelimiter, .missingClosingDelimiter, .ambiguousDelimiter:
            self = .malformed(.mime(error))
        }
    }

    /// Converts an error of the CMS room.
    init(_ error: CMSError) {
        switch error {
        case .unsupportedAlgorithm(let name, let use): self = .unsupported(.algorithm(name, use))
        case .unsupportedContentType(let identifier): self = .unsupported(.contentType(identifier))
        case .unsupportedKey(let name): self = .unsupportedKey(name)
        case .signingKeyOnly(let name): self = .signingKeyOnly(name)
        case .encryptionKeyOnly(let name): self = .encryptionKeyOnly(name)
        case .weakAlgorithm(let name): self = .weakAlgorithm(name)
        case .badSignature: self = .badSignature
        case .signingCertificateMismatch(let certificate): self = .signingCertificateMismatch(certificate)
        case .cannotDecrypt: self = .cannotDecrypt
        case .expired(let certificate, let instant): self = .expired(certificate, at: instant)
        case .notYetValid(let certificate, let instant): self = .notYetValid(certificate, at: instant)
        case .revoked(let certificate, let instant, let reason):
            self = .revoked(certificate, at: instant, reason: reason)
        case .revocationUnknown(let certificate, let obstacle):
            self = .revocationUnknown(certificate, obstacle)
        case .untrusted(let certificate, let code, let reason):
            self = .untrustedSigner(
                certificate, PathFault(code: code, blaming: certificate), reason: reason)
        case .openSSL, .malformed, .tooMany, .severalSigners, .noSigner, .wrongPassphrase,
            .keyDoesNotMatchCertificate, .outlivesIssuer, .noCertificate, .unusableCertificate, .tooLarge,
            .unsupportedExtension,
            .proofOfPossessionFailed, .tooManyDerivationRounds, .legacyModuleMissing:
            self = .malformed(.cms(error))
        }
    }
}

/// Runs `body` and converts its CMS errors.
func cms<Result>(_ body: () throws(CMSError) -> Result) throws(SMIMEError) -> Result {
    do { return try body() } catch { throw SMIMEError(error) }
}

/// Runs `body` and converts its MIME errors.
func mime<Result>(_ body: () throws(MIMEError) -> Result) throws(SMIMEError) -> Result {
    do { return try body() } catch { throw SMIMEError(error) }
}
