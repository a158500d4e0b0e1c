import FoundationEssentials
import Octets

/// The SIP messages that `tshark -T jsonraw` found in a capture, in the order of their last packets.
package struct CapturedMessages: Sendable {
    /// The octets of each message; those over TCP are reassembled.
    package let octets: [[UInt8]]

    /// Reads the output of `tshark`; nil if it cannot be parsed.
    ///
    /// - Parameter isCut: whether the capture is cut, so that the end of the JSON may be missing.
    package init?(output: [UInt8], isCut: Bool) {
        var packets: [Packet]?
        for end in isCut ? ["", "]"] : [""] where packets == nil {
            packets = try? JSONDecoder().decode([Packet].self, from: Data(output + Array(end.utf8)))
        }
        guard let digits = packets?.flatMap(\.messages) else { return nil }
        octets = digits.compactMap { Hexadecimal.octets($0) }
        if octets.count != digits.count { return nil }
    }

    /// One packet of `-T jsonraw`: `sip_raw` is the digits and four numbers, or a list
    /// of such if there are several.
    private struct Packet: Decodable {
        let messages: [String]

        private enum Member: String, CodingKey { case source = "_source", layers, sip = "sip_raw" }

        init(from decoder: any Decoder) throws {
            let layers = try decoder.container(keyedBy: Member.self)
                .nestedContainer(keyedBy: Member.self, forKey: .source)
                .nestedContainer(keyedBy: Member.self, forKey: .layers)
            var list = try layers.nestedUnkeyedContainer(forKey: .sip)
            if let digits = try? list.decode(String.self) {
                messages = [digits]
                return
            }
            var messages: [String] = []
            while !list.isAtEnd {
                var one = try list.nestedUnkeyedContainer()
                messages.append(try one.decode(String.self))
            }
            self.messages = messages
        }
    }
}
