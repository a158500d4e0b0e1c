import CMS
import Foundation
import MIME
import SIPMessage
import Synchronization
import TestSupport
import Testing

@testable import SMIMEBody

@Suite("Opener")
struct OpenerTests {
    /// A source that cannot be read.
    private struct Broken: DecryptionKeySource, SignerCertificateSource {
        enum Failure: Error { case unplugged }

        /// The readable certificates; nil if it cannot be read.
        var keyed: [KeyedCertificate]?

        func keyedCertificates(
            matching identifiers: [CertificateIdentifier]
        ) throws(Failure) -> [KeyedCertificate] {
            guard let keyed else { throw .unplugged }
            return keyed
        }

        func holdsKey(of uri: SIPURI) throws(Failure) -> Bool { throw .unplugged }

        func certificates(matching identifier: CertificateIdentifier) throws(Failure) -> [Certificate] {
            throw .unplugged
        }
    }

    @Test("serves many threads at once")
    func threads() throws {
        let opener = try Exchange.opener()
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        let content = try Exchange.presence()
        let good = try Exchange.enveloped(Exchange.signed(content))
        let bad = try Exchange.changing(good) { $0[1, 0, 3].octets[0] ^= 1 }
        let opened = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { index in
            let result = try? opener.open(index % 2 == 0 ? good : bad, in: context)
            if result?.entity == content { opened.withLock { $0 += 1 } }
        }
        #expect(opened.withLock { $0 } == 100)
    }

    @Test("throws the error of a source unchanged, under CBC too")
    func brokenSource() throws {
        let lab = try TestLab.shared()
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        for cipher in [ContentCipher.aes256GCM, .aes256CBC] {
            let entity = try Exchange.enveloped(Exchange.signed(Exchange.presence()), cipher: cipher)
            for keyed in [nil, [try lab.keyed(.server)]] {
                let opener = Opener(keys: Broken(keyed: keyed), certificates: Broken(), trusting: lab.anchors)
                do throws(OpeningError<Broken.Failure>) {
                    _ = try opener.open(entity, in: context)
                    Issue.record("it was opened")
                } catch {
                    guard case .source(.unplugged, _) = error else { throw error }
                }
            }
        }
    }

    @Test("obeys the limits it was given")
    func limits() throws {
        let signed = try Exchange.signed(Exchange.entity("text/plain", String(repeating: "a", count: 5_000)))
        let policy = Exchange.policy { $0.limits.bodyOctets = 4_000 }
        #expect(try Exchange.refusal(of: signed, policy: policy)?.reason == .tooLarge(limit: 4_000))
        #expect(try Exchange.refusal(of: signed) == nil)
    }

    @Test("gives every refusal a code and every code of a message a SIP status")
    func codes() {
        let sending: Set<ReasonCode> = [.noCertificate, .untrustedRecipient, .missingBody]
        for code in ReasonCode.allCases { #expect((code.sipStatus == nil) == sending.contains(code)) }
        #expect(ReasonCode.cannotDecrypt.sipStatus == ReasonCode.notForUs.sipStatus)
    }
}
