import CMS
import MIME
import SMIMEBody
import TestSupport

/// Shapes that spoof signatures in mail, as seeds; Tests/SMIMEBodyTests has their verdicts.
enum Spoofs {
    static func all(_ lab: FuzzLab) throws -> [(name: String, entity: MIMEEntity)] {
        let signed = try Protector(signer: lab.signer, form: .detached)
            .protect(lab.documents[0], signingTime: TestLab.now)
        let envelope = try Protector(signer: lab.signer, recipients: [lab.server])
            .protect(lab.documents[0], signingTime: TestLab.now)
        let clear = try FuzzLab.entity("text/plain", "you are fired")
        return try [
            ("mixed-before", multipart("mixed", [clear, signed])),
            ("mixed-behind", multipart("mixed", [envelope, clear])),
            ("alternative", multipart("alternative", [clear, envelope])),
            ("related", multipart("related", [signed, signed])),
            ("message", FuzzLab.entity("message/rfc822", String(decoding: signed.octets, as: UTF8.self))),
        ].map { ("spoof-" + $0.0, $0.1) }
    }

    static func multipart(_ subtype: String, _ parts: [MIMEEntity]) throws -> MIMEEntity {
        MIMEEntity(
            headerFields: [
                try HeaderField(name: "Content-Type", value: "multipart/\(subtype);boundary=spoof-\(subtype)")
            ],
            body: try Multipart.compose(parts: parts.map(\.octets), boundary: "spoof-\(subtype)"))
    }
}
