import CMS
package import CertificateAdministration
import Octets
import SMIMEBody

// The hint for each failure of files with certificates, requests and CRLs; the message is
// the description of the error.

extension CertificateFile.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .notACertificate:
            refused(
                .malformed,
                hint:
                    "give PEM, DER, PKCS#12 or a certs-only message; for a signed message use 'cert learn'"
            )
        case .notPEMOrDER(_, isPKCS12: true):
            refused(
                .malformed,
                hint:
                    "import a subscriber with 'smime-presence cert import'; of a CA give the certificate "
                    + "alone, as 'openssl pkcs12 -in FILE -nokeys' writes it")
        case .notPEMOrDER(_, isPKCS12: false):
            refused(
                .malformed,
                hint: "give certificates in PEM or DER; 'smime-presence cert import' also reads messages")
        case .noCertificate: refused(.noCertificate, hint: "ask its sender for the certificate itself")
        case .severalHolders:
            refused(
                .wrongRecipient,
                hint:
                    "import without '--allow-other-uri', or give the one certificate "
                    + "that is meant in PEM or DER"
            )
        case .unusable: refused(.malformed, hint: "ask its CA or sender for another one")
        case .passwordForMAC, .passwordRequired: environment(hint: "give '--password-file FILE'")
        case .unsupported:
            refused(
                .unsupported,
                hint: "write it again in the form of RFC 7292, as 'openssl pkcs12 -export' does by default")
        case .wrongPassword: environment(hint: "check the first line of the password file")
        case .notAKey: refused(.malformed, hint: "give PEM or DER of the key")
        case .unusableKey:
            refused(.unsupported, hint: "give an RSA, P-256, P-384, P-521, Ed25519 or X25519 key")
        case .strayKey: refused(hint: "give the key that does")
        case .tooSlow: refused(.tooLarge, hint: "have it written again with fewer, such as 600000")
        case .needsLegacyModule:
            environment(
                hint: "install the legacy module of OpenSSL, or have the file written again with AES")
        }
    }
}

extension CertificateDirectory.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .tooManyFiles: refused(.tooLarge, hint: "import it in parts")
        case .noFiles:
            refused(
                .noCertificate,
                hint: "its files have names such as user_cert_alice@example.com.pem and root_cert_ca.pem")
        case .notHolder(_, let uri):
            refused(
                .wrongRecipient,
                hint:
                    "if it is the right one, file it under that URI with '--allow-other-uri "
                    + "\(printable(uri))'"
            )
        case .noAddress:
            refused(.malformed, hint: "name it user_cert_USER@DOMAIN.pem or domain_cert_DOMAIN.pem")
        case .sameName: refused(hint: "export the two into different directories")
        case .notAFileName: refused(hint: "name the URIs to export, and leave this one out")
        }
    }
}

extension RequestRefusal: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .otherUse:
            refused(.unsupported, hint: "give '--usage sign', or a request for another kind of key")
        case .compromisedKey: refused(.revoked, hint: "its holder makes a new key, and a request with that")
        case .unfit(_, .proofOfPossessionFailed):
            refused(
                .badSignature,
                hint: "make it again with the key it is for; it may have been changed on the way")
        case .unfit(_, .weakAlgorithm):
            refused(
                .weakAlgorithm,
                hint: "make it with P-256, Ed25519, or RSA of 2048 bits or more, and with SHA-256")
        case .unfit(_, .unsupportedAlgorithm):
            refused(.unsupported, hint: "make it with P-256, Ed25519, or RSA of 2048 to 8192 bits")
        case .unfit(_, .malformed(.publicKey)):
            refused(.malformed, hint: "make the request again with a new key")
        case .unfit(_, .tooMany): refused(.malformed, hint: "give each request in a file of its own")
        case .unfit(_, .malformed):
            refused(.malformed, hint: "give a PKCS#10 request in PEM or DER, as 'openssl req -new' makes")
        case .unfit(_, let reason): reason.failure
        }
    }
}

extension RevocationListFile.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .notAList:
            refused(.malformed, hint: "give PEM or DER of a CRL, such as 'smime-presence ca crl' writes")
        case .tooMany: refused(.tooLarge, hint: "give them in several files")
        case .tooLarge: refused(.tooLarge, hint: "ask its CA for CRLs that cover parts of its certificates")
        }
    }
}
