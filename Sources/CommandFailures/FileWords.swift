import CertStore
package import CommandFiles
import Octets
import SMIMEBody

// The errors of files and streams: what is wrong, and a hint.

extension CommandFailure {
    /// A file or stream that could not be read or written as it should.
    package init(_ error: FileError) {
        switch error {
        case .cannotRead(let name, let system):
            self.init(
                .environment, "cannot read \(Self.input(name)): \(SystemErrorText.of(system.code))",
                hint: "check the name and the permissions")
        case .cannotWrite(let name, let system):
            self.init(
                .environment, "cannot write \(Self.output(name)): \(SystemErrorText.of(system.code))",
                hint: name == Console.standardStream
                    ? "the output is incomplete; make room or choose another place"
                    : system.isAbsence
                        ? "make the directory: mkdir -p \(ShellWord.file(FileAccess.directory(of: name)))"
                        : "no partial output was left; make room or choose another place")
            isBrokenPipe = name == Console.standardStream && system.isBrokenPipe
        case .tooLarge(let name, let limit):
            self.init(
                .refused, reason: .tooLarge, "\(Self.input(name)) holds more than \(limit) octets",
                hint: "check that it is the right file")
        case .sameFile(let name, let other):
            self.init(
                .usage, "'\(name)' and '\(other)' are the same file", hint: "choose another output file")
        case .sharedStandardOutput:
            self.init(
                .usage, "the message and its report would both go to standard output",
                hint: "write one of them to a file, with '-o FILE' or '--report FILE'")
        case .binaryOnTerminal:
            self.init(
                .usage, "standard output is a terminal, and the output is not text",
                hint: "write to a file with '-o FILE', or force it with '-o -'")
        case .secretOnTerminal:
            self.init(
                .usage, "a private key is not written to a terminal",
                hint: "write to a file with '-o FILE'")
        case .targetOfOthers(let name, let fault):
            self.init(
                .environment, "not written to '\(name)': \(fault)",
                hint: "choose a file in a directory of your own")
        case .inTheWay(let file):
            self.init(
                .environment, "'\(printable(file))' is not a regular file and is not overwritten",
                hint: "remove it, or export to a new directory")
        case .directoryOpenToOthers(let directory):
            self.init(
                .environment,
                "other users can write to '\(printable(directory))': private keys are not written there",
                hint: "name a directory of your own that only you can write to, or leave '--key' out")
        case .writableByOthers(let file):
            self.init(
                .environment, "other users can write to the configuration file '\(printable(file))'",
                hint: "use 'chmod go-w' on a file of your own, or give '--no-config'")
        case .secretReadableByOthers(let name):
            self.init(
                .environment, "other users can read \(Self.output(name)): a private key is not written there",
                hint: "write to a file with '-o FILE', which only its owner can read")
        }
    }

    private static func input(_ name: String) -> String {
        name == Console.standardStream ? "standard input" : "'\(name)'"
    }

    private static func output(_ name: String) -> String {
        name == Console.standardStream ? "standard output" : "'\(name)'"
    }
}

extension TypedPassphraseError: CommandFailureConvertible {
    package var failure: CommandFailure { environment(hint: "try again, or give '--passphrase-file FILE'") }
}

extension FileError: CommandFailureConvertible {
    package var failure: CommandFailure { CommandFailure(self) }
}

extension ConfirmationError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .noTerminal: usage(hint: "check them with 'smime-presence cert list', then add '--yes'")
        case .declined: refused(hint: "nothing was changed")
        }
    }
}
