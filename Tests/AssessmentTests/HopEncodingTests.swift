import AccessLeg
import Assessment
import Exposure
import Testing

@Suite("HopEncoding: the overhead around a message")
struct HopEncodingTests {
    @Test("a datagram is as long as its headers and its message, and ESP pads to its block")
    func datagrams() {
        // 40 IPv6, 8 UDP, 700 SIP.
        #expect(HopEncoding.none.sent(700, overUDP: true).octetsOnAir == 748)
        // 8 before; 708 and 2 of trailer padded to 712; 12 after.
        #expect(HopEncoding.espIntegrity.sent(700, overUDP: true).octetsOnAir == 40 + 8 + 712 + 12)
        // 16 of initialisation vector more, padded to 720.
        #expect(HopEncoding.espEncryption.sent(700, overUDP: true).octetsOnAir == 40 + 8 + 16 + 720 + 12)
        #expect(HopEncoding.espEncryption.sent(700, overUDP: true).packets == 1)
    }

    @Test("1300 octets go over UDP; one more goes over TCP, and the result says so")
    func limit() {
        #expect(!HopEncoding.none.sent(1300, overUDP: true).exceedsUDP)
        let long = HopEncoding.none.sent(1301, overUDP: true)
        #expect(long.exceedsUDP && long.packets == 1 && long.octetsOnAir == 40 + 20 + 1301)
        #expect(!HopEncoding.none.sent(5000, overUDP: false).exceedsUDP)
    }

    @Test(
        "a stream is split when a packet of 1500 octets is full",
        arguments: [
            (HopEncoding.none, 1440, 1), (.none, 1441, 2), (.espIntegrity, 1418, 1), (.espIntegrity, 1419, 2),
            (.espEncryption, 1402, 1), (.espEncryption, 1403, 2), (.tls, 1411, 1), (.tls, 1412, 2),
            (.none, 0, 1),
        ])
    func segments(encoding: HopEncoding, octets: Int, packets: Int) {
        let sent = encoding.sent(octets, overUDP: false)
        #expect(sent.packets == packets && sent.messageOctets == octets)
        if packets == 1 { #expect(sent.octetsOnAir <= 1500) }
    }

    @Test("TLS adds a record's overhead for each 2^14 octets")
    func records() {
        let one = HopEncoding.tls.sent(1000, overUDP: false).octetsOnAir
        #expect(one == 40 + 20 + 1000 + 29)
        let plain = HopEncoding.none.sent(16_385 + 58, overUDP: false).octetsOnAir
        #expect(HopEncoding.tls.sent(16_385, overUDP: false).octetsOnAir == plain)
    }
}
