import CMS
import CertStore
import FoundationEssentials

extension CertificateIssue {
    func validateBulk() throws(UsageError) {
        let one = [("--csr", requestFile != nil), ("--count", count != nil)]
        if listFile != nil {
            for (option, isGiven) in one where isGiven { throw .conflictingOptions("--from", option) }
            if let uri { throw .unexpectedOperand(uri) }
            return
        }
        guard let uri else { throw .missingOperand("URI") }
        guard count != nil else { return }
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
        let validity = try validity(on: console)
        let terms = try worded {
            CertificateTerms(
                authority: try database.authority(passphrase: passphrase),
                key: (key ?? .p256).algorithm, validity: validity)
        }
        var bulk = BulkIssue(list: list, usage: usage, terms: terms, passphrase: passphrase)
        defer { console.endProgress() }
        do {
            while let line = try bulk.issueNext(into: database, at: console.now()) {
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
        console.say("\(bulk.summary), until \(validity.notAfter.ISO8601Format())")
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
    /// How many are written at once.
    static let batch = 500

    private let list: AddressList
    private let usage: CertificateProfile.Usage
    private let terms: CertificateTerms
    private let passphrase: SecretOctets?
    private var next = 0
    private var issued = 0
    private var skipped: Int

    init(
        list: AddressList, usage: CertificateProfile.Usage, terms: CertificateTerms, passphrase: SecretOctets?
    ) {
        self.list = list
        self.usage = usage
        self.terms = terms
        self.passphrase = passphrase
        skipped = list.repeated
    }

    /// Issues one batch, and says how far it is; nil when everything is done.
    mutating func issueNext(into database: CertStore, at instant: Date) throws -> String? {
        guard next < list.uris.count else { return nil }
        let range = next..<min(next + Self.batch, list.uris.count)
        var orders: [CertificateOrder] = []
        for uri in list.uris[range] {
            let profile = try SubscriberAddress(uri).profile(usage: usage)
            let uris = profile.uris.compactMap { (try? SubscriberAddress($0))?.uri }
            let order = CertificateOrder(uris: uris, profile: profile)
            if try !database.isHeld(order, on: terms, at: instant) { orders.append(order) }
        }
        if !orders.isEmpty { _ = try database.issue(orders, on: terms, passphrase: passphrase) }
        next = range.upperBound
        issued += orders.count
        skipped += range.count - orders.count
        return "issued \(issued), \(next) of \(list.uris.count) done"
    }

    /// What stays when the next batch fails.
    var kept: String {
        issued == 0
            ? "nothing was issued" : "the \(issued) certificates issued before are in the store, and no more"
    }

    var summary: String {
        let others = skipped == 0 ? "" : ", skipped \(skipped) that have one"
        return "issued \(issued) certificates\(others)"
    }
}
