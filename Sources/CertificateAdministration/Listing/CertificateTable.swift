import CMS
public import CertStore
public import FoundationEssentials
import Octets

/// A list of certificates as a table with aligned columns.
public struct CertificateTable: Sendable {
    /// The days before the end from which a certificate is marked.
    public static let soon = 30

    private let width: Int
    private let now: Date

    /// Creates columns for URIs of at most `longestURI` characters, as of an instant.
    public init(longestURI: Int, now: Date) {
        width = min(longestURI, 60)
        self.now = now
    }

    /// Returns the line of one certificate, with its line end.
    public func line(_ entry: CertificateEntry) -> String {
        let cells = [
            (entry.filedUnder.joined(separator: " "), width), (state(of: entry), 17),
            ("until \(entry.notAfter.internetTime.prefix(10))", 16), (entry.key, 8),
            (KeyUsage.words(for: entry.keyUsage), 7),
            (entry.hasPrivateKey ? "private key" : "certificate only", 16),
        ]
        let padded = cells.map { text, width in
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        return padded.joined(separator: "  ") + "  \(entry.serialNumber)\n"
    }

    private func state(of entry: CertificateEntry) -> String {
        let state = entry.state(at: now)
        if entry.isSuperseded, state == .valid || state == .notYetValid { return "superseded" }
        let days = Int(entry.notAfter.timeIntervalSince(now) / 86_400)
        guard state == .valid, days < Self.soon else { return state.rawValue }
        return days == 0 ? "ENDS TODAY" : "ENDS IN \(counted(days, "DAY", "DAYS"))"
    }
}

extension KeyUsage {
    /// Returns the uses of a key for messages; the key usage is nil if the certificate does not say.
    static func words(for usage: KeyUsage?) -> String {
        guard let usage else { return "any" }
        let encrypts = usage.contains(.keyAgreement) || usage.contains(.keyEncipherment)
        return switch (usage.contains(.digitalSignature), encrypts) {
        case (true, true): "both"
        case (true, false): "sign"
        case (false, true): "encrypt"
        case (false, false): "other"
        }
    }
}
