package import CommandFiles
import PacketCaptures

/// The operands of a command on messages: files, directories, packet captures, logs, "-".
package struct MessageOperands: Sendable {
    /// What an operand is.
    enum Kind {
        case directory
        /// A packet capture or a log: all messages, or one of them.
        case container(file: String, number: Int?)
        /// A file that is read as a message, or standard input.
        case file
    }

    /// The operands as they were written; none is standard input.
    package let names: [String]
    /// Whether directories below directories are read too.
    package let isRecursive: Bool

    /// Creates the operands of a command line.
    package init(_ names: [String], isRecursive: Bool = false) {
        self.names = names.isEmpty ? [Console.standardStream] : names
        self.isRecursive = isRecursive
    }

    /// Whether they stand for several messages, however many there are: more than one operand, a directory, a
    /// capture or a log.
    package func areSeveral(on console: Console) -> Bool {
        guard names.count == 1, let name = names.first else { return true }
        switch Self.kind(of: name, on: console) {
        case .directory, .container(_, nil): return true
        case .container(_, .some), .file: return false
        }
    }

    static func kind(of name: String, on console: Console) -> Kind {
        guard !name.isEmpty, name != Console.standardStream else { return .file }
        let path = console.path(of: name)
        if FileAccess.isDirectory(path) { return .directory }
        if isContainer(path) { return .container(file: name, number: nil) }
        guard FileAccess.status(of: path) == nil, let mark = name.lastIndex(of: "#"),
            let number = Int(name[name.index(after: mark)...]), number > 0
        else { return .file }
        let file = String(name[..<mark])
        return FileAccess.isRegularFile(console.path(of: file))
            ? .container(file: file, number: number) : .file
    }

    /// Whether a name is that of one message of a capture or log.
    package static func isNumbered(_ name: String, on console: Console) -> Bool {
        if case .container(_, .some) = kind(of: name, on: console) { true } else { false }
    }

    /// Whether a file has several messages by its form.
    static func isContainer(_ path: String) -> Bool {
        guard FileAccess.isRegularFile(path), let start = try? FileAccess.start(of: path, octets: 512) else {
            return false
        }
        return CaptureRecords.begin(start) || MessageLog.begins(start)
    }
}
