/// What a certificate of this project says beside its key, its names and its dates.
///
/// One profile for each kind of holder:
///
/// | | user | domain (presence server) | test CA |
/// |---|---|---|---|
/// | subject | CN: the address | CN: the domain | O, CN |
/// | subjectAltName | `sip:`, `pres:`, `im:` URIs of the address-of-record | `sip:domain` | - |
/// | keyUsage, critical | digitalSignature and keyAgreement (EC) or keyEncipherment (RSA) | the same | keyCertSign, cRLSign |
/// | extKeyUsage | emailProtection | id-kp-sipDomain | - |
/// | basicConstraints, critical | CA FALSE | CA FALSE | CA TRUE, pathlen 0 |
///
/// A user's or domain's certificate for one use only has one of the two key usages (``Usage``):
///
/// | | EC key | RSA key |
/// |---|---|---|
/// | sign | digitalSignature | digitalSignature |
/// | encrypt | keyAgreement | keyEncipherment |
/// | both | digitalSignature, keyAgreement | digitalSignature, keyEncipherment |
///
/// Sources: URIs in subjectAltName RFC 8591 §4.4.1, RFC 3859 §4, RFC 3860 §4; the domain URI RFC 5922
/// §7.1; id-kp-sipDomain RFC 5924 §4.1; key usages RFC 8550 §4.4.2, RFC 5480 §3, RFC 4055 §1.2;
/// emailProtection RFC 8550 §4.4.4; CA FALSE RFC 6072 §10.6; the authority RFC 5280 §4.2.1.9. By default
/// one certificate both signs and receives, as S/MIME users expect (RFC 8550 §4.4.2 allows both bits); keys
/// that encrypt only can be kept by others for recovery, while keys that sign stay with their holder.
///
/// The common name repeats the address for tools that show or need a subject (gpgsm). It is not an
/// identity: only subjectAltName is. An address longer than the 64 characters of ub-common-name
/// leaves the subject empty, and subjectAltName becomes critical (RFC 5280 §4.1.2.6).
public struct CertificateProfile: Sendable, Equatable {
    /// organizationName of the subject, where there is one.
    let organization: String?
    /// commonName of the subject; nil together with `organization` leaves the subject empty.
    let commonName: String?
    /// The uniformResourceIdentifier entries of subjectAltName, in their order.
    public let uris: [String]
    let kind: Kind
    /// What the key is for.
    public let usage: Usage

    /// What the key of a user's or domain's certificate may be used for.
    public enum Usage: String, Sendable, CaseIterable {
        /// To sign, and to have nothing enveloped for.
        case sign
        /// To have content enveloped for, and not to sign.
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

    /// A certification authority for tests; with published keys its name says so for ever.
    public static func testAuthority(domain: String, keys: KeySecrecy) -> CertificateProfile {
        let organization = keys == .published ? Certificate.publishedKeysMark : "smime-presence test CA"
        return CertificateProfile(
            organization: organization, commonName: commonName("CA of \(domain)") ?? "CA", uris: [],
            kind: .authority, usage: .sign)
    }

    /// Who knows the private keys of a test CA and its subscribers.
    public enum KeySecrecy: Sendable {
        /// Their holders only.
        case held
        /// Everybody: they are shipped with the project.
        case published
    }

    /// The text as a common name, nil where it is longer than X.520 allows.
    private static func commonName(_ text: String) -> String? {
        text.unicodeScalars.count <= 64 ? text : nil
    }

    /// What a key of this kind may be used for under this profile.
    public func keyUsage(of key: KeyAlgorithm) -> KeyUsage {
        let encipherment: KeyUsage = key.agreesOnKeys ? .keyAgreement : .keyEncipherment
        return switch (kind, usage) {
        case (.authority, _): [.keyCertSign, .cRLSign]
        case (_, .sign): .digitalSignature
        case (_, .encrypt): encipherment
        case (_, .both): [.digitalSignature, encipherment]
        }
    }
}

extension Certificate {
    /// organizationName of a test CA whose private keys are public, as those in certs/testca.
    static let publishedKeysMark = "TEST ONLY - the private keys are public"

    /// Whether this is a test CA whose private key everybody knows, so that it proves nothing.
    ///
    /// The mark is in the certificate itself: a copy of it, under any name, is recognised.
    public var isTestAuthorityWithPublishedKeys: Bool {
        facts.isCertificationAuthority && facts.subject.hasSuffix("O=\(Self.publishedKeysMark)")
    }
}
