import Dispatch
import FoundationEssentials

/// The gain of a second processor for `cert issue --count`: the whole command,
/// limited to one and to two of them.
enum BulkCost {
    private static let count = 10_000
    private static let rounds = 15
    private static let leastGain = 1.7

    /// One round: wall-clock milliseconds for all certificates.
    private struct Round {
        /// The mean of both processors, each alone.
        let one: Double
        let two: Double
        /// Two independent commands, each with half of the work and a processor of its
        /// own: the limit of the machine.
        let apart: Double
    }

    /// Prints the wall-clock time, each into new stores, and the median gain of the
    /// rounds; false if it is too small.
    ///
    /// Rounds are compared within themselves, because the speed of the machine changes from one to the next.
    static func measure() throws -> Bool {
        guard ProcessInfo.processInfo.activeProcessorCount > 1 else {
            print("\nin bulk: not measured, there is one processor only")
            return true
        }
        let measured = try (0..<rounds).map { _ in
            let alone = try (issuing(count, on: ["0"]), issuing(count, on: ["1"]))
            return Round(
                one: (alone.0 + alone.1) / 2, two: try issuing(count, on: ["0,1"]),
                apart: try issuing(count / 2, on: ["0", "1"]))
        }
        func each(_ time: (Round) -> Double) -> String {
            decimals(middle(of: measured.map(time)) * 1000 / Double(count), 1)
        }
        let gain = middle(of: measured.map { $0.one / $0.two })
        let most = middle(of: measured.map { $0.one / $0.apart })
        print(
            """

            in bulk, \(count) of P-256 by one command, wall-clock microseconds each, medians of \(rounds) \
            rounds: one processor \(each { $0.one }), two \(each { $0.two }): \(decimals(gain, 2)) times as \
            fast, at least \(leastGain)
            two commands that share nothing gain \(decimals(most, 2)) on this machine (\(each { $0.apart }))
            """)
        return gain >= leastGain
    }

    /// Milliseconds until as many commands as there are `processors` have each
    /// issued `count` into a new store.
    private static func issuing(_ count: Int, on processors: [String]) throws -> Double {
        let labs = try processors.map { try ProcessLab(key: "p256", name: "bulk-\($0)") }
        defer { for lab in labs { lab.remove() } }
        let start = wallMilliseconds()
        DispatchQueue.concurrentPerform(iterations: labs.count) { index in
            labs[index].run(["taskset", "-c", processors[index]] + labs[index].issue(count))
        }
        return wallMilliseconds() - start
    }
}
