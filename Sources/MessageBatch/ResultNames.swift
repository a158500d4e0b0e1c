package import CommandFiles
import Synchronization

/// The places of results: no result may take the place of another, of a file that the command reads, or of
/// what a link leads to.
package final class ResultNames: Sendable {
    private let directory: String
    private let console: Console
    /// The files that the command reads or writes otherwise, by their names and by what they are.
    private let others: [String]
    private let identities: Set<FileIdentity>
    private let written = Mutex<Set<String>>([])

    /// - Parameters:
    ///   - directory: the directory of the results.
    ///   - others: the files that no result may be: the store, its passphrase, the report, what options name.
    ///   - messages: the messages that are read, if they are known.
    package init(
        in directory: String, beside others: [String], messages: [MessageSource] = [], on console: Console
    ) {
        self.directory = directory
        self.console = console
        self.others = others.map { console.path(of: $0) }
        var identities: Set<FileIdentity> = []
        for file in self.others + messages.map({ console.path(of: $0.file) }) {
            if let identity = FileAccess.identity(of: file) { identities.insert(identity) }
        }
        self.identities = identities
    }

    /// Refuses messages of which two results would have one name, or one result is not allowed.
    ///
    /// - Throws: as ``claim(_:for:)``, and ``BatchError/sameResult(_:first:second:)``.
    package func check(_ messages: [MessageSource]) throws(BatchError) {
        var sources: [String: Int] = [:]
        for (index, message) in messages.enumerated() {
            if let other = sources.updateValue(index, forKey: message.resultName) {
                throw .sameResult(message.resultName, first: messages[other].name, second: message.name)
            }
            try check(message.resultName)
        }
    }

    /// Takes the name of a result that is about to be written; it cannot be taken again.
    ///
    /// - Throws: ``BatchError/overwritesInput(_:)`` if it is a file that the command reads,
    ///   ``BatchError/file(_:)`` with `FileError.inTheWay` for a link or a pipe, or if the name was taken.
    package func claim(_ name: String) throws(BatchError) {
        try check(name)
        guard written.withLock({ $0.insert(name).inserted }) else {
            throw .file(.inTheWay(directory + "/" + name))
        }
    }

    private func check(_ name: String) throws(BatchError) {
        let result = directory + "/" + name
        let path = console.path(of: result)
        guard FileAccess.isFreeOrRegular(path) || FileAccess.entry(path) == .directory else {
            throw .file(.inTheWay(result))
        }
        if let identity = FileAccess.identity(of: path) {
            if identities.contains(identity) { throw .overwritesInput(result) }
            return
        }
        // What does not exist yet, such as the log of a store.
        let last = name.split(separator: "/").last
        for other in others where other.split(separator: "/").last == last {
            if FileAccess.areSame(path, other) { throw .overwritesInput(result) }
        }
    }
}
