import CMS
import CertStore
import FoundationEssentials
import Octets
import SMIMEAgent
import SMIMEBody

// The words for people about revocation; the rest of them are in ErrorWords.swift.

extension CertStoreError {
    /// The words for what is wrong with a revocation.
    var revocationFailure: CommandFailure {
        switch self {
        case .notIssuedHere(let serialNumber):
            CommandFailure(
                .refused, reason: .untrustedSigner,
                "the CA of this store did not issue the certificate with serial number \(serialNumber)",
                hint:
                    "only its own CA can revoke it; import the CRL of that CA with 'smime-presence trust crl import'"
            )
        case .alreadyRevoked(let entry):
            CommandFailure(
                .refused, reason: .revoked,
                "the certificate with serial number \(entry.serialNumber) was revoked at "
                    + "\(entry.revokedAt.internetTime) (\(entry.reason.name))",
                hint: "it is on the CRL already; only certificateHold can be given another reason")
        case .revocationListOfNobody(let issuer):
            CommandFailure(
                .refused, reason: .untrustedSigner,
                "no CA in the store signed the CRL of \(printable(issuer))",
                hint:
                    "trust its CA first with 'smime-presence trust add FILE', or check that the CRL is complete"
            )
        case .ownRevocationList(let number):
            CommandFailure(
                .refused,
                "the CA of this store made the CRL\(number.map { " (number \($0))" } ?? "") itself",
                hint: "there is nothing to do: what 'cert revoke' revokes counts here at once")
        case .unknownRevocationList(let name):
            CommandFailure(
                .refused, "the store has no CRL with the ID or issuer '\(printable(name))'",
                hint: "see 'smime-presence trust crl list'")
        case .ambiguousRevocationList(let identifier):
            CommandFailure(
                .refused, "the IDs of several CRLs begin with '\(identifier)'",
                hint: "give more digits of the ID")
        default: failure
        }
    }
}

extension RevocationListFile.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .notAList(let name):
            CommandFailure(
                .refused, reason: .malformed,
                "'\(name)' holds no CRL",
                hint: "give PEM or DER of a CRL, such as 'smime-presence ca crl' writes")
        case .tooMany(let name, let limit):
            CommandFailure(
                .refused, reason: .tooLarge, "'\(name)' holds more than \(limit) CRLs",
                hint: "give them in several files")
        case .tooLarge(let name, let limit):
            CommandFailure(
                .refused, reason: .tooLarge,
                "a CRL in '\(name)' is larger than \(limit) octets",
                hint: "ask its CA for CRLs that cover parts of its certificates")
        }
    }
}

extension CMSError {
    /// The words for an OCSP request that is not answered; nil for other errors.
    var requestFailure: CommandFailure? {
        switch self {
        case .malformed(.ocspRequest):
            CommandFailure(
                .refused, reason: .malformed, "this is no OCSP request",
                hint: "give DER of one (RFC 6960 §4.1)")
        case .malformed(.ocspNonce):
            CommandFailure(
                .refused, reason: .malformed,
                "the nonce of the OCSP request does not have \(OCSPRequest.nonceOctets.lowerBound) to "
                    + "\(OCSPRequest.nonceOctets.upperBound) octets",
                hint: "ask with one of 32 octets (RFC 9654 §2.1), or without")
        case .tooLarge(.ocspRequest, let limit):
            CommandFailure(
                .refused, reason: .tooLarge, "the OCSP request is larger than \(limit) octets",
                hint: "ask about fewer certificates at once")
        case .tooMany(.ocspRequest, let limit):
            CommandFailure(
                .refused, reason: .tooLarge, "the OCSP request asks about more than \(limit) certificates",
                hint: "ask about fewer certificates at once")
        case .unsupportedExtension(let which):
            CommandFailure(
                .refused, reason: .unsupported, "a critical extension \(which) is not understood",
                hint: "ask without it")
        default: nil
        }
    }
}

extension RevocationReason {
    /// The hint for a certificate that was revoked for this reason.
    var hint: String {
        self == .certificateHold
            ? "it is on hold: ask its holder, or import a later CRL with 'smime-presence trust crl import'"
            : "do not rely on it: ask its holder for a message under another certificate"
    }
}

extension RevocationObstacle {
    var hint: String {
        switch self {
        case .noList:
            "import the CRL of its CA with 'smime-presence trust crl import FILE' (if the CA is this store's, "
                + "'smime-presence ca crl' makes one), or leave '--require-revocation' out"
        case .expired, .notYetIssued, .noNextUpdate:
            "import a CRL of that time with 'smime-presence trust crl import FILE', or give '--allow-stale-crl'"
        case .unusable:
            "get the CRL of its CA again, and import it with 'smime-presence trust crl import FILE'"
        }
    }
}
