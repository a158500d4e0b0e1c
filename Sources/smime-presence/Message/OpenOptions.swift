import CMS
import CommandOptions
import FoundationEssentials
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The options of `decrypt`, `verify` and `cert learn`.
struct OpenOptions {
    var from: String?
    var anySender = false
    var anyTarget = false
    var allowUnsigned = false
    var allowWeak = false
    var requireAEAD = false
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
    var parties = PartyOptions()

    /// The options of the commands that open a message.
    static func options<C: MessageCommand & StoreCommand>(
        into path: @autoclosure @escaping () -> WritableKeyPath<C, OpenOptions>
    ) -> [Option<C>] {
        [
            .value(
                "--from", as: "URI", into: path().appending(path: \.from),
                help: "the expected signer (default: the message's sender)"
            ).loosening(),
            .flag("--any-sender", into: path().appending(path: \.anySender), help: "accept any signer"),
            .flag(
                "--any-entity", into: path().appending(path: \.anyEntity),
                help: "accept a presence document about a different user"),
            .flag(
                "--any-target", into: path().appending(path: \.anyTarget),
                help: "accept a bound message for another presentity, watcher or recipient, as in archives"),
            .flag(
                "--strict-pidf", into: path().appending(path: \.strictPIDF),
                help: "refuse presence documents that violate RFC 3863"),
            .flag(
                "--allow-unsigned", into: path().appending(path: \.allowUnsigned),
                help: "accept an envelope without a signature"),
            .flag(
                "--allow-weak", into: path().appending(path: \.allowWeak),
                help: "accept SHA-1, 3DES and short keys; if --allow-unsigned is given too, also unsigned CBC"
            ),
            .flag(
                "--require-aead", into: path().appending(path: \.requireAEAD),
                help: "refuse ciphers that do not authenticate what they encrypt: CBC, signed or not"),
            .flag(
                "--allow-domain-signer", into: path().appending(path: \.allowDomainSigner),
                help: "accept a domain's certificate for its users in any message"),
            .flag(
                "--trust-asserted-identity", into: path().appending(path: \.trustAssertedIdentity),
                help:
                    "also accept the sender in P-Asserted-Identity; only if a trusted network wrote it"
            ).loosening(),
            .flag(
                "--require-binding", into: path().appending(path: \.requireBinding),
                help: "refuse a body that is not signed together with header fields of its message"),
            .flag(
                "--allow-unbound", into: path().appending(path: \.allowUnbound),
                help: "accept a body signed without header fields, even with --max-age or --once"),
            .flag(
                "--once", into: path().appending(path: \.once),
                help: "refuse messages this store accepted before, and record this one; implies --max-age 300"
            ),
            .integer(
                "--max-age", as: "SECONDS", in: 1...3600, into: path().appending(path: \.maximumAge),
                help: "refuse messages signed more than SECONDS ago (at most 3600)"
            ).loosening { (Int($0) ?? .max) > 300 },
            .flag(
                "--allow-future", into: path().appending(path: \.allowFuture),
                help: "accept signing times more than 300 s after the time of the check, as in archives"),
            .time(
                "--at", into: path().appending(path: \.at),
                help: "check certificates and age as of TIME (RFC 3339)"
            ).loosening(),
        ] + RevocationOptions.options(into: path().appending(path: \.revocation)) + [
            C.bodyOption, C.mimeOption, C.reportOption,
        ]
            + PolicyOptions.options(into: path().appending(path: \.policy)) + C.storeOptions
    }

    /// Whether a store is required: for its parties, or for its ledger.
    var needsStore: Bool { parties.isEmpty || once }

    func validate() throws(UsageError) {
        try policy.validate()
        try parties.validate(own: "--recipient")
        if anySender, from != nil { throw .conflictingOptions("--any-sender", "--from") }
        if trustAssertedIdentity, anySender || from != nil {
            throw .conflictingOptions(
                "--trust-asserted-identity", anySender ? "--any-sender" : "--from")
        }
        if once, at != nil { throw .conflictingOptions("--once", "--at") }
        if once, allowUnsigned { throw .conflictingOptions("--once", "--allow-unsigned") }
        if allowFuture, once || maximumAge != nil {
            throw .conflictingOptions("--allow-future", once ? "--once" : "--max-age")
        }
        if requireBinding, allowUnbound {
            throw .conflictingOptions("--require-binding", "--allow-unbound")
        }
    }

    /// Returns the options for the agent.
    func receivingOptions<C: MessageCommand>(of command: C.Type) throws(CommandFailure) -> ReceivingOptions {
        var options = ReceivingOptions(operation: C.name)
        if anySender { options.sender = .any }
        if let from { options.sender = .expected(address: try C.address(from, option: "--from")) }
        options.trustsAssertedIdentity = trustAssertedIdentity
        options.once = once
        options.policy = openingPolicy
        return options
    }

    private var openingPolicy: OpeningPolicy {
        var policy = OpeningPolicy()
        policy.unsigned = allowUnsigned ? .allow : .refuse
        policy.strength = allowWeak ? .anyIncludingWeak : .current
        policy.encryption = requireAEAD ? .authenticated : .any
        policy.entity = anyEntity ? .any : .signerOnly
        policy.target = anyTarget ? .any : .named
        policy.presence = strictPIDF ? .strict : .lenient
        policy.domainSigner = allowDomainSigner ? .anyMessage : .notifyAndResponses
        policy.unbound =
            requireBinding ? .refuse : allowUnbound ? .allow : .allowWithoutFreshness
        policy.maximumAge = maximumAge.map(Double.init)
        policy.future = allowFuture ? .allow : .refuse
        policy.revocation = revocation.policy
        return policy
    }
}
