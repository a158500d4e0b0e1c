import Dispatch
import Synchronization

import class FoundationEssentials.ProcessInfo

/// Work on many values, divided among threads.
enum ParallelWork {
    /// The number of values that a thread takes at once: few, so that all threads end at the same time.
    private static let share = 8

    /// The number of processors in use.
    static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Returns the results of `work` for `values`, in their order, after all are done.
    static func map<Value: Sendable, Result: Sendable>(
        _ values: [Value], threads: Int, _ work: @Sendable (Value) -> Result
    ) -> [Result] {
        let shares = (values.count + share - 1) / share
        guard threads > 1, shares > 1 else { return values.map(work) }
        let next = Atomic(0)
        let done = Mutex<[(first: Int, results: [Result])]>([])
        DispatchQueue.concurrentPerform(iterations: min(threads, shares)) { _ in
            var finished: [(first: Int, results: [Result])] = []
            while true {
                let first = next.wrappingAdd(share, ordering: .relaxed).oldValue
                guard first < values.count else { break }
                let range = first..<min(first + share, values.count)
                finished.append((first, values[range].map(work)))
            }
            done.withLock { $0 += finished }
        }
        return done.withLock { $0 }.sorted { $0.first < $1.first }.flatMap(\.results)
    }
}
