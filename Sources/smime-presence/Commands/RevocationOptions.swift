import CMS

/// The options of every command that checks certificates against revocation lists.
struct RevocationOptions {
    var requiresLists = false
    var allowsStaleLists = false

    static func options<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, RevocationOptions>
    ) -> [Option<Root>] {
        [
            .flag(
                "--require-revocation", into: path().appending(path: \.requiresLists),
                help: "refuse where the store has no revocation list of a CA on the way to the trust anchor"),
            .flag(
                "--allow-stale-crl", into: path().appending(path: \.allowsStaleLists),
                help: "use revocation lists that are out of date, or of after the time of the check"),
        ]
    }

    var policy: RevocationPolicy {
        var policy = RevocationPolicy()
        policy.unlisted = requiresLists ? .refuse : .allow
        policy.outdated = allowsStaleLists ? .allow : .refuse
        return policy
    }
}
