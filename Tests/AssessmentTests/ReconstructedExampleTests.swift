import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

/// Messages with the fields noted from TS 24.141 A.5 and A.6: they run over UDP,
/// with a cell and without privacy.
@Suite("The reconstructed examples of TS 24.141")
struct ReconstructedExampleTests {
    private func message(_ name: String) throws -> SIPMessage {
        try SIPMessage.parse(Vectors.octets("ims/reconstructed-\(name).sip"))
    }

    private func assessed(_ message: SIPMessage) -> AssessedMessage {
        AssessedMessage(
            name: "m", form: MessageForm(.asIs, message: message, layers: []),
            leg: PathDescription().leg(LegRole(of: message), of: message), protected: [])
    }

    @Test("the SUBSCRIBE to watcher information names its user, its cell and its networks")
    func watcherInformation() throws {
        let message = try message("a6-subscribe-winfo")
        let report = ExposureReport.of(message, layers: [])
        #expect(message.values(of: "Privacy") == ["none"])
        #expect(report.finding("P-Preferred-Identity")?.severity == .critical)
        #expect(report.finding("P-Access-Network-Info")?.severity == .critical)
        #expect(report.derived.first { $0.kind == .cellIdentity }?.value == "234151D0FCE11")
        let leg = PathDescription().leg(.presentity, of: message)
        #expect(LegRole(of: message) == .presentity && leg.transport == "UDP")
        #expect(leg.accessNetwork?.family == .utran && leg.isAccessNetworkClaimed)
        #expect(!leg.confidentiality.isProtected && !leg.link.isProtected && !leg.flag.isProtected)
    }

    @Test("the NOTIFY goes to the watcher's terminal over UDP and shows who watches whom")
    func notification() throws {
        let message = try message("a5-notify")
        let report = ExposureReport.of(message, layers: [])
        #expect(report.relationReadable && !message.body.isEmpty)
        let leg = PathDescription().leg(.watcher, of: message)
        #expect(LegRole(of: message) == .watcher && leg.direction == .toTerminal && leg.transport == "UDP")
        #expect(leg.accessNetwork == nil && !leg.confidentiality.isProtected)
    }

    @Test(
        "alternative 4 cannot be used for any of them, alternative 5 for all",
        arguments: ["publish", "subscribe", "subscribe-200", "a5-notify", "a6-subscribe-winfo"])
    func answers(name: String) throws {
        let message = assessed(try message(name))
        #expect(message.applicability[.tls]?.state == .notApplicable)
        #expect(message.applicability[.smimeAndTLS]?.state == .notApplicable)
        #expect(message.applicability[.ipsec]?.state == .applicable)
        #expect(message.applicability[.forbid]?.state == .applicable)
    }
}
