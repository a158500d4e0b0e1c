import Foundation
import TestSupport
import Testing

@testable import smime_presence

@Suite("--policy: each of SA3's answers, enforced")
struct PolicyEnforcementTests {
    private let lab: PolicyLab

    init() throws { lab = try PolicyLab() }

    /// The paths on which an enveloped message passes.
    private static let answers = [
        ("answer-1", ["ipsec", "tls"]), ("answer-2", ["ciphering", "ipsec"]),
        ("answer-3", ["ipsec", "tls", "ciphering", "integrity", "release-6"]), ("answer-4", ["tls"]),
        ("answer-5", ["ipsec"]), ("combined", ["ipsec", "tls", "ciphering", "integrity", "release-6"]),
    ]

    @Test(
        "a message goes out, and comes in, only over a leg that the answer takes",
        arguments: answers, ["ipsec", "tls", "ciphering", "integrity", "release-6"])
    func legs(answer: (policy: String, paths: [String]), path: String) throws {
        let isTaken = answer.paths.contains(path)
        for message in ["publish", "notify"] {
            #expect(try lab.passes(lab.run("encrypt", "\(message).sip", answer.policy, path)) == isTaken)
            for command in ["decrypt", "verify"] {
                let run = lab.run(command, "encrypted-\(message).sip", answer.policy, path)
                #expect(try lab.passes(run) == isTaken)
            }
        }
    }

    @Test("nothing is sent over a leg of unknown protection, except S/MIME if that is enough")
    func unknown() throws {
        for (policy, _) in Self.answers {
            let isEnough = ["answer-3", "combined"].contains(policy)
            #expect(try lab.passes(lab.run("encrypt", "publish.sip", policy)) == isEnough)
            #expect(try !lab.passes(lab.run("sign", "publish.sip", policy)))
        }
    }

    @Test("a signature does not hide a body: it passes only where the legs do, and the hint names encrypt")
    func signatures() throws {
        for path in ["ipsec", "integrity"] {
            for message in ["publish", "notify"] {
                #expect(try !lab.passes(lab.run("sign", "\(message).sip", "answer-3", path)))
                let isHidden = path == "ipsec"
                #expect(try lab.passes(lab.run("sign", "\(message).sip", "combined", path)) == isHidden)
                let run = lab.run("verify", "signed-\(message).sip", "combined", path)
                #expect(try lab.passes(run) == isHidden)
                #expect(try !lab.passes(lab.run("decrypt", "signed-\(message).sip", "answer-3", path)))
            }
        }
        #expect(lab.run("sign", "publish.sip", "answer-3").words.contains("'smime-presence encrypt'"))
        #expect(
            lab.run("verify", "signed-publish.sip", "answer-3").words.contains("a signature hides nothing"))
    }

    @Test("alternative 0 lets a PUBLISH out anywhere, and shows a watcher on a clear leg nothing")
    func answer0() throws {
        for path in PolicyLab.paths.keys.sorted() {
            #expect(try lab.passes(lab.run("encrypt", "publish.sip", "answer-0", path)))
            let isShown = ["ipsec", "tls"].contains(path)
            let run = lab.run("encrypt", "notify.sip", "answer-0", path)
            #expect(run.words.contains("--polite-block") == !isShown)
            #expect(try lab.passes(run) == isShown)
        }
    }

    @Test("the flag of alternative 0 counts with --trust-network alone, and is else a claim with a warning")
    func flag() throws {
        let run = lab.run("encrypt", "notify.sip", "answer-0", "flag")
        #expect(run.words.contains("asserted by a network that is not trusted"), "\(run.words)")
        #expect(
            run.words.contains("(claimed-protection)") && run.words.contains("give '--trust-network'"))
        #expect(try !lab.passes(run))
        #expect(try lab.passes(lab.run("encrypt", "notify.sip", "answer-0", "flag", "--trust-network")))
        for (writer, isNetworks) in [("", false), (";network-provided", true)] {
            let field = "P-Access-Network-Info: 3GPP-UTRAN-TDD\(writer);access-confidentiality=on"
            let message = try lab.adding(field, to: "encrypted-publish.sip")
            let rules = try lab.presentityRules()
            let claimed = lab.run("verify", "-", rules, input: message)
            #expect(claimed.words.contains("(claimed-protection)"), "\(claimed.words)")
            #expect(try !lab.passes(claimed))
            let trusted = lab.run("verify", "-", rules, nil, "--trust-network", input: message)
            #expect(try lab.passes(trusted) == isNetworks)
        }
    }

    @Test(
        "the watcher of a NOTIFY is its recipient, and of a PUBLISH any watcher, unless --watcher names them")
    func watchers() throws {
        let stranger = ["--watcher", "sip:eve@elsewhere.test"]
        for message in ["publish.sip", "notify.sip"] {
            #expect(try !lab.passes(lab.run("encrypt", message, "answer-3", nil, stranger[0], stranger[1])))
            let both = lab.run(
                "encrypt", message, "answer-3", nil, "--watcher", "sip:bob@example.test", stranger[0],
                stranger[1])
            #expect(try lab.passes(both))
        }
        _ = lab.run("encrypt", "publish.sip", "answer-3")
        let policy = try #require(try lab.report().members["policy"] as? [String: Any])
        #expect(policy["watchers"] == nil && policy["entity"] as? String == "sip:alice@example.test")
        _ = lab.run("encrypt", "notify.sip", "answer-3")
        let notified = try #require(try lab.report().members["policy"] as? [String: Any])
        #expect(notified["watchers"] as? [String] == ["sip:bob@example.test"])
    }

    @Test("the report has the decision, the rules, the evidence and the legs that counted")
    func report() throws {
        _ = lab.run("encrypt", "publish.sip", "answer-1", "integrity")
        let policy = try #require(try lab.report().members["policy"] as? [String: Any])
        #expect(
            Set(policy.keys) == ["decision", "decidedBy", "entity", "rules", "evidence", "legs"])
        #expect(policy["decision"] as? String == "block")
        let evidence = try #require(policy["evidence"] as? [[String: Any]])
        #expect(
            evidence.map { $0["weight"] as? String } == ["of-another-message", "not-protected"])
        let legs = try #require(policy["legs"] as? [[String: Any]])
        #expect(legs.map { $0["role"] as? String } == ["presentity"])
        #expect(legs.map { $0["pcscfRelease"] as? Int } == [5])
    }

    @Test("a refused message is answered with 403, which says no more than that")
    func answer() throws {
        _ = lab.run("verify", "encrypted-publish.sip", "answer-1", "integrity")
        let answer = lab.commands.run("answer", "--report", "report.json", "encrypted-publish.sip")
        #expect(
            answer.status == .done && answer.text.hasPrefix("SIP/2.0 403 Forbidden\r\n"), "\(answer.words)")
        #expect(!answer.text.contains("leg") && !answer.text.contains("rules"))
    }

    @Test("what the rules refuse is not remembered as accepted")
    func once() throws {
        let refused = lab.run("verify", "encrypted-publish.sip", "answer-1", "integrity", "--once")
        #expect(try !lab.passes(refused))
        #expect(try lab.passes(lab.run("verify", "encrypted-publish.sip", "answer-1", "ipsec", "--once")))
    }
}

extension PolicyLab {
    /// The name of rules that demand the presentity's leg alone.
    func presentityRules() throws -> String {
        let rules = String(decoding: try Policies.octets("answer-0"), as: UTF8.self)
        try commands.directory.write(
            Array(rules.replacing("c:watcher-leg", with: "c:presentity-leg").utf8), to: "presentity.xml")
        return "presentity"
    }
}
