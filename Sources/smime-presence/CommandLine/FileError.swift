import Glibc

/// What failed between a command and its files; the messages are in FileWords.swift.
enum FileError: Error, Equatable, Sendable {
    /// The system refused to read: "-" is standard input.
    case cannotRead(String, SystemError)
    /// The system refused to write: "-" is standard output.
    case cannotWrite(String, SystemError)
    /// There is more to read than the limit, in octets.
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
    /// A secret, or decrypted content, would go to another user; the reason.
    case targetOfOthers(String, OutputTarget.Fault)
    /// Where a file that the command names itself is to be written, there is a link, a pipe or another thing.
    case inTheWay(String)
    /// Private keys would go into a directory where others may put their own in place of them.
    case directoryOpenToOthers(String)
}

/// An error number of the operating system, as `errno` holds it.
struct SystemError: Error, Equatable, Sendable {
    let code: Int32

    /// Whether it is that the other end of a pipe was closed.
    var isBrokenPipe: Bool { code == EPIPE }
}
