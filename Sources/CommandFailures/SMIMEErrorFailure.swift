import CMS
public import SMIMEBody

// How a command ends with each refusal; the hints for receivers are in SMIMEErrorHint.swift.

extension SMIMEError: CommandFailureConvertible {
    /// The failure of a command that opens a message.
    public var failure: CommandFailure { failure(hint: hint) }

    /// The failure of a command that protects a message, whose caller can change the
    /// message and the certificates.
    package var sendingFailure: CommandFailure { failure(hint: sendingHint) }

    private func failure(hint: String) -> CommandFailure {
        let status: ExitStatus = code == nil ? .usage : .refused
        var failure = CommandFailure(status, reason: code, description, hint: hint)
        failure.sipStatus = sipStatus
        return failure
    }

    /// The failure for a signer who is not the sender, if naming the signer would open nothing.
    package var failureRegardlessOfSender: CommandFailure {
        failure(
            hint:
                "From was changed on the way, or the body comes from another message: "
                + "ask the sender for it again"
        )
    }

    private var sendingHint: String {
        switch self {
        case .expired, .notYetValid, .keyUsage, .revoked:
            "issue or import another certificate with 'smime-presence cert issue' or 'cert import'"
        case .unsupported(.codingOfContent):
            "send the document as it is, or in one gzip member or zlib stream"
        case .unsupported(.codingOfBody): "send the body without Content-Encoding"
        case .unsupported(.contentType), .unsupported(.signedProtocol), .unsupported(.signatureType),
            .unsupported(.certificatesWithoutContent):
            hint
        case .malformed(let fault) where fault.isNonconformingPresence || fault.hasDoubledLineEnds: hint
        case .malformed(let fault) where fault.needsTooMuchMemory: hint
        case .malformed(.compressedWithoutField):
            "add the field 'Content-Encoding: gzip', or send the document as it is"
        case .unsupported(.algorithm(_, .keyManagement)):
            "omit '--rsa-key-transport pkcs1', or give another '--cipher'"
        case .weakAlgorithm, .unsupported, .unsupportedKey:
            "use a key of another kind, such as 'cert issue --key p256' makes"
        case .malformed(.tunnel): "correct the message: no receiver takes it inside another"
        case .malformed: "correct the body, or give it the Content-Type it has"
        case .untrustedRecipient(_, let error): error.sendingHint
        case .clearText, .nothingToProtect, .partlyProtected, .notForUs, .cannotDecrypt, .signingKeyOnly,
            .encryptionKeyOnly,
            .tooLarge, .decompressedTooLarge, .unauthenticatedEncryption, .unsigned, .badSignature,
            .signingCertificateMismatch,
            .noSignerCertificate,
            .untrustedSigner, .unfitAuthority, .revocationUnknown, .signerNotSender, .domainSignerNotAllowed,
            .entityNotSender, .wrongRecipient, .wrongTarget, .headerTampered, .unbound, .stale, .replayed,
            .superseded, .signedBeforeLedger, .future, .exceedsOpeningLimit, .missingBody, .noCertificate,
            .noRecipients, .recipientNotNamed, .unsignedWithoutAuthentication, .outerFieldNecessary,
            .outerFieldUnknown, .anonymousInDialog:
            hint
        }
    }
}
