public import CMS
public import CertStore
public import FoundationEssentials
import Octets

/// The issuing of many certificates, one batch after the other.
public struct BulkIssue {
    /// How many are written at once, of keys that are quickly made.
    public static let largestBatch = 500
    /// How many whole batches are begun before the first of them is written.
    private static let ahead = 3

    private let list: AddressList
    private let usage: CertificateProfile.Usage
    private let terms: CertificateTerms
    private let database: CertStore
    private let issuer: BatchIssuer
    /// Each with the number of addresses it is for, the oldest first.
    private var begun: [(batch: PendingBatch, addresses: Int)] = []
    /// Why no more batches can be begun.
    private var failure: AdministrationError?
    /// How many addresses were asked for, and how many of these are done.
    private var asked = 0
    private var done = 0
    /// How many are in the store.
    public let filed = FiledCount()
    private var skipped: Int
    /// How many had a certificate that was revoked.
    public private(set) var afterRevocation = 0

    /// Issues for the addresses of `list` that have no valid certificate of this CA for the same use.
    public init(
        list: AddressList, usage: CertificateProfile.Usage, terms: CertificateTerms,
        passphrase: SecretOctets?, into database: CertStore
    ) {
        self.list = list
        self.usage = usage
        self.terms = terms
        self.database = database
        issuer = BatchIssuer(for: database, on: terms, passphrase: passphrase)
        skipped = list.repeated
    }

    /// Writes one batch while those behind it are made, and says how far it is; nil when everything is done.
    ///
    /// - Throws: ``AdministrationError/address(_:)`` or ``AdministrationError/store(_:)``; what was written before stays.
    public mutating func issueNext(at instant: Date) throws(AdministrationError) -> String? {
        // While these are written, others are made.
        while failure == nil, asked - done < Self.ahead * Self.largestBatch(of: terms.key) {
            // What is begun is written all the same.
            do throws(AdministrationError) { guard try beginNext(at: instant) else { break } } catch {
                failure = error
            }
        }
        guard let (batch, addresses) = begun.first else {
            if let failure { throw failure }
            return nil
        }
        let made = try storing(batch.finished())
        begun.removeFirst()
        if made.count > 0 { try storing(filed.file(made, into: database)) }
        done += addresses
        return "issued \(filed.count), \(done) of \(list.count) done"
    }

    /// False where nothing is left to begin.
    private mutating func beginNext(at instant: Date) throws(AdministrationError) -> Bool {
        let range = asked..<asked + Self.batchSize(left: list.count - asked, key: terms.key)
        guard !range.isEmpty else { return false }
        let orders = try addressing(list.orders(range, usage: usage))
        let unfilled = try storing(database.unfilled(orders, on: terms, at: instant))
        begun.append((try storing(issuer.begin(unfilled.orders)), range.count))
        skipped += range.count - unfilled.orders.count
        afterRevocation += unfilled.afterRevocation
        asked = range.upperBound
        return true
    }

    /// How many of those that are left make the next batch.
    package static func batchSize(left: Int, key: KeyAlgorithm) -> Int {
        let largest = largestBatch(of: key)
        // Nothing is made any more while the last batch is written: the last ones are small.
        return min(left, max(largest / 8, min(largest, left / 4)))
    }

    private static func largestBatch(of key: KeyAlgorithm) -> Int {
        // An RSA key takes as long as a thousand others: a batch of 500 of them would show no progress.
        key.isRSA ? 20 : largestBatch
    }

    /// What stays when the next batch fails.
    public var kept: String {
        filed.count == 0
            ? "nothing was issued"
            : "the \(filed.count) certificates issued before are in the store, and no more"
    }

    /// What was done, for people.
    public var summary: String {
        let others = skipped == 0 ? "" : ", skipped \(skipped) that have one"
        return "issued \(counted(filed.count, "certificate"))\(others)"
    }
}
