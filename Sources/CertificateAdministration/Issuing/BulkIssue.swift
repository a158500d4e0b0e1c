public import CMS
public import CertStore
public import FoundationEssentials
import Octets

/// The issuing of many certificates in batches.
public struct BulkIssue {
    /// The largest number of certificates written at once, with keys that are fast to generate.
    public static let largestBatch = 500
    /// The number of whole batches that are started before the first of them is written.
    private static let ahead = 3

    private let list: AddressList
    private let usage: CertificateProfile.Usage
    private let terms: CertificateTerms
    private let database: CertStore
    private let anyKind: Bool
    private let issuer: BatchIssuer
    /// The started batches, each with its number of addresses, the oldest first.
    private var begun: [(batch: PendingBatch, addresses: Int, unfilled: UnfilledOrders)] = []
    /// The reason why no further batch can be started.
    private var failure: AdministrationError?
    /// The number of addresses requested, and the number of these that are done.
    private var asked = 0
    private var done = 0
    /// The number of certificates in the store.
    public let filed = FiledCount()
    /// The number of addresses that already had a certificate, or were listed before.
    public private(set) var skipped: Int
    /// The number of addresses whose certificate was revoked.
    public private(set) var afterRevocation = 0

    /// Issues for the addresses of `list` that have no valid certificate from this CA for the same use.
    ///
    /// With `anyKind`, a certificate with any kind of key counts; otherwise only one of the kind in `terms`.
    public init(
        list: AddressList, usage: CertificateProfile.Usage, terms: CertificateTerms, anyKind: Bool = true,
        passphrase: SecretOctets?, into database: CertStore
    ) {
        self.list = list
        self.usage = usage
        self.terms = terms
        self.database = database
        self.anyKind = anyKind
        issuer = BatchIssuer(for: database, on: terms, passphrase: passphrase)
        skipped = list.repeated
    }

    /// Writes one batch while later ones are generated, and returns the progress;
    /// nil when everything is done.
    ///
    /// - Throws: ``AdministrationError/address(_:)`` or ``AdministrationError/store(_:)``;
    ///   batches already written remain.
    public mutating func issueNext(at instant: Date) throws(AdministrationError) -> String? {
        // While these are written, others are generated.
        while failure == nil, asked - done < Self.ahead * Self.largestBatch(of: terms.key) {
            // Batches already started are still written.
            do throws(AdministrationError) { guard try beginNext(at: instant) else { break } } catch {
                failure = error
            }
        }
        guard let (batch, addresses, unfilled) = begun.first else {
            if let failure { throw failure }
            return nil
        }
        let made = try storing(batch.finished())
        begun.removeFirst()
        if made.count > 0 {
            // Another process may have filed certificates for some of them meanwhile.
            skipped += try storing(
                filed.file(made, stillUnfilledSince: unfilled, on: terms, at: instant, into: database))
        }
        done += addresses
        return "issued \(filed.count), \(done) of \(list.count) done"
    }

    /// Starts the next batch; false if no address is left.
    private mutating func beginNext(at instant: Date) throws(AdministrationError) -> Bool {
        let range = asked..<asked + Self.batchSize(left: list.count - asked, key: terms.key)
        guard !range.isEmpty else { return false }
        let orders = try addressing(list.orders(range, usage: usage, key: terms.key))
        let unfilled = try storing(database.unfilled(orders, on: terms, anyKind: anyKind, at: instant))
        begun.append((try storing(issuer.begin(unfilled.orders)), range.count, unfilled))
        // Of two certificates of one address, one alone may be missing.
        skipped += range.count - Set(unfilled.orders.map(\.uris)).count
        afterRevocation += unfilled.afterRevocation
        asked = range.upperBound
        return true
    }

    /// Returns the number of remaining addresses in the next batch.
    package static func batchSize(left: Int, key: KeyAlgorithm) -> Int {
        let largest = largestBatch(of: key)
        // No keys are generated while the last batch is written, so the last batches are small.
        return min(left, max(largest / 8, min(largest, left / 4)))
    }

    private static func largestBatch(of key: KeyAlgorithm) -> Int {
        // An RSA key takes as long as a thousand others, so a batch of 500 would show no progress.
        key.isRSA ? 20 : largestBatch
    }

    /// What remains if the next batch fails, for people.
    public var kept: String {
        filed.count == 0
            ? "nothing was issued"
            : "the \(filed.count) certificates issued before are in the store, and no more"
    }

    /// The result, for people.
    public var summary: String {
        let others = skipped == 0 ? "" : ", skipped \(skipped) that have one"
        return "issued \(counted(filed.count, "certificate"))\(others)"
    }
}
