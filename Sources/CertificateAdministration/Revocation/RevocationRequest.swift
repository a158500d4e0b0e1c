public import CMS
public import CertStore

/// The reasons that a CA gives for a revocation, by their names in RFC 5280 §5.3.1; removeFromCRL is no
/// reason, and aACompromise concerns attribute authorities.
public enum GivenReason: String, CaseIterable, Sendable {
    /// As ``CMS/RevocationReason`` explains them.
    case unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation
    /// The remaining reasons.
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
    /// Returns the certificates filed under a URI that can be revoked: revoked ones are excluded, except that
    /// one on hold can be revoked permanently.
    ///
    /// - Throws: as ``certificates(of:_:)``.
    public func certificatesToRevoke(
        of uri: String, _ selection: CertificateSelection, for reason: RevocationReason
    ) throws(AdministrationError) -> [Certificate] {
        let found = try certificates(of: uri)
        var open = try revocable(among: found, for: reason)
        if case .serialNumber = selection { open = found }
        // If all are revoked, the store reports it for the first.
        guard !open.isEmpty else { return found.map(\.certificate) }
        do {
            return try selection.selected(from: open, of: uri).map(\.certificate)
        } catch {
            throw .selection(error)
        }
    }

    /// Returns the certificates that are not revoked, and those on hold unless the reason is a hold.
    func revocable(
        among found: [StoredCertificate], for reason: RevocationReason
    ) throws(AdministrationError) -> [StoredCertificate] {
        var open: [StoredCertificate] = []
        for stored in found {
            let known = try storing(revocation(ofSerialNumber: stored.certificate.facts.serialNumber))
            if known == nil || known?.reason == .certificateHold && reason != .certificateHold {
                open.append(stored)
            }
        }
        return open
    }

    /// Returns the certificates filed under a URI whose hold can be lifted; all of them if none is on hold,
    /// so that the store says why.
    ///
    /// - Throws: as ``certificates(of:_:)``.
    public func certificatesToRelease(
        of uri: String, _ selection: CertificateSelection
    ) throws(AdministrationError) -> [Certificate] {
        let found = try certificates(of: uri)
        var held: [StoredCertificate] = []
        for stored in found {
            let known = try storing(revocation(ofSerialNumber: stored.certificate.facts.serialNumber))
            if known?.reason == .certificateHold { held.append(stored) }
        }
        if case .serialNumber = selection { held = found }
        guard !held.isEmpty else { return found.map(\.certificate) }
        do {
            return try selection.selected(from: held, of: uri).map(\.certificate)
        } catch {
            throw .selection(error)
        }
    }

    /// Returns the sorted serial numbers of unrevoked certificates with the key of a revoked one: after a
    /// keyCompromise, others can decrypt messages enveloped to these as well.
    ///
    /// - Throws: the errors of the store.
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
