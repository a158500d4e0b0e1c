import CMS
import Foundation
import MIME
import PIDF
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

/// The presence server notifies watchers of alice's document.
@Suite("One document for many watchers")
struct NotificationFanOutTests {
    @Test("opens for its watcher and for no other, as the same document")
    func ownWatcherOnly() throws {
        let lab = try FanOutExchange(3)
        let messages = try lab.notify().map { try $0.get() }
        for (number, message) in messages.enumerated() {
            for reader in 0..<3 {
                guard reader == number else {
                    guard case .notForUs = try lab.refusal(message, as: reader) else {
                        Issue.record("watcher \(reader) opens the message of \(number)")
                        continue
                    }
                    continue
                }
                let opened = try lab.open(message, as: reader)
                #expect(try opened.entity == Exchange.presence())
                #expect(opened.warnings.isEmpty)
                #expect(opened.headers.contains { $0.name == "Subscription-State" && $0.state == .same })
            }
        }
    }

    @Test("is what the protector would accept for one message: the same layers and signed fields")
    func sameAsAlone() throws {
        let lab = try FanOutExchange(1, padding: .standard)
        let together = try lab.open(#require(lab.notify().first).get(), as: 0)
        let notify = try lab.watchers[0].notify()
        let recipient = try SIPURI.parse("sip:watcher0@example.test")
        let protector = try Protector(
            signer: FanOutExchange.signer(),
            recipients: [
                .select(
                    recipient, from: [lab.identities[0].certificate],
                    trusting: TestLab.shared().anchors, at: TestLab.now)
            ])
        let alone = try notify.replacingBody(
            with: protector.protect(
                Exchange.presence(),
                boundTo: MessageBinding(of: notify, to: [recipient], padding: .standard, at: TestLab.now),
                signingTime: TestLab.now))
        let opened = try lab.open(alone, as: 0)
        #expect(together.headers == opened.headers)
        #expect(together.layers.map(Self.facts) == opened.layers.map(Self.facts))
        #expect(together.layers.count == 2)
    }

    /// What two messages of one signer have in common; the length of an ECDSA signature varies.
    private static func facts(of layer: Layer) -> String {
        switch layer {
        case .enveloped(let layer): "\(layer.kind) \(layer.cipher) \(layer.recipients)"
        case .signed(let layer): "\(layer)"
        }
    }

    private static func leaves(of node: DERNode) -> [[UInt8]] {
        node.elements.isEmpty ? [node.octets] : node.elements.flatMap(leaves)
    }

    @Test("signs the same fields, and writes the same octets, as for a message that exists already")
    func sameOctets() throws {
        let exchange = try FanOutExchange(1)
        let watcher = exchange.watchers[0]
        let header = try watcher.header()
        let body = try Exchange.presence()
        let octets = try header.octets(with: BodyFields(describing: body), body: body.bodyOctets)
        let message = try SIPMessage.parse(octets)
        #expect(message.values(of: "Content-Type") == ["application/pidf+xml"])
        let branch = try #require(message.values(of: "Via").first?.split(separator: "z9hG4bK").last)
        let notify = try watcher.dialog.notify(
            cSeq: watcher.cSeqNumber, subscriptionState: watcher.subscriptionState, branch: String(branch))
        #expect(try notify.replacingBody(with: body).octets == octets)
        let binding = try MessageBinding(
            of: notify, to: [SIPURI.parse("sip:watcher0@example.test")], padding: .standard, at: TestLab.now)
        let templated = watcher.binding.binding(
            of: header, date: try MessageBinding.dateField(TestLab.now).octets, padding: .standard)
        #expect(try Self.fragment(of: templated) == Self.fragment(of: binding))
        #expect(templated.method == binding.method && templated.isReadable && binding.isReadable)
    }

    /// The signed fields, without the random boundary.
    private static func fragment(of binding: MessageBinding) throws -> [UInt8] {
        let multipart = try binding.bound(Exchange.presence()).multipart()
        return try #require(multipart).parts[1].octets
    }

    @Test("is bound to its own dialog: a body in the NOTIFY of another is refused")
    func swapped() throws {
        // One user watches in two dialogs, so that the key opens both.
        let lab = try FanOutExchange(1)
        var second = lab.watchers[0]
        let recipient = try CheckedRecipient.select(
            SIPURI.parse("sip:watcher0@example.test"), from: [lab.identities[0].certificate],
            trusting: TestLab.shared().anchors, at: TestLab.now)
        second = try Watcher(
            dialog: FanOutExchange.dialog(1), recipients: [recipient], cSeqNumber: 1,
            subscriptionState: second.subscriptionState)
        let messages = try lab.notify([lab.watchers[0], second]).map { try $0.get() }
        let bodies = messages.map { $0.bodyEntity() }
        for (message, body) in zip(messages, bodies.reversed()) {
            guard case .headerTampered(let fields) = try lab.refusal(message, as: 0, body: body) else {
                Issue.record("a swapped body is accepted")
                continue
            }
            #expect(fields.contains { $0.name == "Call-ID" && $0.state == .changed })
        }
        #expect(try lab.refusal(messages[0], as: 0, body: bodies[0]) == nil)
    }

    @Test("has no octets in common with the message of another watcher, except names")
    func nothingShared() throws {
        let lab = try FanOutExchange(2)
        let bodies = try lab.notify().map { try $0.get().body }
        // Ephemeral key, wrapped key, nonce, content and tag; object identifiers are shorter.
        let octets = try bodies.map { body in
            try Self.leaves(of: DERNode(parsing: body)).filter { $0.count >= 12 }
        }
        let shared = Set(octets[0]).intersection(octets[1])
        let issuer = lab.identities[0].certificate.der
        for value in shared { #expect(issuer.firstRange(of: value) != nil, "\(value) is in both") }
        #expect(octets.allSatisfy { $0.count >= shared.count + 5 })
    }

    @Test("cannot be opened with the content-encryption key of another watcher's message")
    func contentKeys() throws {
        // The RecipientInfo of the first message with the encrypted content of the second.
        let lab = try FanOutExchange(1)
        let messages = try [lab.notify(), lab.notify()].map { try #require($0.first).get() }
        let entities = try messages.map { try #require($0.bodyEntity()) }
        let recipientInfos = try DERNode(parsing: entities[0].body).elements[1].elements[0].elements[1]
        let mixed = try Exchange.changing(entities[1]) { node in
            node.elements[1].elements[0].elements[1] = recipientInfos
        }
        #expect(try lab.refusal(messages[1], as: 0, body: mixed) == .cannotDecrypt)
        #expect(try lab.refusal(messages[1], as: 0) == nil)
    }

    @Test("refuses a bad document once, before anything is written")
    func badDocument() throws {
        let other = try Exchange.presence(of: "sip:bob@elsewhere.test")
        #expect(throws: SMIMEError.self) { try FanOutExchange(0, document: other) }
        #expect(throws: SMIMEError.missingBody) {
            try FanOutExchange(0, document: MIMEEntity(headerFields: [], body: []))
        }
        let broken = try Exchange.entity("application/pidf+xml", "<presence>")
        #expect(throws: SMIMEError.self) { try FanOutExchange(0, document: broken) }
        let twice = MIMEEntity(
            headerFields: try ["inline", "session"].map {
                try HeaderField(name: "Content-Disposition", value: $0)
            } + Exchange.presence().headerFields, body: try Exchange.presence().body)
        #expect(throws: SMIMEError.malformed(.fields(.duplicateField(name: "Content-Disposition")))) {
            try FanOutExchange(0, document: twice)
        }
        let large = MIMEEntity(
            headerFields: try Exchange.presence().headerFields,
            body: [UInt8](repeating: 0x20, count: MIMELimits.standard.bodyOctets + 1))
        #expect(throws: SMIMEError.exceedsOpeningLimit(.octets(MIMELimits.standard.bodyOctets))) {
            try FanOutExchange(0, document: large)
        }
    }

    @Test("checks a message in the document with the fields of each NOTIFY")
    func messageInDocument() throws {
        let inner = try SampleMessage.notify.with("From", "<sip:bob@elsewhere.test>;tag=1").parsed()
            .replacingBody(with: Exchange.presence(of: "sip:bob@elsewhere.test"))
        let document = MIMEEntity(
            headerFields: [try HeaderField(name: "Content-Type", value: "message/sip")], body: inner.octets)
        let lab = try FanOutExchange(2, document: document)
        for result in lab.notify() {
            #expect(throws: SMIMEError.self) { try result.get() }
        }
    }

    @Test("a watcher with an invalid value or a header that is too large fails alone, in its place")
    func oneFailure() throws {
        let lab = try FanOutExchange(4)
        var watchers = lab.watchers
        watchers[1].subscriptionState = "active\r\nX: y"
        watchers[2] = try Watcher(
            dialog: SubscriptionDialog(
                requestURI: "sip:w@192.0.2.1", from: "<sip:alice@example.test>;tag=s",
                to: "<sip:watcher2@example.test>;tag=w",
                callID: String(repeating: "c", count: SIPLimits.standard.headerOctets),
                contact: "<sip:192.0.2.5>", event: "presence"),
            recipients: [
                .select(
                    SIPURI.parse("sip:watcher2@example.test"), from: [lab.identities[2].certificate],
                    trusting: TestLab.shared().anchors, at: TestLab.now)
            ], cSeqNumber: 1, subscriptionState: "active")
        for threads in 1...2 {
            let results = lab.notify(watchers, threads: threads)
            #expect(
                throws: SMIMEError.malformed(
                    .notification(
                        .malformedField(name: "Subscription-State", value: "active\r\nX: y")))
            ) { try results[1].get() }
            #expect(
                throws: SMIMEError.exceedsOpeningLimit(.headerOctets(SIPLimits.standard.headerOctets))
            ) { try results[2].get() }
            for number in [0, 3] { #expect(try lab.refusal(results[number].get(), as: number) == nil) }
        }
    }

    @Test("gives the same on one thread and on several, in the order of the watchers", arguments: 1...4)
    func threads(count: Int) throws {
        let lab = try FanOutExchange(21)
        let results = lab.notify(threads: count)
        #expect(results.count == 21)
        for (number, result) in results.enumerated() {
            let message = try result.get()
            #expect(message.callID == "dialog-\(number)" && message.cSeq.number == UInt32(number + 1))
            #expect(try lab.open(message, as: number).entity == Exchange.presence())
        }
    }

    @Test("needs no watchers, and takes any number of threads")
    func fewWatchers() throws {
        #expect(try FanOutExchange(0).notify(threads: 2).isEmpty)
        #expect(try FanOutExchange(1).notify(threads: 0).count == 1)
        #expect(try FanOutExchange(2).notify(threads: 100).count == 2)
    }

    @Test("reports once what does not conform in a document, or refuses it on request")
    func nonconforming() throws {
        let document = try Exchange.entity(
            "application/pidf+xml",
            "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(Exchange.alice)\"><tuple>"
                + "<status><basic>open</basic></status></tuple></presence>")
        let lab = try FanOutExchange(1, document: document)
        #expect(!lab.fanOut.nonconformities.listed.isEmpty)
        var options = ProtectionOptions()
        options.presence = .strict
        #expect(throws: SMIMEError.self) { try FanOutExchange(0, document: document, options: options) }
    }

    @Test("envelopes for each watcher with its own cipher")
    func ciphers() throws {
        var options = ProtectionOptions()
        options.cipher = .aes128GCM
        let (lab, other) = (try FanOutExchange(1), try FanOutExchange(1, options: options))
        let watchers = lab.watchers + other.watchers
        #expect(watchers.map(\.cipherChoice.cipher) == [.aes256GCM, .aes128GCM])
        let results = lab.notify(watchers)
        for (result, choice) in try zip(
            [lab.open(results[0].get(), as: 0), other.open(results[1].get(), as: 0)],
            watchers.map(\.cipherChoice))
        {
            guard case .enveloped(let layer) = result.layers.first else {
                Issue.record("no envelope")
                continue
            }
            #expect(layer.cipher == choice.cipher)
        }
    }
}
