import AccessLeg
import Assessment
import Exposure
import SIPMessage
import TestSupport
import Testing

@Suite("AlternativeCost: octets, packets and round trips")
struct AlternativeCostTests {
    private func cost(
        _ alternative: Alternative, _ form: MessageForm.Kind? = nil, of messages: [AssessedMessage]
    ) throws -> AlternativeCost {
        try #require(
            DialogAssessment(messages).costs.first { $0.alternative == alternative && $0.form == form })
    }

    @Test("the reconstructed dialog costs what docs/alternatives.md says, where no signature varies")
    func document() throws {
        let costs = try AssessmentLab.reconstructedDialog().costs
        let lines = try AssessmentLab.table(under: "SIP octets")
        for (name, alternative) in [
            ("as is", Alternative.baseline), ("0", .loosen), ("1", .forbid), ("2", .accessCiphering),
            ("4", .tls), ("5", .ipsec),
        ] {
            let line = try #require(lines.first { $0.hasPrefix("  \(name) ") })
            let cost = try #require(costs.first { $0.alternative == alternative })
            #expect(
                line.split(separator: " ").suffix(6).map { Int($0) } == [
                    cost.messageOctets, cost.octetsOnAir, cost.packets, cost.tooLongForUDP,
                    cost.unchanged, cost.roundTrips,
                ])
        }
        // The PUBLISH and the response are sent without a decision about a notification.
        #expect(costs.first { $0.alternative == .loosen }?.unchanged == 2)
    }

    @Test("each alternative has one row, and each with S/MIME one for bodies and one for tunnels")
    func rows() throws {
        let costs = DialogAssessment([AssessmentLab.assessed(try ExampleMessage.publish())]).costs
        let names = costs.map { $0.alternative.rawValue + ($0.form.map { " \($0.rawValue)" } ?? "") }
        #expect(
            names == [
                "baseline", "0", "1", "2", "3 body", "3 tunnel", "4", "5", "3+4 body", "3+4 tunnel",
                "3+5 body", "3+5 tunnel",
            ])
        #expect(costs.allSatisfy { $0.remark.hasSuffix(".") })
    }

    @Test("what is forbidden is not sent, except on a leg where nothing forbids it")
    func forbidden() throws {
        let publish = try AssessmentLab.publish()
        let open = AssessmentLab.assessed(publish)
        let closed = AssessmentLab.assessed(publish) { $0.hop = .ipsec }
        #expect(try cost(.forbid, of: [open]).packets == 0)
        #expect(try cost(.forbid, of: [open]).unchanged == 0)
        let both = try cost(.forbid, of: [open, closed])
        #expect(both.messageOctets == publish.octets.count && both.packets == 1 && both.unchanged == 1)
    }

    @Test("a message for which an answer cannot be used costs what it costs as it is")
    func unchanged() throws {
        let messages = [try ExampleMessage.publish(), try ExampleMessage.publish(transport: "TCP")].map {
            AssessmentLab.assessed($0)
        }
        let mixed = try cost(.tls, of: messages)
        #expect(mixed.unchanged == 1)
        let octets = messages[0].message.octets.count
        let alone = try cost(.tls, of: [messages[1]])
        let expected = HopEncoding.espIntegrity.sent(octets, overUDP: true).octetsOnAir
        #expect(mixed.octetsOnAir == alone.octetsOnAir.map { $0 + expected })
    }

    @Test(
        "the present path has the known encapsulation of its hop, and integrity if none is known",
        arguments: [
            (LegDescription.HopProtection.none, HopEncoding.none), (.integrity, .espIntegrity),
            (.ipsec, .espEncryption), (.tls, .tls), (nil, .espIntegrity),
        ] as [(LegDescription.HopProtection?, HopEncoding)])
    func encodings(hop: LegDescription.HopProtection?, encoding: HopEncoding) throws {
        let publish = try ExampleMessage.publish(transport: "TCP", body: "<presence/>")
        let message = AssessmentLab.assessed(publish) { $0.hop = hop }
        let sent = encoding.sent(publish.octets.count, overUDP: false)
        #expect(try cost(.baseline, of: [message]).octetsOnAir == sent.octetsOnAir)
        // Alternatives 4 and 5 replace it.
        let tls = HopEncoding.tls.sent(publish.octets.count, overUDP: false)
        #expect(try cost(.tls, of: [message]).octetsOnAir == tls.octetsOnAir)
        let ipsec = HopEncoding.espEncryption.sent(publish.octets.count, overUDP: false)
        #expect(try cost(.ipsec, of: [message]).octetsOnAir == ipsec.octetsOnAir)
    }

    @Test("the encapsulation follows from the transport in Via and from the security agreement too")
    func agreed() throws {
        for (fields, transport, encoding) in [
            ([], "TLS", HopEncoding.tls), ([], "WSS", .tls), (["Security-Verify: tls"], "TCP", .tls),
            (["Security-Verify: ipsec-3gpp;ealg=aes-cbc"], "TCP", .espEncryption),
            (["Security-Verify: ipsec-3gpp;ealg=null"], "TCP", .espIntegrity),
        ] {
            let publish = try ExampleMessage.publish(transport: transport, others: fields)
            let sent = encoding.sent(publish.octets.count, overUDP: false)
            let cost = try cost(.baseline, of: [AssessmentLab.assessed(publish)])
            #expect(cost.octetsOnAir == sent.octetsOnAir, "\(fields) \(transport)")
        }
    }

    @Test("TLS has three round trips first, and a message too long for UDP one")
    func roundTrips() throws {
        let short = AssessmentLab.assessed(try ExampleMessage.publish())
        let long = AssessmentLab.assessed(
            try ExampleMessage.publish(body: String(repeating: "x", count: 1300)))
        #expect(try cost(.baseline, of: [short]).roundTrips == 0)
        let cost = try cost(.baseline, of: [short, long])
        #expect(cost.roundTrips == 1 && cost.tooLongForUDP == 1)
        let publish = try ExampleMessage.publish(transport: "TCP", body: "<presence/>")
        let overTCP = AssessmentLab.assessed(publish, forms: try AssessmentLab.forms(of: publish))
        // TCP one, a full handshake of TLS 1.2 two (RFC 9293 §3.5, RFC 5246 §7.3).
        for alternative in Alternative.allCases {
            let form: MessageForm.Kind? = alternative.parts.contains(.smime) ? .body : nil
            let trips = try self.cost(alternative, form, of: [overTCP]).roundTrips
            // No rule about notifications decides on a PUBLISH.
            let expected = alternative == .loosen ? nil : alternative.parts.contains(.tls) ? 3 : 0
            #expect(trips == expected, "\(alternative)")
        }
    }

    @Test("S/MIME costs the length of its form: the body, the anonymous tunnel before the other, or none")
    func forms() throws {
        let publish = try AssessmentLab.publish()
        func form(_ kind: MessageForm.Kind, _ octets: Int) throws -> MessageForm {
            MessageForm(
                kind, message: try ExampleMessage.publish(body: String(repeating: "x", count: octets)),
                layers: AssessmentLab.envelope)
        }
        let (body, tunnel) = (try form(.body, 100), try form(.tunnel, 200))
        let anonymous = try form(.anonymousTunnel, 300)
        func octets(_ forms: [MessageForm], _ kind: MessageForm.Kind) throws -> Int? {
            try cost(.smime, kind, of: [AssessmentLab.assessed(publish, forms: forms)]).messageOctets
        }
        #expect(try octets([tunnel, anonymous, body], .body) == body.message.octets.count)
        #expect(try octets([tunnel, anonymous, body], .tunnel) == anonymous.message.octets.count)
        #expect(try octets([body, tunnel], .tunnel) == tunnel.message.octets.count)
        #expect(try octets([tunnel], .body) == nil)
        #expect(try octets([], .tunnel) == nil)
        // In a dialog, only messages that can use it have its cost; the others stay as they are.
        let messages = [
            AssessmentLab.assessed(publish, forms: [body]), AssessmentLab.assessed(publish, forms: [tunnel]),
        ]
        #expect(
            try cost(.smime, .body, of: messages).messageOctets
                == body.message.octets.count + publish.octets.count)
    }

    @Test("an alternative that no message can use has no figures")
    func unusable() throws {
        let subscribe = AssessmentLab.assessed(try ExampleMessage.subscribe())
        let closed = AssessmentLab.assessed(try AssessmentLab.publish()) { $0.hop = .ipsec }
        for (alternative, form, message) in [
            (Alternative.tls, nil, subscribe), (.smime, .body, subscribe),
            (.smimeAndIPsec, .tunnel, subscribe),
            (.forbid, nil, closed),
        ] as [(Alternative, MessageForm.Kind?, AssessedMessage)] {
            let cost = try cost(alternative, form, of: [message])
            #expect(cost.unchanged == 1 && cost.remark.hasSuffix("."))
            #expect(
                [cost.messageOctets, cost.octetsOnAir, cost.packets] == [nil, nil, nil], "\(alternative)")
            #expect(cost.tooLongForUDP == nil && cost.roundTrips == nil)
            let members = try reportMembers(of: cost)
            #expect(
                Set(members.keys).subtracting(["form"]) == ["alternative", "remark", "unchanged"],
                "\(members.keys)")
        }
        #expect(try cost(.ipsec, of: [subscribe]).messageOctets == subscribe.message.octets.count)
    }
}
