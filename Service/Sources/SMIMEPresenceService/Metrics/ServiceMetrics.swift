import CoreMetrics
import Metrics

/// The metrics of the service; no label is an address, a key or content.
///
/// Durations are measured for accepted messages only: how long a refusal took would show after which use of a
/// private key it came.
struct ServiceMetrics: Sendable {
    private let factory: PrometheusRegistry

    init(_ factory: PrometheusRegistry) { self.factory = factory }

    /// Counts an answered request, and how long it took if the message was accepted.
    func answered(_ operation: String, code: String, status: Int, in duration: Duration) {
        Counter(
            label: "smime_requests_total",
            dimensions: [("operation", operation), ("reason", code), ("status", "\(status)")],
            factory: factory
        ).increment()
        guard (200..<300).contains(status) else { return }
        let (seconds, attoseconds) = duration.components
        Timer(
            label: "smime_accepted_duration_seconds", dimensions: [("operation", operation)],
            factory: factory
        ).recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    /// Counts a commit of the ledger.
    func committed(_ count: Int) {
        Recorder(label: "smime_ledger_commit_records", factory: factory).record(count)
    }

    /// Sets what is read from time to time.
    func set(_ name: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        Meter(label: name, dimensions: dimensions, factory: factory).set(value)
    }
}
