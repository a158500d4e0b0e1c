import Octets

/// What a caller learns while files are read, one after the other, and need not end the import.
public enum ImportNotice: Sendable, Equatable, CustomStringConvertible {
    /// An entry of the file that is not imported.
    case skipped(UnusableEntry, file: String)
    /// So many more entries of the file are not imported.
    case skippedMore(Int, file: String)
    /// The file has a private key that is read without a password.
    case openKey(file: String)
    /// What a certificate that is imported cannot be used for.
    case limited(CertificateLimitation)

    /// What happened, for people.
    public var description: String {
        switch self {
        case .skipped(let entry, let file): "skipped in '\(printable(file))': \(entry)"
        case .skippedMore(let count, let file): "skipped \(count) more entries in '\(printable(file))'"
        case .openKey(let file): "'\(printable(file))' holds a private key without a password"
        case .limited(let limitation): limitation.description
        }
    }

    /// One for each entry of a file that cannot be used; the first twenty by name.
    public static func skipped(_ entries: [UnusableEntry], in file: String) -> [ImportNotice] {
        let rest = entries.count - 20
        return entries.prefix(20).map { .skipped($0, file: file) }
            + (rest > 0 ? [.skippedMore(rest, file: file)] : [])
    }
}
