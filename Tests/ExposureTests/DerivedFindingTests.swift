import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("Conclusions from a message as a whole")
struct DerivedFindingTests {
    private func derived(
        _ kind: DerivedFinding.Kind, _ message: SIPMessage, layers: [VisibleLayer] = []
    ) -> DerivedFinding? {
        ExposureReport.of(message, layers: layers).derived.first { $0.kind == kind }
    }

    @Test("a relation names the fields that show it, and its readers")
    func relation() throws {
        let shown = try #require(derived(.relation, ExampleMessage.subscribe()))
        #expect(shown.value == "readable" && shown.severity == .critical)
        #expect(shown.fields == ["From", "(Request-URI)", "To"])
        #expect(shown.observers == Observer.allCases)
        #expect(shown.detail.hasPrefix("Who watches whom"))
        let anonymous = try ExampleMessage.subscribe(from: "<sip:anonymous@anonymous.invalid>;tag=1")
        let hidden = try #require(derived(.relation, anonymous))
        #expect(hidden.value == "not readable" && hidden.severity == .info && hidden.observers.isEmpty)
    }

    @Test("another address of the sender shows the relation that an anonymous From hides")
    func furtherAddress() throws {
        let message = try ExampleMessage.subscribe(
            from: "<sip:anonymous@anonymous.invalid>;tag=1", others: ["Reply-To: <sip:bob@example.net>"])
        let shown = try #require(derived(.relation, message))
        #expect(shown.value == "readable" && shown.fields == ["Reply-To", "(Request-URI)", "To"])
    }

    @Test("a pair is readable only if both of its fields are")
    func relationOnHops() throws {
        let anonymous = "<sip:anonymous@anonymous.invalid>;tag=1"
        let preferred = try ExampleMessage.subscribe(
            from: anonymous, others: ["P-Preferred-Identity: <sip:bob@example.net>"])
        let onAccess = try #require(derived(.relation, preferred))
        #expect(onAccess.observers == [.accessEavesdropper, .pCSCF, .visitedNetwork])
        #expect(onAccess.severity == .critical)
        let asserted = try ExampleMessage.subscribe(
            from: anonymous, others: ["P-Asserted-Identity: <sip:bob@example.net>"])
        let inside = try #require(derived(.relation, asserted))
        #expect(inside.observers == [.pCSCF, .visitedNetwork, .sCSCF, .presenceServer])
        #expect(inside.severity == .high && inside.detail.contains("beyond the access leg"))
    }

    @Test("a MESSAGE shows who writes to whom, a REGISTER with its own contact no pair")
    func methods() throws {
        let message = try ExampleMessage.request("MESSAGE", to: "sip:alice@example.com")
        #expect(derived(.relation, message)?.detail.hasPrefix("Who writes to whom") == true)
        let register = try ExampleMessage.request(
            "REGISTER", to: "sip:example.com", from: "<sip:alice@example.com>;tag=1",
            toField: "<sip:alice@example.com>", others: ["Contact: <sip:x7@192.0.2.1>"])
        #expect(derived(.relation, register)?.value == "not readable")
    }

    @Test("numeric addresses are found in every field, each once; private ones lead to no place")
    func addresses() throws {
        let found = try #require(
            derived(
                .networkAddress,
                ExampleMessage.subscribe(
                    contact: "<sip:bob@[2001:db8::7]:5070>", others: ["Record-Route: <sip:198.51.100.9;lr>"]))
        )
        #expect(found.value == "192.0.2.1, 2001:db8::7, 198.51.100.9")
        #expect(found.severity == .high && found.fields == ["Via", "Contact", "Record-Route"])
        let text = """
            SUBSCRIBE sip:alice@example.com SIP/2.0
            Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1
            From: <sip:bob@example.net>;tag=1
            To: <sip:alice@example.com>
            Call-ID: 1@fe80::1
            CSeq: 1 SUBSCRIBE


            """.replacing("\n", with: "\r\n")
        let inside = try #require(derived(.networkAddress, SIPMessage.parse(Array(text.utf8))))
        #expect(inside.value == "10.0.0.1, fe80::1" && inside.severity == .medium)
    }

    @Test("the cell is shown with its field, and has the readers of the field")
    func cell() throws {
        let message = try ExampleMessage.subscribe(
            others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=\"234151D0FCE11\""])
        let cell = try #require(derived(.cellIdentity, message))
        #expect(cell.value == "234151D0FCE11" && cell.severity == .critical)
        #expect(!cell.observers.contains(.farSide))
        let none = try ExampleMessage.subscribe(others: ["P-Access-Network-Info: 3GPP-UTRAN-TDD"])
        #expect(derived(.cellIdentity, none) == nil)
    }

    @Test("an envelope shows its recipients and their number; a signature outside shows its signer")
    func layers() throws {
        let message = try ExampleMessage.subscribe()
        let two = VisibleLayer(kind: .authEnvelopedData, recipients: ["key 01", "key 02"], octets: 9)
        let recipients = try #require(derived(.recipients, message, layers: [two]))
        #expect(recipients.value == "2: key 01, key 02" && recipients.detail.contains("a group"))
        let outer = VisibleLayer(kind: .signedData, signer: "key 03", signerURIs: ["sip:b@c"], octets: 9)
        let signer = try #require(derived(.signerCertificate, message, layers: [outer, two]))
        #expect(signer.value == "sip:b@c" && signer.severity == .critical)
        #expect(derived(.signerCertificate, message, layers: [two, outer]) == nil)
    }

    @Test(
        "each status has its own meaning",
        arguments: [
            (200, "SUBSCRIBE", Severity.high, "is active"), (202, "SUBSCRIBE", .high, "is pending"),
            (403, "SUBSCRIBE", .high, "blocked"), (404, "PUBLISH", .high, "which addresses exist"),
            (412, "PUBLISH", .medium, "expired"), (423, "PUBLISH", .low, "too brief"),
            (489, "SUBSCRIBE", .low, "not supported"), (493, "NOTIFY", .high, "key"),
            (480, "MESSAGE", .high, "away"), (481, "NOTIFY", .medium, "ended"),
            (200, "REGISTER", .medium, "registered"), (183, "MESSAGE", .low, "worked on"),
            (302, "MESSAGE", .high, "elsewhere"), (503, "MESSAGE", .low, "failed"),
            (699, "MESSAGE", .high, "everywhere"), (499, "MESSAGE", .medium, "refused"),
        ])
    func status(code: Int, method: String, severity: Severity, words: String) throws {
        let response = try ExampleMessage.response(code, to: method)
        let finding = try #require(derived(.responseStatus, response))
        #expect(finding.value == "\(code)" && finding.severity == severity)
        #expect(finding.detail.contains(words))
    }
}

@Suite("Commands that would reduce it")
struct ExposureAdviceTests {
    private let layer = VisibleLayer(kind: .signedData, signer: "a", octets: 1)
    private let envelope = VisibleLayer(kind: .authEnvelopedData, recipients: ["a"], octets: 1)

    private func advice(_ message: SIPMessage, _ layers: VisibleLayer...) -> [ExposureAdvice] {
        ExposureReport.of(message, layers: layers).advice
    }

    @Test("a clear body gets encrypted, a signed one opened first, an enveloped one stays as it is")
    func bodies() throws {
        let notify = try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1", body: "x")
        #expect(advice(notify).map(\.command) == ["smime-presence encrypt MESSAGE -o RESULT"])
        #expect(advice(notify).first?.hides == ["(body)"])
        let signed = try #require(advice(notify, layer).first)
        #expect(signed.command == "smime-presence decrypt MESSAGE | smime-presence encrypt -o RESULT")
        let outer = "CMS SignedData certificates/SignerInfo sid (outer signature)"
        #expect(signed.hides.prefix(2) == ["(body)", outer])
        #expect(advice(notify, envelope).isEmpty)
    }

    @Test("end-to-end fields go into a tunnel, and so does the sender if a dialog begins")
    func tunnels() throws {
        let fields = ["Subject: lunch", "P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=2"]
        let subscribe = advice(try ExampleMessage.subscribe(others: fields))
        #expect(subscribe.map(\.hides) == [["Subject"], ["From", "P-Access-Network-Info", "Subject"]])
        #expect(
            subscribe.map(\.command) == [
                "smime-presence encrypt --tunnel MESSAGE -o RESULT",
                "smime-presence encrypt --tunnel --outer-headers anonymous --rewrite-dialog dialog.json MESSAGE -o RESULT",
            ])
        let protected = advice(try ExampleMessage.subscribe(others: fields, body: "x"), envelope)
        #expect(
            protected.first?.command
                == "smime-presence decrypt MESSAGE | smime-presence encrypt --tunnel -o RESULT")
        let within = advice(
            try ExampleMessage.subscribe(toField: "<sip:alice@example.com>;tag=2", others: fields))
        #expect(within.map(\.hides) == [["Subject"]])
        let notify = advice(try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1", others: fields))
        #expect(notify.map(\.hides) == [["Subject"]])
        let register = advice(
            try ExampleMessage.request("REGISTER", to: "sip:example.com", others: ["Subject: x"]))
        #expect(
            register.first?.command == "smime-presence encrypt --tunnel --to URI MESSAGE -o RESULT")
        #expect(advice(try ExampleMessage.response(200, to: "NOTIFY")).isEmpty)
    }

    @Test("each names the parties whose key and certificate it needs, if the message names them")
    func needs() throws {
        let publish = advice(try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH"))
        #expect(publish.first?.needs.hasPrefix("the private key of sip:alice@") == true, "\(publish)")
        #expect(publish.first?.needs.contains("and a certificate of sip:") == true)
        let notify = try ExampleMessage.request("NOTIFY", to: "sip:bob@192.0.2.1", body: "x")
        let watcher = try #require(notify.to.address).addressOfRecord
        let server = try #require(notify.from.address?.sipURI.map { "sip:\($0.host)" })
        #expect(
            advice(notify).first?.needs == "the private key of \(server) and a certificate of \(watcher)")
        #expect(advice(notify, layer).first?.needs == "the private keys of \(watcher) and \(server)")
        let register = try ExampleMessage.request("REGISTER", to: "sip:example.com", others: ["Subject: x"])
        #expect(advice(register).first?.needs.hasSuffix("a certificate of the recipient") == true)
    }

    @Test("the command never overwrites the file of the message")
    func result() throws {
        let publish = try #require(
            advice(try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")).first)
        for file in ["protected.sip", "out/protected.sip", "./protected.sip"] {
            #expect(publish.commandLine(for: file).hasSuffix(" \(file) -o protected-again.sip"))
        }
        #expect(publish.commandLine(for: "my-protected.sip").hasSuffix(" -o protected.sip"))
    }

    @Test("a file name is quoted for a shell")
    func quoting() throws {
        let message = try ExampleMessage.capture("t1-plain-alice-01-tx-PUBLISH")
        let advice = try #require(ExposureReport.of(message, layers: []).advice.first)
        #expect(advice.commandLine(for: "a/b-1.sip") == "smime-presence encrypt a/b-1.sip -o protected.sip")
        #expect(
            advice.commandLine(for: "it's $(x).sip")
                == "smime-presence encrypt 'it'\\''s $(x).sip' -o protected.sip")
        #expect(advice.commandLine(for: "-o") == "smime-presence encrypt ./-o -o protected.sip")
        #expect(advice.commandLine(for: nil) == advice.command)
    }
}
