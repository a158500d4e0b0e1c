import Logging
import Synchronization

/// A log whose entries tests can read.
final class RecordedLog: Sendable {
    private let recorded = Mutex<[String]>([])

    /// The entries, each with its metadata sorted by name; without the identifiers of requests.
    var entries: [String] { recorded.withLock { $0 } }

    /// Creates a logger that writes to this log.
    func logger() -> Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            let words = all.filter { $0.key != "hb.request.id" }.sorted { $0.key < $1.key }
                .map { "\($0.key)=\($0.value)" }
            log.recorded.withLock {
                $0.append(([event.level.rawValue, "\(event.message)"] + words).joined(separator: " "))
            }
        }
    }
}
