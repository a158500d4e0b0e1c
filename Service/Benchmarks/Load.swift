import Foundation
import Glibc
import Synchronization

/// Requests over several connections at once.
struct Load {
    struct Result {
        /// Requests a second, as a clock on the wall counts.
        let measured: Double
        /// Requests a second on two cores without the time that this client used of them.
        let rate: Double
        /// The processor time of the service for a request, in seconds.
        let service: Double
        /// The share of the machine's processors that was idle, and that other programs used.
        let idle, others: Double
        /// The time of each request in seconds, sorted.
        let latencies: [Double]
    }

    let socket: String
    let connections: Int

    /// Sends all requests; with a `rate`, so many a second, else as fast as they are answered.
    func run(_ requests: [[UInt8]], _ process: ServiceProcess, rate: Double? = nil) throws -> Result {
        let next = Atomic<Int>(0)
        let failures = Atomic<Int>(0)
        let latencies = Mutex([Double]())
        let (before, own) = (process.processorTime, Self.ownProcessorTime)
        let machine = Self.machineTimes
        let start = ContinuousClock.now
        let group = DispatchGroup()
        for _ in 0..<connections {
            let thread = Thread {
                var found: [Double] = []
                let connection = try? HTTPConnection(path: socket)
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < requests.count else { break }
                    let due = rate.map { start + .seconds(Double(index) / $0) } ?? .now
                    let wait = (due - .now) / .microseconds(1)
                    if wait > 0 { usleep(UInt32(wait)) }
                    if (try? connection?.send(requests[index]))?.status != 200 {
                        failures.add(1, ordering: .relaxed)
                    }
                    found.append((ContinuousClock.now - due) / .seconds(1))
                }
                latencies.withLock { $0 += found }
                group.leave()
            }
            group.enter()
            thread.start()
        }
        group.wait()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard failures.load(ordering: .relaxed) == 0 else {
            print("\(failures.load(ordering: .relaxed)) requests failed")
            throw HTTPConnection.Failure()
        }
        let count = Double(requests.count)
        let (used, served) = (Self.ownProcessorTime - own, process.processorTime - before)
        let (all, idle) = (Self.machineTimes.all - machine.all, Self.machineTimes.idle - machine.idle)
        return Result(
            measured: count / seconds, rate: count / (seconds - used / 2), service: served / count,
            idle: idle / all, others: max(0, 1 - (idle + used + served) / all),
            latencies: latencies.withLock { $0.sorted() })
    }

    /// The seconds of all processors together since the machine started, and the idle ones of them.
    private static var machineTimes: (all: Double, idle: Double) {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: "\n").first?.split(separator: " ").dropFirst() ?? []
        let seconds = fields.map { (Double($0) ?? 0) / Double(sysconf(Int32(_SC_CLK_TCK))) }
        // Idle, and waiting for a disk (proc_stat(5)); the times of guests are counted twice.
        guard seconds.count > 8 else { return (1, 0) }
        return (seconds.prefix(8).reduce(0, +), seconds[3] + seconds[4])
    }

    static var ownProcessorTime: Double {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
