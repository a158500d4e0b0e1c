import Glibc

/// A failure to read or write a file of a command; the messages are in FileWords.swift.
package enum FileError: Error, Equatable, Sendable {
    /// The system refused to read: "-" is standard input.
    case cannotRead(String, SystemError)
    /// The system refused to write: "-" is standard output.
    case cannotWrite(String, SystemError)
    /// The input is larger than the limit, in octets.
    case tooLarge(String, limit: Int)
    /// The output file is the input file, or two outputs go to one file.
    case sameFile(String, String)
    /// A message and its report would both go to standard output.
    case sharedStandardOutput
    /// Binary data would go to a terminal.
    case binaryOnTerminal
    /// A secret would go to a terminal.
    case secretOnTerminal
    /// A secret would go to a file, named or standard output, that others can read.
    case secretReadableByOthers(String)
    /// A secret, or decrypted content, would be readable by another user; the reason.
    case targetOfOthers(String, OutputTarget.Fault)
    /// The place of a file that the command itself names holds a link, a pipe or something else.
    case inTheWay(String)
    /// Another user owns a configuration file, or may write to it.
    case writableByOthers(String)
    /// Private keys would go into a directory where other users could replace them.
    case directoryOpenToOthers(String)
}

/// An error number of the operating system, as `errno` holds it.
package struct SystemError: Error, Equatable, Sendable {
    package let code: Int32

    package init(code: Int32) { self.code = code }

    /// The file does not exist.
    package static var noSuchFile: SystemError { SystemError(code: ENOENT) }

    /// Whether the reader closed the pipe.
    package var isBrokenPipe: Bool { code == EPIPE }
    /// Whether the name, or a directory in it, does not exist.
    package var isAbsence: Bool { code == ENOENT }

    /// Whether the file does not exist.
    package var isNoSuchFile: Bool { code == ENOENT }
}
