import CMS
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Every written message can be read, at and around each limit of opening")
struct OpeningLimitTests {
    /// A way to protect a message.
    enum Form: String, CaseIterable {
        case enveloped, paddedCBC, base64, opaque, detached, tunnel, signedTunnel, unbound

        var isTunnel: Bool { self == .tunnel || self == .signedTunnel }

        private var options: ProtectionOptions {
            var options = ProtectionOptions()
            if self == .paddedCBC { options.cipher = .aes256CBC }
            if self == .base64 { options.transferEncoding = .base64 }
            return options
        }

        private func protector() throws -> Protector {
            let lab = try TestLab.shared()
            let alice = try lab.signer(.alice)
            return switch self {
            case .opaque, .signedTunnel: try Protector(signer: alice, form: .opaque)
            case .detached: try Protector(signer: alice, form: .detached)
            case .enveloped, .paddedCBC, .base64, .tunnel, .unbound:
                try Protector(signer: alice, recipients: [lab.recipient(.server)], options: options)
            }
        }

        func protect(_ message: SIPMessage, for recipients: [SIPURI]) throws -> SIPMessage {
            let protector = try protector()
            guard !isTunnel else {
                let tunnel = try Tunnel(of: message, outerHeaders: .none, at: TestLab.now)
                let body = try protector.protect(tunnel, for: recipients, signingTime: TestLab.now)
                return try tunnel.outer.replacingBody(with: body)
            }
            let binding = try MessageBinding(
                of: message, to: recipients, padding: self == .paddedCBC ? .standard : nil, at: TestLab.now)
            let body = try protector.protect(
                #require(message.bodyEntity()), boundTo: self == .unbound ? nil : binding,
                signingTime: TestLab.now)
            try OpeningLimits.standard.check(body, in: message)
            return try message.replacingBody(with: body)
        }
    }

    private static let server = ["sip:example.test"]

    /// Whether `message` can be protected; if so, it must open, and the opened
    /// content must be readable as well.
    private func isWritten(
        _ message: SIPMessage, as form: Form, for recipients: [String] = server
    ) throws -> Bool {
        let written: SIPMessage
        do {
            written = try form.protect(message, for: recipients.map { try SIPURI.parse($0) })
        } catch SMIMEError.exceedsOpeningLimit {
            return false
        }
        let read = try SIPMessage.parse(written.octets)
        let context = OpeningContext(of: read, at: TestLab.now)
        let opened = try Exchange.opener().open(#require(read.bodyEntity()), in: context)
        let plain = try opened.message ?? read.replacingBody(with: opened.entity)
        #expect(try SIPMessage.parse(plain.octets).body == message.body)
        return true
    }

    /// Finds the largest size that is written, by bisection, and checks its neighbours.
    ///
    /// The length of a signature varies by some octets: with a `step` the search ends there, and the
    /// signature decides about the neighbours.
    private func largest(
        from low: Int, below high: Int, step: Int = 1, isWritten: (Int) throws -> Bool
    ) throws -> Int {
        var (low, high) = (low, high)
        let (isLowWritten, isHighWritten) = (try isWritten(low), try isWritten(high))
        try #require(isLowWritten && !isHighWritten)
        while high - low > step {
            let middle = (low + high) / 2
            if try isWritten(middle) { low = middle } else { high = middle }
        }
        for size in step == 1 ? Array(low - 2...low + 3) : [low + 1, high - 1] {
            let isNeighbourWritten = try isWritten(size)
            if step == 1 { #expect(isNeighbourWritten == (size <= low), "\(size)") }
        }
        return low
    }

    private func message(fields: [String] = [], type: String = "text/plain", _ body: String = "hello") throws
        -> SIPMessage
    {
        var message = SampleMessage.publish
        message.fields += fields.map { ($0, "1") }
        return try message.parsed(with: Exchange.entity(type, body))
    }

    @Test("the fields of a header", arguments: Form.allCases)
    func fields(form: Form) throws {
        let most = try largest(from: 200, below: 280) { count in
            // A header that cannot be read itself cannot be protected.
            guard let message = try? message(fields: (0..<count).map { "X-\($0)" }) else { return false }
            return try isWritten(message, as: form)
        }
        #expect((230...250).contains(most), "\(most)")
    }

    @Test("the octets of a header", arguments: Form.allCases)
    func headerOctets(form: Form) throws {
        let most = try largest(from: 60_000, below: 66_000) { count in
            let message = SampleMessage.publish.with("Subject", String(repeating: "x", count: count))
            let body = try Exchange.entity("text/plain", "hello")
            guard let parsed = try? message.parsed(with: body), (try? SIPMessage.parse(parsed.octets)) != nil
            else { return false }
            return try isWritten(parsed, as: form)
        }
        #expect(most > 64_000, "\(most)")
    }

    @Test("the octets of signed fields", arguments: [Form.enveloped, .tunnel, .detached])
    func signedOctets(form: Form) throws {
        _ = try largest(from: 50_000, below: 66_000) { count in
            let contact = "<sip:alice@192.0.2.1;x=\(String(repeating: "x", count: count))>"
            let body = try Exchange.entity("text/plain", "hello")
            guard let parsed = try? SampleMessage.publish.with("Contact", contact).parsed(with: body),
                (try? SIPMessage.parse(parsed.octets)) != nil
            else { return false }
            return try isWritten(parsed, as: form)
        }
    }

    @Test("the recipients that are signed", arguments: Form.allCases.filter { $0 != .unbound })
    func intendedRecipients(form: Form) throws {
        let most = try largest(from: 200, below: 300) { count in
            try isWritten(
                message(), as: form,
                for: Self.server + (1..<count).map { "sip:user\($0)@example.test" })
        }
        #expect((240...256).contains(most), "\(most)")
    }

    @Test("the recipients of an envelope")
    func recipients() throws {
        let lab = try TestLab.shared()
        let content = try Exchange.entity("text/plain", "hello")
        let server = try SIPURI.parse("sip:example.test")
        let others = try (0..<257).map { _ in
            try CheckedRecipient.select(
                server, from: [lab.issue(TestLab.profile(of: .server)).certificate], trusting: lab.anchors,
                at: TestLab.now)
        }
        for (count, isWritten) in [(255, true), (256, true), (257, false), (258, false)] {
            let recipients = try [lab.recipient(.server)] + others.prefix(count - 1)
            let protect = {
                try Protector(signer: lab.signer(.alice), recipients: recipients)
                    .protect(content, signingTime: TestLab.now)
            }
            if isWritten {
                #expect(try Exchange.open(protect()).entity == content)
            } else {
                #expect(throws: SMIMEError.exceedsOpeningLimit(.recipients(256))) { try protect() }
            }
        }
    }

    @Test("the octets of a body", arguments: [Form.enveloped, .base64, .detached, .tunnel])
    func bodyOctets(form: Form) throws {
        let limit = MIMELimits.standard.bodyOctets
        let low = form == .base64 ? limit * 7 / 10 : limit - 8192
        _ = try largest(from: low, below: form == .base64 ? limit * 8 / 10 : limit, step: 128) { count in
            try isWritten(message(String(repeating: "x", count: count)), as: form)
        }
    }

    /// A multipart of `count` parts, inside `depth` others.
    private func multipart(parts count: Int, depth: Int = 0) throws -> MIMEEntity {
        var entity = try Exchange.entity("text/plain", "hello")
        for level in 0...depth {
            let parts = Array(repeating: entity.octets, count: level == 0 ? count : 1)
            let body = try Multipart.compose(parts: parts, boundary: "level\(level)")
            entity = MIMEEntity(
                headerFields: [
                    try HeaderField(name: "Content-Type", value: "multipart/mixed; boundary=level\(level)")
                ], body: body)
        }
        return entity
    }

    @Test("the parts of a multipart, and its levels", arguments: Form.allCases)
    func parts(form: Form) throws {
        let parts = try largest(from: 60, below: 70) { count in
            try isWritten(SampleMessage.publish.parsed(with: multipart(parts: count)), as: form)
        }
        #expect(parts == MIMELimits.standard.parts)
        _ = try largest(from: 3, below: 9) { count in
            try isWritten(
                SampleMessage.publish.parsed(with: multipart(parts: 1, depth: count)), as: form)
        }
    }

    @Test("a message whose header is already full is refused with the limit that it would exceed")
    func reason() throws {
        let full = try message(fields: (0..<246).map { "X-\($0)" })
        #expect(throws: SMIMEError.exceedsOpeningLimit(.fields(256))) {
            try Form.opaque.protect(full, for: [SIPURI.parse("sip:example.test")])
        }
        let error = SMIMEError.exceedsOpeningLimit(.fields(256))
        #expect(error.code == .tooLarge && error.description.contains("more than 256 header fields"))
    }
}
