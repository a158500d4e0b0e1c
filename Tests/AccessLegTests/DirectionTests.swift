import AccessLeg
import Octets
import SIPMessage
import TestSupport
import Testing

@Suite("Directions, users and the Via of the leg")
struct DirectionTests {
    @Test(
        "requests come from the terminal except NOTIFY, and responses go the other way (RFC 6665 §4.2)",
        arguments: [
            ("PUBLISH", Direction.fromTerminal), ("SUBSCRIBE", .fromTerminal), ("REGISTER", .fromTerminal),
            ("NOTIFY", .toTerminal),
        ])
    func directions(method: String, direction: Direction) throws {
        let request = try ExampleMessage.request(method, to: "sip:a@example.com")
        #expect(MessageLeg(of: request, role: .watcher).direction == direction)
        let response = try ExampleMessage.response(200, to: method)
        let other: Direction = direction == .toTerminal ? .fromTerminal : .toTerminal
        #expect(MessageLeg(of: response, role: .watcher).direction == other)
        var description = LegDescription()
        description.direction = other
        #expect(MessageLeg(of: request, role: .watcher, description: description).direction == other)
    }

    @Test("the user of a leg is in From, and in To of a NOTIFY (RFC 3261 §8.2.6.2)")
    func users() throws {
        let notify = try ExampleMessage.request(
            "NOTIFY", to: "sip:x@192.0.2.1", from: "<sip:alice@example.com>;tag=1",
            toField: "<sip:Bob@Example.NET;transport=tcp>;tag=2")
        #expect(notify.terminalUserURI == "sip:Bob@Example.NET;transport=tcp")
        #expect(try ExampleMessage.subscribe().terminalUserURI == "sip:bob@example.net")
        #expect(try ExampleMessage.response(200, to: "SUBSCRIBE").terminalUserURI == "sip:bob@example.net")
    }

    @Test(
        "the terminal's transport is in the lowest Via of its requests, and in the highest of others'",
        arguments: [
            ("SUBSCRIBE", false, "TLS"), ("SUBSCRIBE", true, "TLS"), ("NOTIFY", false, "UDP"),
            ("NOTIFY", true, "UDP"),
        ])
    func vias(method: String, isResponse: Bool, transport: String) throws {
        // Above, the proxy that sent it; below, the one where the transaction began.
        let first = isResponse ? "SIP/2.0 200 OK" : "\(method) sip:a@example.com SIP/2.0"
        let fields = [
            first, "Via: SIP/2.0/UDP proxy.example.com;branch=z9hG4bK2",
            "Via: SIP/2.0/TLS terminal.example.net;branch=z9hG4bK1", "From: <sip:bob@example.net>;tag=1",
            "To: <sip:alice@example.com>;tag=2", "Call-ID: 1", "CSeq: 1 \(method)", "Content-Length: 0",
        ]
        let message = try SIPMessage.parse(Array((fields.joined(separator: "\r\n") + "\r\n\r\n").utf8))
        #expect(MessageLeg(of: message, role: .watcher).transport == transport)
    }

    @Test("each role of a path has its own description")
    func roles() {
        var path = PathDescription()
        path[.watcher].hop = .tls
        path[.presentity].pCSCFRelease = 6
        #expect(path.watcher.hop == .tls && path.watcher.pCSCFRelease == nil)
        #expect(path.presentity.hop == nil && path[.presentity].pCSCFRelease == 6)
    }

    @Test("a message describes the leg of its role, and no other")
    func otherRole() throws {
        let field = "P-Access-Network-Info: 3GPP-GERAN"
        let message = try ExampleMessage.publish(others: [field])
        let path = PathDescription()
        #expect(path.leg(.presentity, of: message).accessNetwork?.family == .geran)
        #expect(path.leg(.watcher, of: message).accessNetwork == nil)
        #expect(path.leg(.watcher, of: message).transport == nil)
    }

    @Test("the leg of a role without messages has no confidentiality, and the worst message decides it")
    func worst() throws {
        let closed = try ExampleMessage.publish(others: ["Security-Verify: ipsec-3gpp;ealg=aes-cbc"])
        var path = PathDescription()
        path.presentity.isAgreementVerified = true
        #expect(MessageLegs(of: [closed], path: path).confidentiality(of: .presentity)?.isProtected == true)
        let legs = MessageLegs(of: [closed, try ExampleMessage.publish()], path: path)
        #expect(legs.confidentiality(of: .presentity)?.state == .unknown)
        #expect(legs.confidentiality(of: .watcher) == nil && legs.link(of: .watcher) == nil)
        #expect(legs.link(of: .presentity)?.state == .unknown)
    }

    @Test("given roles outweigh those that the methods imply")
    func givenRoles() throws {
        let subscribe = try ExampleMessage.subscribe()
        #expect(MessageLegs(of: [subscribe], roles: [.presentity]).legs.map(\.role) == [.presentity])
        #expect(LegRole.isImplied(by: subscribe))
        #expect(try !LegRole.isImplied(by: ExampleMessage.request("REGISTER", to: "sip:a.example")))
    }
}
