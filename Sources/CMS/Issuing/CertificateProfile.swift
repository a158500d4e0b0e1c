/// The content of a certificate issued here, apart from its key and its dates.
///
/// One profile for each kind of holder:
///
/// | | user | domain (presence server) | test CA |
/// |---|---|---|---|
/// | subject | CN: the address | CN: the domain | O, CN |
/// | subjectAltName | `sip:`, `pres:`, `im:` URIs of the address-of-record | `sip:domain` | - |
/// | keyUsage, critical | according to ``Usage`` | the same | keyCertSign, cRLSign |
/// | extKeyUsage | emailProtection | id-kp-sipDomain | - |
/// | basicConstraints, critical | CA FALSE | CA FALSE | CA TRUE, pathlen 0 |
///
/// The keyUsage of a user's or domain's certificate depends on its ``Usage``:
///
/// | | EC key | RSA key | Ed25519 key | X25519 key |
/// |---|---|---|---|---|
/// | sign | digitalSignature | digitalSignature | digitalSignature | - |
/// | encrypt | keyAgreement | keyEncipherment | - | keyAgreement |
/// | both | digitalSignature, keyAgreement | digitalSignature, keyEncipherment | - | - |
///
/// Sources: URIs in subjectAltName RFC 8591 §4.4.1, RFC 3859 §4, RFC 3860 §4; the domain URI RFC 5922
/// §7.1; id-kp-sipDomain RFC 5924 §4.1; key usages RFC 8550 §4.4.2, RFC 5480 §3, RFC 4055 §1.2;
/// emailProtection RFC 8550 §4.4.4; CA FALSE RFC 6072 §10.6; the authority RFC 5280 §4.2.1.9. By default
/// one certificate both signs and receives, as S/MIME users expect (RFC 8550 §4.4.2 allows both bits). With
/// separate keys an encryption key can be escrowed for recovery, while the signing key stays with its holder.
///
/// The common name repeats the address for tools that show or need a subject (gpgsm). The identity is
/// subjectAltName alone. An address longer than the 64 characters of ub-common-name
/// leaves the subject empty, and subjectAltName becomes critical (RFC 5280 §4.1.2.6).
public struct CertificateProfile: Sendable, Equatable {
    /// organizationName of the subject; nil if there is none.
    let organization: String?
    /// commonName of the subject; nil together with `organization` leaves the subject empty.
    let commonName: String?
    /// The uniformResourceIdentifier entries of subjectAltName, in their order.
    public let uris: [String]
    let kind: Kind
    /// The permitted use of the key.
    public let usage: Usage

    /// The permitted use of the key of a user's or domain's certificate.
    public enum Usage: String, Sendable, CaseIterable {
        /// To sign only.
        case sign
        /// To receive encrypted content only.
        case encrypt
        /// Both.
        case both
    }

    enum Kind {
        case user, domain, authority
    }

    /// A user's certificate for an address such as "alice@example.com" and the URIs it owns.
    public static func user(
        address: String, uris: [String], usage: Usage = .both
    ) -> CertificateProfile {
        CertificateProfile(
            organization: nil, commonName: commonName(address), uris: uris, kind: .user, usage: usage)
    }

    /// A presence server's certificate for its domain and the `sip:` URI of it.
    public static func domain(
        _ domain: String, uri: String, usage: Usage = .both
    ) -> CertificateProfile {
        CertificateProfile(
            organization: nil, commonName: commonName(domain), uris: [uri], kind: .domain, usage: usage)
    }

    /// A certification authority for tests; the name of one with published keys says so.
    ///
    /// Later keys of one authority have a number in their names, so that each key has CRLs of its own;
    /// `number` is 1 for the first.
    public static func testAuthority(
        domain: String?, keys: KeySecrecy, number: Int = 1
    ) -> CertificateProfile {
        let organization = keys == .published ? Certificate.publishedKeysMark : "smime-presence test CA"
        let suffix = number == 1 ? "" : " (\(number))"
        return CertificateProfile(
            organization: organization,
            commonName: domain.flatMap { commonName("\(Certificate.authorityOf)\($0)\(suffix)") }
                ?? "CA\(suffix)",
            uris: [], kind: .authority, usage: .sign)
    }

    /// Whether the private keys of a test CA and its subscribers are secret.
    public enum KeySecrecy: Sendable {
        /// Only their holders have them.
        case secret
        /// They are published with the project.
        case published
    }

    /// Returns the text as a common name; nil if it is longer than X.520 allows.
    private static func commonName(_ text: String) -> String? {
        text.unicodeScalars.count <= 64 ? text : nil
    }

    /// Returns the permitted uses of a key of this kind under this profile.
    public func keyUsage(of key: KeyAlgorithm) -> KeyUsage {
        let encipherment: KeyUsage = key.usesKeyAgreement ? .keyAgreement : .keyEncipherment
        return switch (kind, usage) {
        case (.authority, _): [.keyCertSign, .cRLSign]
        case (_, .sign): .digitalSignature
        case (_, .encrypt): encipherment
        case (_, .both): (key.signs ? KeyUsage.digitalSignature : []).union(key.encrypts ? encipherment : [])
        }
    }

    /// Returns the certificates that a holder with keys of a kind needs for the uses of this profile: one, or
    /// for both uses with Ed25519 two, the second with a key of X25519 for encryption.
    ///
    /// The result is empty if keys of this kind do not serve the use.
    public func shares(of key: KeyAlgorithm) -> [(profile: CertificateProfile, key: KeyAlgorithm)] {
        let counterpart = key.encryptionCounterpart
        return switch (kind, usage) {
        case (.authority, _), (_, .sign): key.signs ? [(self, key)] : []
        case (_, .encrypt): counterpart.map { [(self, $0)] } ?? []
        case (_, .both) where counterpart == key: key.signs ? [(self, key)] : []
        case (_, .both):
            [(limited(to: .sign), key)] + (counterpart.map { [(limited(to: .encrypt), $0)] } ?? [])
        }
    }

    private func limited(to usage: Usage) -> CertificateProfile {
        CertificateProfile(
            organization: organization, commonName: commonName, uris: uris, kind: kind, usage: usage)
    }
}

extension Certificate {
    /// organizationName of a test CA whose private keys are public, such as the one in certs/testca.
    static let publishedKeysMark = "TEST ONLY - the private keys are public"
    /// The beginning of commonName of a test CA, before its domain.
    static let authorityOf = "CA of "

    /// Whether this is a test CA whose private key is public, so that its signature proves nothing.
    ///
    /// The mark is in the certificate itself: a copy of it, under any file name, is recognized.
    public var isTestAuthorityWithPublishedKeys: Bool {
        facts.isCertificationAuthority && facts.subject.hasSuffix("O=\(Self.publishedKeysMark)")
    }

    /// The domain in the name of a test CA; nil for other certificates, and for a domain too long for a name.
    public var testAuthorityDomain: String? {
        guard facts.isCertificationAuthority else { return nil }
        let name = facts.subject.prefix { $0 != "," }
        let beginning = "CN=\(Self.authorityOf)"
        guard name.hasPrefix(beginning) else { return nil }
        return name.dropFirst(beginning.count).split(separator: " ").first.map(String.init)
    }
}
