import CMS
import CertStore
import CertificateAdministration
import CommandFiles
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
                    "'\(uri)' is a pattern, which requires '--count'",
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
        let list = try describingErrors { try addresses(on: console) }
        let database = try store.open(on: console)
        let (authority, validity) = try describingErrors {
            if !allowsOtherDomain { try list.check(within: database.currentAuthority().domain) }
            return try terms.authority(of: database)
        }
        var bulk = BulkIssue(
            list: list, usage: usage,
            terms: CertificateTerms(
                authority: authority, key: (key ?? .p256).algorithm, validity: validity),
            anyKind: key == nil, passphrase: terms.passphrase, into: database)
        let filed = bulk.filed
        console.setLastWords { end in
            console.endProgress()
            filed.whileNothingIsFiled {
                end(
                    "smime-presence: interrupted: issued \(counted($0, "certificate")), which the store has; "
                        + "repeat the command to continue\n")
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
                hint: "\(failure.hint); then repeat the command to continue")
        }
        console.endProgress()
        let end = bulk.filed.count == 0 ? "" : ", until \(validity.notAfter.internetTime)"
        console.say("\(bulk.summary)\(end)")
        if bulk.afterRevocation > 0 {
            console.say(
                "warning: issued again for \(counted(bulk.afterRevocation, "address", "addresses")) whose "
                    + "last certificate was revoked; see 'cert list --state revoked'")
        }
        guard format == .json else { return }
        try console.print(
            SummaryDocument([
                "issued": .number(bulk.filed.count), "skipped": .number(bulk.skipped),
                "issuedAfterRevocation": .number(bulk.afterRevocation),
                "notAfter": .text(validity.notAfter.internetTime),
            ]))
    }

    private func addresses(on console: Console) throws -> AddressList {
        if let listFile {
            return try AddressList(console.read(listFile, limit: AddressList.limit), name: listFile)
        }
        return try AddressList(uri ?? "", count: count ?? 0)
    }
}
