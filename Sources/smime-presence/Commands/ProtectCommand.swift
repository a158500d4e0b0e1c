import CMS
import CertStore
import Exposure
import FoundationEssentials
import MIME
import PIDF
import SIPMessage
import SMIMEBody

/// What `encrypt` and `sign` have in common.
struct ProtectOptions {
    var from: String?
    var to: [String] = []
    var noBinding = false
    /// By default that of PKCS#1 v1.5, and RSASSA-PSS of keys that make no other.
    var rsaSignature: Signer.RSASignature?
    /// As SIP has it in messages; for MIME entities the encoding that mail programs read (RFC 8551 §3.1.2).
    var transferEncoding: ProtectionOptions.TransferEncoding?
    var anyEntity = false
    var strictPIDF = false
    var policy = PolicyOptions()
}

/// A command that protects a message.
protocol ProtectCommand: MessageCommand, StoreCommand {
    var protecting: ProtectOptions { get set }
    /// Whether the command has to know for whom the message is, also where it is not bound to them.
    var needsRecipients: Bool { get }

    /// Whether what it makes of a body hides it.
    var isEnveloping: Bool { get }
    /// Whether the signature is detached, so that mail programs read the body with CRLF line ends.
    var isDetached: Bool { get }
    /// Whether the body is signed, so that it can be bound to its message.
    var isSigned: Bool { get }
    /// How the length of the body is hidden; nil where it is not.
    var padding: Padding? { get }
    /// How the whole message travels inside; nil where only its body does.
    var tunnelling: TunnelOptions? { get }

    /// Prepares the protector for a message from `sender` to `recipients`; none where nothing is for anybody.
    func protector(
        from sender: AddressURI, to recipients: [SIPURI], store: MessageStore, at now: Date
    ) throws(CommandFailure) -> PreparedProtector
}

/// A protector, and what there is to say about it.
struct PreparedProtector {
    let protector: Protector
    /// What was done, for people: "signed by …, enveloped for …".
    let summary: String
    let warnings: [ReportedWarning]
}

extension ProtectCommand {
    var isDetached: Bool { false }
    var padding: Padding? { nil }
    var tunnelling: TunnelOptions? { nil }

    static var protectOptions: [Option<Self>] {
        [
            .value(
                "--from", as: "URI", into: \.protecting.from,
                help: "sign as this sip: or tel: URI; default: the sender of the message"),
            .values(
                "--to", as: "URI", into: \.protecting.to,
                help: "a recipient, as often as needed; default: the message's recipient"),
            .flag(
                "--no-binding", into: \.protecting.noBinding,
                help: "sign the body alone, so that it stays true in any other message; for old peers only"),
            .choice(
                "--rsa-signature", as: "KIND", into: \.protecting.rsaSignature,
                help: "signature of RSA keys; default: pkcs1, pss for keys that are for RSASSA-PSS alone"),
            .choice(
                "--transfer-encoding", as: "KIND", into: \.protecting.transferEncoding,
                help:
                    "how the protected body travels; default: binary in SIP messages, base64 in MIME entities"
            ),
            .flag(
                "--any-entity", into: \.protecting.anyEntity,
                help: "also protect a presence document about somebody else"),
            .flag(
                "--strict-pidf", into: \.protecting.strictPIDF,
                help: "refuse presence documents that depart from RFC 3863"),
            bodyOption, mimeOption, outputOption, reportOption,
        ] + PolicyOptions.options(into: \.protecting.policy)
            + [PolicyOptions.politeBlockOption(into: \.protecting.policy)] + storeOptions
    }

    func run(on console: Console) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let input = try readProtectable(on: console)
            report.message = input.message.map { ReportedMessage($0) }
            report.warnings = input.warnings
            try protect(input, report: &report, on: console)
        } catch {
            throw refuse(error, report: report, to: files.report, on: console)
        }
    }

    private func protect(
        _ original: MessageInput, report: inout MessageReport, on console: Console
    ) throws(CommandFailure) {
        var input = original
        try refuseMeaningless(on: input)
        let outputs = [files.output, files.report] + (tunnelling?.files ?? [])
        try worded { try console.refuseSameFile(input: files.message, outputs: outputs) }
        let now = console.now()
        if let permission = try permission(for: input, writing: outputs, on: console, at: now) {
            report.warnings += permission.warnings
            report.policy = ReportedPolicy(permission)
            input = try permission.permitted(input, at: now)
        }
        let tunnel = try tunnel(of: input, on: console, at: now)
        let nothing = MIMEEntity(headerFields: [], body: [])
        guard var body = input.body ?? (tunnel == nil ? nil : nothing) else {
            throw SMIMEError.noBody.failure
        }
        if isDetached, input.message == nil { body = try wordedForSender { try body.canonicalText() } }
        let sender = try sender(of: input)
        let store = try openStore(on: console, writing: outputs)
        let isBound = isBound(input)
        try checkNumber(sender, in: store)
        let recipients = isBound || needsRecipients ? try recipients(of: input, store: store) : []
        let prepared = try encoded(for: input)
            .protector(from: sender, to: recipients, store: store, at: now)
        let protected = try protected(
            body, of: input, in: tunnel, for: recipients, by: prepared.protector, at: now)
        var report = report
        report.content = ReportedContent(body)
        let departures = protected.nonconformities
        if !departures.isEmpty { report.warnings.append(.nonconforming(departures)) }
        report.warnings += prepared.warnings + looseness + (tunnelling?.warnings ?? [])
        if body.isProtected { report.warnings.append(.alreadyProtected) }
        let outside = tunnel.map { MessageInput.sip($0.outer) } ?? input
        try send(
            protected.entity, in: outside, instead: original, tunnel: tunnel, report: report,
            summary: prepared.summary + (report.policy?.words ?? ""), on: console)
    }

    /// Refuses options that have no meaning for what was given.
    private func refuseMeaningless(on input: MessageInput) throws(CommandFailure) {
        if input.message == nil {
            let missing = missingParties
            if missing.count > 1 { throw .needsParties(missing) }
        }
        if input.message == nil, tunnelling != nil || padding != nil {
            throw .needsMessage(tunnelling == nil ? "--pad" : "--tunnel")
        }
        if !isSigned, protecting.from != nil, input.message != nil {
            throw CommandFailure(
                .conflictingOptions("--unsigned", "--from"), help: "smime-presence \(Self.name) --help")
        }
    }

    private func isBound(_ input: MessageInput) -> Bool {
        isSigned && !protecting.noBinding && input.message != nil
    }

    private func protected(
        _ body: MIMEEntity, of input: MessageInput, in tunnel: Tunnel?, for recipients: [SIPURI],
        by protector: Protector, at now: Date
    ) throws(CommandFailure) -> ProtectedEntity {
        let protected = try wordedForSender {
            if let tunnel {
                return try protector.protected(
                    tunnel, for: recipients, padding: padding, signingTime: now)
            }
            let message = isBound(input) ? input.message : nil
            let binding = try message.map {
                try MessageBinding(of: $0, to: recipients, padding: padding, at: now)
            }
            return try protector.protected(
                body, boundTo: binding, inMessage: input.message?.method, signingTime: now)
        }
        // What receivers would refuse is not sent.
        if let message = input.message, tunnel == nil {
            try wordedForSender { try OpeningLimits.standard.check(protected.entity, in: message) }
        }
        return protected
    }

    /// Writes `protected` as the body of `outside`, and what is to be said of it.
    private func send(
        _ protected: MIMEEntity, in outside: MessageInput, instead input: MessageInput, tunnel: Tunnel?,
        report: MessageReport, summary: String, on console: Console
    ) throws(CommandFailure) {
        let layers = try worded { try Inspection(of: protected).layers }
        let output = try outside.replacingBody(with: protected)
        var report = report
        report.verdict = .accepted
        report.layers = layers.map { ReportedLayer($0) }
        report.padding = padding.map { ReportedPadding($0) }
        report.exposure = .of(output.message, layers: layers)
        if files.report != nil { report.exposureBefore = .of(input.message, layers: []) }
        if let before = report.exposureBefore, let after = report.exposure {
            report.exposureChange = ExposureChange(before: before, after: after)
        }
        var words = summary
        var others: [Output] = []
        if let tunnel, let tunnelling {
            report.tunnel = ReportedTunnel(tunnel, policy: tunnelling.policyName)
            others = try tunnelling.mapping(of: tunnel)
            words += tunnel.words
        }
        try deliver(output.octets, with: others, report: report, on: console)
        console.say(report, summary: words, exposure: report.exposure)
    }

    /// What the options leave unproven.
    private var looseness: [ReportedWarning] {
        [
            isSigned && protecting.noBinding ? .signedWithoutBinding : nil,
            protecting.anyEntity ? .entityUnchecked : nil,
        ].compactMap(\.self)
    }

    private func tunnel(
        of input: MessageInput, on console: Console, at now: Date
    ) throws(CommandFailure) -> Tunnel? {
        guard let tunnelling, let message = input.message else { return nil }
        return try tunnelling.tunnel(of: message, on: console, at: now)
    }
}

/// Does some work of a command that protects, and puts what it throws into words for the sender.
func wordedForSender<Result>(_ work: () throws -> Result) throws(CommandFailure) -> Result {
    try worded {
        do { return try work() } catch let error as SMIMEError { throw error.sendingFailure }
    }
}

extension ReportedContent {
    init(_ entity: MIMEEntity) {
        type = (try? entity.contentType())?.map { $0.headerValue } ?? nil
        octets = entity.body.count
    }
}
