public import Octets

/// The encapsulation of packets between terminal and P-CSCF, and the octets it adds.
///
/// The numbers are computed, not measured: IPv6 headers of 40 octets (RFC 8200 §3), UDP of 8 (RFC 768), TCP
/// of 20 without options (RFC 9293 §3.1), an MTU of 1500. Acknowledgements are not counted.
public enum HopEncoding: String, Sendable, Equatable, JSONEncodable, CaseIterable {
    /// Nothing around UDP or TCP.
    case none
    /// ESP in transport mode with integrity alone: 8 octets before, padding to 4, 2 of trailer, 12 of
    /// HMAC-SHA-1-96 (RFC 4303 §2, RFC 2404 §2, RFC 2410 §2).
    case espIntegrity = "esp-integrity"
    /// The same with AES-CBC: 16 octets of initialisation vector more, and padding to 16 (RFC 3602 §2, §3).
    case espEncryption = "esp-aes-cbc"
    /// TLS 1.2 with AES-GCM over TCP: 5 octets of header, 8 of nonce and 16 of tag for each record of up to
    /// 2^14 octets (RFC 5246 §6.2, RFC 5288 §3); TLS 1.3 has 22 instead (RFC 8446 §5.2).
    case tls

    /// The largest request that may go over UDP if the path's MTU is unknown, in octets (RFC 3261 §18.1.1).
    public static let largestOverUDP = 1300

    private static let mtu = 1500
    private static let ipv6Header = 40
    private static let udpHeader = 8
    private static let tcpHeader = 20
    private static let record = (octets: 1 << 14, overhead: 5 + 8 + 16)

    /// Returns the size of a message of this length on the wire.
    ///
    /// A message that is too long for UDP goes over TCP, and the result says so. A response is treated like a
    /// request: its request is protected the same way and sets its transport.
    public func sent(_ octets: Int, overUDP: Bool) -> SentSize {
        let isTooLong = overUDP && octets > Self.largestOverUDP
        guard overUDP, !isTooLong, self != .tls else {
            return overTCP(octets, exceedsUDP: isTooLong)
        }
        return SentSize(
            messageOctets: octets, octetsOnAir: Self.ipv6Header + wrapped(Self.udpHeader + octets),
            packets: 1,
            exceedsUDP: false)
    }

    private func overTCP(_ octets: Int, exceedsUDP: Bool) -> SentSize {
        var stream = octets
        if self == .tls {
            let records = max(1, (octets + Self.record.octets - 1) / Self.record.octets)
            stream += records * Self.record.overhead
        }
        let segment = largestPayload - Self.tcpHeader
        let packets = max(1, (stream + segment - 1) / segment)
        let last = stream - (packets - 1) * segment
        let full = (packets - 1) * (Self.ipv6Header + wrapped(Self.tcpHeader + segment))
        return SentSize(
            messageOctets: octets, octetsOnAir: full + Self.ipv6Header + wrapped(Self.tcpHeader + last),
            packets: packets, exceedsUDP: exceedsUDP)
    }

    /// Returns the length of the IP payload for a transport header and data of this length, in octets.
    private func wrapped(_ payload: Int) -> Int {
        switch self {
        case .none, .tls: payload
        case .espIntegrity: 8 + Self.padded(payload + 2, to: 4) + 12
        case .espEncryption: 8 + 16 + Self.padded(payload + 2, to: 16) + 12
        }
    }

    /// The longest transport header and data that fits one packet, in octets.
    private var largestPayload: Int {
        let room = Self.mtu - Self.ipv6Header
        switch self {
        case .none, .tls: return room
        case .espIntegrity: return (room - 8 - 12) / 4 * 4 - 2
        case .espEncryption: return (room - 8 - 16 - 12) / 16 * 16 - 2
        }
    }

    private static func padded(_ length: Int, to block: Int) -> Int { (length + block - 1) / block * block }
}

/// The size of a message on the wire.
public struct SentSize: Sendable, Equatable, JSONEncodable {
    /// The length of the SIP message alone, in octets.
    public let messageOctets: Int
    /// The length including all headers down to IP, in octets.
    public let octetsOnAir: Int
    /// The number of packets.
    public let packets: Int
    /// Whether it was meant for UDP and is too long for that (RFC 3261 §18.1.1).
    public let exceedsUDP: Bool

    /// Writes the members of the report.
    public func encode(into writer: inout JSONWriter) {
        writer.object {
            $0.member("exceedsUDP", exceedsUDP)
            $0.member("messageOctets", messageOctets)
            $0.member("octetsOnAir", octetsOnAir)
            $0.member("packets", packets)
        }
    }
}
