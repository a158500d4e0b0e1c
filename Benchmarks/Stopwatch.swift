import Glibc

/// Measures cases in interleaved rounds, and keeps the minimum of each, which is the work itself: a temporary
/// slowdown of the machine affects every case alike.
struct Stopwatch {
    private var work: [(name: String, body: () -> Void)] = []

    mutating func add(_ name: String, _ body: @escaping () -> Void) { work.append((name, body)) }

    /// Microseconds of processor time per call, by name.
    func run(rounds: Int = 100, millisecondsPerRound: Double = 4) -> [String: Double] {
        var least: [String: Double] = [:]
        let repetitions = work.map { item in
            item.body()
            let once = Self.time(item.body, repetitions: 3)
            return max(1, Int(millisecondsPerRound * 1000 / max(once, 0.05)))
        }
        for _ in 0..<rounds {
            for (item, count) in zip(work, repetitions) {
                let taken = Self.time(item.body, repetitions: count)
                least[item.name] = min(least[item.name] ?? .infinity, taken)
            }
        }
        return least
    }

    private static func time(_ body: () -> Void, repetitions: Int) -> Double {
        let start = processorMicroseconds()
        for _ in 0..<repetitions { body() }
        return (processorMicroseconds() - start) / Double(repetitions)
    }

    static func processorMicroseconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
    }
}

/// The median; of an even number of values, the upper of the two.
func middle(of values: [Double]) -> Double {
    guard !values.isEmpty else { failed("the median of nothing") }
    return values.sorted()[values.count / 2]
}

/// Ends the benchmark: the figure of a failed case would be worthless.
func failed(_ what: String) -> Never {
    print("benchmark failed: \(what)")
    exit(1)
}

func wallMilliseconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
}
