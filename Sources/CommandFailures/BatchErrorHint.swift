import CommandFiles
package import MessageBatch
import Octets
import SMIMEBody

// The failures of operands that stand for several messages.

extension BatchError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .file(let error): error.failure
        case .capture(let error): error.failure
        case .noSuchMessage(let file, let number, let count):
            CommandFailure(
                .environment,
                "'\(printable(file))' has \(counted(count, "message")): there is no message \(number)",
                hint: "list them: smime-presence inspect \(ShellWord.file(file))")
        case .containerRefused: .onceWithCapture
        case .notNumbered(let file):
            CommandFailure(
                .usage, "'\(printable(file))' is no capture or log, so its messages have no numbers",
                hint: "give the name of the file alone")
        case .tooManyMessages(let limit): .tooManyMessages(limit: limit)
        case .tooLargeTogether(let limit):
            CommandFailure(
                .environment,
                "the messages of the captures and logs have more than \(limit >> 20) MiB together",
                hint: "give fewer captures and logs in each call")
        case .tooDeep(let directory, let limit):
            CommandFailure(
                .environment,
                "'\(printable(directory))' lies more than \(limit) directories deep",
                hint: "name the directories one by one")
        case .sameResult(let name, let first, let second):
            CommandFailure(
                .usage,
                "'\(printable(first))' and '\(printable(second))' would both be written to "
                    + "'\(printable(name))'",
                hint: "give them in two calls, each with a directory of its own for '-o'")
        case .overwritesInput(let name):
            CommandFailure(
                .usage, "the result '\(printable(name))' would overwrite a file that this command uses",
                hint: "choose another directory for '-o'")
        }
    }
}

extension CommandFailure {
    /// One input has several messages, and only one was asked for.
    package static func severalMessages(writesMessage: Bool) -> CommandFailure {
        CommandFailure(
            .usage, "the input has more than one SIP message",
            hint: writesMessage
                ? "give '-o DIRECTORY' with an existing directory: each result gets a file there"
                : "give each message in a file of its own, or a directory of them")
    }

    /// A directory that is not watched: it is none, or other users may write to it.
    package static func notWatched(_ directory: String, isDirectory: Bool) -> CommandFailure {
        CommandFailure(
            .environment,
            isDirectory
                ? "'\(printable(directory))' is not watched: another user owns it or may write to it"
                : "'\(printable(directory))' is not a directory",
            hint: "name a directory of your own that only you can write to")
    }

    /// The results would be watched as messages.
    package static func watchesItsResults(_ directory: String) -> CommandFailure {
        CommandFailure(
            .usage, "the results would be written to '\(printable(directory))', which is watched",
            hint: "choose another directory for '-o'")
    }

    /// A capture shows what was accepted already, so that a ledger has no say about it.
    package static var onceWithCapture: CommandFailure {
        CommandFailure(
            .usage, "'--once' cannot be combined with a capture or log, whose messages have arrived already",
            hint: "leave '--once' out")
    }

    /// An option that is about one message, with several.
    package static func onlyForOne(_ option: String, help: String) -> CommandFailure {
        CommandFailure(
            .usage, "'\(option)' requires exactly one MESSAGE", hint: "give one MESSAGE; see '\(help)'")
    }
}
