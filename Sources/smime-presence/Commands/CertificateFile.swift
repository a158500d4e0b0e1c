import CMS
import SMIMEBody

/// A file with certificates in it, what it is found out from its octets.
struct CertificateFile {
    /// Why a file is not taken.
    enum Failure: Error, Equatable {
        /// None of the forms that hold certificates; the name of the file.
        case notACertificate(String)
        /// A certs-only message without certificate.
        case noCertificate(String)
        /// Certificates of several holders, so that another URI would be that of all of them.
        case severalHolders(String, count: Int)
        /// A PKCS#12 file or an encrypted key, and no password was given.
        case passwordRequired(String)
        /// The password does not open the file.
        case wrongPassword(String)
        /// No private key in PEM or DER.
        case notAKey(String)
        /// Opening it would take more rounds of key derivation than the limit.
        case tooSlow(String, limit: Int)
        /// A PKCS#12 file that only libcrypto's legacy module opens, which is not installed.
        case needsLegacyModule(String)
    }

    /// Files larger than this hold no certificate of this world.
    static let limit = 1 << 20

    /// The holders' certificates: the first in PEM, the one of DER or with the key in PKCS#12, and of a certs-only
    /// message, which has no order, all that are no authority's.
    let subscribers: [Certificate]
    /// The others.
    let others: [Certificate]
    /// The private key, where the file has one.
    let key: PrivateKey?

    /// Reads a file's octets; `name` is only for the error.
    init(_ file: SecretOctets, name: String, password: SecretOctets?) throws(Failure) {
        // Certificates are read from arrays; this one may have a key in it.
        var octets = file.copied()
        defer { SecretOctets.wipe(&octets) }
        if Self.isPEM(octets.span), let all = try? Certificate.certificates(pem: octets) {
            subscribers = Array(all.prefix(1))
            others = Array(all.dropFirst())
            key = Self.mentionsKey(octets.span) ? try Self.key(file, name: name, password: password) : nil
        } else if let first = try? Certificate(der: octets) {
            (subscribers, others, key) = ([first], [], nil)
        } else if PKCS12.isLikely(octets) {
            let parts = try Self.pkcs12(file, name: name, password: password)
            (subscribers, others, key) = ([parts.certificate], parts.chain, parts.key)
        } else {
            guard let all = Self.certificatesOnly(octets) else { throw .notACertificate(name) }
            guard !all.isEmpty else { throw .noCertificate(name) }
            let holders = all.filter { !$0.facts.isCertificationAuthority }
            // Of authorities alone the first is taken for a subscriber's, and refused for what it is.
            subscribers = holders.isEmpty ? Array(all.prefix(1)) : holders
            others = all.filter { $0.facts.isCertificationAuthority }
            key = nil
        }
    }

    /// The certificates of a certs-only message: a CMS object in DER or PEM, a MIME entity, or a SIP message with one
    /// for its body; nil for anything else.
    private static func certificatesOnly(_ octets: [UInt8]) -> [Certificate]? {
        if let found = try? CertificatesOnly.certificates(der: octets) { return found }
        switch InputForm(octets) {
        case .empty, .der: return nil
        case .pem:
            guard let block = try? PEM.blocks(octets).first else { return nil }
            return (try? CertificatesOnly.certificates(der: block.octets)) ?? nil
        case .entity, .sip:
            guard let body = try? MessageInput.read(octets, bodyType: nil).body else { return nil }
            return (try? CertificatesOnly.certificates(in: body)) ?? nil
        }
    }

    private static func pkcs12(
        _ file: SecretOctets, name: String, password: SecretOctets?
    ) throws(Failure) -> PKCS12 {
        guard let password else { throw .passwordRequired(name) }
        do throws(CMSError) {
            return try PKCS12.read(der: file, password: password)
        } catch {
            throw failure(error, name: name) ?? .notACertificate(name)
        }
    }

    private static func failure(_ error: CMSError, name: String) -> Failure? {
        switch error {
        case .wrongPassphrase: .wrongPassword(name)
        case .tooManyDerivationRounds(let limit): .tooSlow(name, limit: limit)
        case .legacyModuleMissing: .needsLegacyModule(name)
        default: nil
        }
    }

    /// Every certificate of a PEM file, or the one of a DER file.
    static func certificates(_ octets: [UInt8], name: String) throws(Failure) -> [Certificate] {
        do throws(CMSError) {
            return try isPEM(octets.span) ? Certificate.certificates(pem: octets) : [Certificate(der: octets)]
        } catch {
            throw .notACertificate(name)
        }
    }

    /// Reads a private key in PEM or DER, encrypted or not.
    static func key(
        _ octets: SecretOctets, name: String, password: SecretOctets?
    ) throws(Failure) -> PrivateKey {
        do throws(CMSError) {
            if octets.withOctets(isPEM) { return try PrivateKey(pem: octets, passphrase: password) }
            if let password {
                do throws(CMSError) {
                    return try PrivateKey(encryptedDER: octets, passphrase: password)
                } catch .malformed(.privateKey) {}
            }
            return try PrivateKey(der: octets)
        } catch {
            if error == .wrongPassphrase, password == nil { throw .passwordRequired(name) }
            throw failure(error, name: name) ?? .notAKey(name)
        }
    }

    /// Whether a private key is in there that is read without a password, whether or not one was given.
    static func hasKeyWithoutPassword(_ octets: SecretOctets) -> Bool {
        (try? key(octets, name: "", password: nil)) != nil
    }

    private static func isPEM(_ octets: Span<UInt8>) -> Bool { contains(octets, "-----BEGIN ") }

    private static func mentionsKey(_ octets: Span<UInt8>) -> Bool { contains(octets, "PRIVATE KEY-----") }

    /// Octet by octet: a String of them would be a copy that nobody wipes.
    private static func contains(_ octets: Span<UInt8>, _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        guard octets.count >= wanted.count else { return false }
        return (0...octets.count - wanted.count).contains { start in
            wanted.indices.allSatisfy { octets[start + $0] == wanted[$0] }
        }
    }
}
