package import CommandFiles

/// The names of new files in a directory.
package struct WatchedNames {
    /// How many names are kept, since each is handled once.
    private static let maximum = 1_000_000

    private let directory: String
    private let watch: DirectoryWatch
    private var handled: Set<String> = []
    /// The names that are new now, in their order.
    package private(set) var next: [String] = []

    /// Begins to watch, and finds what is there.
    ///
    /// - Throws: ``BatchError/file(_:)``.
    package init(_ directory: String, on console: Console) throws(BatchError) {
        self.directory = directory
        watch = try Self.watch(directory, on: console)
        try add(try finished(on: console), on: console)
    }

    private static func watch(
        _ directory: String, on console: Console
    ) throws(BatchError) -> DirectoryWatch {
        do throws(SystemError) { return try DirectoryWatch(console.path(of: directory)) } catch {
            throw .file(.cannotRead(directory, error))
        }
    }

    /// Waits for new names.
    ///
    /// - Throws: ``BatchError/file(_:)``, ``BatchError/tooManyMessages(limit:)``.
    package mutating func wait(on console: Console) throws(BatchError) {
        next = []
        let events: [DirectoryWatch.Event]
        do throws(SystemError) { events = try watch.next() } catch {
            throw .file(.cannotRead(directory, error))
        }
        for event in events {
            switch event {
            case .file(let name): try add([name], on: console)
            case .overflow: try add(try finished(on: console), on: console)
            case .gone: throw .file(.cannotRead(directory, .noSuchFile))
            }
        }
    }

    /// The names of the files that no process is writing; the others come when they are closed.
    private func finished(on console: Console) throws(BatchError) -> [String] {
        do throws(SystemError) {
            return try FileAccess.names(in: console.path(of: directory), limit: Self.maximum).sorted()
                .filter { !FileAccess.isBeingWritten(console.path(of: directory + "/" + $0)) }
        } catch {
            throw .file(.cannotRead(directory, error))
        }
    }

    /// Adds names of regular files of this user; another user's, links and pipes are not read.
    private mutating func add(_ names: [String], on console: Console) throws(BatchError) {
        for name in names where FileAccess.isOwnFile(console.path(of: directory + "/" + name)) {
            guard handled.insert(name).inserted else { continue }
            guard handled.count <= Self.maximum else { throw .tooManyMessages(limit: Self.maximum) }
            next.append(name)
        }
    }
}
