package import CommandFiles
package import PacketCaptures

/// Why the operands of a command do not lead to messages; the messages are in BatchWords.swift.
package enum BatchError: Error, Equatable, Sendable {
    /// A file or directory that could not be read.
    case file(FileError)
    /// A packet capture that could not be read.
    case capture(PacketCapture.Failure)
    /// The file has fewer messages than the number after `#`.
    case noSuchMessage(file: String, number: Int, count: Int)
    /// The number after `#` is given for a file that has no numbers.
    case notNumbered(file: String)
    /// The file is a capture or a log, whose messages have arrived already, and is not to be recorded.
    case containerRefused(String)
    /// More messages than the command reads.
    case tooManyMessages(limit: Int)
    /// The messages of the captures and logs together have more octets than are kept in memory.
    case tooLargeTogether(limit: Int)
    /// Directories lie deeper in one another than the limit.
    case tooDeep(String, limit: Int)
    /// The results of two messages would have one name.
    case sameResult(String, first: String, second: String)
    /// The result of a message would overwrite a message that is read.
    case overwritesInput(String)
}

extension BatchError {
    /// Whether it is about only one file or directory, so that the others can still be read.
    var isOfOnePlace: Bool {
        switch self {
        case .file, .capture: true
        case .noSuchMessage, .notNumbered, .containerRefused, .tooManyMessages, .tooLargeTogether, .tooDeep,
            .sameResult, .overwritesInput:
            false
        }
    }
}
