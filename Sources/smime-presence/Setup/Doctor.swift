import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import PacketCaptures

struct Doctor: Command {
    static let name = "doctor"
    static let summary = "examine program, configuration, store and clock, with a fix for each finding"
    static let details = [
        """
        Examines the versions, the configuration files, the store and its permissions, the CA, certificates \
        with private keys that end within 30 days, CRLs that have ended or end within 7 days, the clock, and \
        whether tshark is installed, which reads captures. Nothing is changed, except that a store of an \
        earlier version is upgraded, as by every command; 'store check' reads every certificate and key.
        """,
        """
        The status is 1 only if something is broken, and 0 with notes and warnings.
        """,
    ]
    static let readsConfigurationItself = true
    static var options: [Option<Doctor>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence doctor", "Examine what this user's commands use.")]

    var format = ListFormat.text
    var store = StoreOptions()

    func run(on console: Console) throws(CommandFailure) {
        let findings =
            versions() + [configuration(on: console)] + examineStore(on: console)
            + passphraseFile(on: console) + [captures(on: console)]
        switch format {
        case .json: try console.print(ListDocument("findings", findings))
        case .text:
            try console.print(findings.flatMap(\.lines).map { PrintableText.escaped($0) + "\n" }.joined())
        }
        let broken = findings.count { $0.state == .broken }
        guard broken == 0 else {
            throw CommandFailure(
                .refused, "\(counted(broken, "thing")) \(broken == 1 ? "is" : "are") broken",
                hint: "each has a fix in the list")
        }
    }

    private func versions() -> [Finding] {
        let program = "\(SmimePresence.commands.program) \(SmimePresence.commands.version)"
        return [
            Finding(
                "versions", .ok, "\(program), \(OpenSSLVersion.text), SQLite \(SQLiteConfiguration.version)")
        ]
    }

    private func configuration(on console: Console) -> Finding {
        do throws(CommandFailure) {
            let settings = try console.settings(for: SmimePresence.commands)
            do throws(ConfigurationError) { try SmimePresence.commands.check(settings) } catch {
                throw CommandFailure(.configuration(error), help: "")
            }
            let files = console.configurationFiles.filter { FileAccess.status(of: $0) != nil }
            let names = files.isEmpty ? "no file" : files.joined(separator: ", ")
            return Finding("configuration", .ok, names)
        } catch {
            return Finding("configuration", error)
        }
    }

    private func examineStore(on console: Console) -> [Finding] {
        do throws(CommandFailure) {
            let location = try store.location(on: console)
            let isChosen = try !store.isConventional(on: console)
            if !isChosen, FileAccess.status(of: location) == nil {
                return [
                    Finding(
                        "store", .note, "there is none yet at '\(location)'",
                        remedy: "smime-presence ca init --domain DOMAIN, cert import FILE or trust add FILE")
                ]
            }
            let database = try store.open(on: console)
            let isEncrypted = try describingErrors { try database.isEncrypted }
            let keys =
                isEncrypted
                ? Finding("private keys", .ok, "encrypted under a passphrase")
                : Finding(
                    "private keys", .note, "not encrypted in the store",
                    remedy: "smime-presence store passphrase --new-passphrase-file FILE")
            let shown = try store.shown(on: console)
            let rest = try describingErrors { try database.examine(at: console.now()) }
            return [Finding("store", .ok, shown), keys] + rest
        } catch {
            return [Finding("store", error)]
        }
    }

    private func passphraseFile(on console: Console) -> [Finding] {
        guard let name = console.environment("SMIME_PRESENCE_PASSPHRASE_FILE"), !name.isEmpty else {
            return []
        }
        guard let mode = FileAccess.modeOfRegularFile(console.path(of: name)) else {
            return [
                Finding(
                    "passphrase", .broken, "SMIME_PRESENCE_PASSPHRASE_FILE names '\(name)', which is no file",
                    remedy: "correct the variable, or leave it out")
            ]
        }
        guard mode & 0o077 != 0 else { return [Finding("passphrase", .ok, "in '\(name)'")] }
        return [
            Finding(
                "passphrase", .warning, "others may read or write '\(name)' (mode \(String(mode, radix: 8)))",
                remedy: "chmod 600 '\(name)'")
        ]
    }

    private func captures(on console: Console) -> Finding {
        PacketCapture.isSupported(searchPath: console.environment("PATH"))
            ? Finding("captures", .ok, "tshark is installed")
            : Finding(
                "captures", .note, "tshark is not installed, which reads packet captures",
                remedy: "apt-get install tshark")
    }
}

extension Finding {
    /// What a failure says is broken.
    fileprivate init(_ subject: String, _ failure: CommandFailure) {
        self.init(subject, .broken, failure.message, remedy: failure.hint)
    }
}
