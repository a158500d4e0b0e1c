import Glibc
import Synchronization
import Testing

@testable import MessageBatch

@Suite("Work by several threads")
struct OrderedWorkTests {
    private static let threads = [1, 2, 7]

    @Test("has its results in the order of the values, however long each takes", arguments: threads)
    func order(threads: Int) {
        let taken = Mutex<[Int]>([])
        OrderedWork.run(Array(0..<200), threads: threads) { index, value in
            usleep(UInt32(index * 37 % 11 * 40))
            return value * 2
        } take: { result in
            taken.withLock { $0.append(result) }
            return true
        }
        #expect(taken.withLock { $0 } == (0..<200).map { $0 * 2 })
    }

    @Test("begins no other value after the first that ends it", arguments: threads)
    func end(threads: Int) {
        let begun = Atomic(0)
        let taken = Mutex<[Int]>([])
        OrderedWork.run(Array(0..<1000), threads: threads) { _, value in
            begun.wrappingAdd(1, ordering: .relaxed)
            return value
        } take: { result in
            taken.withLock { $0.append(result) }
            return result < 5
        }
        #expect(taken.withLock { $0 } == Array(0...5))
        #expect(begun.load(ordering: .relaxed) <= 6 + 16 * threads)
    }

    @Test("begins no more than sixteen values a thread before the first result is taken")
    func lead() {
        let first = Atomic(0)
        let isFirst = Atomic(true)
        let count = Atomic(0)
        OrderedWork.run(Array(0..<400), threads: 4) { index, _ in
            count.wrappingAdd(1, ordering: .sequentiallyConsistent)
            if index == 0 { usleep(50_000) }
        } take: { _ in
            if isFirst.exchange(false, ordering: .relaxed) {
                first.store(count.load(ordering: .sequentiallyConsistent), ordering: .relaxed)
            }
            return true
        }
        #expect(first.load(ordering: .relaxed) <= 16 * 4)
    }

    @Test("takes turns in the order of the numbers, and waits for no number that needs none")
    func turns() {
        let turns = OrderedTurns()
        let order = Mutex<[Int]>([])
        OrderedWork.run(Array(0..<100), threads: 4) { number, _ in
            usleep(UInt32(number * 37 % 11 * 40))
            if number % 3 != 0 {
                turns.wait(for: number)
                order.withLock { $0.append(number) }
            }
            turns.end(number)
        } take: { _ in
            true
        }
        #expect(order.withLock { $0 } == (0..<100).filter { $0 % 3 != 0 })
    }
}
