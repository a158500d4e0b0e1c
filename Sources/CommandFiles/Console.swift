package import CMS
package import FoundationEssentials
import Octets

/// The inputs and outputs of a command, injected so that tests run commands in process.
///
/// The rules, which are age's: data goes to standard output, words to standard error. A command
/// hands over all its output at once, when it has succeeded; an output is written whole or not at
/// all; an input file is never overwritten by its own output; binary data does not go to a
/// terminal unless `-o -` asks for it, and a secret never does.
package struct Console: Sendable {
    /// The words of the command line, without the name of the program.
    package var arguments: [String]
    /// The value of an environment variable; nil if it is not set.
    package var environment: @Sendable (_ variable: String) -> String?
    /// The base of relative file names; nil is the directory of the process.
    package var workingDirectory: String?
    package var now: @Sendable () -> Date
    /// What standard output is connected to.
    package var outputKind: OutputKind
    /// Reads standard input to its end, or more octets than the limit.
    package var readInput: @Sendable (_ limit: Int) throws(SystemError) -> [UInt8]
    /// The same for a secret.
    package var readSecretInput: @Sendable (_ limit: Int) throws(SystemError) -> SecretOctets
    package var writeOutput: @Sendable (Span<UInt8>) throws(SystemError) -> Void
    package var writeError: @Sendable (String) -> Void
    /// Whether standard error is a terminal, which gets progress lines.
    package var isWatched = false
    /// Whether nothing except errors is printed on standard error.
    package var isQuiet = false
    /// Whether the command prints all the details it has.
    package var isVerbose = false
    /// The configuration file of the machine; nil for none.
    package var systemConfiguration: String?
    /// Whether there is a terminal, where a passphrase can be asked for.
    package var hasTerminal: @Sendable () -> Bool = { false }
    /// Asks for a line on the terminal, without showing what is typed.
    package var askSecret: @Sendable (_ prompt: String) throws(SystemError) -> SecretOctets = {
        (_) throws(SystemError) in throw SystemError.noTerminal
    }
    /// Asks for a line on the terminal, with echo.
    package var askLine: @Sendable (_ prompt: String) throws(SystemError) -> SecretOctets = {
        (_) throws(SystemError) in throw SystemError.noTerminal
    }
    /// Prepares libcrypto for a command that handles one message and nothing else.
    package var prepareForOneMessage: @Sendable () -> Void = {}
    /// Starts the handling of signals: a signal that ends the process then leaves no partial output.
    package var watchSignals: @Sendable () -> Void = {}
    /// Sets what long work prints if a signal ends the process; nil when the work is done.
    package var setLastWords: @Sendable (Interruption.LastWords?) -> Void = { _ in }
    /// Ends the process if the reader closes standard output; nil if the caller ignores
    /// SIGPIPE and expects an error.
    package var endByBrokenPipe: (@Sendable () -> Void)?

    package init(
        arguments: [String], environment: @escaping @Sendable (_ variable: String) -> String?,
        workingDirectory: String?, now: @escaping @Sendable () -> Date, outputKind: OutputKind,
        readInput: @escaping @Sendable (_ limit: Int) throws(SystemError) -> [UInt8],
        readSecretInput: @escaping @Sendable (_ limit: Int) throws(SystemError) -> SecretOctets,
        writeOutput: @escaping @Sendable (Span<UInt8>) throws(SystemError) -> Void,
        writeError: @escaping @Sendable (String) -> Void
    ) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.now = now
        self.outputKind = outputKind
        self.readInput = readInput
        self.readSecretInput = readSecretInput
        self.writeOutput = writeOutput
        self.writeError = writeError
    }

    package enum OutputKind: Equatable, Sendable {
        case terminal
        /// A regular file; its permission bits.
        case file(mode: UInt32)
        /// A pipe, a socket, a device.
        case other
    }

    /// The name of standard input and standard output.
    package static let standardStream = "-"

    /// Writes one line to standard error, unless errors alone are wanted; unprintable characters are escaped.
    package func say(_ line: String) {
        if !isQuiet { sayError(line) }
    }

    /// The same for an error, which is always written.
    package func sayError(_ line: String) {
        writeError("smime-presence: \(PrintableText.escaped(line))\n")
    }

    /// Shows the progress of long work in one line that is overwritten; only on a terminal.
    package func showProgress(_ line: String) {
        if isWatched, !isQuiet { writeError("\r\(PrintableText.escaped(line))\u{1B}[K") }
    }

    /// Clears the line of ``showProgress(_:)``.
    package func endProgress() {
        if isWatched, !isQuiet { writeError("\r\u{1B}[K") }
    }

    /// Returns the octets of a file, or of standard input if the name is nil or "-".
    ///
    /// - Throws: ``FileError/tooLarge(_:limit:)`` if there is more than the limit, or
    ///   ``FileError/cannotRead(_:_:)``.
    package func read(_ name: String?, limit: Int) throws(FileError) -> [UInt8] {
        let name = name ?? Self.standardStream
        let octets: [UInt8]
        do throws(SystemError) {
            octets =
                try name == Self.standardStream
                ? readInput(limit) : FileAccess.read(path(of: name), limit: limit)
        } catch {
            throw .cannotRead(name, error)
        }
        guard octets.count <= limit else { throw .tooLarge(name, limit: limit) }
        return octets
    }

    /// The same for a passphrase or a private key.
    ///
    /// - Throws: as ``read(_:limit:)``.
    package func readSecret(_ name: String, limit: Int) throws(FileError) -> SecretOctets {
        let octets: SecretOctets
        do throws(SystemError) {
            octets =
                try name == Self.standardStream
                ? readSecretInput(limit) : FileAccess.readSecret(path(of: name), limit: limit)
        } catch {
            throw .cannotRead(name, error)
        }
        guard octets.count <= limit else { throw .tooLarge(name, limit: limit) }
        return octets
    }

    /// The path of a file named on the command line.
    package func path(of name: String) -> String {
        guard let workingDirectory, !name.hasPrefix("/") else { return name }
        return "\(workingDirectory)/\(name)"
    }
}
