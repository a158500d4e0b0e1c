import CMS

/// A file with a certificate in it: PEM, DER or PKCS#12, found out from its octets.
struct CertificateFile {
    /// Why a file is not taken.
    enum Failure: Error, Equatable {
        /// None of the three forms; the name of the file.
        case notACertificate(String)
        /// A PKCS#12 file or an encrypted key, and no password was given.
        case passwordRequired(String)
        /// The password does not open the file.
        case wrongPassword(String)
        /// No private key in PEM or DER.
        case notAKey(String)
    }

    /// Files larger than this hold no certificate of this world.
    static let limit = 1 << 20

    /// The first certificate.
    let certificate: Certificate
    /// Those behind it.
    let others: [Certificate]
    /// The private key, where the file has one.
    let key: PrivateKey?

    /// Reads a file's octets; `name` is only for the error.
    init(_ file: SecretOctets, name: String, password: SecretOctets?) throws(Failure) {
        // Certificates are read from arrays; this one may have a key in it.
        var octets = file.copied()
        defer { SecretOctets.wipe(&octets) }
        if Self.isPEM(octets.span) {
            guard let all = try? Certificate.certificates(pem: octets), let first = all.first else {
                throw .notACertificate(name)
            }
            certificate = first
            others = Array(all.dropFirst())
            key = Self.mentionsKey(octets.span) ? try Self.key(file, name: name, password: password) : nil
        } else if let first = try? Certificate(der: octets) {
            (certificate, others, key) = (first, [], nil)
        } else if PKCS12.isLikely(octets) {
            guard let password else { throw .passwordRequired(name) }
            do throws(CMSError) {
                let parts = try PKCS12.read(der: file, password: password)
                (certificate, others, key) = (parts.certificate, parts.chain, parts.key)
            } catch {
                throw error == .wrongPassphrase ? .wrongPassword(name) : .notACertificate(name)
            }
        } else {
            throw .notACertificate(name)
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
            if let password, let key = try? PrivateKey(encryptedDER: octets, passphrase: password) {
                return key
            }
            return try PrivateKey(der: octets)
        } catch {
            guard error == .wrongPassphrase else { throw .notAKey(name) }
            throw password == nil ? .passwordRequired(name) : .wrongPassword(name)
        }
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
