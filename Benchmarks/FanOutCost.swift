import CMS
import Dispatch
import FoundationEssentials
import SIPMessage
import Synchronization

/// The cost of one document for many watchers, next to the bare primitives.
enum FanOutCost {
    private static let count = 1000
    private static let limit = 1.4
    private static let rounds = 31
    /// The least part of what a second thread gains the bare primitives.
    private static let leastShare = 0.95
    /// The least gain of the bare primitives at which the share says anything: other work
    /// occupies a processor below it.
    private static let leastBareGain = 1.5

    /// Prints the time of each watcher, from the facts of its dialog to the octets of its NOTIFY.
    ///
    /// Returns false if it exceeds ``limit``, if a second thread gains less than ``leastShare``, or if the
    /// machine is too busy to measure that.
    static func measure() throws -> Bool {
        let lab = try FanOutLab(watchers: count)
        guard let message = try lab.notifications(threads: 1).first else { failed("fan-out") }
        let encrypted = try SIPMessage.parse(message).body.count
        // The signed fields are about as long as the header that they come from. The document is parsed
        // once for all watchers.
        let signed = presence.utf8.count + message.count - encrypted
        let bare = BareFanOut(count: count, signed: signed, encrypted: encrypted)
        var watch = Stopwatch()
        watch.add("floor") { bare.run(threads: 1) }
        watch.add("smime") { _ = try? lab.notifications(threads: 1) }
        let taken = watch.run(rounds: 20)
        guard let floor = taken["floor"], let ours = taken["smime"] else { failed("fan-out") }
        print(
            "\nfan-out of 1 KB PIDF to \(count) watchers, P-256, from dialog facts to SIP octets; "
                + "microseconds a watcher\n")
        print(row("case", "floor", "smime", "ratio", "at most"))
        let isWithin = printRatio(
            "fan-out, one thread", floor / Double(count), ours / Double(count), limit: limit,
            limitDecimals: 2)
        return try measureThreads(lab, beside: bare) && isWithin
    }

    /// Prints what a second thread gains; returns false if that is too small a part of what it gains the
    /// primitives.
    ///
    /// Rounds are compared within themselves, because the speed of the machine changes from one to the next.
    private static func measureThreads(_ lab: FanOutLab, beside bare: BareFanOut) throws -> Bool {
        guard ProcessInfo.processInfo.activeProcessorCount > 1 else {
            print("\ntwo threads: not measured, there is one processor only")
            return true
        }
        let gains = try (0..<rounds).map { _ in
            let ours = try (1...2).map { threads in try wall { _ = try lab.notifications(threads: threads) } }
            let floor = (1...2).map { threads in wall { bare.run(threads: threads) } }
            return (ours: ours[0] / ours[1], floor: floor[0] / floor[1])
        }
        let share = middle(of: gains.map { $0.ours / $0.floor })
        let bareGain = middle(of: gains.map(\.floor))
        print(
            """

            a second thread, wall-clock, medians of \(rounds) rounds: \
            \(decimals(middle(of: gains.map(\.ours)), 2)) times as fast, \
            the primitives \(decimals(bareGain, 2)); \
            share \(decimals(share, 2)), at least \(decimals(leastShare, 2))
            """)
        guard bareGain >= leastBareGain else {
            print("this share is no measurement: the machine has no second processor to spare now")
            return false
        }
        return share >= leastShare
    }

    private static func wall(_ work: () throws -> Void) rethrows -> Double {
        let start = wallMilliseconds()
        try work()
        return wallMilliseconds() - start
    }
}

/// The bare primitives of a fan-out, on one or two threads.
struct BareFanOut {
    private static let share = 8
    private let count: Int
    private let parsing = Primitive.parse(Array(presence.utf8))
    /// Keys and contexts for each thread.
    private let floors: [Floor]

    init(count: Int, signed: Int, encrypted: Int) {
        self.count = count
        floors = (0..<2).map { _ in
            Floor(.p256, document: nil, verifications: 1, signed: signed, encrypted: encrypted)
        }
    }

    func run(threads: Int) {
        parsing()
        guard threads > 1 else {
            for _ in 0..<count { floors[0].protect() }
            return
        }
        // Each thread uses a floor of its own.
        nonisolated(unsafe) let floors = floors
        let (next, count) = (Counter(), count)
        DispatchQueue.concurrentPerform(iterations: self.floors.count) { thread in
            while true {
                let first = next.take(Self.share)
                guard first < count else { break }
                for _ in first..<min(first + Self.share, count) { unsafe floors[thread].protect() }
            }
        }
    }
}

private final class Counter: Sendable {
    private let next = Atomic(0)

    func take(_ count: Int) -> Int { next.wrappingAdd(count, ordering: .relaxed).oldValue }
}
