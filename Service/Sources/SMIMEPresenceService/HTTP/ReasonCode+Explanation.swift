import SMIMEBody

extension ReasonCode {
    /// The explanation of the code for readers.
    var explanation: String {
        switch self {
        case .notForUs: "The store has no key that can decrypt the message."
        case .cannotDecrypt: "The message could not be decrypted; the reason is never reported."
        case .malformed: "The message, its body or its presence document is not well formed."
        case .unsupported: "The message uses an algorithm, structure or type that is not supported."
        case .tooLarge: "The message is larger than the limits."
        case .expired: "The signer's certificate has expired."
        case .notYetValid: "The signer's certificate is not yet valid."
        case .revoked: "The signer's certificate or the certificate of a CA above it was revoked."
        case .revocationUnknown: "No usable CRL says whether the signer's certificate was revoked."
        case .keyUsage: "The signer's certificate does not allow this use of its key."
        case .untrustedSigner: "The signer's certificate chains to no trust anchor of the store."
        case .badSignature: "The signature does not match the content."
        case .signerNotSender: "The signer is not the sender of the message."
        case .entityNotSender: "The presence document is about a user who is not the signer."
        case .unsigned: "The content is encrypted but not signed."
        case .weakAlgorithm: "The message uses an algorithm or key that is too weak."
        case .clearText: "The message is not protected, or only a part of it is."
        case .wrongRecipient: "The message was signed for another recipient."
        case .wrongTarget: "The message was signed for another presentity, watcher or recipient."
        case .headerTampered: "Header fields are not as the signer signed them."
        case .unbound: "The signature covers no header fields, so the body fits any message."
        case .stale:
            "The message was signed too long ago or before the ledger began, or a later one was "
                + "accepted."
        case .future: "The message was signed in the future."
        case .replayed: "The message was accepted before, or contradicts an accepted one."
        case .policy: "The presence authorization rules do not allow the message."
        case .noCertificate: "There is no usable certificate of the address."
        case .untrustedRecipient:
            "No certificate of the recipient passes the checks: path, validity, revocation, key usage, "
                + "address."
        case .missingBody: "The message has no body that could be protected."
        case .nothingToProtect: "The message has no body, and nothing shows whether one was removed."
        }
    }
}
