public import CMS

/// The cipher of an envelope, and why it is used (RFC 8551 §2.7.1).
///
/// Lists of capabilities choose among ciphers that authenticate: one that names none of these, by mistake or
/// as an attack, changes nothing. CBC is used only if the caller names it.
public struct CipherChoice: Sendable, Equatable {
    /// Why a cipher is used.
    public enum Reason: String, Sendable, CaseIterable {
        /// The caller named it.
        case requested
        /// It is the first in the recipients' lists that all of them name.
        case capabilities
        /// The recipients' lists have no cipher with authentication in common: the default.
        case noneInCommon = "none-in-common"
        /// The capabilities of a recipient are unknown: the default (RFC 8551 §2.7.1.2).
        case unknownCapabilities = "unknown-capabilities"
    }

    /// The cipher.
    public let cipher: ContentCipher
    /// Why it is used.
    public let reason: Reason
    /// The derivation of its key, named by the caller, or announced by every recipient and the caller named
    /// no cipher; nil if there is none.
    public let keyDerivation: ContentKeyDerivation?

    init(for recipients: [CheckedRecipient], options: ProtectionOptions) {
        let lists = recipients.map(\.capabilities)
        let derivation = ContentKeyDerivation.allCases.first { derivation in
            lists.allSatisfy { $0?.keyDerivations.contains(derivation) == true }
        }
        if let cipher = options.cipher {
            (self.cipher, reason, keyDerivation) = (cipher, .requested, options.keyDerivation)
            return
        }
        keyDerivation = options.keyDerivation ?? derivation
        let known = lists.compactMap { $0 }
        guard known.count == lists.count, let first = known.first else {
            (cipher, reason) = (Self.standard, .unknownCapabilities)
            return
        }
        let common = first.ciphers.first { cipher in
            Self.isOffered(cipher, for: recipients, by: options.rsaKeyTransport)
                && known.allSatisfy { $0.ciphers.contains(cipher) }
        }
        (cipher, reason) = common.map { ($0, .capabilities) } ?? (Self.standard, .noneInCommon)
    }

    /// The cipher where nothing is known of the recipients.
    private static let standard = ContentCipher.aes256GCM

    /// Returns whether a list may choose this cipher: one that authenticates, and that can be sent.
    private static func isOffered(
        _ cipher: ContentCipher, for recipients: [CheckedRecipient], by transport: Enveloper.RSAKeyTransport
    ) -> Bool {
        guard cipher.isAuthenticated, ContentCipher.preferred.contains(cipher) else { return false }
        return Enveloper.supports(
            cipher, recipients: recipients.map(\.certificate), rsaKeyTransport: transport)
    }
}
