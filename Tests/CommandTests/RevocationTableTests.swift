import CMS
import CertStore
import Foundation
import TestSupport
import Testing

@testable import smime_presence

/// Combinations of CRLs, and what all commands make of them: `cert list`,
/// `verify`, `encrypt` and `sign` agree.
@Suite("Combinations of CRLs")
struct RevocationTableTests {
    enum Outcome: Sendable {
        case good
        case revoked
        /// Refused where a path is checked, unless stale lists are allowed, and good then.
        case unknown
        /// Refused where a path is checked, whatever is allowed.
        case unusable
        /// There is no CRL: good with a warning, and unknown if one is required.
        case unlisted
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let lists: [ListSpecification]
        let outcome: Outcome

        init(_ name: String, _ lists: [ListSpecification], _ outcome: Outcome) {
            testDescription = name
            self.lists = lists
            self.outcome = outcome
        }
    }

    typealias L = ListSpecification

    static let rows: [Row] = [
        Row("no list", [], .unlisted),
        Row("a current list without her", [L()], .good),
        Row("a current list with her", [L(entries: [L.alice])], .revoked),
        Row("a list of another certificate", [L(entries: [.init(isAlice: false)])], .good),
        Row("an entry of tomorrow", [L(entries: [.init(day: 1)])], .good),
        Row(
            "a later list without her replaces one with her",
            [L(entries: [L.alice]), L(number: 2, from: -1)], .good),
        Row(
            "an older list with her does not come back", [L(number: 2, from: -1), L(entries: [L.alice])],
            .good),
        Row("a tie: same number and date", [L(), L(entries: [L.alice])], .revoked),
        Row("a tie without numbers", [L(number: nil), L(number: nil, entries: [L.alice])], .revoked),
        Row(
            "a tie of many entries",
            [L(entries: [.init(isAlice: false)]), L(entries: [.init(isAlice: false), L.alice])], .revoked),
        Row(
            "a higher number of an earlier date", [L(number: 1, entries: [L.alice]), L(number: 2, from: -3)],
            .revoked),
        Row(
            "a lower number of a later date", [L(number: 2, entries: [L.alice]), L(number: 1, from: -1)],
            .revoked),
        Row("an expired list", [L(until: -1)], .unknown),
        Row("an expired list with her", [L(from: -3, until: -0.5, entries: [L.alice])], .revoked),
        Row("a list of tomorrow", [L(from: 1)], .unknown),
        Row("a list of tomorrow with her", [L(from: 1, entries: [L.alice])], .revoked),
        Row(
            "a current list beside one of tomorrow with her",
            [L(), L(number: 2, from: 1, entries: [L.alice])], .revoked),
        Row("a list without nextUpdate", [L(until: nil)], .unknown),
        Row("a list without nextUpdate with her", [L(until: nil, entries: [L.alice])], .revoked),
        Row(
            "a list without nextUpdate beside a current one of another number and date",
            [L(number: 3, from: -3, until: nil, entries: [.init(isAlice: false)]), L(number: 2, from: -1)],
            .good),
        Row(
            "an expired list of a later date beside a current one",
            [L(number: 2, from: -3), L(from: -2, until: -1)], .good),
        Row("a delta that adds her", [L(), L(number: 2, base: 1, from: -1, entries: [L.alice])], .revoked),
        Row(
            "a delta that adds her, announced by freshestCRL",
            [L(hasFreshestCRL: true), L(number: 2, base: 1, from: -1, entries: [L.alice])], .revoked),
        Row("a delta without her", [L(), L(number: 2, base: 1, from: -1)], .good),
        Row(
            "a delta without her, announced by freshestCRL",
            [L(hasFreshestCRL: true), L(number: 2, base: 1, from: -1)], .good),
        Row(
            "an expired delta that adds her",
            [L(), L(number: 2, base: 1, from: -1.5, until: -1, entries: [L.alice])], .revoked),
        Row("a delta alone", [L(number: 2, base: 1)], .unusable),
        Row("a delta alone with her", [L(number: 2, base: 1, entries: [L.alice])], .revoked),
        Row(
            "a current delta to an expired list", [L(from: -3, until: -1), L(number: 2, base: 1, from: -1)],
            .unknown),
        Row(
            "a current delta to an expired list, announced by freshestCRL",
            [L(from: -3, until: -1, hasFreshestCRL: true), L(number: 2, base: 1, from: -1)], .unknown),
        Row("a hold", [L(entries: [L.hold])], .revoked),
        Row(
            "a hold that a fitting delta lifts",
            [L(entries: [L.hold]), L(number: 2, base: 1, from: -1, entries: [L.lifted])], .good),
        Row(
            "a hold that a fitting delta lifts, announced by freshestCRL",
            [
                L(entries: [L.hold], hasFreshestCRL: true),
                L(number: 2, base: 1, from: -1, entries: [L.lifted]),
            ], .good),
        Row(
            "a hold that a delta to a later base lifts",
            [L(entries: [L.hold]), L(number: 3, base: 2, from: -1, entries: [L.lifted])], .revoked),
        Row(
            "a hold in a list later than the delta that lifts",
            [L(number: 3, entries: [L.hold]), L(number: 2, base: 1, entries: [L.lifted])], .revoked),
        Row(
            "a hold that a delta of tomorrow lifts",
            [L(entries: [L.hold]), L(number: 2, base: 1, from: 1, entries: [L.lifted])], .revoked),
        Row(
            "no hold, and a delta that lifts",
            [L(entries: [L.alice]), L(number: 2, base: 1, from: -1, entries: [L.lifted])], .revoked),
        Row("removeFromCRL in a complete list", [L(entries: [L.lifted])], .good),
        Row(
            "a delta to a later base does not replace one whose base is here",
            [L(), L(number: 2, base: 1, from: -1.5, entries: [L.alice]), L(number: 4, base: 3, from: -1)],
            .revoked),
        Row(
            "a delta whose base is here replaces an earlier one",
            [
                L(), L(number: 2, base: 1, from: -1.5, entries: [L.alice]), L(number: 3, from: -1.4),
                L(number: 4, base: 3, from: -1),
            ], .good),
        Row("a list by another key of the authority", [L(entries: [L.alice], signer: .otherKey)], .revoked),
        Row(
            "a list by another key beside one by its own",
            [L(number: 2, from: -1), L(entries: [L.alice], signer: .otherKey)], .revoked),
        Row("a list of a stranger of the same name", [L(), L(entries: [L.alice], signer: .stranger)], .good),
        Row(
            "an indirect list with entries of two issuers",
            [
                L(
                    entries: [
                        .init(isAlice: false, issuer: .listIssuer), .init(issuer: .authority),
                    ], signer: .listIssuer, isIndirect: true)
            ], .revoked),
        Row(
            "an indirect list with her serial number under another issuer",
            [
                L(),
                L(
                    entries: [.init(isAlice: false, issuer: .authority), .init(issuer: .listIssuer)],
                    signer: .listIssuer, isIndirect: true),
            ], .good),
        Row(
            "an indirect list with her serial number under two issuers, the other one's first",
            [
                L(
                    entries: [.init(issuer: .listIssuer), .init(issuer: .authority)],
                    signer: .listIssuer, isIndirect: true)
            ], .revoked),
        Row(
            "an indirect list with her on hold, and her serial number revoked under another issuer",
            [
                L(
                    entries: [
                        .init(reason: .certificateHold, issuer: .authority), .init(issuer: .listIssuer),
                    ], signer: .listIssuer, isIndirect: true),
                L(
                    number: 2, base: 1, from: -1,
                    entries: [.init(reason: .removeFromCRL, issuer: .authority)], signer: .listIssuer,
                    isIndirect: true),
            ], .good),
        Row(
            "an indirect list with her revoked, and her serial number on hold under another issuer",
            [
                L(
                    entries: [
                        .init(isAlice: false, issuer: .listIssuer),
                        .init(reason: .certificateHold), .init(issuer: .authority),
                    ], signer: .listIssuer, isIndirect: true)
            ], .revoked),
        Row(
            "an indirect list with her serial number after an entry of another issuer, whose issuer counts on",
            [
                L(),
                L(
                    entries: [
                        .init(isAlice: false, issuer: .authority), .init(isAlice: false, issuer: .listIssuer),
                        L.alice,
                    ], signer: .listIssuer, isIndirect: true),
            ], .good),
        Row(
            "a list of another issuer that is not indirect, with her serial number",
            [L(), L(entries: [L.alice], signer: .listIssuer)], .good),
    ]

    @Test("decide the same in cert list, verify, encrypt and sign", arguments: rows)
    func agreement(row: Row) throws {
        let orders =
            row.lists.count > 1 && row.outcome != .good ? [row.lists, row.lists.reversed()] : [row.lists]
        for lists in orders { try expect(row.outcome, of: lists) }
    }

    @Test("a later list without her does not take back that her key was compromised")
    func compromised() throws {
        try expect(.revoked, of: [L(entries: [.init(reason: .keyCompromise)]), L(number: 2, from: -1)])
    }

    private func expect(_ outcome: Outcome, of lists: [ListSpecification]) throws {
        let (lab, certificates) = try Self.lab()
        for (index, list) in lists.enumerated() {
            try lab.directory.write(certificates.list(list), to: "\(index).crl")
            let imported = lab.run("trust", "crl", "import", "\(index).crl")
            #expect(imported.status == .done, "\(imported.words)")
        }
        let listed = lab.run("cert", "list", "--state", "revoked").text
        #expect(listed.contains("alice") == (outcome == .revoked), "cert list: \(listed)")
        let signing = lab.run("sign", "alice.sip", "--to", "sip:wendy@example.test")
        #expect((signing.status == .done) == (outcome != .revoked), "sign: \(signing.words)")
        if outcome == .revoked { #expect(signing.words.contains("was revoked at")) }
        for (command, code) in [
            (["verify", "signed.sip"], nil),
            (["encrypt", "wendy.sip", "--to", "sip:alice@example.test"], "untrusted-recipient"),
        ] {
            func run(_ options: String...) throws -> String? {
                let run = lab.run(command + options + ["--report", "report.json"])
                if run.status == .done { return nil }
                let found = try ReportObject(lab.directory.octets(of: "report.json")).reasonCode
                guard found == code ?? found else { return found }
                return code == nil
                    ? found : run.words.contains("was revoked at") ? "revoked" : "revocation-unknown"
            }
            let name = command.joined(separator: " ")
            switch outcome {
            case .good:
                #expect(try run() == nil && run("--require-revocation") == nil, "\(name)")
            case .revoked:
                #expect(try run() == "revoked", "\(name)")
                #expect(try run("--allow-stale-crl") == "revoked", "\(name)")
            case .unknown:
                #expect(try run() == "revocation-unknown", "\(name)")
                #expect(try run("--allow-stale-crl") == nil, "\(name)")
            case .unusable:
                #expect(try run() == "revocation-unknown", "\(name)")
                #expect(try run("--allow-stale-crl") == "revocation-unknown", "\(name)")
            case .unlisted:
                #expect(try run() == nil && run("--require-revocation") == "revocation-unknown", "\(name)")
            }
        }
    }

    /// A store that trusts the root, and knows the authorities, alice and wendy; a message
    /// that alice signed for wendy.
    private static let prepared: Result<TemporaryDirectory, any Error> = Result {
        let lab = try CommandLab()
        let certificates = try ListLab.shared()
        let store = try CertStore.openOrCreate(lab.store, encrypted: false)
        try store.trust(certificates.root.certificate)
        let chain = [
            certificates.authority, certificates.otherKey, certificates.listIssuer, certificates.stranger,
        ].map(\.certificate)
        for identity in [certificates.alice, certificates.wendy] {
            try store.add(
                identity.certificate, uris: identity.certificate.facts.uris, key: identity.key, chain: chain)
        }
        let ofRoot = try certificates.root.revocationList(
            number: 1, revoked: [], at: CommandRun.noon - 86_400, nextUpdate: CommandRun.noon + 86_400)
        _ = try store.add([ofRoot])
        let publish = String(decoding: ExampleLab.publish, as: UTF8.self)
        try lab.directory.write(Array(publish.utf8), to: "alice.sip")
        try lab.directory.write(
            Array(publish.replacing("alice@", with: "wendy@").utf8), to: "wendy.sip")
        let signed = lab.run("sign", "alice.sip", "--to", "sip:wendy@example.test", "-o", "signed.sip")
        #expect(signed.status == .done, "\(signed.words)")
        return lab.directory
    }

    private static func lab() throws -> (CommandLab, ListLab) {
        let lab = try CommandLab()
        let original = try prepared.get()
        for name in try original.names() {
            try FileManager.default.copyItem(atPath: original.file(name), toPath: lab.directory.file(name))
        }
        return (lab, try ListLab.shared())
    }
}
