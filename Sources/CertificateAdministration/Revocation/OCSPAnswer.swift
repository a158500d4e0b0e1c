public import CMS
public import CertStore
public import FoundationEssentials

/// The signed response of a store's CA to a request about its certificates (RFC 6960).
public struct OCSPAnswer: Sendable {
    /// DER of the OCSPResponse.
    public let der: [UInt8]
    /// One line for each certificate of the CA, and one for those of others, for people.
    public let lines: [String]

    /// Creates a response that is valid for `days` days from the clock's instant.
    ///
    /// - Throws: ``AdministrationError/store(_:)`` or ``AdministrationError/cryptography(_:)`` if
    ///   the store or libcrypto fails.
    public init(
        to request: OCSPRequest, from database: CertStore, days: Int, clock: () -> Date,
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) {
        let own = try Self.authority(for: request, in: database)
        let authority = try storing(database.authority(own, passphrase: passphrase))
        let serials = request.serialNumbers(issuedBy: own.certificate)
        // Before the look-up, so that the response does not claim to cover a later revocation.
        let now = clock()
        let statuses = try storing(database.statuses(ofSerialNumbers: serials, issuedBy: own.certificate))
        der = try encoding(
            authority.ocspResponse(
                to: request, statuses: statuses, at: now,
                nextUpdate: now.addingTimeInterval(Double(days) * 86_400)))
        let others = request.count - serials.count
        lines =
            serials.map { "\($0): \((statuses[$0] ?? .unknown).word)" }
            + (others > 0 ? ["certificates of other issuers, unknown: \(others)"] : [])
    }

    /// Returns the key of the CA that answers: the one that the request is about, or the current one; an
    /// issuer signs the response itself (RFC 6960 §4.2.2.2).
    private static func authority(
        for request: OCSPRequest, in database: CertStore
    ) throws(AdministrationError) -> OwnAuthority {
        let asked = try storing(database.ownAuthorities()).first { own in
            if case .compromised = own.standing { return false }
            return !request.serialNumbers(issuedBy: own.certificate).isEmpty
        }
        if let asked { return asked }
        return try storing(database.currentAuthority())
    }
}

extension CertificateStatus {
    /// The status in a word.
    fileprivate var word: String {
        switch self {
        case .good: "good"
        case .revoked(let entry): "revoked (\(entry.reason.name))"
        case .unknown: "unknown"
        }
    }
}
