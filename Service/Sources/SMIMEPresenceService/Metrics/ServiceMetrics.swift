import CoreMetrics
import Metrics
import Synchronization

/// The metrics of the service; no label is an address, a key or content.
///
/// Durations are measured for accepted messages only, because the duration of a refusal would show after
/// which use of a private key the message was refused.
struct ServiceMetrics: Sendable {
    private let factory: PrometheusRegistry
    private let known = KnownMetrics()

    init(_ factory: PrometheusRegistry) { self.factory = factory }

    /// Counts an answered request, and measures its duration if the message was accepted.
    func answered(_ operation: String, code: String, status: Int, in duration: Duration) {
        known.counter(operation, code, status) {
            Counter(
                label: "smime_requests_total",
                dimensions: [("operation", operation), ("reason", code), ("status", "\(status)")],
                factory: factory)
        }.increment()
        guard (200..<300).contains(status) else { return }
        let (seconds, attoseconds) = duration.components
        known.timer(operation) {
            Timer(
                label: "smime_accepted_duration_seconds", dimensions: [("operation", operation)],
                factory: factory)
        }.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Counts a commit of the ledger.
    func committed(_ count: Int) {
        Recorder(label: "smime_ledger_commit_records", factory: factory).record(count)
    }

    /// Sets a value that is read at intervals.
    func set(_ name: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: name, dimensions: dimensions, factory: factory).set(value)
    }
}

/// Caches the metrics of requests, because a lookup here is much cheaper than making a label.
private final class KnownMetrics: Sendable {
    private struct Answer: Hashable {
        let operation: String
        let code: String
        let status: Int
    }

    private let counters = Mutex<[Answer: Counter]>([:])
    private let timers = Mutex<[String: Timer]>([:])

    func counter(_ operation: String, _ code: String, _ status: Int, _ make: () -> Counter) -> Counter {
        counters.withLock { counters in
            let answer = Answer(operation: operation, code: code, status: status)
            if let known = counters[answer] { return known }
            let counter = make()
            counters[answer] = counter
            return counter
        }
    }

    func timer(_ operation: String, _ make: () -> Timer) -> Timer {
        timers.withLock { timers in
            if let known = timers[operation] { return known }
            let timer = make()
            timers[operation] = timer
            return timer
        }
    }
}
