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
    /// The certificate and its private key in one PEM file, as baresip reads them; the key is encrypted if
    /// there is a password.
    case keyWithCertificate(password: SecretOctets?)
    /// Certificate, private key and chain in one file (RFC 7292); `isRandom` is whether the password is as
    /// strong as a key.
    case pkcs12(password: SecretOctets, encryption: PKCS12.Encryption, isRandom: Bool = false)
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

    /// Whether the form can contain both certificates of a pair; the others contain one certificate.
    public var holdsPair: Bool {
        switch self {
        case .pem, .chain, .key, .keyWithCertificate, .pkcs12, .certificatesOnly: true
        case .der: false
        }
    }

    /// Whether the form contains private keys.
    public var hasKey: Bool {
        switch self {
        case .key, .keyWithCertificate, .pkcs12: true
        case .pem, .der, .chain, .certificatesOnly: false
        }
    }

    /// Returns the exported form of certificates of one holder that are filed under `uri`.
    ///
    /// It is one certificate, or the two of a pair for signing and encrypting, if the form ``holdsPair``.
    /// `passphrase` decrypts their private keys.
    ///
    /// - Throws: ``AdministrationError/selection(_:)`` if a chain is requested and there is none,
    ///   ``AdministrationError/store(_:)`` and ``AdministrationError/cryptography(_:)``.
    public func content(
        of certificates: [Certificate], filedUnder uri: String, in database: CertStore, at instant: Date,
        passphrase: SecretOctets? = nil
    ) throws(AdministrationError) -> ExportedContent {
        func key(of certificate: Certificate) throws(AdministrationError) -> PrivateKey {
            try storing(database.privateKey(of: certificate, passphrase: passphrase))
        }
        func chain() throws(AdministrationError) -> [Certificate] {
            var links: [Certificate] = []
            for certificate in certificates {
                links += try Self.chain(of: certificate, filedUnder: uri, in: database, at: instant)
                    .filter { !links.contains($0) }
            }
            return certificates + links.filter { !certificates.contains($0) }
        }
        switch self {
        case .pem: return .text(try Self.pem(certificates))
        case .der: return .binary(certificates.first?.der ?? [])
        case .chain: return .text(try Self.pem(chain()))
        case .key(let password):
            let keys = try certificates.map { (certificate) throws(AdministrationError) in
                let key = try key(of: certificate)
                return try encoding(key.pem(passphrase: password))
            }
            return .secret(SecretOctets(joining: keys))
        case .keyWithCertificate(let password):
            let parts = try certificates.map { (certificate) throws(AdministrationError) in
                let pem = try encoding(certificate.pem())
                let key = try key(of: certificate)
                return [SecretOctets(copying: pem.span), try encoding(key.pem(passphrase: password))]
            }
            return .secret(SecretOctets(joining: parts.flatMap(\.self)))
        case .pkcs12(let password, let encryption, let isRandom):
            guard let first = certificates.first else { throw .selection(.noCertificate(uri: uri)) }
            let links = (try? chain()) ?? certificates
            var file = PKCS12(
                certificate: first, key: try key(of: first),
                chain: Array(links.dropFirst(certificates.count)))
            file.friendlyName = uri
            file.hasRandomPassword = isRandom
            if let second = certificates.dropFirst().first { file.second = (second, try key(of: second)) }
            return .secret(try encoding(file.der(password: password, encryption: encryption)))
        case .certificatesOnly(let message, let withChain):
            return try Self.message(message, of: withChain ? chain() : certificates)
        }
    }

    private static func pem(_ certificates: [Certificate]) throws(AdministrationError) -> [UInt8] {
        var octets: [UInt8] = []
        for certificate in certificates { octets += try encoding(certificate.pem()) }
        return octets
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
