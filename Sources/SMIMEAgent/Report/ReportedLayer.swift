package import CMS
package import Exposure
package import Octets
package import SMIMEBody

/// One S/MIME layer in a report.
package struct ReportedLayer: JSONEncodable {
    /// The signer of a layer, according to its certificate.
    package struct Signer: JSONEncodable {
        private let certificate: Certificate

        package init(_ certificate: Certificate) { self.certificate = certificate }

        // Computed, because most messages of a service have a report that is never written.
        var uris: [String] { certificate.facts.uris }
        var subject: String { certificate.facts.subject }
        var fingerprint: String { certificate.fingerprint }
        var kind: String? { CertificateIdentity(of: certificate).kind?.rawValue }

        /// The name of the signer for people.
        package var words: String { uris.isEmpty ? subject : uris.joined(separator: ", ") }

        package func encode(into writer: inout JSONWriter) {
            writer.object {
                $0.member("fingerprint", fingerprint)
                $0.memberIfPresent("kind", kind)
                $0.member("subject", subject)
                $0.member("uris", uris)
            }
        }
    }

    package let kind: String
    package let form: String
    package var contentEncryption: String?
    package var contentKeyDerivation: String?
    package var keyManagement: String?
    package var recipients: [String]?
    package var signer: Signer?
    /// The identifier of the signer's certificate in the message, if the certificate is unknown.
    package var signerIdentifier: String?
    package var digest: String?
    package var signatureAlgorithm: String?
    package var signingTime: String?
    package var signatureCovers: String?

    package init(_ layer: Layer) {
        switch layer {
        case .enveloped(let envelope):
            kind = envelope.kind == .authEnveloped ? "authEnveloped-data" : "enveloped-data"
            form = "opaque"
            contentEncryption = envelope.cipher.name
            contentKeyDerivation = envelope.keyDerivation?.name
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

    package func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.memberIfPresent("contentEncryption", contentEncryption)
            $0.memberIfPresent("contentKeyDerivation", contentKeyDerivation)
            $0.memberIfPresent("digest", digest)
            $0.member("form", form)
            $0.memberIfPresent("keyManagement", keyManagement)
            $0.member("kind", kind)
            $0.memberIfPresent("recipients", recipients)
            $0.memberIfPresent("signatureAlgorithm", signatureAlgorithm)
            $0.memberIfPresent("signatureCovers", signatureCovers)
            $0.memberIfPresent("signer", signer)
            $0.memberIfPresent("signerIdentifier", signerIdentifier)
            $0.memberIfPresent("signingTime", signingTime)
        }
    }
}

extension VisibleLayer {
    /// The facts about a layer that the exposure report needs.
    package init(_ layer: Layer, octets: Int) {
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
