import CMS
import CertStore
import CommandFiles
import CommandOptions
import FoundationEssentials
import Glibc

/// The program: the list of its commands, and the process around them.
@main
struct SmimePresence {
    static let commands = ProgramCommands(
        program: "smime-presence",
        version: "0.2.0",
        summary:
            "Protects SIP presence messages end to end: signs and encrypts their bodies with S/MIME, opens "
            + "them again, and reports what stays readable.",
        sections: [
            .init(
                "Messages",
                [
                    Encrypt.self, Sign.self, Decrypt.self, Verify.self, Inspect.self, ExposureCommand.self,
                    Assess.self, Answer.self,
                ]),
            .init("Rules", [PolicyCheck.self, PolicyDecide.self]),
            .init(
                "Certificates",
                [
                    CAInitialize.self, CAShow.self, CARenew.self, CARotate.self, CARevocationList.self,
                    CAExport.self, CAImport.self,
                    CAOCSP.self, CertificateIssue.self, CertificateList.self, CertificateShow.self,
                    CertificateImport.self, CertificateExport.self,
                    CertificateLearn.self, CertificateRenew.self, CertificateRevoke.self,
                    CertificateRelease.self, CertificateRemove.self,
                    TrustAdd.self, TrustList.self, TrustRemove.self, TrustCRLImport.self, TrustCRLList.self,
                    TrustCRLRemove.self,
                ]),
            .init(
                "Store",
                [
                    StoreCheckCommand.self, StoreBackup.self, StoreCopy.self, StorePassphrase.self,
                    PeerList.self, PeerClear.self,
                ]),
            .init("Setup", [Doctor.self, ConfigurationShow.self, CompletionsCommand.self, ManPages.self]),
        ]
    )

    static func main() {
        OpenSSLConfiguration.ignore()
        SQLiteConfiguration.configureForCommands()
        var console = Console.process
        if !Interruption.isIgnored(SIGPIPE) { console.endByBrokenPipe = FileAccess.endByBrokenPipe }
        FileAccess.ignoreBrokenPipes()
        FileAccess.ignoreFileSizeLimit()
        exit(Program(commands: commands).run(on: console).rawValue)
    }
}

extension Console {
    /// The console of this process.
    static var process: Console {
        var console = Console(
            arguments: Array(FileAccess.arguments.dropFirst()),
            environment: { FileAccess.environmentVariable($0) },
            workingDirectory: nil,
            now: { Date() },
            outputKind: FileAccess.kind(of: STDOUT_FILENO),
            readInput: { (limit) throws(SystemError) in try FileAccess.read(STDIN_FILENO, limit: limit) },
            readSecretInput: { (limit) throws(SystemError) in
                try FileAccess.readSecret(STDIN_FILENO, limit: limit)
            },
            writeOutput: { (octets) throws(SystemError) in
                try FileAccess.write(octets, to: STDOUT_FILENO)
            },
            // If even standard error cannot be written, there is nothing left to do.
            writeError: { try? FileAccess.write(Array($0.utf8).span, to: STDERR_FILENO) })
        console.isWatched = FileAccess.kind(of: STDERR_FILENO) == .terminal
        console.systemConfiguration = "/etc/smime-presence/config.json"
        console.hasTerminal = { Terminal.isPresent }
        console.askSecret = { (prompt) throws(SystemError) in try Terminal.ask(prompt) }
        console.askLine = { (prompt) throws(SystemError) in try Terminal.askOpenly(prompt) }
        console.prepareForOneMessage = OpenSSLConfiguration.selectMessageAlgorithms
        console.watchSignals = Interruption.watch
        console.setLastWords = Interruption.setLastWords
        return console
    }
}
