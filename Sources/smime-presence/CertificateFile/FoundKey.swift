import CMS

/// A private key in a file, which messages name by its position in the file and its public key.
struct FoundKey {
    /// Which private key of its container it is, from 1 on.
    let position: Int
    let key: PrivateKey

    /// "private key 2 (P-256, SHA-256 of its public key 3f…)", for people.
    var title: String {
        let fingerprint = try? key.publicKey.fingerprint
        let digest = fingerprint.map { ", SHA-256 of its public key \($0.prefix(16))" } ?? ""
        return "private key \(position) (\(key.algorithm.name)\(digest))"
    }

    /// Separates the keys of a file that can be read from those that cannot.
    static func sorted(
        _ readings: [Result<PrivateKey, UnusablePrivateKey>]
    ) -> (usable: [FoundKey], unusable: [UnusablePrivateKey]) {
        var (usable, unusable): ([FoundKey], [UnusablePrivateKey]) = ([], [])
        for (index, reading) in readings.enumerated() {
            switch reading {
            case .success(let key): usable.append(FoundKey(position: index + 1, key: key))
            case .failure(let key): unusable.append(key)
            }
        }
        return (usable, unusable)
    }
}

extension FoundKey: Equatable {
    /// Two keys are the same if their names are.
    static func == (left: FoundKey, right: FoundKey) -> Bool { left.title == right.title }
}

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
