import CoreMetrics
import Synchronization

/// Collects metrics, and writes them in the text format of Prometheus (version 0.0.4).
final class PrometheusRegistry: MetricsFactory {
    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private struct Series {
        let kind: String
        let value: any PrometheusValue
    }

    private let series = Mutex<[Key: Series]>([:])

    /// Creates a registry without metrics.
    init() {}

    /// Returns all metrics, sorted by name and labels.
    func text() -> String {
        let all = series.withLock { $0 }
        var text = ""
        var last = ""
        for (key, series) in all.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            if key.name != last { text += "# TYPE \(key.name) \(series.kind)\n" }
            last = key.name
            series.value.write(name: key.name, labels: key.labels, into: &text)
        }
        return text
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        made(label, dimensions, "counter") { PrometheusCounter() }
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        made(label, dimensions, "gauge") { PrometheusGauge() }
    }

    func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        made(label, dimensions, "histogram") { PrometheusHistogram(bounds: PrometheusHistogram.counts) }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        made(label, dimensions, "histogram") { PrometheusHistogram(bounds: PrometheusHistogram.seconds) }
    }

    func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
    func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
    func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
    func destroyTimer(_ handler: any TimerHandler) { remove(handler) }

    private func remove(_ handler: AnyObject) {
        series.withLock { series in series = series.filter { $0.value.value !== handler } }
    }

    private func made<Value: PrometheusValue>(
        _ label: String, _ dimensions: [(String, String)], _ kind: String, _ make: () -> Value
    ) -> Value {
        let key = Key(name: label, labels: Self.labels(dimensions))
        return series.withLock { series in
            if let known = series[key]?.value as? Value { return known }
            let value = make()
            series[key] = Series(kind: kind, value: value)
            return value
        }
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(name)=\"\(escaped)\""
        }.joined(separator: ",")
    }
}
