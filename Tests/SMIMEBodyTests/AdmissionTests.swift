import CMS
import Foundation
import MIME
import SIPMessage
import Synchronization
import TestSupport
import Testing

@testable import SMIMEBody

/// The calls of an admission, in their order.
private final class AdmissionLog: Sendable {
    private let entries = Mutex<[String]>([])

    var all: [String] { entries.withLock { $0 } }

    func add(_ entry: String) { entries.withLock { $0.append(entry) } }
}

/// A ledger that records its calls.
private struct LoggedLedger: ReplayLedger {
    let log: AdmissionLog
    var verdict: ReplayVerdict? = .fresh

    /// The ledger's own error.
    struct Full: Error, Equatable {}

    func admit(
        _ record: ReplayRecord, at instant: Date, rememberingFor seconds: Double
    ) throws(Full) -> ReplayVerdict {
        log.add("ledger")
        guard let verdict else { throw Full() }
        return verdict
    }
}

@Suite("A body is opened in two steps: checked, then admitted")
struct AdmissionTests {
    private struct Refused: Error, Equatable {}

    private let log = AdmissionLog()

    private func context(of message: SampleMessage = .publish, at instant: Date = TestLab.now) throws
        -> OpeningContext
    {
        OpeningContext(of: try message.parsed(), at: instant)
    }

    private func body() throws -> MIMEEntity { try Exchange.enveloped(Exchange.signed(Exchange.bound())) }

    private func accept(_: borrowing CheckedBody) throws(Refused) { log.add("policy") }

    private func refuse(_: borrowing CheckedBody) throws(Refused) {
        log.add("policy")
        throw Refused()
    }

    @Test("the policy is asked before the ledger, and both before there is content")
    func order() throws {
        let opener = try Exchange.opener()
        let checked = try opener.check(body(), in: context(), once: true)
        #expect(log.all.isEmpty)
        let opened = try opener.admit(
            checked, by: accept, recordingIn: LoggedLedger(log: log), at: TestLab.now)
        #expect(log.all == ["policy", "ledger"])
        #expect(try opened.entity == Exchange.presence())
    }

    @Test("a body that the policy refuses leaves no record in the ledger, and the refusal keeps its type")
    func refusedByPolicy() throws {
        let opener = try Exchange.opener()
        let ledger = MemoryLedger()
        let checked = try opener.check(body(), in: context(), once: true)
        do throws(AdmissionError<Refused, SMIMEError, Never>) {
            _ = try opener.admit(checked, by: refuse, recordingIn: ledger, at: TestLab.now)
            Issue.record("it was admitted")
        } catch {
            guard case .policy(Refused()) = error else { throw error }
        }
        #expect(log.all == ["policy"] && ledger.all.isEmpty)
        #expect(throws: AdmissionError<Refused, Never, Never>.self) {
            let checked = try opener.check(body(), in: context(), once: true)
            _ = try opener.pending(checked, by: refuse, at: TestLab.now)
        }
        #expect(ledger.all.isEmpty)
    }

    @Test("the error of a ledger is passed on unchanged, without the body")
    func ledgerFailure() throws {
        let opener = try Exchange.opener()
        let checked = try opener.check(body(), in: context(), once: true)
        do throws(AdmissionError<Refused, LoggedLedger.Full, Never>) {
            _ = try opener.admit(
                checked, by: accept, recordingIn: LoggedLedger(log: log, verdict: nil), at: TestLab.now)
            Issue.record("it was admitted")
        } catch {
            guard case .ledger(LoggedLedger.Full()) = error else { throw error }
        }
    }

    @Test("in one step the error of a ledger reaches the caller unchanged")
    func oneStepLedgerFailure() throws {
        struct Failing: ReplayLedger {
            func admit(
                _: ReplayRecord, at _: Date, rememberingFor _: Double
            ) throws(SMIMEError) -> ReplayVerdict { throw .unsigned }
        }
        let (opener, body, context) = (try Exchange.opener(), try body(), try context())
        do throws(AdmissionError<Never, SMIMEError, Never>) {
            _ = try opener.open(body, in: context, recordingIn: Failing())
            Issue.record("it was admitted")
        } catch {
            guard case .ledger(.unsigned) = error else { throw error }
        }
    }

    @Test("a checked body has the same signer, layers, fields and warnings as the opened one")
    func evidence() throws {
        let opener = try Exchange.opener()
        let checked = try opener.check(body(), in: context())
        let signer = checked.signature?.signer
        let (layers, headers, warnings) = (checked.layers, checked.headers, checked.warnings)
        let hasHeaderInside = checked.headerInside != nil
        #expect(!hasHeaderInside)
        let opened = try opener.admit(checked, by: accept, at: TestLab.now)
        #expect(signer != nil && signer == opened.signature?.signer)
        #expect(!layers.isEmpty && layers == opened.layers)
        #expect(!headers.isEmpty && headers == opened.headers && warnings == opened.warnings)
    }

    @Test("for a message inside another it has the header, without body and the fields that describe it")
    func headerInside() throws {
        let message = try Exchange.tunnelled()
        let opener = try Exchange.opener()
        let entity = try #require(message.bodyEntity())
        let checked = try opener.check(entity, in: OpeningContext(of: message, at: TestLab.now))
        let inside = checked.headerInside
        let header = try #require(inside)
        let opened = try opener.admit(checked, by: accept, at: TestLab.now)
        for (shown, whole) in [(header.restored, opened.message), (header.signed, opened.messageInside)] {
            #expect(shown.values(of: "Subject") == ["lunch with bob"])
            #expect(shown.from == whole?.from && shown.startLine == whole?.startLine)
            #expect(whole?.body.isEmpty == false)
            #expect(shown.body.isEmpty && shown.bodyEntity() == nil)
            #expect(shown.values(of: "Content-Type").isEmpty)
            #expect(!shown.octets.contains(Array("presence xmlns".utf8)))
        }
    }

    @Test("a pending body gives the record, and its content only if the record is new")
    func pending() throws {
        let opener = try Exchange.opener()
        func pending() throws -> PendingBody {
            try opener.pending(
                opener.check(body(), in: context(), once: true), by: accept, at: TestLab.now)
        }
        let fresh = try pending()
        #expect(fresh.request.instant == TestLab.now && fresh.request.seconds == 720)
        #expect(fresh.request.record.digests.count == 2)
        #expect(try fresh.completed(with: .fresh).entity == Exchange.presence())
        for (verdict, reason) in [
            (ReplayVerdict.replayed, SMIMEError.replayed), (.superseded, .superseded(isNotify: false)),
            (.beforeLedger, .signedBeforeLedger(TestLab.now)),
        ] {
            let other = try pending()
            do throws(OpeningRefusal) {
                _ = try other.completed(with: verdict)
                Issue.record("\(verdict): it was admitted")
            } catch {
                #expect(error.reason == reason && error.layers.count == 2)
            }
        }
        #expect(log.all == Array(repeating: "policy", count: 4))
    }

    @Test(
        "under CBC in a signed envelope, a body accepted before is refused as cannot-decrypt only")
    func replayedUnderCBC() throws {
        let opener = try Exchange.opener(
            policy: Exchange.policy {
                $0.unbound = .allow
                $0.maximumAge = 3600
                $0.strength = .anyIncludingWeak
            })
        for (cipher, reason) in [
            (ContentCipher.aes256CBC, SMIMEError.cannotDecrypt), (.aes256GCM, .replayed),
        ] {
            let inside = try Exchange.enveloped(Exchange.presence(), cipher: cipher)
            let checked = try opener.check(Exchange.signed(inside), in: context(), once: true)
            do throws(AdmissionError<Refused, LoggedLedger.Full, Never>) {
                _ = try opener.admit(
                    checked, by: accept, recordingIn: LoggedLedger(log: log, verdict: .replayed),
                    at: TestLab.now)
                Issue.record("it was admitted")
            } catch {
                guard case .body(let refusal) = error else { throw error }
                #expect(refusal.reason == reason)
            }
        }
    }
}
