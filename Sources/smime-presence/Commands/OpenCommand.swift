import CMS
import CertStore
import Exposure
import FoundationEssentials
import MIME
import Octets
import SIPMessage
import SMIMEBody

/// What `decrypt` and `verify` have in common.
struct OpenOptions {
    var from: String?
    var anySender = false
    var anyTarget = false
    var allowUnsigned = false
    var allowWeak = false
    var anyEntity = false
    var strictPIDF = false
    var allowDomainSigner = false
    var allowUnbound = false
    var requireBinding = false
    var maximumAge: Int?
    var allowFuture = false
    var once = false
    var trustAssertedIdentity = false
    var at: Date?
    var revocation = RevocationOptions()
    var policy = PolicyOptions()
}

/// A command that opens a protected message and checks everything.
protocol OpenCommand: MessageCommand, StoreCommand {
    var opening: OpenOptions { get set }
    /// Where the report goes: "-" is standard output, nil is nowhere.
    var reportFile: String? { get }
    /// Writes what an accepted message is opened for.
    func deliver(
        _ body: OpenedBody, of input: MessageInput, report: MessageReport, on console: Console
    ) throws(CommandFailure)
}

extension OpenCommand {
    static var openOptions: [Option<Self>] {
        [
            .value(
                "--from", as: "URI", into: \.opening.from,
                help: "who must have signed; default: the message's sender"),
            .flag("--any-sender", into: \.opening.anySender, help: "accept whoever signed"),
            .flag(
                "--any-entity", into: \.opening.anyEntity,
                help: "accept a presence document about somebody else"),
            .flag(
                "--any-target", into: \.opening.anyTarget,
                help: "accept a bound message for another presentity, watcher or recipient, as in archives"),
            .flag(
                "--strict-pidf", into: \.opening.strictPIDF,
                help: "refuse presence documents that depart from RFC 3863"),
            .flag(
                "--allow-unsigned", into: \.opening.allowUnsigned,
                help: "accept an envelope that nobody signed"),
            .flag(
                "--allow-weak", into: \.opening.allowWeak,
                help: "accept SHA-1, 3DES and short keys; with --allow-unsigned also CBC without a signature"),
            .flag(
                "--allow-domain-signer", into: \.opening.allowDomainSigner,
                help: "accept a domain's certificate for its users in any message"),
            .flag(
                "--trust-asserted-identity", into: \.opening.trustAssertedIdentity,
                help:
                    "also accept as sender whom P-Asserted-Identity names, which a trusted network must have written"
            ),
            .flag(
                "--require-binding", into: \.opening.requireBinding,
                help: "refuse a body that is not signed together with fields of its message"),
            .flag(
                "--allow-unbound", into: \.opening.allowUnbound,
                help: "accept such a body also with --max-age and --once"),
            .flag(
                "--once", into: \.opening.once,
                help: "refuse what this store has accepted before, and remember it; implies --max-age 300"),
            .integer(
                "--max-age", as: "SECONDS", in: 1...3600, into: \.opening.maximumAge,
                help: "refuse what was signed longer ago, at most 3600"),
            .flag(
                "--allow-future", into: \.opening.allowFuture,
                help: "accept what was signed more than 300 s after the time of the check, as in archives"),
            .time("--at", into: \.opening.at, help: "check certificates and age as of TIME (RFC 3339)"),
        ] + RevocationOptions.options(into: \.opening.revocation) + [bodyOption, mimeOption, reportOption]
            + PolicyOptions.options(into: \.opening.policy) + storeOptions
    }

    func validate() throws(UsageError) {
        try opening.policy.validate()
        if opening.anySender, opening.from != nil { throw .conflictingOptions("--any-sender", "--from") }
        if opening.trustAssertedIdentity, opening.anySender || opening.from != nil {
            throw .conflictingOptions(
                "--trust-asserted-identity", opening.anySender ? "--any-sender" : "--from")
        }
        if opening.once, opening.at != nil { throw .conflictingOptions("--once", "--at") }
        if opening.once, opening.allowUnsigned { throw .conflictingOptions("--once", "--allow-unsigned") }
        if opening.allowFuture, opening.once || opening.maximumAge != nil {
            throw .conflictingOptions("--allow-future", opening.once ? "--once" : "--max-age")
        }
        if opening.requireBinding, opening.allowUnbound {
            throw .conflictingOptions("--require-binding", "--allow-unbound")
        }
    }

    func run(on console: Console) throws(CommandFailure) {
        var report = MessageReport(operation: Self.name)
        do throws(CommandFailure) {
            let input = try readInput(on: console)
            report.message = input.message.map { ReportedMessage($0) }
            report.warnings = input.warnings
            try open(input, report: &report, on: console)
        } catch {
            throw refuse(error, report: report, to: reportFile, on: console)
        }
    }

    private func open(
        _ input: MessageInput, report: inout MessageReport, on console: Console
    ) throws(CommandFailure) {
        let outputs = [files.output, files.report]
        let gate = try PolicyGate(opening.policy, of: input, writing: outputs, on: console, at: opening.at)
        report.warnings += gate?.verdict.warnings ?? []
        report.policy = gate.map { ReportedPolicy($0.verdict) }
        guard let entity = input.body else {
            throw gate.failure(for: .clearText) ?? SMIMEError.clearText.failure
        }
        try gate?.refuseProtected(entity)
        let context = try context(of: input, at: opening.at ?? console.now())
        let store = try openStore(on: console, writing: outputs)
        let anchors = try worded { try store.trustAnchors() }
        let opener = Opener(keys: store, certificates: store, trusting: anchors, policy: policy)
        func failure(for refusal: OpeningRefusal) -> CommandFailure {
            report.describe(refusal)
            // A caller who named the signer, or has no message, knows that the sender is another.
            if refusal.failsRegardlessOfSender, opening.from == nil, input.message != nil {
                return refusal.reason.unmendableFailure
            }
            return gate.failure(for: refusal.reason) ?? store.failure(for: refusal.reason)
        }
        let checked: CheckedBody
        do throws(OpeningRefusal) {
            checked = try opener.check(entity, in: context, once: opening.once)
        } catch {
            throw failure(for: error)
        }
        report.layers = checked.layers.map { ReportedLayer($0) }
        let body: OpenedBody
        do throws(AdmissionError<CommandFailure, CertStoreError>) {
            body = try opener.admit(
                checked,
                by: { (checked) throws(CommandFailure) in try gate?.judge(checked, report: &report) },
                recordingIn: opening.once ? store : nil, at: context.instant)
        } catch {
            switch error {
            case .policy(let failure): throw failure
            case .ledger(let error): throw error.failure
            case .body(let refusal): throw failure(for: refusal)
            }
        }
        // A copy: where it cannot be delivered after all, nothing of this is said.
        try deliver(body, of: input, report: accepted(body, of: input, in: report), on: console)
    }

    private func accepted(_ body: OpenedBody, of input: MessageInput, in report: MessageReport)
        -> MessageReport
    {
        var accepted = report
        accepted.verdict = .accepted
        accepted.signer = body.signature.map { ReportedEvidence($0) }
        accepted.headers = body.headers.map { ReportedHeader($0) }
        if let message = body.message, let outside = input.message {
            accepted.tunnel = ReportedTunnel(inside: message, outside: outside)
            let changed = body.fieldsChangedOnTheWay
            if !changed.isEmpty { accepted.warnings.append(.changedOnTheWay(changed)) }
        }
        accepted.content = ReportedContent(body.entity)
        accepted.content?.entityChecked = body.presence != nil && !opening.anyEntity
        accepted.warnings += ReportedWarning.warnings(of: body)
        return accepted
    }

    private func context(of input: MessageInput, at instant: Date) throws(CommandFailure) -> OpeningContext {
        var sender: OpeningContext.Sender?
        if opening.anySender { sender = .anybody }
        if let from = opening.from {
            sender = .expected(address: try MessageParties.address(from, option: "--from", of: Self.self))
        }
        guard let message = input.message else {
            guard let sender else { throw .needsOption("--from", because: nil, or: "--any-sender") }
            return OpeningContext(sender: sender, at: instant)
        }
        var context = OpeningContext(of: message, at: instant)
        if let sender { context.sender = sender }
        if opening.trustAssertedIdentity { context.trustAssertedIdentity() }
        return context
    }

    private var policy: OpeningPolicy {
        var policy = OpeningPolicy()
        policy.unsigned = opening.allowUnsigned ? .allow : .refuse
        policy.strength = opening.allowWeak ? .anyIncludingWeak : .current
        policy.entity = opening.anyEntity ? .anybody : .signerOnly
        policy.target = opening.anyTarget ? .any : .named
        policy.presence = opening.strictPIDF ? .strict : .lenient
        policy.domainSigner = opening.allowDomainSigner ? .anyMessage : .notifyAndResponses
        policy.unbound =
            opening.requireBinding ? .refuse : opening.allowUnbound ? .allow : .allowWithoutFreshness
        policy.maximumAge = opening.maximumAge.map(Double.init)
        policy.future = opening.allowFuture ? .allow : .refuse
        policy.revocation = opening.revocation.policy
        return policy
    }
}

extension MessageReport {
    fileprivate mutating func describe(_ refusal: OpeningRefusal) {
        layers = refusal.layers.map { ReportedLayer($0) }
        if case .headerTampered(let headers) = refusal.reason {
            self.headers = headers.map { ReportedHeader($0) }
        }
    }
}

extension MessageStore {
    /// The words for a refusal; others whom the message is for are named where the store knows them.
    fileprivate func failure(for reason: SMIMEError) -> CommandFailure {
        guard case .notForUs(let recipients) = reason else { return reason.failure }
        return SMIMEError.messageForOthers(
            recipients.map { (try? certificates(answeringTo: $0))?.first?.title ?? $0.description })
    }
}

/// One sentence on who signed, for people.
func summary(of body: OpenedBody) -> String {
    guard let evidence = body.signature else { return "accepted; nobody signed it" }
    let kind = evidence.identity.kind == .domain ? "the domain's certificate" : "the user's certificate"
    let names = printable(evidence.signer.facts.uris.first ?? evidence.signer.facts.subject)
    return
        "accepted; signed by \(names) (\(kind), issued under \(printable(evidence.path.anchor.facts.subject)))"
        + (body.message.map(\.wordsForRestored) ?? "")
}
