import CMS
import Foundation
import SIPMessage
import SMIMEBody

/// Protects a PUBLISH as alice's phone does, opens it as the presence server does, and prints the evidence.
///
/// Usage: protect-and-open [DIRECTORY-OF-CERTIFICATES [MESSAGE]], in the directory of the project by default.
@main
struct ProtectAndOpen {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let directory = PEMDirectory(path: arguments.first ?? "certs/testca")
        let file = arguments.dropFirst().first ?? "examples/messages/publish.sip"
        let publish = try SIPMessage.parse([UInt8](Data(contentsOf: URL(filePath: file))))
        let anchors = try TrustAnchors(directory.certificates("ca"))

        let protected = try protect(publish, with: directory, trusting: anchors, at: .now)
        print("protected: \(publish.octets.count) octets became \(protected.octets.count)")

        let opened = try open(protected, with: directory, trusting: anchors, at: .now)
        guard let signature = opened.signature else { return }
        print("signed by \(signature.signer.facts.uris.joined(separator: ", "))")
        print("by the rule \(signature.rule.rawValue)")
        print("trusted through \(signature.path.certificates.count) certificates")
        print(
            "the document is about \(opened.presence?.entity ?? "no one"), in \(opened.layers.count) layers")
    }

    /// The phone: signs with alice's key, and envelopes for the presence server of her domain.
    static func protect(
        _ publish: SIPMessage, with directory: PEMDirectory, trusting anchors: TrustAnchors, at now: Date
    ) throws -> SIPMessage {
        let alice = try SIPURI.parse("sip:alice@example.test")
        let server = try SIPURI.parse("sip:example.test")
        let keys = try [directory.identity("alice")].compactMap { $0 }
        let signer = try CheckedSigner.select(alice, from: keys, at: now)
        let recipient = try CheckedRecipient.select(
            server, from: directory.certificates("presence-server"), trusting: anchors, at: now)
        let protector = try Protector(signer: signer, recipients: [recipient])

        guard let body = publish.bodyEntity() else { throw SMIMEError.missingBody }
        let binding = try MessageBinding(of: publish, to: [server], at: now)
        let protected = try protector.protect(body, boundTo: binding, signingTime: now)
        return try publish.replacingBody(with: protected)
    }

    /// The presence server: decrypts with its key, and checks who signed before it looks at the document.
    static func open(
        _ protected: SIPMessage, with directory: PEMDirectory, trusting anchors: TrustAnchors, at now: Date
    ) throws -> OpenedBody {
        let keys = KeyRing(try [directory.identity("presence-server")].compactMap { $0 })
        let opener = Opener(keys: keys, certificates: keys, trusting: anchors)
        guard let body = protected.bodyEntity() else { throw SMIMEError.missingBody }
        return try opener.open(body, in: OpeningContext(of: protected, at: now))
    }
}
