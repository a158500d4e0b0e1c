public import CMS
public import FoundationEssentials

/// Certificates that are due for renewal, to be renewed once although several processes may begin it.
public struct DueCertificates: Sendable {
    private let certificates: [Certificate]
    private let instant: Date

    /// Certificates that no newer one replaces, at an instant.
    public init(_ certificates: [Certificate], at instant: Date) {
        self.certificates = certificates
        self.instant = instant
    }

    /// Checks in the transaction that files the new certificates that the old ones are still due.
    ///
    /// - Throws: ``CertStoreError/supersededMeanwhile(serialNumber:)``.
    func check(in database: any Database) throws(CertStoreError) {
        for certificate in certificates where try isSuperseded(certificate, in: database) {
            throw .supersededMeanwhile(serialNumber: certificate.facts.serialNumber)
        }
    }

    /// Returns whether a newer certificate of the store's own authority has each use of this one, as
    /// ``CertificateEntry/isSuperseded`` says.
    private func isSuperseded(
        _ certificate: Certificate, in database: any Database
    ) throws(CertStoreError) -> Bool {
        var successors: [Bool] = []
        let now = DatabaseValue.integer(Int64(instant.timeIntervalSince1970))
        let usage = certificate.facts.keyUsage
        try database.store(
            """
            SELECT (\(CertificateEntry.successor(for: CertificateEntry.signing))),
            (\(CertificateEntry.successor(for: CertificateEntry.encrypting)))
            FROM name JOIN certificate ON certificate.id = name.certificate WHERE fingerprint = ? LIMIT 1
            """, [now, now, .text(certificate.fingerprint)]
        ) { row in
            let uses = [(CertificateEntry.signing, Int32(0)), (CertificateEntry.encrypting, 1)]
            successors = uses.filter { use, _ in usage.map { !$0.isDisjoint(with: use) } ?? true }
                .map { !row.isNull($0.1) }
        }
        return !successors.isEmpty && successors.allSatisfy { $0 }
    }
}
