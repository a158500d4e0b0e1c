import FoundationEssentials

/// A file of captured packets, taken apart by `tshark` where that is installed.
struct PacketCapture {
    /// Why there are no messages.
    enum Failure: Error, Equatable {
        /// The file needs `tshark`, and no directory of PATH has it.
        case needsTool(String)
        /// `tshark` gave up on it, or wrote what cannot be understood.
        case unreadable(String)
        /// It takes too long, or holds too much.
        case tooLarge(String)
    }

    /// The octets that `tshark` may write, each octet of a packet as two digits, several times over.
    private static let limit = 256 << 20
    private static let seconds = 120

    let file: String

    /// Whether octets begin as a capture of one of the usual kinds does: pcap of either order of octets, or pcapng.
    static func isOne(_ octets: [UInt8]) -> Bool {
        let starts: [[UInt8]] = [
            [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0xC3, 0xD4], [0x4D, 0x3C, 0xB2, 0xA1],
            [0xA1, 0xB2, 0x3C, 0x4D], [0x0A, 0x0D, 0x0D, 0x0A],
        ]
        return starts.contains { octets.starts(with: $0) }
    }

    /// The SIP messages in it, in the order of the packets that end them; those over TCP are put together.
    ///
    /// Of a capture that is cut in its last packet, those before the cut; whether it is cut comes with them. Names are not
    /// resolved, so that no server learns of the addresses in it.
    func messages(on console: Console) throws(Failure) -> (octets: [[UInt8]], isCut: Bool) {
        let path = console.path(of: file)
        // A name that begins with "-" is a value all the same; one with ":" could be read as another thing.
        let arguments = [
            "-n", "-r", path.hasPrefix("/") ? path : "./\(path)", "-Y", "sip", "-T", "jsonraw", "-j", "sip",
            "--no-duplicate-keys",
        ]
        let output: [UInt8]
        let status: Int32?
        do throws(ForeignProgram.Failure) {
            let tool = try ForeignProgram(named: "tshark", searchPath: console.environment("PATH"))
            (output, status) = try tool.result(of: arguments, limit: Self.limit, seconds: Self.seconds)
        } catch {
            switch error {
            case .notInstalled: throw .needsTool(file)
            case .tooMuchOutput, .tooSlow: throw .tooLarge(file)
            case .cannotStart, .failed: throw .unreadable(file)
            }
        }
        // tshark fails on a capture that is cut, when it has written the packets before the cut.
        guard status == 0 || status != nil && isCut(on: console) else { throw .unreadable(file) }
        let packets = try packets(in: output, isCut: status != 0)
        let octets = try packets.flatMap(\.messages).map { (digits) throws(Failure) in
            guard let octets = Self.octets(of: digits) else { throw .unreadable(file) }
            return octets
        }
        return (octets, status != 0)
    }

    private func isCut(on console: Console) -> Bool {
        let octets = try? FileAccess.read(console.path(of: file), limit: Self.limit)
        return octets.map { CaptureRecords($0).areCut } ?? false
    }

    /// The packets of the JSON, whose end may be missing if the capture is cut.
    private func packets(in output: [UInt8], isCut: Bool) throws(Failure) -> [Packet] {
        for end in isCut ? ["", "]"] : [""] {
            let json = Data(output + Array(end.utf8))
            if let packets = try? JSONDecoder().decode([Packet].self, from: json) { return packets }
        }
        throw .unreadable(file)
    }

    private static func octets(of digits: String) -> [UInt8]? {
        func value(_ digit: UInt8) -> UInt8? {
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            case 0x41...0x46: digit - 0x37
            default: nil
            }
        }
        let digits = Array(digits.utf8)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            octets.append(high << 4 | low)
        }
        return octets
    }

    /// One packet of `-T jsonraw`: `sip_raw` is the digits and four numbers, or a list of such where there are several.
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
