import CMS
import Exposure
import FoundationEssentials
import SMIMEBody

/// One S/MIME layer in a report.
struct ReportedLayer: Encodable {
    /// The signer of a layer, as its certificate says.
    struct Signer: Encodable {
        let uris: [String]
        let subject: String
        let fingerprint: String
        let kind: String?

        init(_ certificate: Certificate) {
            uris = certificate.facts.uris
            subject = certificate.facts.subject
            fingerprint = certificate.fingerprint
            kind = CertificateIdentity(of: certificate).kind?.rawValue
        }
    }

    let kind: String
    let form: String
    var contentEncryption: String?
    var keyManagement: String?
    var recipients: [String]?
    var signer: Signer?
    /// How the message names the signer's certificate, where the certificate itself is not known.
    var signerIdentifier: String?
    var digest: String?
    var signatureAlgorithm: String?
    var signingTime: String?
    var signatureCovers: String?

    init(_ layer: Layer) {
        switch layer {
        case .enveloped(let envelope):
            kind = envelope.kind == .authEnveloped ? "authEnveloped-data" : "enveloped-data"
            form = "opaque"
            contentEncryption = envelope.cipher.name
            var managements: [String] = []
            for recipient in envelope.recipients {
                let name = recipient.keyManagement?.name ?? "unsupported"
                if !managements.contains(name) { managements.append(name) }
            }
            keyManagement = managements.joined(separator: ", ")
            recipients = envelope.recipients.map { $0.identifier?.description ?? "not by certificate" }
        case .signed(let signature):
            kind = "signed-data"
            form = signature.form == .opaque ? "opaque" : "detached"
            signer = signature.certificate.map { Signer($0) }
            signerIdentifier = signature.identifier.description
            digest = signature.digest.name
            signatureAlgorithm = signature.algorithm.name
            signingTime = signature.signingTime?.internetTime
            signatureCovers = signature.covers.rawValue
        }
    }
}

extension VisibleLayer {
    /// What of a layer the exposure report needs to know.
    init(_ layer: Layer, octets: Int) {
        switch layer {
        case .enveloped(let envelope):
            self.init(
                kind: envelope.kind == .authEnveloped ? .authEnvelopedData : .envelopedData,
                recipients: envelope.recipients.map { $0.identifier?.description ?? "not by certificate" },
                cipher: envelope.cipher.name, octets: envelope.encryptedOctets)
        case .signed(let signature):
            self.init(
                kind: .signedData, signer: signature.identifier.description,
                signerURIs: signature.certificate?.facts.uris ?? [], octets: octets)
        }
    }
}
