public import CMS
public import CertStore
public import FoundationEssentials
import MIME
import SMIMEBody

/// The exported form of a certificate, and who may read it.
public enum ExportedContent: Sendable {
    /// Readable on a terminal.
    case text([UInt8])
    /// DER.
    case binary([UInt8])
    /// A private key, or a file with one: only for its owner.
    case secret(SecretOctets)
}

/// The forms in which a certificate of the store is exported.
public enum ExportForm: Sendable {
    /// The certificate in PEM.
    case pem
    /// The certificate in DER.
    case der
    /// PEM of the certificate and its CAs, up to the trust anchor.
    case chain
    /// PEM of the private key; encrypted if there is a password.
    case key(password: SecretOctets?)
    /// Certificate, private key and chain in one file (RFC 7292).
    case pkcs12(password: SecretOctets, encryption: PKCS12.Encryption)
    /// An S/MIME certs-only message (RFC 8551 §3.8), with the chain or without.
    case certificatesOnly(Message, withChain: Bool)

    /// The form of a certs-only message.
    public enum Message: Sendable {
        /// A MIME entity.
        case entity
        /// The bare CMS object, in DER.
        case der
        /// The bare CMS object, in PEM.
        case pem
    }

    /// Returns the exported form of a certificate that is filed under `uri`;
    /// `passphrase` decrypts its private key.
    ///
    /// - Throws: ``AdministrationError/selection(_:)`` if a chain is requested and there is none,
    ///   ``AdministrationError/store(_:)`` and ``AdministrationError/cryptography(_:)``.
    public func content(
        of certificate: Certificate, filedUnder uri: String, in database: CertStore, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> ExportedContent {
        func chain() throws(AdministrationError) -> [Certificate] {
            try Self.chain(of: certificate, filedUnder: uri, in: database, at: instant)
        }
        switch self {
        case .pem: return .text(try encoding(certificate.pem()))
        case .der: return .binary(certificate.der)
        case .chain:
            let pem = try chain().map { (link) throws(AdministrationError) in try encoding(link.pem()) }
            return .text(pem.flatMap(\.self))
        case .key(let password):
            let key = try storing(database.privateKey(of: certificate, passphrase: passphrase))
            return .secret(try encoding(key.pem(passphrase: password)))
        case .pkcs12(let password, let encryption):
            let key = try storing(database.privateKey(of: certificate, passphrase: passphrase))
            let chain = (try? chain()) ?? [certificate]
            let file = PKCS12(certificate: certificate, key: key, chain: Array(chain.dropFirst()))
            return .secret(try encoding(file.der(password: password, encryption: encryption)))
        case .certificatesOnly(let message, let withChain):
            return try Self.message(message, of: withChain ? chain() : [certificate])
        }
    }

    private static func message(
        _ form: Message, of certificates: [Certificate]
    ) throws(AdministrationError) -> ExportedContent {
        switch form {
        case .entity:
            do {
                return .text(try CertificatesOnly.entity(certificates).octets)
            } catch {
                throw .body(error)
            }
        case .der: return .binary(try encoding(ContentInfo.der(ofCertificatesOnly: certificates)))
        case .pem:
            let der = try encoding(ContentInfo.der(ofCertificatesOnly: certificates))
            return .text(try encoding(PEM.encode(cms: der)))
        }
    }

    /// Returns the certificate and its CAs; if it is not valid now, as of the nearest time at which it was.
    private static func chain(
        of certificate: Certificate, filedUnder uri: String, in database: CertStore, at instant: Date
    ) throws(AdministrationError) -> [Certificate] {
        let anchors = try storing(database.trustAnchors())
        let trusted = try encoding(TrustAnchors(anchors.map(\.certificate)))
        let instant = min(max(instant, certificate.facts.notBefore), certificate.facts.notAfter)
        let authorities = try storing(database.authorities())
        do {
            return try trusted.verify(certificate, intermediates: authorities, at: instant).certificates
        } catch {
            throw .selection(.noChain(uri: uri))
        }
    }
}
