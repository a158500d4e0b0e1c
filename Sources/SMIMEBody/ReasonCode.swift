package import SIPMessage

/// The code of a refusal for scripts and services, with the SIP status that a server would answer.
public enum ReasonCode: String, Sendable, CaseIterable {
    case notForUs = "not-for-us"
    case cannotDecrypt = "cannot-decrypt"
    case malformed
    case unsupported
    case tooLarge = "too-large"
    case expired
    case notYetValid = "not-yet-valid"
    case revoked
    case revocationUnknown = "revocation-unknown"
    case keyUsage = "key-usage"
    case untrustedSigner = "untrusted-signer"
    case badSignature = "bad-signature"
    case signerNotSender = "signer-not-sender"
    case entityNotSender = "entity-not-sender"
    case unsigned
    case weakAlgorithm = "weak-algorithm"
    case clearText = "clear-text"
    case wrongRecipient = "wrong-recipient"
    case wrongTarget = "wrong-target"
    case headerTampered = "header-tampered"
    case unbound
    case stale
    case future
    case replayed
    /// Presence authorization rules do not allow it.
    case policy
    case noCertificate = "no-certificate"
    case untrustedRecipient = "untrusted-recipient"
    case missingBody = "no-body"
    case nothingToProtect = "nothing-to-protect"

    /// The status of a SIP response to the message; nil for codes that only a sender meets.
    ///
    /// RFC 3261 §21.4 and §23.2, RFC 8224 §13.2.
    public var sipStatus: Int? {
        switch self {
        case .notForUs, .cannotDecrypt: 493
        case .malformed: 400
        case .unsupported: 415
        case .tooLarge: 413
        case .expired, .notYetValid, .revoked, .revocationUnknown, .keyUsage, .untrustedSigner: 437
        case .badSignature, .signerNotSender, .entityNotSender, .unsigned, .weakAlgorithm, .clearText: 403
        case .wrongRecipient, .wrongTarget, .headerTampered, .unbound, .stale, .future, .replayed, .policy,
            .nothingToProtect:
            403
        case .noCertificate, .untrustedRecipient, .missingBody: nil
        }
    }
}

extension SMIMEError {
    /// The code of this error; nil if it is not about the message (a failed store, wrong options).
    public var code: ReasonCode? {
        switch self {
        case .clearText, .partlyProtected: .clearText
        case .nothingToProtect: .nothingToProtect
        case .notForUs: .notForUs
        case .cannotDecrypt: .cannotDecrypt
        case .malformed(let fault) where fault.needsTooMuchMemory: .tooLarge
        case .malformed: .malformed
        case .unsupported, .unsupportedKey, .signingKeyOnly, .encryptionKeyOnly: .unsupported
        case .tooLarge, .decompressedTooLarge, .exceedsOpeningLimit: .tooLarge
        case .weakAlgorithm, .unauthenticatedEncryption: .weakAlgorithm
        case .unsigned: .unsigned
        case .badSignature, .signingCertificateMismatch: .badSignature
        case .noSignerCertificate, .untrustedSigner, .unfitAuthority: .untrustedSigner
        case .expired: .expired
        case .notYetValid: .notYetValid
        case .revoked: .revoked
        case .revocationUnknown: .revocationUnknown
        case .keyUsage: .keyUsage
        case .signerNotSender, .domainSignerNotAllowed: .signerNotSender
        case .entityNotSender: .entityNotSender
        case .wrongRecipient: .wrongRecipient
        case .wrongTarget: .wrongTarget
        case .headerTampered: .headerTampered
        case .unbound: .unbound
        case .stale, .superseded, .signedBeforeLedger: .stale
        case .replayed: .replayed
        case .future: .future
        case .missingBody: .missingBody
        case .noCertificate, .noRecipients: .noCertificate
        case .untrustedRecipient, .recipientNotNamed: .untrustedRecipient
        case .unsignedWithoutAuthentication, .outerFieldNecessary, .outerFieldUnknown, .anonymousInDialog: nil
        }
    }

    /// The status of a SIP response to the message: that of the code, except for an older NOTIFY of a
    /// subscription, since its notifier made no error (RFC 3856 §6.8).
    public var sipStatus: Int? {
        if case .superseded(isNotify: true) = self { 200 } else { code?.sipStatus }
    }
}

extension SIPMessageError {
    /// The code of a message that cannot be read or written.
    package var code: ReasonCode {
        switch self {
        case .headerTooLarge, .bodyTooLarge: .tooLarge
        case .empty, .tooManyFields, .headerNotTerminated, .malformedHeaderLine, .forbiddenOctet,
            .doubledLineEnds,
            .malformedStartLine, .unsupportedVersion, .statusCodeOutOfRange, .malformedRequestURI,
            .malformedURI,
            .missingField, .duplicateField, .malformedField, .methodMismatch, .methodCase,
            .malformedContentLength, .fragmentWithBody, .notARequest, .bodyShorterThanContentLength:
            .malformed
        }
    }
}
