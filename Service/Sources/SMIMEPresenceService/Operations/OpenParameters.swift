import CMS
import SMIMEAgent
import SMIMEBody

/// The options of `open` and `verify`.
enum OpenParameters {
    /// The parameters: the options of `decrypt` and `verify` that make checks stricter.
    static let names: Set<String> = [
        "max-age", "strict-pidf", "require-aead", "require-binding", "require-revocation",
    ]

    /// Returns the options for the agent: those of the profile, made stricter by the parameters.
    ///
    /// - Throws: ``Problem`` with 400 if a value is invalid, or a maximum age exceeds the configured one.
    static func options(
        _ query: QueryParameters, for operation: Operation, _ caller: Caller
    ) throws(Problem) -> ReceivingOptions {
        let (profile, maximumAge) = (caller.profile, caller.agents.configuration.maximumAge)
        var options = ReceivingOptions(operation: operation.rawValue)
        options.once = true
        options.policy = profile.opening
        options.trustsAssertedIdentity = profile.trustsAssertedIdentity
        if profile.acceptsAnySender { options.sender = .any }
        options.policy.maximumAge = Double(try query.number("max-age", in: 1...maximumAge) ?? maximumAge)
        if try query.flag("strict-pidf") { options.policy.presence = .strict }
        if try query.flag("require-aead") { options.policy.encryption = .authenticated }
        if try query.flag("require-binding") { options.policy.unbound = .refuse }
        if try query.flag("require-revocation") { options.policy.revocation.unlisted = .refuse }
        return options
    }
}
