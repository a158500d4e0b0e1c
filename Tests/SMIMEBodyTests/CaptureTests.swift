import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// Captured messages of user agents, protected and opened.
@Suite("Captured messages")
struct CaptureTests {
    /// Captures whose body is not protected, and why.
    private static let refused: [String: ReasonCode] = [
        "t3-ct-alice-15-tx-PUBLISH.sip": .malformed,  // not well-formed XML under PIDF's type
        "t3-ct-alice-17-tx-PUBLISH.sip": .entityNotSender,  // mallory's document in alice's message
    ]

    private static func captures() throws -> [String] {
        try Vectors.names(in: "captures").filter { name in
            try SIPMessage.parse(Vectors.octets("captures/\(name)")).bodyEntity() != nil
        }
    }

    /// The holder of a user's URI; the presence server sends NOTIFY and receives PUBLISH.
    private func holder(_ address: NameAddress) throws -> TestLab.Holder {
        let user = try #require(address.sipURI?.user)
        return try #require(TestLab.Holder(rawValue: user))
    }

    private func protected(_ message: SIPMessage, _ entity: MIMEEntity) throws -> SIPMessage {
        let lab = try TestLab.shared()
        let isNotify = message.method == "NOTIFY"
        let protector = try Protector(
            signer: lab.signer(isNotify ? .server : holder(message.from)),
            recipients: [lab.recipient(isNotify ? holder(message.to) : .server)])
        return try message.replacingBody(with: protector.protect(entity, signingTime: TestLab.now))
    }

    @Test("come back with the same body and the same header lines", arguments: try Self.captures())
    func thereAndBack(name: String) throws {
        let message = try SIPMessage.parse(Vectors.octets("captures/\(name)"))
        let entity = try #require(message.bodyEntity())
        let sent: SIPMessage
        do {
            sent = try protected(message, entity)
        } catch let error as SMIMEError {
            #expect(error.code == Self.refused[name], "\(error)")
            return
        }
        #expect(Self.refused[name] == nil)
        let received = try SIPMessage.parse(sent.octets)
        let body = try #require(received.bodyEntity())
        let reader: TestLab.Holder = message.method == "NOTIFY" ? try holder(message.to) : .server
        let opened = try Exchange.opener(reader).open(body, in: OpeningContext(of: received, at: TestLab.now))
        let back = try received.replacingBody(with: opened.entity)
        #expect(back.body == message.body)
        func others(_ message: SIPMessage) -> [[UInt8]] {
            message.headerFields.filter {
                !$0.name.lowercased().hasPrefix("content-")
                    && !["c", "l", "e", "mime-version"].contains($0.name.lowercased())
            }.map(\.octets)
        }
        #expect(others(back) == others(message))
        #expect(try back.contentType() == message.contentType())
    }
}
