import CMS
import MIME
import SIPMessage
import SMIMEBody

extension CertificateFile {
    /// The content of a file, in order.
    struct Found {
        var certificates: [Certificate] = []
        var unusable: [UnusableEntry] = []
        var keys: [FoundKey] = []
        var hasOpenKey = false
        /// Whether it is, or contains, a certs-only message.
        var isCertificatesOnly = false

        init() {}
    }

    /// The largest number of PKCS#12 blocks; each may need seconds of key derivation.
    fileprivate static let maximumPKCS12Blocks = 8
}

extension CertificateFile.Found {
    /// Detects the container from the octets.
    init(_ file: SecretOctets, name: String, password: SecretOctets?) throws(CertificateFile.Failure) {
        self.init()
        // Certificates are read from arrays, and this one may contain a key.
        var octets = file.copied()
        defer { SecretOctets.wipe(&octets) }
        if PKCS12.isLikely(octets) {
            try take(pkcs12: file, name: name, password: password)
        } else if CertificateFile.isPEM(octets.span) {
            try take(pem: octets, name: name)
            try takePKCS12Blocks(of: file, name: name, password: password)
            if CertificateFile.mentionsKey(octets.span), !certificates.isEmpty {
                take(try CertificateFile.keyReadings(file, name: name, password: password))
                hasOpenKey = hasOpenKey || CertificateFile.hasKeyWithoutPassword(file)
            }
            // A SIP message may contain PEM in its body.
            if certificates.isEmpty, unusable.isEmpty { takeMessage(octets) }
        } else if let first = try? Certificate(der: octets) {
            certificates = [first]
        } else {
            takeMessage(octets)
            if certificates.isEmpty, !isCertificatesOnly { take(Certificate.reading(der: octets)) }
        }
        dropRepeated()
    }

    /// Reads the certificates of every block that has some, and of certs-only messages.
    mutating func take(pem octets: [UInt8], name: String) throws(CertificateFile.Failure) {
        guard let (blocks, brokenCount) = try? PEM.readableBlocks(octets) else {
            throw .notACertificate(name)
        }
        for block in blocks {
            switch block.label {
            case "CERTIFICATE", "X509 CERTIFICATE": take(Certificate.reading(der: block.octets))
            case "TRUSTED CERTIFICATE": take(Certificate.reading(trustedDER: block.octets))
            case "PKCS7", "CMS", "PKCS #7 SIGNED DATA": takeCertificatesOnly(block.octets)
            default: break
            }
        }
        if brokenCount > 0 { unusable.append(.brokenBlocks(brokenCount)) }
    }

    private mutating func takePKCS12Blocks(
        of file: SecretOctets, name: String, password: SecretOctets?
    ) throws(CertificateFile.Failure) {
        let blocks: [SecretOctets]
        do throws(CMSError) {
            blocks = try PEM.secrets(
                in: file, label: "PKCS12", limit: CertificateFile.maximumPKCS12Blocks)
        } catch {
            // The broken blocks are already counted.
            guard case .malformed = error else { throw .notACertificate(name) }
            return
        }
        for block in blocks { try take(pkcs12: block, name: name, password: password) }
    }

    mutating func take(_ reading: Result<Certificate, UnusableCertificate>) {
        switch reading {
        case .success(let certificate): certificates.append(certificate)
        case .failure(let failure): unusable.append(.certificate(failure))
        }
    }

    private mutating func take(_ readings: [Result<PrivateKey, UnusablePrivateKey>]) {
        let found = FoundKey.sorted(readings)
        keys += found.usable
        unusable += found.unusable.map { .privateKey($0) }
    }

    /// Reads a PKCS#12 file; without a password, it tries the empty one, and
    /// reports a file that needs another.
    private mutating func take(
        pkcs12 file: SecretOctets, name: String, password: SecretOctets?
    ) throws(CertificateFile.Failure) {
        let empty = SecretOctets.empty
        do throws(CMSError) {
            let contents = try PKCS12.contents(der: file, password: password ?? empty)
            certificates += contents.certificates
            unusable += contents.unusable.map { .certificate($0) }
            take(contents.keyReadings)
            // An empty or unnecessary password does not protect the key.
            let isOpen = !contents.isProtected || (password ?? empty).count == 0
            if isOpen, !contents.keyReadings.isEmpty { hasOpenKey = true }
        } catch {
            if error == .wrongPassphrase, password == nil {
                throw PKCS12.isEncrypted(der: file) ? .passwordRequired(name) : .passwordForMAC(name)
            }
            throw CertificateFile.failure(error, name: name) ?? .notACertificate(name)
        }
    }

    /// Reads a CMS object in DER, a MIME entity, or a SIP message with such an entity as its body.
    private mutating func takeMessage(_ octets: [UInt8]) {
        if takeCertificatesOnly(octets) { return }
        guard let body = Self.body(of: octets), let readings = try? CertificatesOnly.readings(in: body)
        else { return }
        isCertificatesOnly = true
        for reading in readings { take(reading) }
    }

    /// Returns the body of a SIP message, or an entity whose first header field describes a body.
    private static func body(of octets: [UInt8]) -> MIMEEntity? {
        if let message = try? SIPMessage.parse(octets) { return message.bodyEntity() }
        guard let entity = try? MIMEEntity.parse(octets), let first = entity.headerFields.first,
            first.isNamed("MIME-Version") || first.name.lowercased().hasPrefix("content-")
        else { return nil }
        return entity
    }

    @discardableResult
    private mutating func takeCertificatesOnly(_ der: [UInt8]) -> Bool {
        guard let readings = try? CertificatesOnly.readings(der: der, limit: 1000) else { return false }
        isCertificatesOnly = true
        for reading in readings { take(reading) }
        return true
    }

    /// Removes certificates that the file contains twice, perhaps in two containers.
    private mutating func dropRepeated() {
        var seen: Set<Certificate> = []
        certificates.removeAll { !seen.insert($0).inserted }
    }
}
