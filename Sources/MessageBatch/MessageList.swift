package import CommandFiles
import PacketCaptures

/// The messages that the operands of a command stand for, in their order.
package struct MessageList: Sendable {
    /// What bounds a list, and which files of directories it takes.
    package struct Terms: Sendable {
        /// The maximum number of messages.
        package var messages = 1_000_000
        /// The maximum number of octets of one file.
        package var octets: Int
        /// Whether every file of a directory is taken, not only those that begin like a SIP message.
        package var takesEveryFile = false
        /// Whether captures and logs are read.
        package var takesContainers = true
        /// Whether a file that is no capture is searched for several messages.
        package var splitsFiles = true

        /// Creates the terms of a command that reads at most `octets` of each file.
        package init(octets: Int) { self.octets = octets }
    }

    /// How deep directories may lie in one another.
    private static let depth = 32
    /// The maximum number of messages one after another in a file that is no capture or log.
    private static let sequence = 1_000
    /// The maximum number of octets of a log.
    private static let logOctets = 256 << 20
    /// The maximum total size, in octets, of the messages of all captures and logs, which are kept in memory.
    private static let keptOctets = 512 << 20

    package private(set) var messages: [MessageSource] = []
    /// The number of files of directories that are not messages.
    package private(set) var skippedFileCount = 0
    /// Their names, if they are to be said.
    private(set) var skippedFiles: [String] = []
    /// The captures that are cut off.
    package private(set) var cutCaptures: [String] = []
    private var keptOctets = 0
    private let terms: Terms
    private let console: Console

    /// Lists the messages of one file that was found in a directory.
    ///
    /// - Throws: as for operands.
    package init(foundIn file: String, under terms: Terms, on console: Console) throws(BatchError) {
        self.terms = terms
        self.console = console
        try add(found: file, below: "")
    }

    /// Reads directories, captures and logs; other files are read when their turn comes.
    ///
    /// - Throws: ``BatchError`` if one cannot be read or there are too many messages.
    package init(_ operands: MessageOperands, under terms: Terms, on console: Console) throws(BatchError) {
        self.terms = terms
        self.console = console
        let areSeveral = operands.names.count > 1
        for name in operands.names {
            try reportingInTurn(name, below: "", if: areSeveral) { (list) throws(BatchError) in
                switch MessageOperands.kind(of: name, on: console) {
                case .directory:
                    try list.add(directory: name, below: "", isRecursive: operands.isRecursive, depth: 0)
                case .container(let file, let number):
                    try list.add(container: file, only: number, below: "")
                case .file: try list.add(file: name, below: "")
                }
            }
        }
    }

    /// Adds messages.
    ///
    /// If their file or directory cannot be read, and if there are others, the failure is kept as an entry of
    /// the list and reported in its turn.
    private mutating func reportingInTurn(
        _ name: String, below prefix: String, if areOthers: Bool = true,
        _ add: (inout MessageList) throws(BatchError) -> Void
    ) throws(BatchError) {
        do throws(BatchError) { try add(&self) } catch {
            guard areOthers, error.isOfOnePlace, name != Console.standardStream else { throw error }
            try append(
                MessageSource(file: name, resultName: prefix + Self.lastName(of: name), failure: error))
        }
    }

    private mutating func append(_ message: MessageSource) throws(BatchError) {
        guard messages.count < terms.messages else { throw .tooManyMessages(limit: terms.messages) }
        messages.append(message)
    }

    // MARK: Directories

    /// Adds the regular files of a directory in the order of their names; symbolic links are not followed.
    private mutating func add(
        directory: String, below prefix: String, isRecursive: Bool, depth: Int
    ) throws(BatchError) {
        guard depth < Self.depth else { throw .tooDeep(directory, limit: Self.depth) }
        let start = directory.hasSuffix("/") ? directory : directory + "/"
        let limit = 5 * terms.messages
        let names = try reading(directory) { () throws(SystemError) in
            try FileAccess.names(in: console.path(of: directory), limit: limit)
        }
        guard names.count <= limit else { throw .tooManyMessages(limit: terms.messages) }
        for name in names.sorted() {
            let file = start + name
            switch FileAccess.entry(console.path(of: file)) {
            case .directory where isRecursive:
                try reportingInTurn(file, below: prefix) { (list) throws(BatchError) in
                    try list.add(
                        directory: file, below: prefix + name + "/", isRecursive: true, depth: depth + 1)
                }
            case .regularFile: try add(found: file, below: prefix)
            case .directory, .other: break
            }
        }
    }

    private mutating func add(found file: String, below prefix: String) throws(BatchError) {
        let path = console.path(of: file)
        let start: [UInt8]
        do throws(SystemError) { start = try FileAccess.readFound(path, limit: 8_191) } catch {
            // It is reported in its turn, and the others go on.
            return try append(
                MessageSource(file: file, resultName: prefix + Self.lastName(of: file), isFound: true))
        }
        if CaptureRecords.begin(start) || MessageLog.begins(start) {
            return try reportingInTurn(file, below: prefix) { (list) throws(BatchError) in
                try list.add(container: file, only: nil, below: prefix, isFound: true)
            }
        }
        guard terms.takesEveryFile || MessageStart.begins(start) else {
            skippedFileCount += 1
            if console.isVerbose { skippedFiles.append(file) }
            return
        }
        try add(file: file, below: prefix, isFound: true)
    }

    private func reading<Result>(
        _ name: String, _ read: () throws(SystemError) -> Result
    ) throws(BatchError) -> Result {
        do throws(SystemError) { return try read() } catch { throw .file(.cannotRead(name, error)) }
    }

    // MARK: Files

    /// Adds a file, or each of the messages in it.
    private mutating func add(
        file: String, below prefix: String, isFound: Bool = false
    ) throws(BatchError) {
        let name = Self.lastName(of: file)
        guard terms.splitsFiles else {
            return try append(MessageSource(file: file, resultName: prefix + name, isFound: isFound))
        }
        let isStream = file == Console.standardStream
        // A file that cannot be read is reported in its turn.
        let octets: [UInt8]
        do throws(FileError) {
            octets =
                try isFound
                ? console.readFound(file, limit: terms.octets) : console.read(file, limit: terms.octets)
        } catch {
            if isStream { throw .file(error) }
            return try append(MessageSource(file: file, resultName: prefix + name, isFound: isFound))
        }
        guard MessageSequence.isSeveral(octets) else {
            return try append(
                MessageSource(
                    file: file, resultName: prefix + name, isFound: isFound, octets: isStream ? octets : nil))
        }
        let all = MessageSequence.split(octets, limit: Self.sequence)
        guard all.count <= Self.sequence else { throw .tooManyMessages(limit: Self.sequence) }
        try add(all, of: file, only: nil, below: prefix)
    }

    /// Adds the messages of a packet capture or a log; one found in a directory is no link, even if another
    /// user has put one in its place since.
    private mutating func add(
        container file: String, only number: Int?, below prefix: String, isFound: Bool = false
    ) throws(BatchError) {
        guard terms.takesContainers else { throw .containerRefused(file) }
        let path = console.path(of: file)
        let start = try reading(file) { () throws(SystemError) in
            isFound ? try FileAccess.readFound(path, limit: 511) : try FileAccess.start(of: path, octets: 512)
        }
        if MessageLog.begins(start) {
            let octets: [UInt8]
            do throws(FileError) {
                octets =
                    try isFound
                    ? console.readFound(file, limit: Self.logOctets)
                    : console.read(file, limit: Self.logOctets)
            } catch {
                throw .file(error)
            }
            return try add(
                MessageLog(octets, limit: terms.octets).messages, of: file, only: number, below: prefix)
        }
        guard CaptureRecords.begin(start) else { throw .notNumbered(file: file) }
        let found = try captured(in: file, isFound: isFound)
        if found.isCut { cutCaptures.append(file) }
        try add(found.octets, of: file, only: number, below: prefix)
    }

    private func captured(
        in file: String, isFound: Bool
    ) throws(BatchError) -> (octets: [[UInt8]], isCut: Bool) {
        var path = console.path(of: file)
        let found = isFound ? try reading(file) { () throws(SystemError) in try FoundFile(path) } : nil
        path = found?.path ?? path
        let capture = PacketCapture(name: file, path: path, searchPath: console.environment("PATH"))
        return try withExtendedLifetime(found) { () throws(BatchError) in
            do throws(PacketCapture.Failure) {
                return try capture.messages { limit in try? FileAccess.read(path, limit: limit) }
            } catch {
                throw .capture(error)
            }
        }
    }

    private mutating func add(
        _ found: [[UInt8]], of file: String, only number: Int?, below prefix: String
    ) throws(BatchError) {
        let name = Self.lastName(of: file)
        let base = name.lastIndex(of: ".").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
        if let number, number > found.count {
            throw .noSuchMessage(file: file, number: number, count: found.count)
        }
        for (index, octets) in found.enumerated() where number == nil || number == index + 1 {
            keptOctets += octets.count
            guard keptOctets <= Self.keptOctets else { throw .tooLargeTogether(limit: Self.keptOctets) }
            try append(
                MessageSource(
                    file: file, number: index + 1, resultName: "\(prefix)\(base)-\(index + 1).sip",
                    octets: octets))
        }
    }

    private static func lastName(of file: String) -> String {
        if file == Console.standardStream { return "standard-input.sip" }
        return file.split(separator: "/").last.map(String.init) ?? file
    }
}
