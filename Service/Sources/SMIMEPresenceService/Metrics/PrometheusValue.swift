import CoreMetrics
import Synchronization

/// A metric that can be written in the text format.
protocol PrometheusValue: AnyObject, Sendable {
    func write(name: String, labels: String, into text: inout String)
}

extension PrometheusValue {
    fileprivate func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}

/// A number that only increases.
final class PrometheusCounter: CounterHandler, PrometheusValue {
    private let count = Atomic<Int64>(0)

    func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { count.store(0, ordering: .relaxed) }

    func write(name: String, labels: String, into text: inout String) {
        text += line(name, labels, "\(count.load(ordering: .relaxed))")
    }
}

/// A number that increases and decreases.
final class PrometheusGauge: MeterHandler, PrometheusValue {
    private let value = Mutex(0.0)

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(name: String, labels: String, into text: inout String) {
        text += line(name, labels, "\(value.withLock { $0 })")
    }
}

/// Counts the values up to each bound.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusValue {
    /// Bounds for durations, in seconds.
    static let seconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5]
    /// Bounds for sizes of groups.
    static let counts = [1.0, 2, 4, 8, 16, 32, 64, 128, 256]

    private struct State {
        var buckets: [Int64]
        var sum = 0.0
        var count: Int64 = 0
    }

    private let bounds: [Double]
    private let state: Mutex<State>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(buckets: bounds.map { _ in 0 }))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        state.withLock { state in
            for (index, bound) in bounds.enumerated() where value <= bound { state.buckets[index] += 1 }
            state.sum += value
            state.count += 1
        }
    }

    func write(name: String, labels: String, into text: inout String) {
        let state = state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        for (bound, count) in zip(bounds, state.buckets) {
            text += line(name + "_bucket", "\(prefix)le=\"\(bound)\"", "\(count)")
        }
        text += line(name + "_bucket", "\(prefix)le=\"+Inf\"", "\(state.count)")
        text += line(name + "_sum", labels, "\(state.sum)")
        text += line(name + "_count", labels, "\(state.count)")
    }
}
