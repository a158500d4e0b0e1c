import CMS

/// The assignment of a file's private keys to its subscribers.
struct KeyPairing {
    private let keys: [FoundKey]
    /// The unusable keys, with the reasons.
    let unusable: [UnusableEntry]
    /// Whether there are keys, but none of them is usable.
    let isUseless: Bool

    /// Finds the subscriber of each key.
    init(of keys: [FoundKey], with subscribers: [Certificate]) {
        self.keys = keys
        let stray = keys.filter { found in !subscribers.contains { found.key.matches($0) } }
        let unsound = keys.filter { found in
            subscribers.first { found.key.matches($0) }.map { !found.key.isConsistent(with: $0) } ?? false
        }
        unusable = stray.map { .keyWithoutCertificate($0) } + unsound.map { .unsoundKey($0) }
        isUseless = !keys.isEmpty && unusable.count == keys.count
    }

    /// Returns the key of a subscriber; nil if the file has none.
    func key(of certificate: Certificate) -> PrivateKey? {
        keys.first { $0.key.isConsistent(with: certificate) }?.key
    }
}
