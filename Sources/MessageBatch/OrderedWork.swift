import Dispatch
import Synchronization

import class FoundationEssentials.ProcessInfo

/// Work on many values by several threads, whose results come in the order of the values.
package enum OrderedWork {
    /// How many values for each thread may be begun before the results of earlier ones were taken: it bounds
    /// what waits in memory.
    private static let lead = 16

    /// The number of processors in use.
    package static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Does the work on each value, and passes each result to `take` in the order of the values.
    ///
    /// - Parameters:
    ///   - values: the values; they are begun in their order.
    ///   - threads: the number of threads, at least one.
    ///   - work: the work, called from any of the threads.
    ///   - take: receives the results, from one thread at a time; no work is begun after it returned false.
    /// - Returns: whether all the results were taken, none with false.
    @discardableResult
    package static func run<Value: Sendable, Result: Sendable>(
        _ values: [Value], threads: Int, work: @Sendable (Int, Value) -> Result,
        take: @Sendable (Result) -> Bool
    ) -> Bool {
        guard threads > 1, values.count > 1 else {
            for (index, value) in values.enumerated() {
                guard take(work(index, value)) else { return false }
            }
            return true
        }
        let waiting = Mutex(Waiting<Result>())
        // A semaphore must not be freed below its first value, as after an early end.
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<lead * threads { room.signal() }
        DispatchQueue.concurrentPerform(iterations: min(threads, values.count)) { _ in
            while true {
                room.wait()
                guard let index = waiting.withLock({ $0.begin(of: values.count) }) else {
                    room.signal()
                    return
                }
                let result = work(index, values[index])
                let taken = waiting.withLock { $0.add(result, at: index, take: take) }
                for _ in 0..<taken { room.signal() }
            }
        }
        return !waiting.withLock { $0.isEnded }
    }

    /// Results whose turn has not come.
    private struct Waiting<Result> {
        private var results: [Int: Result] = [:]
        private var next = 0
        private var begun = 0
        private(set) var isEnded = false

        /// Returns the next index to work on; nil if there is none, or the work has ended.
        ///
        /// One step, so that no index is begun after the end while a lower one is not.
        mutating func begin(of count: Int) -> Int? {
            guard !isEnded, begun < count else { return nil }
            begun += 1
            return begun - 1
        }

        /// Adds a result, and passes on those whose turn has come; returns their number.
        mutating func add(_ result: Result, at index: Int, take: (Result) -> Bool) -> Int {
            results[index] = result
            var taken = 0
            while let result = results.removeValue(forKey: next) {
                next += 1
                taken += 1
                if !isEnded { isEnded = !take(result) }
            }
            return taken
        }
    }
}
