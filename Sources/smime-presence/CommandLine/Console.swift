import CMS
import FoundationEssentials
import Octets

/// The inputs and outputs of a command, injected so that tests run commands in process.
///
/// The rules, which are age's: data goes to standard output, words to standard error. A command
/// hands over all its output at once, when it has succeeded; an output is written whole or not at
/// all; an input file is never overwritten by its own output; binary data does not go to a
/// terminal unless `-o -` asks for it, and a secret never does.
struct Console: Sendable {
    /// The words of the command line, without the name of the program.
    var arguments: [String]
    /// The value of an environment variable; nil if it is not set.
    var environment: @Sendable (_ variable: String) -> String?
    /// The base of relative file names; nil is the directory of the process.
    var workingDirectory: String?
    var now: @Sendable () -> Date
    /// What standard output is connected to.
    var outputKind: OutputKind
    /// Reads standard input to its end, or more octets than the limit.
    var readInput: @Sendable (_ limit: Int) throws(SystemError) -> [UInt8]
    /// The same for a secret.
    var readSecretInput: @Sendable (_ limit: Int) throws(SystemError) -> SecretOctets
    var writeOutput: @Sendable (Span<UInt8>) throws(SystemError) -> Void
    var writeError: @Sendable (String) -> Void
    /// Whether standard error is a terminal, which gets progress lines.
    var isWatched = false
    /// Prepares libcrypto for a command that handles one message and nothing else.
    var prepareForOneMessage: @Sendable () -> Void = {}
    /// Starts the handling of signals: a signal that ends the process then leaves no partial output.
    var watchSignals: @Sendable () -> Void = {}
    /// Sets what long work prints if a signal ends the process; nil when the work is done.
    var setLastWords: @Sendable (Interruption.LastWords?) -> Void = { _ in }
    /// Ends the process if the reader closes standard output; nil if the caller ignores
    /// SIGPIPE and expects an error.
    var endByBrokenPipe: (@Sendable () -> Void)?

    enum OutputKind: Equatable, Sendable {
        case terminal
        /// A regular file; its permission bits.
        case file(mode: UInt32)
        /// A pipe, a socket, a device.
        case other
    }

    /// The name of standard input and standard output.
    static let standardStream = "-"

    /// Writes one line to standard error; unprintable characters are escaped.
    func say(_ line: String) { writeError("smime-presence: \(PrintableText.escaped(line))\n") }

    /// Shows the progress of long work in one line that is overwritten; only on a terminal.
    func showProgress(_ line: String) {
        if isWatched { writeError("\r\(PrintableText.escaped(line))\u{1B}[K") }
    }

    /// Clears the line of ``showProgress(_:)``.
    func endProgress() {
        if isWatched { writeError("\r\u{1B}[K") }
    }

    /// Writes text to standard output.
    func print(_ text: String) throws(CommandFailure) {
        do throws(SystemError) {
            try writeOutput(Array(text.utf8).span)
        } catch {
            throw CommandFailure(FileError.cannotWrite(Self.standardStream, error))
        }
    }

    /// Returns the octets of a file, or of standard input if the name is nil or "-".
    ///
    /// - Throws: ``FileError/tooLarge(_:limit:)`` if there is more than the limit, or
    ///   ``FileError/cannotRead(_:_:)``.
    func read(_ name: String?, limit: Int) throws(FileError) -> [UInt8] {
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
    func readSecret(_ name: String, limit: Int) throws(FileError) -> SecretOctets {
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
    func path(of name: String) -> String {
        guard let workingDirectory, !name.hasPrefix("/") else { return name }
        return "\(workingDirectory)/\(name)"
    }
}
