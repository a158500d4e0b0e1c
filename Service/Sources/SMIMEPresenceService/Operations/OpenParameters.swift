import CMS
import SMIMEAgent
import SMIMEBody

/// The options of `open` and `verify`.
enum OpenParameters {
    /// The parameters, named as the options of `decrypt` and `verify`: those that make checks stricter.
    static let names: Set<String> = [
        "max-age", "strict-pidf", "require-aead", "require-binding", "require-revocation",
    ]

    /// Returns the options for the agent: the profile's, made stricter.
    ///
    /// - Throws: ``Problem`` with 400 for invalid values, and a maximum age above the configured one.
    static func options(
        _ query: QueryParameters, operation: String, profile: Profile, maximumAge: Int
    ) throws(Problem) -> ReceivingOptions {
        var options = ReceivingOptions(operation: operation)
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
