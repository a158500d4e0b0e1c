import CMS
import Foundation
import Logging
import SMIMEBody
import Testing

@testable import SMIMEPresenceService

/// The configuration: the file's member `service`, the environment and the options.
final class ConfigurationTests {
    private let directory = NSTemporaryDirectory() + "service-configuration-" + UUID().uuidString
    private var file: String { directory + "/config.json" }

    init() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Reads a file, variables and arguments.
    private func read(
        _ text: String?, environment: [String: String] = [:], mode: Int = 0o600,
        change: (inout ServiceArguments) -> Void = { _ in }
    ) throws -> ServiceConfiguration {
        var arguments = ServiceArguments()
        if let text {
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            arguments.file = file
        }
        change(&arguments)
        return try .read(arguments, environment: environment)
    }

    /// Returns the fault of a file; one of a member must name the file.
    private func fault(
        _ text: String, environment: [String: String] = [:], mode: Int = 0o600
    ) throws -> ConfigurationFault? {
        do {
            _ = try read(text, environment: environment, mode: mode)
            return nil
        } catch let fault as ConfigurationFault {
            guard case .member(let fault, let file) = fault else { return fault }
            #expect(file == self.file)
            return fault
        }
    }

    private static let base =
        "\"store\": \"/s\", \"sockets\": [\"a\"], \"socket\": {\"a\": {\"path\": \"/p\"}}"

    @Test func `every member of a file is read`() throws {
        let configuration = try read(
            """
            {"service": {"store": "/s", "passphrase-file": "/w", "sockets": ["a", "b"],
              "socket": {"a": {"path": "/p", "profile": "few"}, "b": {"port": 8493, "token-file": "/t"}},
              "profile": {"few": {"operations": ["open", "metrics"], "sign-for": ["sip:*@x.test"], "peers": [7],
                "any-sender": true, "any-entity": true, "any-target": true, "allow-weak": true,
                "trust-asserted-identity": true, "rewrite-dialog": true, "allow-cbc": true,
                "strict-pidf": true, "require-aead": true, "require-revocation": true}},
              "threads": 3, "queue": 5, "connections": 6, "body-octets": 4194304, "messages-per-second": 100,
              "max-age": 60, "pad": 0, "log-identities": true, "log-level": "debug"}, "encrypt": {"pad": 1}}
            """)
        #expect(configuration.store == "/s" && configuration.passphraseFile == "/w")
        #expect(configuration.threads == 3 && configuration.queue == 5 && configuration.connections == 6)
        #expect(configuration.bodyOctets == 4_194_304 && configuration.maximumAge == 60)
        #expect(
            configuration.padding == nil && configuration.logsIdentities && configuration.logLevel == .debug)
        #expect(configuration.ledgerCapacity == 100 * (2 * 60 + 120) * 4)
        #expect(configuration.sockets.map(\.name) == ["a", "b"])
        #expect(
            configuration.sockets.map(\.address) == [.path("/p"), .loopback(port: 8493, tokenFile: "/t")])
        let profile = configuration.sockets[0].profile
        #expect(profile.operations == [.open, .metrics] && profile.peers == [7])
        #expect(profile.acceptsAnySender && profile.trustsAssertedIdentity && profile.rewritesDialog)
        #expect(profile.allowsCBC && profile.opening.entity == .any && profile.opening.target == .any)
        #expect(profile.opening.strength == .anyIncludingWeak && profile.opening.presence == .strict)
        #expect(profile.opening.encryption == .authenticated)
        #expect(profile.opening.revocation.unlisted == .refuse)
        #expect(configuration.sockets[1].profile.operations == Operation.onMessages)
    }

    @Test func `options take precedence over the environment, and the environment over the file`() throws {
        let file = "{\"service\": {\(Self.base), \"queue\": 1, \"log-level\": \"error\", \"max-age\": 9}}"
        let environment = [
            "SMIME_PRESENCE_QUEUE": "2",
            "SMIME_PRESENCE_LOG_LEVEL": "debug",
        ]
        let middle = try read(file, environment: environment)
        #expect(middle.store == "/s" && middle.queue == 2 && middle.logLevel == .debug)
        #expect(middle.maximumAge == 9)
        let top = try read(file, environment: environment) {
            $0.store = "/option"
            $0.socket = "/only"
            $0.logLevel = .trace
            $0.logsIdentities = true
        }
        #expect(top.store == "/option" && top.logLevel == .trace && top.logsIdentities)
        #expect(top.sockets.map(\.address) == [.path("/only")])
    }

    @Test func `a variable never hides the store of the file`() throws {
        let environment = ["SMIME_PRESENCE_STORE": "/environment"]
        #expect(throws: ConfigurationFault.member(.hiddenStore, file: file)) {
            try read("{\"service\": {\(Self.base)}}", environment: environment)
        }
        let same = ["SMIME_PRESENCE_STORE": "/s"]
        #expect(try read("{\"service\": {\(Self.base)}}", environment: same).store == "/s")
        let option = try read("{\"service\": {\(Self.base)}}", environment: environment) { $0.store = "/o" }
        #expect(option.store == "/o")
        let sockets = "\"sockets\": [\"a\"], \"socket\": {\"a\": {\"path\": \"/p\"}}"
        #expect(try read("{\"service\": {\(sockets)}}", environment: environment).store == "/environment")
    }

    @Test func `a misspelt 'service' is an error, and the members of commands are none`() throws {
        #expect(
            try fault("{\"servce\": {\(Self.base)}}") == .unknownMember("servce", nearest: "service"))
        let environment = ["STATE_DIRECTORY": "/state", "RUNTIME_DIRECTORY": "/run/x"]
        #expect(try read("{\"encrypt\": {\"pad\": 1}}", environment: environment).store == "/state/store.db")
    }

    @Test func `a variable never hides the sockets of the file`() throws {
        let environment = ["SMIME_PRESENCE_SOCKET": "/environment"]
        #expect(throws: ConfigurationFault.member(.hiddenSockets, file: file)) {
            try read("{\"service\": {\(Self.base)}}", environment: environment)
        }
        let alone = try read("{\"service\": {\"store\": \"/s\"}}", environment: environment)
        #expect(alone.sockets.map(\.address) == [.path("/environment")])
    }

    @Test func `systemd's directories have the store and the socket if nothing else is given`() throws {
        let environment = ["STATE_DIRECTORY": "/state", "RUNTIME_DIRECTORY": "/run/x"]
        let standard = try read("{}", environment: environment)
        #expect(standard.store == "/state/store.db")
        #expect(standard.sockets.map(\.address) == [.path("/run/x/socket")])
        let file = try read("{\"service\": {\(Self.base)}}", environment: environment)
        #expect(file.store != "/state/store.db" && file.sockets.map(\.address) != [.path("/run/x/socket")])
    }

    @Test func `a token for a Unix socket, and peers for a port, are errors`() throws {
        let path =
            "\"sockets\": [\"a\"], \"store\": \"/s\", \"socket\": {\"a\": {\"path\": \"/p\", \"token-file\": \"/t\"}}"
        #expect(try fault("{\"service\": {\(path)}}") == .tokenOfPath(socket: "a"))
        let port =
            "\"sockets\": [\"a\"], \"store\": \"/s\", \"socket\": {\"a\": {\"port\": 9, \"token-file\": \"/t\"}}, "
            + "\"profile\": {\"default\": {\"peers\": [7]}}"
        #expect(try fault("{\"service\": {\(port)}}") == .peersOfPort(socket: "a"))
    }

    @Test func `a profile without operations has those on messages`() throws {
        let file =
            "\"sockets\": [\"a\"], \"store\": \"/s\", \"socket\": {\"a\": {\"path\": \"/p\", \"profile\": \"x\"}}, "
            + "\"profile\": {\"x\": {\"require-aead\": true}}"
        #expect(try read("{\"service\": {\(file)}}").sockets[0].profile.operations == Operation.onMessages)
    }

    @Test func `an unknown member is a fault that names the nearest known member`() throws {
        #expect(
            try fault("{\"service\": {\(Self.base), \"max_age\": 3}}")
                == .unknownMember("service.max_age", nearest: "max-age"))
        #expect(
            try fault("{\"service\": {\(Self.base), \"qeue\": 3}}")
                == .unknownMember("service.qeue", nearest: "queue"))
        for (name, nearest) in [("SOCKETS", "sockets"), ("allow-unsinged", nil), ("e", nil)] {
            #expect(
                try fault("{\"service\": {\(Self.base), \"\(name)\": 3}}")
                    == .unknownMember("service.\(name)", nearest: nearest))
        }
        #expect(
            try fault("{\"service\": {\"profile\": {\"a\": {\"allow-unsinged\": true}}}}")
                == .unknownMember("service.profile.a.allow-unsinged", nearest: "allow-unsigned"))
        #expect(
            try fault("{\"service\": {\"profile\": {\"a\": {\"operation\": [\"open\"]}}}}")
                == .unknownMember("service.profile.a.operation", nearest: "operations"))
        #expect(
            try fault("{\"service\": {\"socket\": {\"a\": {\"mode\": 1}}}}")
                == .unknownMember("service.socket.a.mode", nearest: nil))
    }

    @Test(arguments: [
        "\"store\": 1", "\"queue\": \"2\"", "\"queue\": 0", "\"queue\": 1.5", "\"log-identities\": 1",
        "\"sockets\": \"a\"", "\"sockets\": [1]", "\"profile\": {\"a\": {\"peers\": [\"root\"]}}",
        "\"profile\": []", "\"max-age\": 3601", "\"pad\": null",
        "\"profile\": {\"a\": {\"allow-weak\": \"true\"}}",
    ])
    func `a value of the wrong kind is a fault`(member: String) throws {
        guard case .invalidValue = try fault("{\"service\": {\(member)}}") else {
            Issue.record("\(member) is accepted")
            return
        }
    }

    @Test(arguments: ["[]", "", "{", "nonsense", "\"service\""])
    func `a file that is not an object is a fault`(text: String) throws {
        guard case .unreadable = try fault(text) else {
            Issue.record("\(text) is accepted")
            return
        }
    }

    @Test func `a member that is there twice is a fault: one of two restrictions would have no effect`()
        throws
    {
        let profile = "\"require-protection\": [\"*\"], \"require-protection\": []"
        #expect(
            try fault("{\"service\": {\(Self.base), \"profile\": {\"a\": {\(profile)}}}}")
                == .repeatedMember("require-protection"))
    }

    @Test func `a file in UTF-16, in which a repeated member would not be found, is refused`() throws {
        let text = "{\"service\": {\(Self.base), \"pad\": 1, \"pad\": 2}}"
        let octets = try #require(text.data(using: .utf16LittleEndian))
        #expect(
            throws: ConfigurationFault.unreadable(file: "f", reason: "not a JSON object")
        ) { try ConfigurationMembers(octets, file: "f") }
    }

    @Test func `variables are checked as members are`() throws {
        let file = "{\"service\": {\(Self.base)}}"
        for (name, value) in [
            ("QUEUE", "many"), ("QUEUE", "0"), ("LOG_IDENTITIES", "perhaps"), ("LOG_LEVEL", "loud"),
        ] {
            let found = try fault(file, environment: ["SMIME_PRESENCE_" + name: value])
            guard case .invalidVariable("SMIME_PRESENCE_" + name, _) = found else {
                Issue.record("\(name)=\(value): \(String(describing: found))")
                continue
            }
        }
    }

    @Test func `the message about a member names its file, and that about a variable does not`() throws {
        func message(_ text: String, _ environment: [String: String] = [:]) throws -> String {
            do {
                _ = try read(text, environment: environment)
                return ""
            } catch let fault as ConfigurationFault {
                return fault.description
            }
        }
        #expect(
            try message("{\"service\": {\(Self.base), \"que\": 3}}")
                == "'\(file)': unknown member 'service.que', did you mean 'queue'?")
        #expect(
            try message("{\"service\": {\(Self.base), \"log-level\": \"loud\"}}")
                .hasPrefix("'\(file)': invalid value for 'log-level': expected "))
        #expect(
            try message("{\"service\": {\(Self.base)}}", ["SMIME_PRESENCE_QUEUE": "0"])
                == "invalid value for SMIME_PRESENCE_QUEUE: expected a number from 1 to 65536")
        #expect(try message("{}").hasPrefix("no store: "))
    }

    @Test(arguments: [0o620, 0o602, 0o666])
    func `a file that others can write is a fault`(mode: Int) throws {
        let fault = try fault("{\"service\": {\(Self.base)}}", mode: mode)
        #expect(fault == .writableByOthers(file: file))
    }

    @Test func `a given file that does not exist is a fault`() throws {
        #expect(throws: ConfigurationFault.self) { try read(nil) { $0.file = "/nonexistent/config.json" } }
    }

    @Test func `a service needs a store and a socket`() throws {
        #expect(try fault("{}") == .missingStore)
        #expect(try fault("{\"service\": {\"store\": \"/s\"}}") == .missingSocket)
    }

    @Test func `a socket has a path or a port, and a port needs a token`() throws {
        func socket(_ members: String) throws -> ConfigurationFault? {
            try fault(
                "{\"service\": {\"store\": \"/s\", \"sockets\": [\"a\"], \"socket\": {\"a\": {\(members)}}}}")
        }
        #expect(try socket("") == .socketAddress("a"))
        #expect(try socket("\"path\": \"/p\", \"port\": 1") == .socketAddress("a"))
        #expect(try socket("\"port\": 80") == .missingToken(socket: "a"))
        #expect(try socket("\"path\": \"/p\", \"profile\": \"x\"") == .unknownProfile("x"))
    }

    @Test func `an unknown operation of a profile is a fault`() throws {
        let found = try fault(
            "{\"service\": {\(Self.base), \"profile\": {\"default\": {\"operations\": [\"opne\"]}}}}")
        guard case .invalidValue("service.profile.default.operations", let expected) = found,
            expected.contains("opne")
        else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func `each fault has a sentence`() {
        let faults: [ConfigurationFault] = [
            .unreadable(file: "f", reason: "r"), .writableByOthers(file: "f"),
            .unknownMember("m", nearest: "n"), .invalidValue(member: "m", expected: "e"), .socketAddress("a"),
            .missingToken(socket: "a"), .unknownProfile("p"), .missingStore, .missingSocket,
            .repeatedMember("m"),
            .invalidVariable("V", expected: "e"), .member(.unknownProfile("p"), file: "f"),
        ]
        for fault in faults { #expect(fault.description.count > 10 && !fault.description.hasSuffix(".")) }
    }
}
