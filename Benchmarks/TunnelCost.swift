import CMS
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEBody

/// The cost of putting a whole message inside another, next to protecting its body.
enum TunnelCost {
    private static let limit = 1.3
    private static let wayLimit = 1.4
    private static let tunnelledLimit = 1.6

    /// Prints both for one message, from its octets to those that are sent, and back.
    ///
    /// Returns false if a tunnel takes more than ``limit`` times as long.
    static func measure() throws -> Bool {
        let lab = try Lab(key: .p256)
        let plain = try message(with: lab.entity)
        let recipients = [try SIPURI.parse("sip:example.test")]
        let bound = { try protected(plain, by: lab, for: recipients) }
        let tunnelled = { try self.tunnelled(plain, by: lab, for: recipients) }
        let (body, tunnel) = (try bound(), try tunnelled())
        guard try opened(tunnel, by: lab).message != nil, try opened(body, by: lab).message == nil else {
            failed("tunnel")
        }
        let document = Array(presence.utf8)
        // The signed fields are about as long as the header that they come from.
        let floor = Floor(
            .p256, document: document, verifications: 1, signed: plain.count,
            encrypted: try SIPMessage.parse(body).body.count)
        let tunnelFloor = Floor(
            .p256, document: document, verifications: 1, signed: 2 * plain.count - document.count,
            encrypted: try SIPMessage.parse(tunnel).body.count)
        var watch = Stopwatch()
        watch.add("protect floor") { floor.protect() }
        watch.add("protect") { _ = try? bound() }
        watch.add("protect tunnel floor") { tunnelFloor.protect() }
        watch.add("protect tunnel") { _ = try? tunnelled() }
        watch.add("open floor") { floor.open() }
        watch.add("open") { _ = try? opened(body, by: lab) }
        watch.add("open tunnel floor") { tunnelFloor.open() }
        watch.add("open tunnel") { _ = try? opened(tunnel, by: lab) }
        let taken = watch.run()
        print(
            "\nPUBLISH with 1 KB PIDF, P-256, from SIP octets to SIP octets, bound to its message; "
                + "microseconds\n"
        )
        print(row("case", "floor", "smime", "ratio", "at most"))
        var isWithin = true
        for (name, limit) in [
            ("protect", wayLimit), ("open", wayLimit), ("protect tunnel", tunnelledLimit),
            ("open tunnel", tunnelledLimit),
        ] {
            guard let bare = taken["\(name) floor"], let ours = taken[name] else { continue }
            isWithin = printRatio(name, bare, ours, limit: limit, limitDecimals: 2) && isWithin
        }
        print("\nits body protected, and the whole message; microseconds\n")
        print(row("case", "body", "tunnel", "ratio", "at most"))
        for name in ["protect", "open"] {
            guard let body = taken[name], let tunnel = taken["\(name) tunnel"] else { continue }
            isWithin = printRatio(name, body, tunnel, limit: limit) && isWithin
        }
        return try measureProcesses() && isWithin
    }

    /// Runs one case as often as the arguments say, for a profiler: `way 1 1000` opens a bound message a
    /// thousand times; 0 protects it, 2 and 3 are those of a tunnel.
    static func repeatCase() throws {
        let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
        guard numbers.count == 2, (0...3).contains(numbers[0]) else { failed("usage: way CASE TIMES") }
        let lab = try Lab(key: .p256)
        let plain = try message(with: lab.entity)
        let recipients = [try SIPURI.parse("sip:example.test")]
        let body = try protected(plain, by: lab, for: recipients)
        let tunnel = try tunnelled(plain, by: lab, for: recipients)
        for _ in 0..<numbers[1] {
            switch numbers[0] {
            case 0: _ = try protected(plain, by: lab, for: recipients)
            case 1: _ = try opened(body, by: lab)
            case 2: _ = try tunnelled(plain, by: lab, for: recipients)
            default: _ = try opened(tunnel, by: lab)
            }
        }
    }

    /// Whole processes: `encrypt --tunnel --report` next to `encrypt`.
    private static func measureProcesses() throws -> Bool {
        let lab = try ProcessLab(key: "p256")
        defer { lab.remove() }
        let tunnelling = lab.encrypt + ["--tunnel", "--report", "\(lab.directory)/report.json"]
        var (plain, tunnel) = (Double.infinity, Double.infinity)
        for _ in 0..<60 {
            plain = min(plain, lab.run(lab.encrypt).milliseconds)
            tunnel = min(tunnel, lab.run(tunnelling).milliseconds)
        }
        return printRatio("process with report, ms", plain, tunnel, limit: limit, decimals: 2)
    }

    private static func protected(
        _ octets: [UInt8], by lab: Lab, for recipients: [SIPURI]
    ) throws -> [UInt8] {
        let message = try SIPMessage.parse(octets)
        guard let entity = message.bodyEntity() else { failed("no body") }
        let binding = try MessageBinding(of: message, to: recipients, at: lab.instant)
        return try message.replacingBody(
            with: lab.protector.protect(entity, boundTo: binding, signingTime: lab.instant)
        ).octets
    }

    private static func tunnelled(
        _ octets: [UInt8], by lab: Lab, for recipients: [SIPURI]
    ) throws -> [UInt8] {
        let tunnel = try Tunnel(of: SIPMessage.parse(octets), outerHeaders: .minimal, at: lab.instant)
        return try tunnel.outer.replacingBody(
            with: lab.protector.protect(tunnel, for: recipients, signingTime: lab.instant)
        ).octets
    }

    private static func opened(_ octets: [UInt8], by lab: Lab) throws -> OpenedBody {
        let message = try SIPMessage.parse(octets)
        guard let entity = message.bodyEntity() else { failed("no body") }
        let opened = try lab.opener.open(entity, in: OpeningContext(of: message, at: lab.instant))
        if opened.message == nil { _ = try message.replacingBody(with: opened.entity) }
        return opened
    }

    private static func message(with entity: MIMEEntity) throws -> [UInt8] {
        let lines = [
            "PUBLISH sip:alice@example.test SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK652hsge", "Max-Forwards: 70",
            "To: <sip:alice@example.test>", "From: \"Alice\" <sip:alice@example.test>;tag=1234wxyz",
            "Call-ID: 81818181@192.0.2.1", "CSeq: 1 PUBLISH", "Contact: <sip:alice@192.0.2.1:5060>",
            "Event: presence", "Expires: 3600", "Subject: presence", "User-Agent: phone/1.0",
            "Supported: gruu", "Content-Length: 0", "", "",
        ]
        return try SIPMessage.parse(Array(lines.joined(separator: "\r\n").utf8))
            .replacingBody(with: entity).octets
    }
}
