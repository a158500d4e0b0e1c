package import CommandFailures
package import CommandFiles

/// Streams to standard output: the first piece at once, then in large pieces.
package struct StreamedOutput {
    private let console: Console
    private var pending = ""
    private var isFirst = true

    package init(_ console: Console) { self.console = console }

    package mutating func write(_ text: String) throws(CommandFailure) {
        pending += text
        if isFirst || pending.utf8.count >= 1 << 16 { try finish() }
        isFirst = false
    }

    package mutating func finish() throws(CommandFailure) {
        guard !pending.isEmpty else { return }
        try console.print(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
