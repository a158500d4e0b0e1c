import CMS
import FoundationEssentials
import Octets
import SMIMEBody

// The words for enrolment and exchange: requests, files with certificates, directories, learning.

extension CompromisedKey: Worded {
    var failure: CommandFailure {
        CommandFailure(
            .refused, reason: .revoked,
            "the key of the request '\(file)' is that of serial \(serial), revoked for keyCompromise",
            hint: "its holder makes a new key, and a request with that")
    }
}

extension RequestRefusal: Worded {
    var failure: CommandFailure {
        switch reason {
        case .proofOfPossessionFailed:
            CommandFailure(
                .refused, reason: .badSignature,
                "the request '\(file)' was not signed with the private key of its public key",
                hint: "make it again with the key it is for; it may have been changed on the way")
        case .weakAlgorithm(let name):
            CommandFailure(
                .refused, reason: .weakAlgorithm, "the request '\(file)' uses \(name), which is too weak",
                hint: "make it with P-256, P-384 or RSA of 2048 bits or more, and with SHA-256")
        case .unsupportedAlgorithm(let name, _):
            CommandFailure(
                .refused, reason: .unsupported, "the request '\(file)' is for a key of kind \(name)",
                hint: "make it with P-256, P-384 or RSA of 2048 to 8192 bits")
        case .malformed(.publicKey):
            CommandFailure(
                .refused, reason: .malformed, "the public key in the request '\(file)' is no sound key",
                hint: "make the request again with a new key")
        case .tooMany:
            CommandFailure(
                .refused, reason: .malformed, "'\(file)' holds more than one certificate request",
                hint: "give each request in a file of its own")
        case .malformed:
            CommandFailure(
                .refused, reason: .malformed, "'\(file)' holds no certificate request",
                hint: "give a PKCS#10 request in PEM or DER, as 'openssl req -new' makes")
        case .openSSL, .unsupportedKey, .signingKeyOnly, .unsupportedContentType, .unsupportedExtension,
            .tooLarge,
            .severalSigners, .noSigner, .badSignature, .signingCertificateMismatch, .cannotDecrypt,
            .wrongPassphrase, .tooManyDerivationRounds, .legacyModuleMissing, .keyDoesNotMatchCertificate,
            .outlivesIssuer, .unusableCertificate, .noCertificate, .expired, .notYetValid, .revoked,
            .revocationUnknown, .untrusted:
            reason.failure
        }
    }
}

extension CertificateFile.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .notACertificate(let name):
            CommandFailure(
                .refused, reason: .malformed, "'\(printable(name))' holds no certificate",
                hint:
                    "give PEM, DER, PKCS#12 or a certs-only message; of a signed message 'cert learn' keeps the signer's"
            )
        case .notPEMOrDER(let name, isPKCS12: true):
            CommandFailure(
                .refused, reason: .malformed,
                "'\(printable(name))' is a PKCS#12 file, not a certificate in PEM or DER",
                hint:
                    "import a subscriber with 'smime-presence cert import'; of a CA give the certificate alone, as "
                    + "'openssl pkcs12 -in FILE -nokeys' writes it"
            )
        case .notPEMOrDER(let name, isPKCS12: false):
            CommandFailure(
                .refused, reason: .malformed, "'\(printable(name))' holds no certificate",
                hint: "give certificates in PEM or DER; 'smime-presence cert import' also reads messages"
            )
        case .noCertificate(let name):
            CommandFailure(
                .refused, reason: .noCertificate, "the message '\(printable(name))' brings no certificate",
                hint: "ask its sender for the certificate itself")
        case .severalHolders(let name, let count):
            CommandFailure(
                .refused, reason: .wrongRecipient,
                "'\(printable(name))' brings \(count) certificates, which cannot all be filed under another URI",
                hint:
                    "import without '--allow-other-uri', or give the one certificate that is meant in PEM or DER"
            )
        case .unusable(let name, let entry):
            CommandFailure(
                .refused, reason: .malformed,
                "'\(printable(name))' holds no certificate that can be used: \(entry.description)",
                hint: "ask its CA or sender for another one")
        case .passwordForMAC(let name):
            CommandFailure(
                .surroundings, "'\(printable(name))' is authenticated with a password",
                hint: "give '--password-file FILE'")
        case .unsupported(let name, let algorithm):
            CommandFailure(
                .refused, reason: .unsupported,
                "'\(printable(name))': \(printable(algorithm)) is not supported",
                hint:
                    "write it again in the form of RFC 7292, as 'openssl pkcs12 -export' does by default"
            )
        case .passwordRequired(let name):
            CommandFailure(
                .surroundings, "'\(printable(name))' is encrypted", hint: "give '--password-file FILE'")
        case .wrongPassword(let name):
            CommandFailure(
                .surroundings, "the password does not open '\(printable(name))'",
                hint: "check the first line of the password file")
        case .notAKey(let name):
            CommandFailure(
                .refused, reason: .malformed, "'\(printable(name))' holds no private key",
                hint: "give PEM or DER of the key")
        case .unusableKey(let name, let key):
            CommandFailure(
                .refused, reason: .unsupported,
                "'\(printable(name))' holds no private key that can be used: \(key)",
                hint: "give an RSA, P-256 or P-384 key")
        case .strayKey(let name, let key):
            CommandFailure(
                .refused,
                "the private key does not belong to the certificate: \(key.title) in '\(printable(name))'",
                hint: "give the key that does")
        case .tooSlow(let name, let limit):
            CommandFailure(
                .refused, reason: .tooLarge,
                "'\(printable(name))' asks for more than \(limit) rounds of key derivation",
                hint: "have it written again with fewer, such as 600000")
        case .needsLegacyModule(let name):
            CommandFailure(
                .surroundings, "'\(printable(name))' is encrypted as old programs do, with RC2, RC4 or DES",
                hint: "install the legacy module of OpenSSL, or have the file written again with AES")
        }
    }
}

extension CertificateDirectory.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .tooManyFiles(let name, let limit):
            CommandFailure(
                .refused, reason: .tooLarge, "'\(name)' holds more than \(limit) files",
                hint: "import it in parts")
        case .noFiles(let name):
            CommandFailure(
                .refused, reason: .noCertificate, "'\(name)' is no certificate directory",
                hint: "its files have names such as user_cert_alice@example.com.pem and root_cert_ca.pem")
        case .notHolder(let file, let uri):
            CommandFailure(
                .refused, reason: .wrongRecipient,
                "the certificate in '\(printable(file))' does not name \(printable(uri))",
                hint:
                    "if it is the right one, file it under that URI with '--allow-other-uri \(printable(uri))'"
            )
        case .noAddress(let file):
            CommandFailure(
                .refused, reason: .malformed,
                "the name '\(printable(file))' does not say whose certificate it is",
                hint: "name it user_cert_USER@DOMAIN.pem or domain_cert_DOMAIN.pem")
        case .notAFileName(let uri):
            CommandFailure(
                .refused, "\(printable(uri)) cannot be part of the name of a file",
                hint: "name the URIs to export, and leave this one out")
        case .inTheWay(let file):
            CommandFailure(
                .surroundings, "'\(printable(file))' is no regular file and is not written to",
                hint: "remove it, or export to a new directory")
        case .openToOthers(let directory):
            CommandFailure(
                .surroundings,
                "others own '\(printable(directory))' or may write to it, and private keys would go there",
                hint: "name a directory of your own that only you can write to, or leave '--key' out")
        }
    }
}

extension LearningRefusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .unsigned:
            CommandFailure(
                .refused, reason: .unsigned,
                "nobody signed the message, so there is no certificate to learn",
                hint: "ask the sender for a signed message, or take its certificate with 'cert import'")
        case .differs(let new, let other):
            CommandFailure(
                .refused, reason: .untrustedSigner,
                "WARNING: another certificate is filed for this address: \(other); the message was signed with the key "
                    + "of \(new), which was not learned",
                hint:
                    "somebody may be passing for its holder, whose certificate is no renewal of the one that is known: "
                    + "ask the holder by other means, then give '--replace'")
        }
    }
}

extension Console {
    /// Says loudly that a certificate takes the place of others (RFC 3261 §23.2).
    func sayReplaced(_ others: [String], by new: String) {
        for other in others {
            say("WARNING: the certificate for this address has changed: \(other) is replaced by \(new)")
        }
        say("WARNING: unless its holder told you so, somebody may be passing for the holder")
    }
}
