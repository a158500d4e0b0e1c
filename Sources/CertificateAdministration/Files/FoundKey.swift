public import CMS

/// A private key in a file, which messages identify by its position and its public key.
public struct FoundKey: Sendable {
    /// The position of the key in its container, from 1.
    public let position: Int
    /// The key.
    public let key: PrivateKey

    /// "private key 2 (P-256, SHA-256 of its public key 3f…)", for people.
    public var title: String {
        let fingerprint = try? key.publicKey.fingerprint
        let digest = fingerprint.map { ", SHA-256 of its public key \($0.prefix(16))" } ?? ""
        return "private key \(position) (\(key.algorithm.name)\(digest))"
    }

    /// Separates the readable keys of a file from the unreadable ones.
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
    /// Whether two keys have the same title.
    public static func == (left: FoundKey, right: FoundKey) -> Bool { left.title == right.title }
}
