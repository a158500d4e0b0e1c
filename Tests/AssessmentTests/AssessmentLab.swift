import AccessLeg
import Assessment
import Exposure
import Foundation
import SIPMessage
import TestSupport
import Testing

/// Messages to assess, and the tables of docs/alternatives.md.
enum AssessmentLab {
    static let envelope = [VisibleLayer(kind: .authEnvelopedData, octets: 10)]

    /// A message on the leg that its method implies.
    static func assessed(
        _ message: SIPMessage, named name: String = "m", layers: [VisibleLayer] = [],
        forms: [MessageForm] = [], unavailable reason: String? = nil, trust: NetworkTrust = .none,
        describe: (inout LegDescription) -> Void = { _ in }
    ) -> AssessedMessage {
        var description = LegDescription()
        describe(&description)
        return AssessedMessage(
            name: name, form: MessageForm(.asIs, message: message, layers: layers),
            leg: MessageLeg(
                of: message, role: LegRole(of: message), description: description, trust: trust),
            protected: forms, unavailableReason: reason)
    }

    static func cell(
        _ message: AssessedMessage, _ alternative: Alternative, _ observer: Observer,
        _ information: AssessedInformation
    ) throws -> AssessedCell {
        try #require(DialogAssessment([message]).cell(alternative, observer, information))
    }

    /// A publication of Alice over TCP, in the cell of an UTRAN.
    static func publish() throws -> SIPMessage {
        try ExampleMessage.publish(
            transport: "TCP", others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD;utran-cell-id-3gpp=1"],
            body: "<presence/>")
    }

    static func notify() throws -> SIPMessage {
        try ExampleMessage.request(
            "NOTIFY", to: "sip:bob@192.0.2.1", from: "<sip:alice@example.com>;tag=2",
            toField: "<sip:bob@example.net>;tag=1", transport: "TCP",
            others: ["Event: presence", "Content-Type: application/pidf+xml"], body: "<presence/>")
    }

    /// What S/MIME makes of a message: its body in an envelope, and a tunnel with an anonymous From.
    ///
    /// The tunnel omits the fields about the user outside.
    static func forms(of message: SIPMessage) throws -> [MessageForm] {
        let lines = String(decoding: message.octets, as: UTF8.self).components(separatedBy: "\r\n")
        let outside = lines.filter { !$0.hasPrefix("P-") && !$0.hasPrefix("Privacy:") }.map {
            $0.hasPrefix("From:") ? "From: <sip:anonymous@anonymous.invalid>;tag=1" : $0
        }
        let tunnel = MessageForm(
            .anonymousTunnel,
            message: try SIPMessage.parse(Array(outside.joined(separator: "\r\n").utf8)), layers: envelope)
        guard !message.body.isEmpty else { return [tunnel] }
        return [MessageForm(.body, message: message, layers: envelope), tunnel]
    }

    /// The dialog of docs/alternatives.md: both P-CSCFs are of Release 5, and the hops have integrity alone.
    static func reconstructedDialog(over transport: String = "TCP") throws -> DialogAssessment {
        let names = ["publish", "subscribe", "subscribe-200", "a5-notify"]
        let messages = try names.map { try SIPMessage.parse(Vectors.octets("ims/reconstructed-\($0).sip")) }
        var path = PathDescription()
        for role in LegRole.allCases {
            path[role].pCSCFRelease = 5
            path[role].hop = .integrity
            path[role].transport = transport
        }
        return DialogAssessment(
            try zip(names, zip(messages, MessageLegs(of: messages, path: path).legs)).map { name, pair in
                AssessedMessage(
                    name: name, form: MessageForm(.asIs, message: pair.0, layers: []), leg: pair.1,
                    protected: try forms(of: pair.0))
            })
    }

    /// The lines of the block in docs/alternatives.md with `heading` in its first line, without that line.
    static func table(under heading: String) throws -> [String] {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            decoding: Data(contentsOf: root.appending(path: "docs/alternatives.md")), as: UTF8.self)
        let blocks = text.components(separatedBy: "```").map { $0.split(separator: "\n").map(String.init) }
        return try Array(#require(blocks.first { $0.first?.contains(heading) == true }).dropFirst())
    }
}
