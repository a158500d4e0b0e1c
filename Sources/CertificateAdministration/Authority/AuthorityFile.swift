public import CMS
public import CertStore
import FoundationEssentials

/// The file in which a CA moves from one store to another.
///
/// It is PEM (RFC 7468), because every tool reads each part of it: `openssl x509`, `openssl crl`, `openssl
/// pkey`. PKCS#12 can contain CRLs, but other tools skip them, and many read only one key. The parts:
/// - the certificates of the CA's keys, the current key last; a key missing from the file is compromised;
/// - a CRL of each key with all its revocations, signed when the CA was exported. The next CRL has a higher
///   number;
/// - the certificates that the CA issued, so that their serial numbers are known;
/// - the private keys, encrypted (RFC 5958), the current one last, so that a truncated file lacks it.
public struct AuthorityFile: Sendable {
    /// The largest accepted file, in octets, and the largest number of PEM blocks in it.
    public static let limit = 256 << 20
    private static let maximumBlocks = 250_000
    /// The largest number of keys of one CA.
    fileprivate static let maximumKeys = 100

    /// The keys of the CA, the current one last.
    public let keys: [MovedAuthority.Key]
    /// The certificates that it issued.
    public let issued: [Certificate]
    /// Whether it contains a private key that is readable without a password.
    public let hasOpenKey: Bool
    /// The number of certificates in the file that the CA did not issue; they are not imported.
    public let others: Int

    /// The certificate of the current key.
    public var current: Certificate? { keys.last?.certificates.last }

    /// Returns the file of a CA, with the private keys encrypted under a password.
    ///
    /// - Throws: ``AuthorityFileError/tooLarge(limit:)``, or ``AdministrationError/cryptography(_:)``.
    public static func pem(
        _ authority: MovedAuthority, password: SecretOctets
    ) throws(AdministrationError) -> SecretOctets {
        var text: [UInt8] = []
        for key in authority.keys {
            for certificate in key.certificates { text += try encoding(certificate.pem()) }
        }
        for list in authority.keys.compactMap(\.list) { text += try encoding(list.pem()) }
        for der in authority.issued { text += try encoding(PEM.encode(certificate: der)) }
        for key in authority.keys.compactMap(\.privateKey) {
            text += try encoding(key.pem(passphrase: password)).copied()
        }
        guard text.count <= limit, authority.issued.count < maximumBlocks - 1000 else {
            throw .authorityFile(.tooLarge(limit: limit))
        }
        return SecretOctets(copying: text.span)
    }

    /// Reads the file of a CA; `name` is only for the error.
    ///
    /// A CA of another program can be imported too: its certificate and private key suffice.
    ///
    /// - Throws: ``AdministrationError/file(_:)`` if it is not PEM, or the password is wrong;
    ///   ``AdministrationError/authorityFile(_:)`` if it is not the file of a CA.
    public init(
        _ file: SecretOctets, name: String, password: SecretOctets?
    ) throws(AdministrationError) {
        let content = try Content(file, name: name, limit: Self.maximumBlocks)
        let found = try Self.keys(file, name: name, password: password)
        var lists = content.lists
        var count = 0
        self.keys = try content.authorities.map { (certificates) throws(AdministrationError) in
            guard let newest = certificates.last else { throw .authorityFile(.noAuthority(name)) }
            let key = found.first { $0.isConsistent(with: newest) }
            if key != nil { count += 1 }
            let list = lists.first { $0.isIssued(by: newest) }
            lists.removeAll { $0 == list }
            return MovedAuthority.Key(
                certificates: certificates, privateKey: key, list: key == nil ? nil : list)
        }
        guard let current = self.keys.last else { throw .authorityFile(.noAuthority(name)) }
        guard current.privateKey != nil else { throw .authorityFile(.noKey(name)) }
        guard count == found.count else { throw .authorityFile(.notAuthorityFile(name)) }
        if let list = lists.first { throw .authorityFile(.foreignList(name, issuer: list.issuer)) }
        let issuers = self.keys.compactMap(\.certificates.last)
        issued = content.issued.filter { certificate in issuers.contains(where: certificate.isIssued) }
        others = content.issued.count - issued.count
        hasOpenKey = file.withOctets(Self.mentionsOpenKey)
        // Else the password would show nothing about the origin of the file.
        if password != nil, hasOpenKey { throw .authorityFile(.openKey(name)) }
    }

    /// Reads every private key; an unreadable one is an error, since a missing key is compromised.
    private static func keys(
        _ file: SecretOctets, name: String, password: SecretOctets?
    ) throws(AdministrationError) -> [PrivateKey] {
        guard file.withOctets(CertificateFile.mentionsKey) else { throw .authorityFile(.noKey(name)) }
        let found = try reading(CertificateFile.keys(file, name: name, password: password))
        guard found.unusable.isEmpty else { throw .authorityFile(.notAuthorityFile(name)) }
        return found.usable.map(\.key)
    }

    private static func mentionsOpenKey(_ octets: Span<UInt8>) -> Bool {
        PEM.keyBlocks(in: octets).contains { block in
            !CertificateFile.mentionsEncryptedKey(octets.extracting(block))
        }
    }

    /// Imports the CA into a store; see ``CertStore/importAuthority(_:issued:passphrase:)``.
    ///
    /// - Throws: ``AdministrationError/store(_:)``.
    public func bring(
        into database: CertStore, passphrase: SecretOctets? = nil
    ) throws(AdministrationError) {
        let filed = issued.map { ($0, SubscriberAddress.addresses(in: $0)) }.filter { !$0.1.isEmpty }
        try storing(database.importAuthority(keys, issued: filed, passphrase: passphrase))
    }
}

/// The parts of the file that need no password.
private struct Content {
    /// The certificates of each key, oldest first.
    private(set) var authorities: [[Certificate]] = []
    private(set) var issued: [Certificate] = []
    private(set) var lists: [RevocationList] = []

    init(_ file: SecretOctets, name: String, limit: Int) throws(AdministrationError) {
        var octets = file.copied()
        defer { SecretOctets.wipe(&octets) }
        let blocks: [PEM.Block]
        do throws(CMSError) { blocks = try PEM.blocks(octets, limit: limit) } catch {
            throw .authorityFile(.notAuthorityFile(name))
        }
        for block in blocks {
            switch block.label {
            case "CERTIFICATE": try take(certificate: block.octets, name: name)
            case "X509 CRL":
                do throws(CMSError) { lists.append(try RevocationList(der: block.octets)) } catch {
                    throw .authorityFile(.notAuthorityFile(name))
                }
            default: break
            }
        }
    }

    private mutating func take(certificate der: [UInt8], name: String) throws(AdministrationError) {
        let certificate: Certificate
        do throws(CMSError) { certificate = try Certificate(der: der) } catch {
            throw .authorityFile(.notAuthorityFile(name))
        }
        guard certificate.facts.isCertificationAuthority else { return issued.append(certificate) }
        guard certificate.isIssued(by: certificate) else {
            throw .authorityFile(.notSelfSigned(name, subject: certificate.facts.subject))
        }
        let digest = try encoding(certificate.publicKeyDigest())
        let index = authorities.firstIndex { known in
            known.contains {
                $0.facts.subjectDER == certificate.facts.subjectDER && (try? $0.publicKeyDigest()) == digest
            }
        }
        guard let index else {
            guard authorities.count < AuthorityFile.maximumKeys else {
                throw .authorityFile(.notAuthorityFile(name))
            }
            return authorities.append([certificate])
        }
        authorities[index].append(certificate)
        authorities[index].sort { $0.facts.notBefore < $1.facts.notBefore }
    }
}
