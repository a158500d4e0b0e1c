import CMS
import FoundationEssentials
import Octets

/// Everything a command has to do with the world, injected so that tests run commands in process.
///
/// The rules, which are age's: data goes to standard output, words to standard error. A command
/// hands over all its output at once, when it has succeeded; an output is written whole or not at
/// all; an input file is never overwritten by its own output; binary data does not go to a
/// terminal unless `-o -` asks for it, and a secret never does.
struct Console: Sendable {
    /// The words of the command line, without the name of the program.
    var arguments: [String]
    /// The value of a variable of the environment, nil where it is not set.
    var environment: @Sendable (_ variable: String) -> String?
    /// Where relative names of files begin; nil is the directory of the process.
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
    /// Whether somebody watches standard error, who is told how far long work has come.
    var isWatched = false
    /// Sees to it that a signal which ends the process leaves nothing half written.
    var watchSignals: @Sendable () -> Void = {}
    /// Takes what long work has to say where a signal ends the process; nil when it is done.
    var setLastWords: @Sendable (Interruption.LastWords?) -> Void = { _ in }
    /// Ends the process where nobody reads standard output any more; nil where its caller wants that told.
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

    /// Writes one line of words to standard error, whatever came from outside made printable.
    func say(_ line: String) { writeError("smime-presence: \(PrintableText.escaped(line))\n") }

    /// Says how far long work has come, in one line that is written over and over; only to somebody who watches.
    func showProgress(_ line: String) {
        if isWatched { writeError("\r\(PrintableText.escaped(line))\u{1B}[K") }
    }

    /// Takes the line of ``showProgress(_:)`` away.
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

    /// The octets of a file, or of standard input where the name is nil or "-".
    ///
    /// - Throws: ``FileError/tooLarge(_:limit:)`` where there is more than the limit, or
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

    /// The same for what may hold a passphrase or a private key.
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

    /// Where a file of the command line lies.
    func path(of name: String) -> String {
        guard let workingDirectory, !name.hasPrefix("/") else { return name }
        return "\(workingDirectory)/\(name)"
    }
}
