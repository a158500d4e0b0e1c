import CMS
import MIME
import SMIMEBody
import TestSupport

/// CMS objects from attackers: read, verified under each certificate, decrypted with each key.
struct CMSTarget: FuzzTarget {
    let maximumOctets = 8192

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let published = try Seeds.files(
            in: "Tests/Vectors/envelopes", "Tests/Vectors/rfc4134", "Tests/Vectors/rfc8591",
            "Tests/Vectors/rfc6216/blobs",
            ending: [".bin", ".der"], atMost: maximumOctets)
        let own = try FuzzLab.shared.bodies().compactMap { body -> (name: String, octets: [UInt8])? in
            let isObject = (try? body.entity.contentType())?.mediaType == "application/pkcs7-mime"
            return isObject ? (body.name, body.entity.body) : nil
        }
        return published + own
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        Mutation.der(octets, by: &generator)
    }

    func run(_ octets: [UInt8]) {
        if let type = try? HeaderField(name: "Content-Type", value: "application/pkcs7-mime") {
            _ = try? Inspection(of: MIMEEntity(headerFields: [type], body: octets))
        }
        switch try? ContentInfo.read(octets) {
        case .certificatesOnly(let certificates):
            for der in certificates { _ = try? Certificate(der: der) }
        case .signedData(let data):
            for der in data.certificates { _ = try? Certificate(der: der) }
            for signer in FuzzLab.shared.certificates {
                guard let verified = try? data.verify(signedBy: signer) else { continue }
                require(
                    FuzzLab.shared.contains(verified.content), "verified content was signed")
            }
        case .envelopedData(let data):
            require(data.recipients.count <= 256, "the number of recipients is limited")
            decrypt(data)
        case nil: return
        }
    }

    /// Uses each key, whatever recipients are named.
    private func decrypt(_ data: EnvelopedData) {
        for recipient in data.recipients.prefix(4) {
            for keyed in FuzzLab.shared.recipients {
                guard
                    let content = try? data.decrypt(
                        for: recipient, certificate: keyed.certificate, key: keyed.key,
                        strength: .anyIncludingWeak)
                else { continue }
                require(content.count <= data.encryptedOctets, "the encrypted content is at least as long")
            }
        }
    }
}
