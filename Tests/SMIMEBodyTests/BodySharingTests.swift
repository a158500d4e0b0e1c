import CMS
import Foundation
import MIME
import SIPMessage
import Synchronization
import TestSupport
import Testing

@testable import SMIMEBody

/// A service protects and opens on all of its threads, with one protector and one opener; `make tsan` checks
/// it.
@Suite("Shared between threads: protector, opener, ledger")
struct BodySharingTests {
    /// A ledger in memory, in one lock.
    private final class MemoryLedger: ReplayLedger {
        private let seen = Mutex<Set<[UInt8]>>([])

        func admit(
            _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
        ) throws(SMIMEError) -> ReplayVerdict {
            seen.withLock { seen in
                guard seen.isDisjoint(with: record.digests) else { return .replayed }
                seen.formUnion(record.digests)
                return .fresh
            }
        }
    }

    private static func protectors() throws -> [Protector] {
        let lab = try TestLab.shared()
        var cbc = ProtectionOptions()
        cbc.cipher = .aes128CBC
        cbc.rsaKeyTransport = .pkcs1
        return try [
            Protector(signer: lab.signer(.alice), form: .detached),
            Protector(signer: lab.signer(.alice, .p384), recipients: [lab.recipient(.server)]),
            Protector(
                signer: lab.signer(.alice, .rsa(bits: 2048), rsaSignature: .pss),
                recipients: [lab.recipient(.server, .rsa(bits: 2048))], options: cbc),
        ]
    }

    @Test("eight threads protect with one protector, and eight open with one opener")
    func exchange() throws {
        let opener = try Exchange.opener()
        let message = try SampleMessage.publish.parsed()
        let binding = try MessageBinding(
            of: message, to: [SIPURI.parse("sip:example.test")], at: TestLab.now)
        for protector in try Self.protectors() {
            let opened = try Threads.atOnce { number in
                try (0..<4).map { round in
                    let content = try Exchange.presence(basic: (number + round) % 2 == 0 ? "open" : "closed")
                    let body = try protector.protect(content, boundTo: binding, signingTime: TestLab.now)
                    let context = OpeningContext(of: message, at: TestLab.now)
                    return try opener.open(body, in: context).entity == content
                }
            }
            #expect(opened.joined().allSatisfy { $0 } && opened.joined().count == 32)
        }
    }

    @Test("a changed message is refused on every thread, while a good one is opened")
    func refused() throws {
        let opener = try Exchange.opener()
        let context = OpeningContext(sender: .expected(try SIPURI.parse(Exchange.alice)), at: TestLab.now)
        let good = try Exchange.enveloped(Exchange.signed(Exchange.presence()), cipher: .aes256CBC)
        let bad = try Exchange.changing(good) { $0[1, 0, 2, 2].octets[20] ^= 1 }
        let results = try Threads.atOnce { number in
            (try? opener.open(number % 2 == 0 ? good : bad, in: context)) != nil
        }
        #expect(results == [true, false, true, false, true, false, true, false])
    }

    @Test("eight threads fill and empty the cache of certificates, and get the right ones")
    func cache() throws {
        let lab = try TestLab.shared()
        let key = try PrivateKey.generate(.p256)
        let ders = try (0..<300).map { number in
            let uri = "sip:user\(number)@example.test"
            return try lab.authority.issue(
                .user(address: "user\(number)@example.test", uris: [uri]), for: key,
                validity: CertificateValidity(from: TestLab.now, days: 1)
            ).der
        }
        let cache = CertificateCache()
        let right = try Threads.atOnce { number in
            try ders.indices.allSatisfy { index in
                let place = (index * 7 + number * 31) % ders.count
                let certificate = try cache.certificate(der: ders[place]) ?? Certificate(der: ders[place])
                let identity = cache.identity(of: certificate)
                return certificate.der == ders[place]
                    && identity.uris.map(\.addressOfRecord) == ["sip:user\(place)@example.test"]
            }
        }
        #expect(right == Array(repeating: true, count: 8))
    }

    @Test("of eight threads with the same message, one accepts it")
    func once() throws {
        let opener = try Exchange.opener()
        let ledger = MemoryLedger()
        let message = try SampleMessage.publish.parsed()
        let body = try Exchange.enveloped(Exchange.signed(Exchange.bound(content: Exchange.presence())))
        let accepted = try Threads.atOnce { _ in
            let context = OpeningContext(of: message, at: TestLab.now)
            return (try? opener.open(body, in: context, recordingIn: ledger)) != nil
        }
        #expect(accepted.count { $0 } == 1)
    }

    @Test("eight threads notify the same watchers of one document")
    func fanOut() throws {
        let lab = try FanOutExchange(9)
        let notified = try Threads.atOnce { _ in
            try lab.notify(threads: 2).enumerated().map { number, result in
                try lab.open(result.get(), as: number).entity == Exchange.presence()
            }
        }
        #expect(notified.joined().allSatisfy { $0 } && notified.joined().count == 72)
    }
}
