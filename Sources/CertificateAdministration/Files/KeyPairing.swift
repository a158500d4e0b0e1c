import CMS

/// Which private key of a file belongs to which subscriber.
struct KeyPairing {
    private let keys: [FoundKey]
    /// The keys that are of no use, and why.
    let unusable: [UnusableEntry]
    /// Whether there are keys, and none of them is of use.
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

    /// The key of a subscriber; nil if the file has none.
    func key(of certificate: Certificate) -> PrivateKey? {
        keys.first { $0.key.isConsistent(with: certificate) }?.key
    }
}
