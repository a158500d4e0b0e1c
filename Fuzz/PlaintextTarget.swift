import CMS
import MIME
import SMIMEBody
import TestSupport

/// Content that an attacker puts into an envelope for the presence server, with each kind of cipher.
struct PlaintextTarget: FuzzTarget {
    let maximumOctets = 4096
    private let target = OpenTarget()

    func seeds() throws -> [(name: String, octets: [UInt8])] {
        let lab = FuzzLab.shared
        // Inside an envelope, alice's signature around another one would cover content like any other.
        let bodies = try lab.bodies().filter { !$0.name.contains("outer") } + Spoofs.all(lab)
        return (bodies.map { ($0.name, $0.entity.octets) } + [("document", lab.documents[0].octets)])
            .filter { $0.1.count <= maximumOctets }
    }

    func changed(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        guard let entity = try? MIMEEntity.parse(octets) else { return nil }
        return Mutation.entity(entity, by: &generator)?.octets
    }

    func run(_ octets: [UInt8]) {
        for cipher in [ContentCipher.aes128GCM, .aes128CBC] {
            guard
                let enveloper = try? Enveloper(
                    cipher: cipher, recipients: [FuzzLab.shared.server.certificate], rsaKeyTransport: .oaep),
                let der = try? enveloper.envelope(octets),
                let type = try? HeaderField(name: "Content-Type", value: "application/pkcs7-mime")
            else { return }
            target.open(MIMEEntity(headerFields: [type], body: der), in: FuzzLab.shared.message)
        }
    }
}
