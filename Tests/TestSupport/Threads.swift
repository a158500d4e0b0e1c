import Foundation
import Synchronization

/// Threads of their own, more than processors, so that each can be interrupted at any point.
public enum Threads {
    /// Runs `body` on this number of threads, which wait for each other before they
    /// begin; throws the first error.
    @discardableResult
    public static func atOnce<Value: Sendable>(
        _ count: Int = 8, _ body: @escaping @Sendable (_ number: Int) throws -> Value
    ) throws -> [Value] {
        let gathering = Gathering<Value>(count)
        let running = DispatchGroup()
        for number in 0..<count {
            running.enter()
            Thread {
                gathering.gate.arrive()
                let result = Result { try body(number) }
                gathering.results.withLock { $0[number] = result }
                running.leave()
            }.start()
        }
        running.wait()
        return try gathering.results.withLock { $0 }.compactMap { try $0?.get() }
    }

    private final class Gathering<Value: Sendable>: Sendable {
        let gate: Gate
        let results: Mutex<[Result<Value, any Error>?]>

        init(_ count: Int) {
            gate = Gate(count)
            results = Mutex(Array(repeating: nil, count: count))
        }
    }

    /// Opens after this number of threads have arrived.
    private final class Gate: Sendable {
        private let condition = NSCondition()
        private let awaited: Mutex<Int>

        init(_ count: Int) { awaited = Mutex(count) }

        func arrive() {
            condition.lock()
            defer { condition.unlock() }
            awaited.withLock { $0 -= 1 }
            condition.broadcast()
            while awaited.withLock({ $0 > 0 }) { condition.wait() }
        }
    }
}
