import AccessLeg
public import Octets
internal import SIPMessage

/// What an alternative costs for the messages of a dialog.
public struct AlternativeCost: Sendable, Equatable, JSONEncodable {
    /// The alternative.
    public let alternative: Alternative
    /// What S/MIME does to the messages; nil where it does nothing.
    public let form: MessageForm.Kind?
    /// The messages alone, in octets.
    public let messageOctets: Int
    /// The same with everything around them up to IP, on one access leg each.
    public let octetsOnAir: Int
    /// In how many packets.
    public let packets: Int
    /// How many messages were to go over UDP and are too long for that (RFC 3261 §18.1.1).
    public let tooLongForUDP: Int
    /// How many messages are left as they are, because the alternative cannot be used for them.
    public let unchanged: Int
    /// How many round trips come before the first message; none of them is for each message.
    public let roundTrips: Int
    /// What the numbers leave out.
    public let remark: String

    /// The rows of a dialog: each alternative, S/MIME once by body and once by tunnel.
    static func rows(of messages: [AssessedMessage]) -> [AlternativeCost] {
        Alternative.allCases.flatMap { alternative -> [AlternativeCost] in
            guard alternative.parts.contains(.smime) else {
                return [AlternativeCost(alternative, form: nil, of: messages)]
            }
            return [.body, .tunnel].map { AlternativeCost(alternative, form: $0, of: messages) }
        }
    }

    private init(_ alternative: Alternative, form: MessageForm.Kind?, of messages: [AssessedMessage]) {
        var sizes: [SentSize] = []
        var unchanged = 0
        for message in messages {
            let isUsable = message.applicability[alternative]?.isPossible ?? false
            if !isUsable { unchanged += 1 }
            // What is forbidden is not sent.
            if alternative == .forbid, isUsable { continue }
            let used = isUsable ? alternative : .baseline
            sizes.append(
                message.hopEncoding(under: used).sent(
                    message.octets(in: isUsable ? form : nil),
                    overUDP: message.leg.transport.map { $0 == "UDP" } ?? false))
        }
        self.alternative = alternative
        self.form = form
        self.unchanged = unchanged
        messageOctets = sizes.reduce(0) { $0 + $1.messageOctets }
        octetsOnAir = sizes.reduce(0) { $0 + $1.octetsOnAir }
        packets = sizes.reduce(0) { $0 + $1.packets }
        tooLongForUDP = sizes.count(where: \.exceedsUDP)
        // A connection takes one, a full handshake of TLS 1.2 two more (RFC 9293 §3.5, RFC 5246 §7.3).
        roundTrips = alternative.parts.contains(.tls) ? 3 : tooLongForUDP > 0 ? 1 : 0
        remark = Self.remark(on: alternative)
    }

    private static func remark(on alternative: Alternative) -> String {
        switch alternative {
        case .baseline:
            "IPsec with integrity is counted where nothing is known of the hop: every release has it."
        case .loosen: "The flag travels between proxies, not over the air."
        case .forbid: "Nothing is sent, and nobody is served."
        case .accessCiphering: "Ciphering of the link adds nothing that is counted here."
        case .smime: "To fetch a certificate of the other side takes a round trip once, which is not counted."
        case .tls: "A connection has to be kept open for messages to the terminal."
        case .ipsec: "The security associations come with registration; no round trip is added."
        case .smimeAndTLS, .smimeAndIPsec: "The costs of both."
        }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("alternative", alternative)
            $0.memberIfPresent("form", form)
            $0.member("messageOctets", messageOctets)
            $0.member("octetsOnAir", octetsOnAir)
            $0.member("packets", packets)
            $0.member("remark", remark)
            $0.member("roundTrips", roundTrips)
            $0.member("tooLongForUDP", tooLongForUDP)
            $0.member("unchanged", unchanged)
        }
    }
}

extension AssessedMessage {
    /// The length of the message in a form, or in the nearest there is: as it is where S/MIME makes none.
    func octets(in form: MessageForm.Kind?) -> Int {
        switch form {
        case .body: (forms.first { $0.kind == .body } ?? clear).message.octets.count
        case .tunnel, .anonymousTunnel:
            (forms.first { $0.kind == .anonymousTunnel } ?? forms.first { $0.kind == .tunnel } ?? clear)
                .message.octets.count
        case .asIs, nil: clear.message.octets.count
        }
    }

    /// How its packets are wrapped.
    func hopEncoding(under alternative: Alternative) -> HopEncoding {
        if alternative.parts.contains(.tls) { return .tls }
        if alternative.parts.contains(.ipsec) { return .espEncryption }
        if leg.transport == "TLS" || leg.transport == "WSS" || leg.mechanism?.name == "tls" { return .tls }
        if leg.mechanism?.effect == .encrypts { return .espEncryption }
        switch leg.description.hop {
        case LegDescription.HopProtection.none?: return .none
        case .tls?: return .tls
        case .ipsec?: return .espEncryption
        case .integrity?, nil: return .espIntegrity
        }
    }
}
