import CMS
import CommandOptions
import Foundation
import TestSupport

@testable import smime_presence

/// What the examples of the help pages find in their directory: a lab's messages and its store.
///
/// The store of a lab for example.test, with the presence server and two subscribers, is made by
/// the commands themselves, once for all tests.
enum ExampleLab {
    /// The command lines that make what the examples begin with, in order.
    private static let preparations = [
        "smime-presence ca init --domain example.test",
        "smime-presence cert issue sip:example.test",
        "smime-presence cert issue sip:alice@example.test",
        "smime-presence cert issue sip:bob@example.test",
        "smime-presence trust add testca.pem",
        "smime-presence encrypt publish.sip > protected.sip",
        "smime-presence ca crl > crl.pem",
        "smime-presence ca show | smime-presence trust add - --store watcher.db",
        "smime-presence cert export --directory certificates",
        "smime-presence trust add testca.pem --crl testca.crl --store proxy.db",
        "smime-presence ca init --domain example.test --store moved.db",
        "smime-presence ca export --key --password-file passphrase.txt -o ca.pem --store moved.db",
        "smime-presence ca init --domain example.test --store held.db",
        "smime-presence cert issue sip:bob@example.test --store held.db",
        "smime-presence cert revoke sip:bob@example.test --reason certificateHold --store held.db",
    ]

    private static let prepared: Result<TemporaryDirectory, any Error> = Result {
        let directory = try TemporaryDirectory()
        try directory.write(publish, to: "publish.sip")
        try directory.write(notify, to: "notify.sip")
        try directory.write(TestCA.octets(of: "ca.pem"), to: "testca.pem")
        try directory.write(TestCA.revocationList(at: CommandRun.noon).pem(), to: "testca.crl")
        try directory.write(OCSPRequests.ofUnknownIssuer().der, to: "request.der")
        try directory.write(Vectors.octets("requests/erin.csr"), to: "erin.csr")
        try directory.write(Array("# subscribers\nsip:frank@example.test\n".utf8), to: "subscribers.txt")
        for (policy, name) in [("answer-0", "rules"), ("answer-3", "enveloped")] {
            try directory.write(Policies.octets(policy), to: "\(name).xml")
        }
        try directory.write(
            Array("# not needed on the way\nSubject\nUser-Agent\n".utf8), to: "hidden.txt")
        try directory.write(
            Array("{\"version\": 1, \"watcher\": {\"pcscfRelease\": 5}}\n".utf8), to: "path.json")
        try directory.write(Array(encryptedLegs.utf8), to: "encrypted.json")
        try directory.write(Array("correct horse battery staple\n".utf8), to: "passphrase.txt")
        let shell = ExampleLab.shell(in: directory)
        for line in preparations { try shell.run(line) }
        // Refused, since it is not signed.
        _ = try? shell.run("smime-presence verify --report refusal.json publish.sip")
        return directory
    }

    /// A fresh copy of the lab.
    static func directory() throws -> TemporaryDirectory {
        let lab = try prepared.get()
        let copy = try TemporaryDirectory()
        for name in try lab.names() {
            try FileManager.default.copyItem(atPath: lab.file(name), toPath: copy.file(name))
        }
        return copy
    }

    static func shell(in directory: TemporaryDirectory, commands: ProgramCommands = SmimePresence.commands)
        -> ExampleShell
    {
        ExampleShell(
            commands: commands, directory: directory,
            environment: ["SMIME_PRESENCE_STORE": directory.file("store.db")])
    }

    /// Both legs encrypted.
    private static let encryptedLegs = """
        {"version": 1, "presentity": {"hops": {"terminalToPcscf": "ipsec"}},
         "watcher": {"hops": {"terminalToPcscf": "ipsec"}}}

        """

    private static let presence = """
        <?xml version="1.0" encoding="UTF-8"?>
        <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:alice@example.test">
          <tuple id="a1"><status><basic>open</basic></status></tuple>
        </presence>

        """

    static let publish = message(
        """
        PUBLISH sip:alice@example.test SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652hsge
        Max-Forwards: 70
        To: <sip:alice@example.test>
        From: <sip:alice@example.test>;tag=1234wxyz
        Call-ID: 81818181@192.0.2.1
        CSeq: 1 PUBLISH
        Event: presence
        Expires: 3600
        """)

    private static let notify = message(
        """
        NOTIFY sip:bob@192.0.2.2 SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.3:5060;branch=z9hG4bKnashds8
        Max-Forwards: 70
        To: <sip:bob@example.test>;tag=123aa9
        From: <sip:alice@example.test>;tag=abcd
        Call-ID: 12345601@192.0.2.2
        CSeq: 2 NOTIFY
        Event: presence
        Subscription-State: active;expires=3599
        """)

    private static func message(_ header: String) -> [UInt8] {
        let body = presence.replacingOccurrences(of: "\n", with: "\r\n")
        let lines = header.replacingOccurrences(of: "\n", with: "\r\n")
        let content = "Content-Type: application/pidf+xml\r\nContent-Length: \(body.utf8.count)"
        return Array("\(lines)\r\n\(content)\r\n\r\n\(body)".utf8)
    }
}
