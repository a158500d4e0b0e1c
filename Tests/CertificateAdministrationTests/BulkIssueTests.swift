import CMS
import CertStore
import CertificateAdministration
import Foundation
import TestSupport
import Testing

@Suite("BulkIssue")
struct BulkIssueTests {
    @Test("reports how many are kept when a later batch fails, and the store has no more")
    func laterFailure() throws {
        let lab = try AdministrationLab()
        let list = try AddressList("sip:user{1}@example.test", count: 4 * BulkIssue.largestBatch)
        let terms = CertificateTerms(
            authority: try lab.store.authority(), key: .p256,
            validity: CertificateValidity(from: TestLab.now, days: 9))
        var bulk = BulkIssue(
            list: list, usage: .both, terms: terms, passphrase: nil, into: lab.store)
        #expect(bulk.kept == "nothing was issued")
        _ = try bulk.issueNext(at: TestLab.now)
        _ = try lab.store.changePassphrase(from: nil, to: SecretOctets("correct horse"))
        #expect(throws: AdministrationError.store(.passphraseChangedMeanwhile)) {
            try bulk.issueNext(at: TestLab.now)
        }
        #expect(
            bulk.kept
                == "the \(BulkIssue.largestBatch) certificates issued before are in the store, and no more")
        let filed = Set(try lab.store.certificates().flatMap(\.uris))
        #expect(filed.count == BulkIssue.largestBatch)
        #expect(filed.contains("sip:user\(BulkIssue.largestBatch)@example.test"))
        #expect(!filed.contains("sip:user\(BulkIssue.largestBatch + 1)@example.test"))
    }

    @Test(
        "writes large batches, but small ones for slow keys and at the end",
        arguments: [
            (10_000, KeyAlgorithm.p256, 500), (1999, .p384, 499), (100, .p256, 62), (61, .p256, 61),
            (1, .p256, 1), (10_000, .rsa(bits: 2048), 20), (9, .rsa(bits: 3072), 2), (1, .rsa(bits: 2048), 1),
        ])
    func batches(left: Int, key: KeyAlgorithm, count: Int) {
        #expect(BulkIssue.batchSize(left: left, key: key) == count)
    }

}
