import CommandFiles
import PacketCaptures
import SMIMEAgent

/// The source of several messages for `exposure` and `assess`: files, directories, captures.
struct ExposureSource {
    /// The maximum number of messages together.
    static let maximum = 2_000

    /// The files to read, in their order.
    private(set) var files: [String] = []
    /// The number of files in directories that are not SIP messages.
    private(set) var skippedFileCount = 0

    /// Whether the arguments name one message, or standard input.
    static func isOneMessage(_ names: [String], on console: Console) -> Bool {
        names.count <= 1 && !names.contains { isDirectory($0, on: console) || isCapture($0, on: console) }
    }

    /// Expands directories into their files.
    init(_ names: [String], on console: Console) throws(CommandFailure) {
        for name in names {
            if Self.isDirectory(name, on: console) {
                try add(directory: name, on: console)
            } else {
                files.append(name)
            }
            guard files.count <= Self.maximum else { throw .tooManyMessages(limit: Self.maximum) }
        }
    }

    /// The messages of a file, numbered if it is a capture.
    func messages(
        of file: String, room: Int, on console: Console
    ) throws(CommandFailure) -> (all: [(number: Int?, octets: [UInt8])], warnings: [ReportedWarning]) {
        guard room > 0 else { throw .tooManyMessages(limit: Self.maximum) }
        guard Self.isCapture(file, on: console) else {
            return (
                [
                    (
                        nil,
                        try describingErrors { try console.read(file, limit: MessageOrEntity.maximumOctets) }
                    )
                ], []
            )
        }
        let path = console.path(of: file)
        let capture = PacketCapture(name: file, path: path, searchPath: console.environment("PATH"))
        let (messages, isCut) = try describingErrors {
            try capture.messages { limit in try? FileAccess.read(path, limit: limit) }
        }
        guard messages.count <= room else { throw .tooManyMessages(limit: Self.maximum) }
        return (
            messages.enumerated().map { ($0.offset + 1, $0.element) }, isCut ? [.cutCapture(file)] : []
        )
    }

    /// Adds the regular files whose first line is that of a SIP message, sorted by name.
    private mutating func add(directory: String, on console: Console) throws(CommandFailure) {
        let path = console.path(of: directory)
        let names = try describingErrors { () throws -> [String] in
            do throws(SystemError) {
                return try FileAccess.names(in: path, limit: 5 * Self.maximum)
            } catch {
                throw FileError.cannotRead(directory, error)
            }
        }
        guard names.count <= 5 * Self.maximum else { throw .tooManyMessages(limit: Self.maximum) }
        let start = directory.hasSuffix("/") ? directory : directory + "/"
        for name in names.sorted() {
            let file = start + name
            guard FileAccess.isRegularFile(console.path(of: file)) else { continue }
            if try Self.looksLikeMessage(file, on: console) {
                files.append(file)
            } else {
                skippedFileCount += 1
            }
            guard files.count <= Self.maximum else { throw .tooManyMessages(limit: Self.maximum) }
        }
    }

    /// Whether the first line that is not empty names SIP, even if the rest is damaged.
    private static func looksLikeMessage(_ file: String, on console: Console) throws(CommandFailure) -> Bool {
        let octets = try describingErrors { () throws -> [UInt8] in
            do throws(SystemError) {
                return try FileAccess.start(of: console.path(of: file), octets: 8_192)
            } catch {
                throw FileError.cannotRead(file, error)
            }
        }
        if CaptureRecords.begin(octets) { return true }
        let line = octets.drop { $0 == 0x0D || $0 == 0x0A }.prefix { $0 != 0x0A }
        return String(decoding: line, as: UTF8.self).uppercased().contains("SIP/2.0")
    }

    private static func isDirectory(_ name: String, on console: Console) -> Bool {
        name != Console.standardStream && FileAccess.isDirectory(console.path(of: name))
    }

    private static func isCapture(_ name: String, on console: Console) -> Bool {
        let path = console.path(of: name)
        guard name != Console.standardStream, FileAccess.isRegularFile(path) else { return false }
        return (try? FileAccess.start(of: path, octets: 4)).map(CaptureRecords.begin) ?? false
    }
}
