import CommandFiles
import CommandOptions
import MessageBatch
import Octets
import SMIMEAgent

extension BatchCommand {
    /// Handles the messages that are in a directory and those that are then closed after writing or moved in,
    /// each name once, until a signal ends the process.
    ///
    /// - Throws: the failure of the directory or of the report; with `--fail-fast` that of a message.
    func runWatching(
        _ directory: String, on console: Console, lines: String?,
        work: @escaping @Sendable (_ octets: [UInt8], _ number: Int) -> MessageOutcome
    ) throws(CommandFailure) {
        if let name = files.names.first { throw Self.misused(.conflictingOptions("--watch", name)) }
        let path = console.path(of: directory)
        guard FileAccess.isDirectory(path) else { throw .notWatched(directory, isDirectory: false) }
        guard FileAccess.isOwnDirectory(path) else { throw .notWatched(directory, isDirectory: true) }
        let results = try results(on: console)
        let written = [files.output, files.report.map { FileAccess.directory(of: $0) }]
        for own in written.compactMap(\.self) where FileAccess.areSame(console.path(of: own), path) {
            throw .watchesItsResults(directory)
        }
        console.watchSignals()
        let record = try BatchRecord(
            of: nil, verb: Self.name, lines: lines, isFull: files.batch.isFull,
            failsFast: files.batch.failsFast, on: console)
        defer { record.discard() }
        var found: WatchedNames
        do throws(BatchError) { found = try WatchedNames(directory, on: console) } catch {
            throw error.failure
        }
        var count = 0
        while true {
            let messages = found.next.flatMap { (name) -> [MessageSource] in
                newMessages(in: directory + "/" + name, on: console)
            }
            guard handle(messages, from: count, into: results, recording: record, on: console, work: work)
            else {
                return try record.finish()
            }
            count += messages.count
            do throws(BatchError) { try found.wait(on: console) } catch { throw error.failure }
        }
    }

    /// The messages of a new file; none if it does not begin like a message, or cannot be read.
    private func newMessages(
        in file: String, on console: Console
    ) -> [MessageSource] {
        do throws(BatchError) {
            let list = try MessageList(foundIn: file, under: listTerms, on: console)
            if console.isVerbose { console.saySkippedFiles(of: list) }
            return list.messages
        } catch {
            console.endProgress()
            console.sayError("\(printable(file)): failed: \(error.failure.message)")
            return []
        }
    }
}
