import FoundationEssentials
import Glibc

/// What a second processor is worth to `cert issue --count`: the whole command, kept to one and to two of them.
enum BulkCost {
    private static let count = 10_000
    private static let leastGain = 1.7

    /// Prints the time on the wall of both, each into a new store; false unless two are fast enough.
    static func measure() throws -> Bool {
        guard ProcessInfo.processInfo.activeProcessorCount > 1 else {
            print("\nin bulk: not measured, there is one processor only")
            return true
        }
        var least = [Double.infinity, .infinity]
        for _ in 0..<5 {
            for (index, processors) in ["0", "0,1"].enumerated() {
                let lab = try ProcessLab(key: "p256")
                defer { lab.remove() }
                let start = wallMilliseconds()
                lab.run(["taskset", "-c", processors] + lab.issue(count))
                least[index] = min(least[index], wallMilliseconds() - start)
            }
        }
        let each = least.map { $0 * 1000 / Double(count) }
        print(
            "\nin bulk, \(count) of P-256 by one command, wall-clock microseconds each: one processor "
                + "\(decimals(each[0], 1)), two \(decimals(each[1], 1)): \(decimals(each[0] / each[1], 2)) times "
                + "as fast, at least \(leastGain)")
        return each[0] >= leastGain * each[1]
    }

    private static func wallMilliseconds() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
}
