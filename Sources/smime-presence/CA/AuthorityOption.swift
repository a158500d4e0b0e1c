import CommandOptions

/// The option that names one of the keys of the store's CA.
enum AuthorityOption {
    /// The key, by its certificate.
    static func id<Root>(_ path: WritableKeyPath<Root, String?>) -> Option<Root> {
        .value(
            "--ca", as: "ID", into: path,
            help: "the CA certificate whose ID, as in 'trust list', begins with ID (default: the current)")
    }
}
