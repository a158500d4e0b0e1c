import SIPMessage
import SMIMEBody
import Testing

@testable import SMIMEAgent

/// What a proxy must do with a message if users demand more or less protection.
struct DemandedProtectionTests {
    private struct Unreadable: Error {}

    private func message(
        _ method: String = "NOTIFY", from: String = "sip:alice@example.test",
        to: String = "sip:bob@example.test",
        uri: String = "sip:bob@192.0.2.1", type: String? = "application/pidf+xml", body: String? = nil
    ) throws -> SIPMessage {
        let body = body ?? Self.document(of: from)
        let fields = [
            "\(method) \(uri) SIP/2.0", "Via: SIP/2.0/TCP pc.example.test;branch=z9hG4bK1",
            "From: <\(from)>;tag=1",
            "To: <\(to)>;tag=2", "Call-ID: 1", "CSeq: 1 \(method)", "Event: presence",
            type.map { "Content-Type: \($0)" }, "Content-Length: \(body.utf8.count)", "", body,
        ]
        return try SIPMessage.parse(Array(fields.compactMap(\.self).joined(separator: "\r\n").utf8))
    }

    private static func document(of entity: String) -> String {
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"\(entity)\"><tuple id=\"t\"><status>"
            + "<basic>open</basic></status></tuple></presence>"
    }

    /// Returns the decisions outward and inward; users who are not named demand protection.
    private func handling(
        _ message: SIPMessage, _ demands: [String: ProtectionDemand], canProtect: Bool = false
    ) -> [MessageHandling] {
        [.outward, .inward].map { direction in
            MessageHandling(
                of: message, going: direction, demand: { demands[$0.addressOfRecord] ?? .required },
                canProtect: { canProtect })
        }
    }

    private static let (alice, bob) = ("sip:alice@example.test", "sip:bob@example.test")
    private static let strict: [MessageHandling] = [.mustBeProtected(inTunnel: false), .refused(.clearText)]
    private static let clear: [MessageHandling] = [.mayPassInClear, .mayPassInClear]

    @Test(
        arguments: [ProtectionDemand.off, .preferred, .required],
        [ProtectionDemand.off, .preferred, .required])
    func `the stricter of presentity and watcher decides`(
        presentity: ProtectionDemand, watcher: ProtectionDemand
    ) throws {
        let found = handling(try message(), [Self.alice: presentity, Self.bob: watcher])
        #expect(found == (max(presentity, watcher) == .required ? Self.strict : Self.clear))
    }

    @Test func `a preferred protection is made where there are keys and certificates for it`() throws {
        let demands = [Self.alice: ProtectionDemand.off, Self.bob: .preferred]
        let found = handling(try message(), demands, canProtect: true)
        #expect(found == [.mustBeProtected(inTunnel: false), .mayPassInClear])
        let off = handling(try message(), [Self.alice: .off, Self.bob: .off], canProtect: true)
        #expect(off == Self.clear)
    }

    @Test func `the Request-URI of a PUBLISH is a party, that of another request an address of a machine`()
        throws
    {
        let demands = [Self.alice: ProtectionDemand.off, Self.bob: .off]
        let other = try message("PUBLISH", uri: "sip:carol@example.test")
        #expect(handling(other, demands) == Self.strict)
        #expect(handling(try message("PUBLISH", uri: Self.bob), demands) == Self.clear)
    }

    @Test func `in a list the strictest of its presentities decides`() throws {
        let documents = [Self.alice, "sip:carol@example.test"].map(Self.document)
        let body = Self.multipart(documents.map { ("application/pidf+xml", $0) })
        let list = try message(type: "multipart/related; boundary=b", body: body)
        var demands = [Self.alice: ProtectionDemand.off, Self.bob: .off]
        #expect(handling(list, demands) == Self.strict)
        demands["sip:carol@example.test"] = .preferred
        #expect(handling(list, demands) == Self.clear)
    }

    @Test func `a list names its resources even where it has no document of theirs`() throws {
        let rlmi = """
            <list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:alice@example.test" version="1" fullState="true">\
            <resource uri="sip:carol@example.test"/></list>
            """
        let list = try message(type: "application/rlmi+xml", body: rlmi)
        var demands = [Self.alice: ProtectionDemand.off, Self.bob: .off]
        #expect(handling(list, demands) == Self.strict)
        demands["sip:carol@example.test"] = .off
        #expect(handling(list, demands) == Self.clear)
    }

    @Test(arguments: [
        ("application/pidf+xml", "<presence"), ("multipart/mixed; boundary=b", "--c\r\n"),
        ("application/rlmi+xml", "<list"), ("application/rlmi+xml", "<list><resource/></list>"),
        ("application/rlmi+xml", "<resource-lists/>"), ("text/plain", "at home"),
        (
            "application/rlmi+xml",
            "<list uri=\"\(alice)\"><x><resource uri=\"sip:carol@example.test\"/></x></list>"
        ),
        ("application/rlmi+xml", list(of: 256)),
        ("application/watcherinfo+xml", watchers), ("application/pidf+xml", watchers),
        ("multipart/mixed; boundary=b", multipart([("application/watcherinfo+xml", watchers)])),
        (
            "message/cpim",
            "From: <sip:carol@example.test>\r\n\r\n" + part("application/pidf+xml", document(of: alice))
        ),
        (
            "multipart/mixed; boundary=b\r\nContent-Encoding: gzip",
            multipart([("application/pidf+xml", document(of: alice))])
        ),
    ])
    func `a body that cannot be read could be about any user, and is not in clear`(
        type: String, body: String
    ) throws {
        let demands = [Self.alice: ProtectionDemand.off, Self.bob: .off]
        #expect(handling(try message(type: type, body: body), demands) == Self.strict)
    }

    /// A list of alice's with this number of resources.
    private static func list(of count: Int) -> String {
        "<list uri=\"\(alice)\">" + String(repeating: "<resource uri=\"\(bob)\"/>", count: count) + "</list>"
    }

    private static func part(_ type: String, _ body: String) -> String {
        "Content-Type: \(type)\r\n\r\n\(body)\r\n"
    }

    private static func multipart(_ parts: [(type: String, body: String)]) -> String {
        parts.map { "--b\r\n" + part($0.type, $0.body) }.joined() + "--b--\r\n"
    }

    @Test func `a list of 255 resources can go in clear`() throws {
        let list = try message(type: "application/rlmi+xml", body: Self.list(of: 255))
        #expect(handling(list, [Self.alice: .off, Self.bob: .off]) == Self.clear)
    }

    @Test func `a multipart that is a document as a whole is about the presentity of that too`() throws {
        let part = "\r\n" + Self.multipart([("application/pidf+xml", Self.document(of: Self.bob))])
        let document = Self.document(of: "sip:carol@example.test")
            .replacing("</presence>", with: "<x><![CDATA[\(part)]]></x></presence>")
        let hidden = try message(type: "multipart/mixed; boundary=b", body: document)
        var demands = [Self.alice: ProtectionDemand.off, Self.bob: .off]
        #expect(handling(hidden, demands) == Self.strict)
        demands["sip:carol@example.test"] = .off
        #expect(handling(hidden, demands) == Self.clear)
    }

    /// Watchers of alice's (RFC 3858 §5).
    private static let watchers = """
        <watcherinfo xmlns="urn:ietf:params:xml:ns:watcherinfo" version="0" state="full">\
        <watcher-list resource="sip:alice@example.test" package="presence"><watcher id="1" event="subscribe" \
        status="active">sip:carol@example.test</watcher></watcher-list></watcherinfo>
        """

    @Test func `a party without a known kind of address demands protection`() throws {
        let found = handling(try message(from: "mailto:alice@example.test", body: "x"), [Self.bob: .off])
        #expect(found == Self.strict)
    }

    @Test func `protected messages are opened and pass, whatever is demanded`() throws {
        let protected = try #require(try AgentLab().protect(try AgentLab.publish()).message)
        for demand in [ProtectionDemand.off, .preferred, .required] {
            let found = [MessageHandling.Direction.outward, .inward].map { direction in
                MessageHandling(of: protected, going: direction, demand: { _ in demand }) { false }
            }
            #expect(found == [.passes, .mustBeOpened])
        }
    }

    @Test func `a demand that cannot be read decides nothing`() throws {
        let message = try message()
        #expect(throws: Unreadable.self) {
            try MessageHandling(
                of: message, going: .inward, demand: { _ throws(Unreadable) in throw Unreadable() },
                canProtect: { () throws(Unreadable) in false })
        }
    }

    @Test(arguments: [
        ("sip:alice@example.test", "sip:alice@example.test"),
        ("sips:alice@EXAMPLE.test", "sip:alice@example.test"),
        ("pres:alice@example.test", "sip:alice@example.test"), ("tel:+49-30-1", "tel:+49301"),
        ("sip:alice@example.test;transport=tcp", "sip:alice@example.test"),
    ])
    func `a user has one name in the records under every scheme`(uri: String, name: String) throws {
        #expect(try #require(AddressURI.parse(uri)).nameInRecords == name)
    }
}
