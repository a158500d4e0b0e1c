import CMS
import Foundation
import SIPMessage
import SMIMEBody
import TestSupport
import Testing

@testable import smime_presence

@Suite("inspect")
struct InspectTests {
    private let lab: CommandLab

    init() throws { lab = try CommandLab.example() }

    /// Runs `inspect` where no store is, and nothing says where one could be.
    private func inspect(_ octets: [UInt8], _ options: String...) throws -> (CommandRun, ReportObject) {
        let empty = try TemporaryDirectory()
        let result = CommandRun.of(["inspect"] + options, input: octets, in: empty.path)
        #expect(try empty.names().isEmpty)
        return (result, try ReportObject(result.output))
    }

    /// The CMS object of a protected message, on its own.
    private func object() throws -> [UInt8] {
        try SIPMessage.parse(lab.directory.octets(of: "protected.sip")).body
    }

    private func pem(_ label: String) throws -> [UInt8] {
        let text = Data(try object()).base64EncodedString(options: [.lineLength64Characters])
        return Array("-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n".utf8)
    }

    @Test("says which of the forms it found, and reads the same layer in each, without a store")
    func forms() throws {
        let object = try object()
        let entity = Array("Content-Type: application/pkcs7-mime\r\n\r\n".utf8) + object
        let inputs = [
            ("sip-message", try lab.directory.octets(of: "protected.sip"), []), ("mime-entity", entity, []),
            ("der", object, []), ("pem", try pem("CMS"), []), ("pem", try pem("PKCS7"), []),
            ("body", object, ["--body", "application/pkcs7-mime; smime-type=enveloped-data"]),
        ]
        for (form, octets, options) in inputs {
            let (result, report) =
                try options.isEmpty ? inspect(octets) : inspect(octets, options[0], options[1])
            #expect(result.status == .done && result.words.isEmpty, "\(form): \(result.words)")
            #expect(report.members["form"] as? String == form)
            #expect(report.members["verdict"] is NSNull && report.members["reason"] is NSNull)
            #expect(report.layers.count == 1)
            let layer = try #require(report.layers.first)
            #expect(layer["kind"] as? String == "authEnveloped-data")
            #expect(layer["contentEncryption"] as? String == "aes-256-gcm")
            #expect((report.members["message"] != nil) == (form == "sip-message"))
            #expect((report.members["exposure"] != nil) == (form == "sip-message"))
        }
    }

    @Test("shows who says to have signed, outermost layer first")
    func layers() throws {
        let signed = lab.run("sign", "publish.sip").output
        let twice = lab.run("encrypt", "--transfer-encoding", "base64", input: signed).output
        #expect(try inspect(twice).1.layers.map { $0["kind"] as? String } == ["authEnveloped-data"])
        let outside = lab.run("sign", "--form", "opaque", input: twice).output
        let report = try inspect(outside).1
        #expect(report.layers.map { $0["kind"] as? String } == ["signed-data", "authEnveloped-data"])
        #expect(report.layers.first?["signatureCovers"] as? String == "ciphertext")
        let signer = try #require(report.layers.first?["signer"] as? [String: Any])
        #expect((signer["uris"] as? [String])?.first == "sip:alice@example.test")
        #expect(signer["kind"] as? String == "user")
    }

    @Test("an unprotected message has no layers, and that is no failure")
    func plain() throws {
        let (result, report) = try inspect(lab.directory.octets(of: "publish.sip"))
        #expect(result.status == .done && report.layers.isEmpty)
        let content = try #require(report.members["content"] as? [String: Any])
        #expect(content["type"] as? String == "application/pidf+xml")
    }

    @Test("a certificate is named as one")
    func certificate() throws {
        let pem = try TestCA.octets(of: "alice.pem")
        let der = lab.run("cert", "export", "sip:alice@example.test", "--der").output
        for octets in [pem, der] {
            let (result, report) = try inspect(octets)
            #expect(result.status == .refused)
            #expect(
                result.words.contains("the input is a certificate") && result.words.contains("cert import"))
            #expect(report.reasonCode == "malformed")
        }
    }

    @Test(
        "what cannot be read is refused with a report that gives no verdict",
        arguments: [
            [], Array("hello".utf8), [0x30, 0x80], [0x30, 0x82, 0xFF, 0xFF, 0x06],
            Array("-----BEGIN CMS-----\nMII=\n".utf8), Array("-----BEGIN CMS-----\n-----END CMS-----\n".utf8),
            Array("Content-Type: application/pkcs7-mime\r\n\r\nxx".utf8), [0xFF, 0xFE, 0x00, 0x0A],
        ])
    func garbage(octets: [UInt8]) throws {
        let (result, report) = try inspect(octets)
        #expect(result.status == .refused && result.words.contains("hint: "))
        #expect(report.members["verdict"] is NSNull)
        #expect(report.reasonCode == "malformed" && report.sipStatus == 400)
        #expect(report.layers.isEmpty)
    }

    @Test("no octet changed in a message makes inspect or exposure fail otherwise than by refusal")
    func everyOctet() throws {
        let message = lab.run("sign", "publish.sip").output
        for index in stride(from: 0, to: message.count, by: 7) {
            var changed = message
            changed[index] ^= 0x55
            for command in ["inspect", "exposure"] {
                let status = CommandRun.of([command], input: changed).status
                #expect(status == .done || status == .refused, "octet \(index)")
            }
        }
    }

    @Test(
        "shows the layers of a CMS object whose content is no MIME entity, and says that the content is raw")
    func rawContent() throws {
        let identity = try TestLab.shared().identity(.alice, .p256)
        let signer = try Signer(certificate: identity.certificate, key: identity.key)
        for (text, form) in [("hello\n", Signer.Form.opaque), ("hello\n", .detached)] {
            let object = try signer.sign(Array(text.utf8), form: form, signingTime: CommandRun.noon)
            let (result, report) = try inspect(object)
            #expect(result.status == .done, "\(result.words)")
            let layer = try #require(report.layers.first)
            #expect(layer["form"] as? String == (form == .opaque ? "opaque" : "detached"))
            #expect(layer["digest"] as? String == "sha-256" && layer["signer"] != nil)
            let content = report.members["content"] as? [String: Any]
            #expect(content?["octets"] as? Int == (form == .opaque ? 6 : nil))
            #expect(report.warningCodes == (form == .opaque ? ["raw-content"] : []))
        }
    }

    @Test("verify says that content is no MIME entity only after the signature has verified")
    func rawContentVerified() throws {
        let identity = try TestLab.shared().identity(.alice, .p256)
        let signer = try Signer(certificate: identity.certificate, key: identity.key)
        let object = try signer.sign(Array("hello\n".utf8), form: .opaque, signingTime: CommandRun.noon)
        let arguments = ["verify", "--body", "application/pkcs7-mime", "--any-sender"]
        try lab.expectRefusal(
            .malformed, of: arguments, input: object,
            says: ["the signature verified, but the content is not a MIME entity"])
        let range = try #require(Data(object).range(of: Data("hello".utf8)))
        var changed = object
        changed[range.lowerBound] = 0x48
        try lab.expectRefusal(
            .badSignature, of: arguments, input: changed, says: ["the signature does not match"])
    }
}
