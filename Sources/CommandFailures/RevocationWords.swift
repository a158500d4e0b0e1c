package import CMS
import SMIMEBody

// The hints about revocation; those of the store are in StoreErrorHint.swift.

extension RevocationReason {
    /// The hint for a certificate that was revoked for this reason.
    package var hint: String {
        self == .certificateHold
            ? "it is on hold: ask its holder, or import a later CRL with 'smime-presence trust crl import'"
            : "do not rely on it: ask its holder for a message under another certificate"
    }
}

extension RevocationObstacle {
    package var hint: String {
        switch self {
        case .noCRL:
            "import the CRL of its CA with 'smime-presence trust crl import FILE' (if the CA is this "
                + "store's, 'smime-presence ca crl' makes one), or leave '--require-revocation' out"
        case .expired, .notYetIssued, .noNextUpdate:
            "import a CRL of that time with 'smime-presence trust crl import FILE', "
                + "or give '--allow-stale-crl'"
        case .unusable:
            "get the CRL of its CA again, and import it with 'smime-presence trust crl import FILE'"
        }
    }
}
