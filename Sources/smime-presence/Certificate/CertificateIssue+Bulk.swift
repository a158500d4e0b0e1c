import CMS
import CertStore
import CertificateAdministration
import CommandOptions
import FoundationEssentials
import Octets
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
    func issueMany(on terms: IssuingTerms, console: Console) throws(CommandFailure) {
        let list = try worded { try addresses(on: console) }
        let database = try store.open(on: console)
        let (authority, validity) = try worded { try terms.authority(of: database) }
        var bulk = BulkIssue(
            list: list, usage: usage,
            terms: CertificateTerms(
                authority: authority, key: (key ?? .p256).algorithm, validity: validity),
            passphrase: terms.passphrase, into: database)
        let filed = bulk.filed
        console.setLastWords { end in
            console.endProgress()
            filed.whileNothingIsFiled {
                end(
                    "smime-presence: interrupted: \($0) certificates were issued and are in the store; the same "
                        + "command goes on from there\n")
            }
        }
        defer {
            console.setLastWords(nil)
            console.endProgress()
        }
        do throws(AdministrationError) {
            while let line = try bulk.issueNext(at: console.now()) { console.showProgress(line) }
        } catch {
            console.endProgress()
            let failure = error.failure
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
