import Octets

/// A notice during an import that does not end it.
public enum ImportNotice: Sendable, Equatable, CustomStringConvertible {
    /// An entry of the file that is not imported.
    case skipped(UnusableEntry, file: String)
    /// The number of further entries of the file that are not imported.
    case skippedMore(Int, file: String)
    /// The file contains a private key that is readable without a password.
    case openKey(file: String)
    /// A limitation of an imported certificate.
    case limited(CertificateLimitation)

    /// The notice, for people.
    public var description: String {
        switch self {
        case .skipped(let entry, let file): "skipped in '\(printable(file))': \(entry)"
        case .skippedMore(let count, let file): "skipped \(count) more entries in '\(printable(file))'"
        case .openKey(let file): "'\(printable(file))' holds a private key without a password"
        case .limited(let limitation): limitation.description
        }
    }

    /// Returns a notice for each unusable entry of a file; the first twenty by name.
    public static func skipped(_ entries: [UnusableEntry], in file: String) -> [ImportNotice] {
        let rest = entries.count - 20
        return entries.prefix(20).map { .skipped($0, file: file) }
            + (rest > 0 ? [.skippedMore(rest, file: file)] : [])
    }
}
