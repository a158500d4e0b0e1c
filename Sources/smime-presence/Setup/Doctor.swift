import CMS
import CertStore
import CertificateAdministration
import CommandFiles
import CommandOptions
import Octets
import PacketCaptures

struct Doctor: Command {
    static let name = "doctor"
    static let summary = "check program, configuration, store and clock, and suggest a fix for each problem"
    static let details = [
        """
        Checks the versions, the configuration files, the store and its permissions, the CA, certificates \
        with private keys that expire within 30 days, CRLs whose next update is past or within 7 days, the \
        clock, and whether tshark is installed, which reads captures. Changes nothing, except that a store \
        of an earlier version is upgraded, as by every command. 'store check' reads every certificate and key.
        """,
        """
        The status is 1 if something is broken; notes and warnings leave it 0.
        """,
    ]
    static let readsConfigurationItself = true
    static var options: [Option<Doctor>] {
        [
            .choice("--format", as: "FORMAT", into: \.format, help: "output format (default: text)"),
            StoreOptions.location(\.store),
        ]
    }
    static let examples = [Example("smime-presence doctor", "Check the setup of this user.")]

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
                hint: "the output has a fix for each")
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
            _ = try console.checkedSettings(for: SmimePresence.commands)
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
            if !isChosen, FileAccess.isAbsent(location) {
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
                    "passphrase", .broken, "SMIME_PRESENCE_PASSPHRASE_FILE names '\(name)', not a file",
                    remedy: "correct or unset the variable")
            ]
        }
        guard mode & 0o077 != 0 else { return [Finding("passphrase", .ok, "in '\(name)'")] }
        return [
            Finding(
                "passphrase", .warning, "others may read or write '\(name)' (mode \(String(mode, radix: 8)))",
                remedy: "chmod 600 \(ShellWord.file(name))")
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
    /// Creates a finding from a failure.
    fileprivate init(_ subject: String, _ failure: CommandFailure) {
        self.init(subject, .broken, failure.message, remedy: failure.hint)
    }
}
