import Foundation
import MIME
import SIPMessage
import TestSupport
import Testing

@testable import CMS
@testable import SMIMEBody

@Suite("The number of private-key operations does not depend on the content of a body")
struct PrivateKeyUseTests {
    /// The number of key operations, whatever the result.
    private func uses(_ open: () throws -> Void) -> Int {
        let before = PrivateKeyUse.count
        try? open()
        return PrivateKeyUse.count - before
    }

    private func envelope(
        _ content: MIMEEntity, _ cipher: ContentCipher, for keys: [KeyAlgorithm] = TestLab.algorithms
    ) throws -> MIMEEntity {
        let lab = try TestLab.shared()
        return try Exchange.enveloped(
            content.octets, for: keys.map { try lab.identity(.server, $0) }, cipher: cipher)
    }

    /// A signed document and other content, which the envelope does not reveal.
    private func contents() throws -> [MIMEEntity] {
        let signed = try Exchange.signed(Exchange.bound())
        let forged = try Exchange.changing(signed) { $0[1, 0, 2, 1, 0].octets[60] ^= 1 }
        let byBob = try Exchange.signed(Exchange.bound(), by: .bob)
        return try [
            signed, forged, byBob, Exchange.presence(), Exchange.entity("text/plain", "hello"),
        ]
    }

    @Test("once if one key fits, with and without a ledger, in one step and in two")
    func authenticated() throws {
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        let opener = try Exchange.opener()
        for content in try contents() {
            let body = try envelope(content, .aes256GCM)
            #expect(uses { _ = try opener.open(body, in: context) } == 1)
            #expect(uses { _ = try opener.open(body, in: context, recordingIn: MemoryLedger()) } == 1)
            #expect(
                uses {
                    let checked = try opener.check(body, in: context, once: true)
                    let pending = try opener.pending(
                        checked, by: { (_) throws(Never) in }, at: TestLab.now)
                    _ = try pending.completed(with: .fresh)
                } == 1)
        }
    }

    @Test("with every matching key under a cipher without authentication, whatever comes out")
    func unauthenticated() throws {
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        for (keys, count) in [([KeyAlgorithm.p256], 1), (TestLab.algorithms, TestLab.algorithms.count)] {
            for content in try contents() {
                let body = try envelope(content, .aes256CBC, for: keys)
                let broken = try Exchange.changing(body) { node in
                    node[1, 0, 2, 2].octets[node[1, 0, 2, 2].octets.count - 17] ^= 1
                }
                for policy in [
                    OpeningPolicy(), Exchange.policy { $0.strength = .anyIncludingWeak },
                    Exchange.policy {
                        $0.unsigned = .allow
                        $0.strength = .anyIncludingWeak
                    },
                ] {
                    let opener = try Exchange.opener(policy: policy)
                    for body in [body, broken] {
                        #expect(uses { _ = try opener.open(body, in: context) } == count)
                        #expect(
                            uses { _ = try opener.open(body, in: context, recordingIn: MemoryLedger()) }
                                == count)
                    }
                }
            }
        }
    }

    @Test("never if the signer of the envelope is not the sender")
    func signedByAnother() throws {
        let context = OpeningContext(of: try SampleMessage.publish.parsed(), at: TestLab.now)
        for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
            let body = try Exchange.signed(envelope(Exchange.presence(), cipher), by: .bob)
            #expect(uses { _ = try Exchange.opener().open(body, in: context) } == 0)
        }
    }
}
