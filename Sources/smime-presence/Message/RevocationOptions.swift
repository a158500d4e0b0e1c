import CMS
import CommandOptions

/// The options of every command that checks certificates against CRLs.
struct RevocationOptions {
    var requiresLists = false
    var allowsStaleLists = false

    static func options<Root>(
        into path: @autoclosure @escaping () -> WritableKeyPath<Root, RevocationOptions>
    ) -> [Option<Root>] {
        [
            .flag(
                "--require-revocation", into: path().appending(path: \.requiresLists),
                help: "refuse if the store has no CRL of a CA on the path to the trust anchor"),
            .flag(
                "--allow-stale-crl", into: path().appending(path: \.allowsStaleLists),
                help: "use CRLs that have expired or were issued after the time of the check"),
        ]
    }

    var policy: RevocationPolicy {
        var policy = RevocationPolicy()
        policy.unlisted = requiresLists ? .refuse : .allow
        policy.outdated = allowsStaleLists ? .allow : .refuse
        return policy
    }
}
