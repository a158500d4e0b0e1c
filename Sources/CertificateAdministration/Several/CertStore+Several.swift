public import CMS
public import CertStore
public import FoundationEssentials

extension CertStore {
    /// Renews the certificates of several addresses, one address after the other: for each address all that
    /// are due, or none.
    ///
    /// A due certificate that another process renews meanwhile is not renewed again.
    ///
    /// - Throws: ``AdministrationError`` if the store or its CA fails; addresses before the failure stay
    ///   renewed.
    public func renew(
        _ addresses: [SelectedAddress], reusingKey reusesKey: Bool, on terms: IssuingTerms,
        progress: (AddressOutcome) -> Void
    ) throws(AdministrationError) -> [AddressOutcome] {
        try addresses.map { (address) throws(AdministrationError) in
            let outcome: AddressOutcome
            do throws(AdministrationError) {
                if !address.isNamed { try refuseRevoked(address) }
                let renewed = try Renewal(of: address.uri, reusingKey: reusesKey)
                    .perform(
                        from: address.certificates, isOnlyIfDue: address.isDue, in: self, on: terms)
                outcome = AddressOutcome(address, .success(try storing(stored(renewed, of: address.uri))))
            } catch {
                if error.endsEverything { throw error }
                outcome = AddressOutcome(address, .failure(error))
            }
            progress(outcome)
            return outcome
        }
    }

    /// Refuses an address that a pattern selected and whose newest certificate is revoked: a person who was
    /// cut off gets a certificate again only by name.
    private func refuseRevoked(_ address: SelectedAddress) throws(AdministrationError) {
        let newest = address.certificates.max {
            $0.certificate.facts.notBefore < $1.certificate.facts.notBefore
        }
        guard let serial = newest?.certificate.facts.serialNumber,
            let known = try storing(revocation(ofSerialNumber: serial))
        else { return }
        throw .store(.alreadyRevoked(known))
    }

    /// Returns the certificates of several addresses to revoke; nothing is revoked yet.
    ///
    /// - Throws: the errors of the store.
    public func planRevocation(
        of addresses: [SelectedAddress], _ selection: CertificateSelection, for reason: RevocationReason
    ) throws(AdministrationError) -> [AddressOutcome] {
        let own = try storing(ownAuthorities())
        guard !own.isEmpty else { throw .store(.noAuthority) }
        return try planned(addresses) { (address) throws(AdministrationError) in
            let issued = address.certificates.filter { one in
                own.contains { one.certificate.isIssued(by: $0.certificate) }
            }
            // A pattern selects only certificates of this CA; an address named as such must have no others.
            if issued.isEmpty || address.isNamed && issued.count < address.certificates.count {
                let foreign = address.certificates.first { !issued.contains($0) }
                throw .store(.notIssuedHere(serialNumber: foreign?.certificate.facts.serialNumber ?? ""))
            }
            let open = try revocable(among: issued, for: reason)
            guard !open.isEmpty else {
                let serial = issued[0].certificate.facts.serialNumber
                guard let known = try storing(revocation(ofSerialNumber: serial)) else { return issued }
                throw .store(.alreadyRevoked(known))
            }
            return try Self.selected(selection, from: open, of: address.uri)
        }
    }

    /// Revokes the certificates of a plan, all in one transaction.
    ///
    /// - Throws: ``AdministrationError/store(_:)``; nothing is revoked then.
    public func revoke(
        _ plan: [AddressOutcome], reason: RevocationReason, at instant: Date, passphrase: SecretOctets?
    ) throws(AdministrationError) {
        let certificates = plan.flatMap(\.certificates).map(\.certificate)
        guard !certificates.isEmpty else { return }
        try storing(revoke(certificates, reason: reason, at: instant, passphrase: passphrase))
    }

    /// Returns the certificates of several addresses to remove; nothing is removed yet.
    ///
    /// - Throws: the errors of the store.
    public func planRemoval(
        of addresses: [SelectedAddress], _ selection: CertificateSelection
    ) throws(AdministrationError) -> [AddressOutcome] {
        try planned(addresses) { (address) throws(AdministrationError) in
            try Self.selected(selection, from: address.certificates, of: address.uri)
        }
    }

    private func planned(
        _ addresses: [SelectedAddress],
        _ choose: (SelectedAddress) throws(AdministrationError) -> [StoredCertificate]
    ) throws(AdministrationError) -> [AddressOutcome] {
        try addresses.map { (address) throws(AdministrationError) in
            do throws(AdministrationError) {
                guard !address.certificates.isEmpty else {
                    throw .selection(.noCertificate(uri: address.uri))
                }
                return AddressOutcome(address, .success(try choose(address)))
            } catch {
                if error.endsEverything { throw error }
                return AddressOutcome(address, .failure(error))
            }
        }
    }

    private static func selected(
        _ selection: CertificateSelection, from found: [StoredCertificate], of uri: String
    ) throws(AdministrationError) -> [StoredCertificate] {
        do { return try selection.selected(from: found, of: uri) } catch { throw .selection(error) }
    }

    /// Returns those of the certificates that are filed under a URI, as they are in the store now.
    public func stored(_ certificates: [Certificate], of uri: String) throws(CertStoreError)
        -> [StoredCertificate]
    {
        let found = try self.certificates(forURI: uri)
        return certificates.compactMap { certificate in found.first { $0.certificate == certificate } }
    }
}
