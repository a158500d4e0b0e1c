public import CertStore

/// The result of a command for one of several addresses: complete success, or the reason for failure.
public struct AddressOutcome: Sendable {
    /// The URI that the certificates are filed under.
    public let uri: String
    /// The certificates that were changed, removed or made, or the reason why there are none.
    public let result: Result<[StoredCertificate], AdministrationError>
    /// Whether the address is skipped without an error, because only a pattern names it or because another
    /// process has renewed its certificates.
    public let isSkipped: Bool
    /// Whether another process has renewed its certificates meanwhile.
    public let isRenewedMeanwhile: Bool

    /// Creates an outcome from its parts.
    public init(_ address: SelectedAddress, _ result: Result<[StoredCertificate], AdministrationError>) {
        uri = address.uri
        self.result = result
        guard case .failure(let error) = result else {
            isSkipped = false
            isRenewedMeanwhile = false
            return
        }
        if case .store(.supersededMeanwhile) = error {
            isRenewedMeanwhile = true
        } else {
            isRenewedMeanwhile = false
        }
        isSkipped = isRenewedMeanwhile || !address.isNamed && error.isAboutOthers
    }

    /// The certificates; none if the address failed.
    public var certificates: [StoredCertificate] { (try? result.get()) ?? [] }
}

extension AdministrationError {
    /// Whether the command does not apply to the certificate: the CA of the store did not issue it, it is
    /// already revoked, or its private key is not in the store.
    fileprivate var isAboutOthers: Bool {
        switch self {
        case .renewal(.foreignIssuer), .store(.notIssuedHere), .store(.alreadyRevoked), .store(.noPrivateKey):
            true
        case .address, .validity, .request, .renewal, .selection, .file, .authorityFile, .directory,
            .learning, .store, .body,
            .cryptography:
            false
        }
    }

    /// Whether the store itself failed, so that further addresses would fail as well.
    var endsEverything: Bool {
        switch self {
        case .store(.database), .store(.system), .store(.passphraseRequired), .store(.wrongPassphrase),
            .store(.noAuthority), .store(.authorityAwaitsList), .store(.authorityExported),
            .store(.passphraseChangedMeanwhile), .validity:
            true
        case .address, .request, .renewal, .selection, .file, .authorityFile, .directory, .learning, .store,
            .body,
            .cryptography:
            false
        }
    }
}
