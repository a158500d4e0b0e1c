public import CMS
public import Foundation

/// A test CA with alice, bob and the presence server of example.test, each with a key of every kind.
///
/// Created once per process, because RSA keys take time; the clock stands still at ``now``.
public struct TestLab: Sendable {
    /// The holders of certificates.
    public enum Holder: String, Sendable, CaseIterable {
        case alice
        case bob
        /// The presence server, whose certificate is the domain's.
        case server

        /// The URI that the certificates name.
        public var uri: String {
            self == .server ? "sip:example.test" : "sip:\(rawValue)@example.test"
        }
    }

    /// A holder or an algorithm that the laboratory does not have.
    public struct Missing: Error {
        /// Creates the error.
        public init() {}
    }

    /// The instant of every test: 2026-11-23T12:00:00Z.
    public static let now = Date(timeIntervalSince1970: 1_795_435_200)

    /// The kinds of keys of every holder that sign and receive.
    public static let algorithms: [KeyAlgorithm] = [.p256, .p384, .p521, .rsa(bits: 2048)]
    /// The kinds of keys of every holder that sign.
    public static let signatureAlgorithms = algorithms + [.ed25519]
    /// The kinds of keys of every holder that content is encrypted for.
    public static let encryptionAlgorithms = algorithms + [.x25519]

    /// The test CA.
    public let authority: CertificateAuthority
    /// An untrusted CA.
    public let untrustedCA: CertificateAuthority
    /// Trust in the test CA alone, whose CRL is empty.
    public let anchors: TrustAnchors
    private let certificates: [String: TestIdentity]

    private static let result = Result { try TestLab() }

    /// The laboratory of this process.
    public static func shared() throws -> TestLab { try result.get() }

    private init() throws {
        let validity = CertificateValidity(from: Self.now - 86_400, days: 4000)
        let profile = CertificateProfile.testAuthority(domain: "example.test", keys: .secret)
        authority = try .make(profile, key: .p256, validity: validity)
        untrustedCA = try .make(profile, key: .p256, validity: validity)
        anchors = try TrustAnchors(
            [authority.certificate],
            revocationLists: [
                authority.revocationList(
                    number: 1, revoked: [], at: validity.notBefore, nextUpdate: validity.notAfter)
            ])
        var certificates: [String: TestIdentity] = [:]
        for holder in Holder.allCases {
            let shares = (Self.algorithms + [.ed25519]).flatMap { Self.profile(of: holder).shares(of: $0) }
            for (profile, algorithm) in shares {
                let key = try PrivateKey.generate(algorithm)
                let certificate = try authority.issue(
                    profile, for: key, validity: CertificateValidity(from: Self.now - 86_400, days: 365))
                certificates[holder.rawValue + algorithm.name] = TestIdentity(
                    certificate: certificate, key: key)
            }
        }
        self.certificates = certificates
    }

    /// The profile of a holder's certificates.
    public static func profile(of holder: Holder) -> CertificateProfile {
        guard holder != .server else { return .domain("example.test", uri: holder.uri) }
        let address = "\(holder.rawValue)@example.test"
        return .user(address: address, uris: ["sip:\(address)", "pres:\(address)", "im:\(address)"])
    }

    /// An untrusted CA with a name of its own; the name of ``untrustedCA`` is that of the test CA.
    public static func foreignAuthority() throws -> CertificateAuthority {
        try .make(
            .testAuthority(domain: "elsewhere.test", keys: .secret), key: .p256,
            validity: CertificateValidity(from: now - 86_400, days: 4000))
    }

    /// A holder's certificate and key.
    public func identity(_ holder: Holder, _ algorithm: KeyAlgorithm = .p256) throws -> TestIdentity {
        guard let found = certificates[holder.rawValue + algorithm.name] else { throw Missing() }
        return found
    }

    /// Issues a certificate, valid or not, with a P-256 key of its own.
    public func issue(
        _ profile: CertificateProfile, by issuer: CertificateAuthority? = nil,
        validity: CertificateValidity = CertificateValidity(from: TestLab.now - 86_400, days: 365)
    ) throws -> TestIdentity {
        let key = try PrivateKey.generate(.p256)
        let certificate = try (issuer ?? authority).issue(profile, for: key, validity: validity)
        return TestIdentity(certificate: certificate, key: key)
    }
}

/// A certificate and its private key.
public struct TestIdentity: Sendable {
    /// The certificate.
    public let certificate: Certificate
    /// The private key.
    public let key: PrivateKey

    /// Creates the pair.
    public init(certificate: Certificate, key: PrivateKey) {
        self.certificate = certificate
        self.key = key
    }

    /// A certificate of Tests/Vectors/odd-certificates, which make.sh there describes.
    public static func odd(_ name: String) throws -> TestIdentity {
        let folder = "odd-certificates/"
        guard
            let certificate = try Certificate.certificates(pem: Vectors.octets("\(folder)\(name).pem")).first
        else { throw TestLab.Missing() }
        return TestIdentity(
            certificate: certificate,
            key: try PrivateKey(pem: SecretOctets(Vectors.octets("\(folder)\(name).key.pem"))))
    }
}
