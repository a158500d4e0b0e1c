import AccessLeg
public import Octets
internal import SIPMessage

/// The cost of an alternative for the messages of a dialog.
///
/// The figures are nil if no message can use the alternative in this form; the figures of the unchanged
/// messages would make it look like the best choice.
public struct AlternativeCost: Sendable, Equatable, JSONEncodable {
    /// The alternative.
    public let alternative: Alternative
    /// What S/MIME does to the messages; nil if it does nothing.
    public let form: MessageForm.Kind?
    /// The length of the messages alone, in octets.
    public let messageOctets: Int?
    /// The length including all headers down to IP, on one access leg each, in octets.
    public let octetsOnAir: Int?
    /// The number of packets.
    public let packets: Int?
    /// The number of messages that are too long for the UDP they were meant for (RFC 3261 §18.1.1).
    public let tooLongForUDP: Int?
    /// The number of messages that are left as they are, because the alternative cannot be used for them.
    public let unchanged: Int
    /// The number of round trips before the first message; there is none for each message.
    public let roundTrips: Int?
    /// What the numbers do not include.
    public let remark: String

    /// Creates the rows of a dialog: each alternative, S/MIME once by body and once by tunnel.
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
            // A forbidden message is not sent.
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
        remark = Self.remark(on: alternative)
        guard messages.contains(where: { $0.canHave(alternative, in: form) }) else {
            (messageOctets, octetsOnAir, packets, tooLongForUDP, roundTrips) = (nil, nil, nil, nil, nil)
            return
        }
        let tooLong = sizes.count(where: \.exceedsUDP)
        messageOctets = sizes.reduce(0) { $0 + $1.messageOctets }
        octetsOnAir = sizes.reduce(0) { $0 + $1.octetsOnAir }
        packets = sizes.reduce(0) { $0 + $1.packets }
        tooLongForUDP = tooLong
        // A connection takes one round trip, a full handshake of TLS 1.2 two more
        // (RFC 9293 §3.5, RFC 5246 §7.3).
        roundTrips = alternative.parts.contains(.tls) ? 3 : tooLong > 0 ? 1 : 0
    }

    private static func remark(on alternative: Alternative) -> String {
        switch alternative {
        case .baseline:
            "IPsec with integrity is assumed for an unknown hop, because every release has it."
        case .loosen: "The flag travels between proxies, not over the air."
        case .forbid: "Nothing is sent, so no watcher is served."
        case .accessCiphering: "Ciphering of the link adds no cost that is counted here."
        case .smime: "The one round trip to fetch the other side's certificate is not counted."
        case .tls: "A connection must stay open for messages to the terminal."
        case .ipsec: "The security associations come with registration; no round trip is added."
        case .smimeAndTLS, .smimeAndIPsec: "The costs of both."
        }
    }

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("alternative", alternative)
            $0.memberIfPresent("form", form)
            $0.memberIfPresent("messageOctets", messageOctets)
            $0.memberIfPresent("octetsOnAir", octetsOnAir)
            $0.memberIfPresent("packets", packets)
            $0.member("remark", remark)
            $0.memberIfPresent("roundTrips", roundTrips)
            $0.memberIfPresent("tooLongForUDP", tooLongForUDP)
            $0.member("unchanged", unchanged)
        }
    }
}

extension AssessedMessage {
    /// Whether the alternative can be used for the message, and S/MIME can produce this form of it.
    fileprivate func canHave(_ alternative: Alternative, in form: MessageForm.Kind?) -> Bool {
        guard applicability[alternative]?.isPossible ?? false else { return false }
        switch form {
        case .body: return clear.isEnveloped || forms.contains { $0.kind == .body }
        case .tunnel, .anonymousTunnel:
            return forms.contains { $0.kind == .tunnel || $0.kind == .anonymousTunnel }
        case .asIs, nil: return true
        }
    }

    /// Returns the length of the message in a form or the nearest one: as it is if
    /// S/MIME makes none, in octets.
    func octets(in form: MessageForm.Kind?) -> Int {
        switch form {
        case .body: (forms.first { $0.kind == .body } ?? clear).message.octets.count
        case .tunnel, .anonymousTunnel:
            (forms.first { $0.kind == .anonymousTunnel } ?? forms.first { $0.kind == .tunnel } ?? clear)
                .message.octets.count
        case .asIs, nil: clear.message.octets.count
        }
    }

    /// Returns the encapsulation of its packets.
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
