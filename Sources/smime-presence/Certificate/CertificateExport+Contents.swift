import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import MIME
import SMIMEBody

extension CertificateExport {
    /// The one thing that is written of a certificate.
    func contents(
        of certificate: Certificate, in database: CertStore, at instant: Date, secrets: ExportSecrets
    ) throws -> Output {
        if isCertificatesOnly { return try message(of: certificate, in: database, at: instant) }
        if isDER { return Output(certificate.der, .binary, to: output) }
        if isChain {
            let chain = try chain(of: certificate, in: database, at: instant)
            return Output(try chain.flatMap { try $0.pem() }, .text, to: output)
        }
        guard isKey || isPKCS12 else { return Output(try certificate.pem(), .text, to: output) }
        let key = try database.privateKey(of: certificate, passphrase: secrets.passphrase)
        guard isPKCS12 else { return Output(try key.pem(passphrase: secrets.password), to: output) }
        let chain = (try? chain(of: certificate, in: database, at: instant)) ?? [certificate]
        let file = PKCS12(certificate: certificate, key: key, chain: Array(chain.dropFirst()))
        guard let password = secrets.password else {
            throw CommandFailure(
                UsageError.optionNeeds("--pkcs12", other: "--password-file"),
                help: "smime-presence \(Self.name) --help")
        }
        let encryption: PKCS12.Encryption = isLegacy ? .legacy : .current
        return Output(try file.der(password: password, encryption: encryption), to: output)
    }

    /// A certs-only message: the MIME entity, or the CMS object in it.
    private func message(
        of certificate: Certificate, in database: CertStore, at instant: Date
    ) throws -> Output {
        let certificates = isChain ? try chain(of: certificate, in: database, at: instant) : [certificate]
        guard isDER || isPEM else {
            return Output(try CertificatesOnly.entity(certificates).octets, .text, to: output)
        }
        let der = try ContentInfo.der(ofCertificatesOnly: certificates)
        return isDER
            ? Output(der, .binary, to: output) : Output(try PEM.encode(cms: der), .text, to: output)
    }

    /// The certificate and those above it; for one that is not valid now, as of the nearest time it was.
    private func chain(
        of certificate: Certificate, in database: CertStore, at instant: Date
    ) throws -> [Certificate] {
        let anchors = try TrustAnchors(database.trustAnchors().map(\.certificate))
        let instant = min(max(instant, certificate.facts.notBefore), certificate.facts.notAfter)
        let authorities = try database.authorities()
        do throws(CMSError) {
            return try anchors.verify(certificate, intermediates: authorities, at: instant).certificates
        } catch {
            throw SelectionError.noChain(uri: uris.first ?? "")
        }
    }
}
