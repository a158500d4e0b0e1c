import CMS
import CertStore
import CommandOptions
import FoundationEssentials
import SMIMEAgent
import Synchronization

extension CertificateIssue {
    func validateBulk() throws(UsageError) {
        let one = [("--csr", requestFile != nil), ("--count", count != nil)]
        if withNumber, listFile != nil || count != nil {
            let other = listFile != nil ? "--from" : "--count"
            throw .other(
                "'--tel' works for one subscriber at a time, and not with '\(other)'",
                hint: "issue each of them with 'smime-presence cert issue URI --tel'")
        }
        if listFile != nil {
            for (option, isGiven) in one where isGiven { throw .conflictingOptions("--from", option) }
            if let uri { throw .unexpectedOperand(uri) }
            return
        }
        guard let uri else { throw .missingOperand("URI") }
        guard count != nil else {
            guard AddressPattern(uri) == nil else {
                throw .other(
                    "'\(uri)' is a pattern, and nothing says how many addresses to make from it",
                    hint: "add '--count N'")
            }
            return
        }
        if requestFile != nil { throw .conflictingOptions("--count", "--csr") }
        guard AddressPattern(uri) != nil else {
            throw .notOfKind(
                name: "URI", value: uri,
                wanted: "a pattern with the first number in braces, such as sip:user{0001}@example.test")
        }
    }

    /// Issues for all addresses of a list or a pattern that have no certificate yet.
    func issueMany(passphrase: SecretOctets?, on console: Console) throws(CommandFailure) {
        let list = try worded { try addresses(on: console) }
        let database = try store.open(on: console)
        let authority = try worded { try database.authority(passphrase: passphrase) }
        let validity = try validity(under: authority, on: console)
        let terms = CertificateTerms(
            authority: authority, key: (key ?? .p256).algorithm, validity: validity)
        var bulk = BulkIssue(
            list: list, usage: usage, terms: terms, passphrase: passphrase, into: database)
        let filed = bulk.filed
        console.setLastWords { end in
            console.endProgress()
            filed.whileNothingIsFiled { end("\(BulkIssue.interrupted($0))\n") }
        }
        defer {
            console.setLastWords(nil)
            console.endProgress()
        }
        do {
            while let line = try bulk.issueNext(at: console.now()) {
                console.showProgress(line)
            }
        } catch {
            console.endProgress()
            let failure = worded(error)
            throw CommandFailure(
                failure.status, reason: failure.reason, "\(failure.message); \(bulk.kept)",
                hint: "\(failure.hint); the same command goes on where this one ended")
        }
        console.endProgress()
        let end = bulk.filed.count == 0 ? "" : ", until \(validity.notAfter.ISO8601Format())"
        console.say("\(bulk.summary)\(end)")
        if bulk.afterRevocation > 0 {
            console.say(
                "warning: among these are new certificates for \(counted(bulk.afterRevocation, "address", "addresses")) "
                    + "whose last one was revoked; 'cert list --state revoked' shows all that are")
        }
    }

    private func addresses(on console: Console) throws -> AddressList {
        if let listFile {
            return try AddressList(console.read(listFile, limit: AddressList.limit), name: listFile)
        }
        return try AddressList(uri ?? "", count: count ?? 0)
    }
}

/// The issuing of many certificates, one batch after the other.
struct BulkIssue {
    /// How many are written at once, of keys that are quickly made.
    static let largestBatch = 500
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
    private var failure: (any Error)?
    /// How many addresses were asked for, and how many of these are done.
    private var asked = 0
    private var done = 0
    /// How many are in the store.
    let filed = FiledCount()
    private var skipped: Int
    /// How many had a certificate that was revoked.
    private(set) var afterRevocation = 0

    init(
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
    mutating func issueNext(at instant: Date) throws -> String? {
        // Whoever makes certificates has others to make while these are written.
        while failure == nil, asked - done < Self.ahead * Self.largestBatch(of: terms.key) {
            // What is begun is written all the same.
            do { guard try beginNext(at: instant) else { break } } catch { failure = error }
        }
        guard let (batch, addresses) = begun.first else {
            if let failure { throw failure }
            return nil
        }
        let made = try batch.finished()
        begun.removeFirst()
        if made.count > 0 { try filed.file(made, into: database) }
        done += addresses
        return "issued \(filed.count), \(done) of \(list.count) done"
    }

    /// False where nothing is left to begin.
    private mutating func beginNext(at instant: Date) throws -> Bool {
        let range = asked..<asked + Self.batchSize(left: list.count - asked, key: terms.key)
        guard !range.isEmpty else { return false }
        let unfilled = try database.unfilled(list.orders(range, usage: usage), on: terms, at: instant)
        begun.append((try issuer.begin(unfilled.orders), range.count))
        skipped += range.count - unfilled.orders.count
        afterRevocation += unfilled.afterRevocation
        asked = range.upperBound
        return true
    }

    /// How many of those that are left make the next batch.
    static func batchSize(left: Int, key: KeyAlgorithm) -> Int {
        let largest = largestBatch(of: key)
        // Nothing is made any more while the last batch is written: the last ones are small.
        return min(left, max(largest / 8, min(largest, left / 4)))
    }

    private static func largestBatch(of key: KeyAlgorithm) -> Int {
        // An RSA key takes as long as a thousand others: who waits for 500 of them thinks that nothing goes on.
        key.isRSA ? 20 : largestBatch
    }

    /// What stays when the next batch fails.
    var kept: String {
        filed.count == 0
            ? "nothing was issued"
            : "the \(filed.count) certificates issued before are in the store, and no more"
    }

    var summary: String {
        let others = skipped == 0 ? "" : ", skipped \(skipped) that have one"
        return "issued \(counted(filed.count, "certificate"))\(others)"
    }

    /// What is said where a signal ends it.
    static func interrupted(_ filed: Int) -> String {
        "smime-presence: interrupted: \(filed) certificates were issued and are in the store; the same command goes on "
            + "from there"
    }
}

/// How many certificates are in the store, told truly at any moment.
final class FiledCount: Sendable {
    private let filed = Mutex(0)

    var count: Int { filed.withLock { $0 } }

    func file(_ batch: IssuedBatch, into database: CertStore) throws(CertStoreError) {
        try filed.withLock { (filed) throws(CertStoreError) in
            try database.file(batch)
            filed += batch.count
        }
    }

    /// Waits for the batch that is being filed, and lets none follow before `body` has come to its end.
    func whileNothingIsFiled(_ body: (Int) -> Void) { filed.withLock { body($0) } }
}
