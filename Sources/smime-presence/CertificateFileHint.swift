import CMS
import CertificateAdministration
import Octets
import SMIMEBody

// The hint for each failure of files with certificates, requests and CRLs; what is wrong is the description of the error.

extension CertificateFile.Failure: Worded {
    var failure: CommandFailure {
        let (status, reason, hint): (ExitStatus, ReasonCode?, String) =
            switch self {
            case .notACertificate:
                (
                    .refused, .malformed,
                    "give PEM, DER, PKCS#12 or a certs-only message; of a signed message 'cert learn' keeps the signer's"
                )
            case .notPEMOrDER(_, isPKCS12: true):
                (
                    .refused, .malformed,
                    "import a subscriber with 'smime-presence cert import'; of a CA give the certificate alone, as "
                        + "'openssl pkcs12 -in FILE -nokeys' writes it"
                )
            case .notPEMOrDER(_, isPKCS12: false):
                (
                    .refused, .malformed,
                    "give certificates in PEM or DER; 'smime-presence cert import' also reads messages"
                )
            case .noCertificate: (.refused, .noCertificate, "ask its sender for the certificate itself")
            case .severalHolders:
                (
                    .refused, .wrongRecipient,
                    "import without '--allow-other-uri', or give the one certificate that is meant in PEM or DER"
                )
            case .unusable: (.refused, .malformed, "ask its CA or sender for another one")
            case .passwordForMAC, .passwordRequired: (.surroundings, nil, "give '--password-file FILE'")
            case .unsupported:
                (
                    .refused, .unsupported,
                    "write it again in the form of RFC 7292, as 'openssl pkcs12 -export' does by default"
                )
            case .wrongPassword: (.surroundings, nil, "check the first line of the password file")
            case .notAKey: (.refused, .malformed, "give PEM or DER of the key")
            case .unusableKey: (.refused, .unsupported, "give an RSA, P-256 or P-384 key")
            case .strayKey: (.refused, nil, "give the key that does")
            case .tooSlow: (.refused, .tooLarge, "have it written again with fewer, such as 600000")
            case .needsLegacyModule:
                (
                    .surroundings, nil,
                    "install the legacy module of OpenSSL, or have the file written again with AES"
                )
            }
        return CommandFailure(status, reason: reason, description, hint: hint)
    }
}

extension CertificateDirectory.Failure: Worded {
    var failure: CommandFailure {
        let (reason, hint): (ReasonCode?, String) =
            switch self {
            case .tooManyFiles: (.tooLarge, "import it in parts")
            case .noFiles:
                (
                    .noCertificate,
                    "its files have names such as user_cert_alice@example.com.pem and root_cert_ca.pem"
                )
            case .notHolder(_, let uri):
                (
                    .wrongRecipient,
                    "if it is the right one, file it under that URI with '--allow-other-uri \(printable(uri))'"
                )
            case .noAddress: (.malformed, "name it user_cert_USER@DOMAIN.pem or domain_cert_DOMAIN.pem")
            case .notAFileName: (nil, "name the URIs to export, and leave this one out")
            }
        return CommandFailure(.refused, reason: reason, description, hint: hint)
    }
}

extension RequestRefusal: Worded {
    var failure: CommandFailure {
        let (reason, hint): (ReasonCode, String)
        switch self {
        case .compromisedKey:
            (reason, hint) = (.revoked, "its holder makes a new key, and a request with that")
        case .unfit(_, .proofOfPossessionFailed):
            (reason, hint) = (
                .badSignature, "make it again with the key it is for; it may have been changed on the way"
            )
        case .unfit(_, .weakAlgorithm):
            (reason, hint) = (
                .weakAlgorithm, "make it with P-256, P-384 or RSA of 2048 bits or more, and with SHA-256"
            )
        case .unfit(_, .unsupportedAlgorithm):
            (reason, hint) = (.unsupported, "make it with P-256, P-384 or RSA of 2048 to 8192 bits")
        case .unfit(_, .malformed(.publicKey)):
            (reason, hint) = (.malformed, "make the request again with a new key")
        case .unfit(_, .tooMany): (reason, hint) = (.malformed, "give each request in a file of its own")
        case .unfit(_, .malformed):
            (reason, hint) = (
                .malformed, "give a PKCS#10 request in PEM or DER, as 'openssl req -new' makes"
            )
        case .unfit(_, let other): return other.failure
        }
        return CommandFailure(.refused, reason: reason, description, hint: hint)
    }
}

extension RevocationListFile.Failure: Worded {
    var failure: CommandFailure {
        let (reason, hint): (ReasonCode, String) =
            switch self {
            case .notAList:
                (.malformed, "give PEM or DER of a CRL, such as 'smime-presence ca crl' writes")
            case .tooMany: (.tooLarge, "give them in several files")
            case .tooLarge: (.tooLarge, "ask its CA for CRLs that cover parts of its certificates")
            }
        return CommandFailure(.refused, reason: reason, description, hint: hint)
    }
}
