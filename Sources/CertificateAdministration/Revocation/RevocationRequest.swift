public import CMS
public import CertStore

/// The reasons a CA gives for a revocation, by their names in RFC 5280 §5.3.1: removeFromCRL is none, and aACompromise
/// is about attribute authorities.
public enum GivenReason: String, CaseIterable, Sendable {
    /// As ``CMS/RevocationReason`` explains them.
    case unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation
    /// The same.
    case certificateHold, privilegeWithdrawn

    /// The reason in a CRL.
    public var reason: RevocationReason {
        switch self {
        case .unspecified: .unspecified
        case .keyCompromise: .keyCompromise
        case .cACompromise: .cACompromise
        case .affiliationChanged: .affiliationChanged
        case .superseded: .superseded
        case .cessationOfOperation: .cessationOfOperation
        case .certificateHold: .certificateHold
        case .privilegeWithdrawn: .privilegeWithdrawn
        }
    }
}

extension CertStore {
    /// Returns the certificates filed under a URI that are to be revoked: those that are revoked already are left out,
    /// but one on hold can be revoked for good.
    ///
    /// - Throws: as ``certificates(of:_:)``.
    public func certificatesToRevoke(
        of uri: String, _ selection: CertificateSelection, for reason: RevocationReason
    ) throws(AdministrationError) -> [Certificate] {
        let found = try certificates(of: uri)
        var open: [StoredCertificate] = []
        for stored in found {
            let known = try storing(revocation(ofSerialNumber: stored.certificate.facts.serialNumber))
            if known == nil || known?.reason == .certificateHold && reason != .certificateHold {
                open.append(stored)
            }
        }
        if case .serialNumber = selection { open = found }
        // If all are revoked, the store says so of the first.
        guard !open.isEmpty else { return found.map(\.certificate) }
        do {
            return try selection.selected(from: open, of: uri).map(\.certificate)
        } catch {
            throw .selection(error)
        }
    }

    /// Returns the serial numbers, sorted, of unrevoked certificates that have the key of a revoked one: others have the
    /// key of what was revoked for keyCompromise, and with it what is enveloped for these.
    ///
    /// - Throws: the failures of the store.
    public func unrevokedSerialNumbers(
        withKeyOf revoked: [Certificate]
    ) throws(CertStoreError) -> [String] {
        var serialNumbers: Set<String> = []
        for certificate in revoked {
            serialNumbers.formUnion(try unrevoked(withKeyOf: certificate).map(\.facts.serialNumber))
        }
        return serialNumbers.sorted()
    }
}
