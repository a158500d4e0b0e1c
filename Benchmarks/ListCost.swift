import Glibc

/// The cost of `cert list` for a store with many certificates: memory, and the time until the first output.
enum ListCost {
    private static let count = 100_000
    private static let mostMegabytes = 60.0
    private static let rounds = 5
    /// The first line appears at once: before a tenth of the total time.
    private static let latestFirst = 0.1

    /// Prints the median of the rounds; false unless it streams in little memory.
    ///
    /// Run this before the process has allocated much memory itself: a child process counts that as its own.
    static func measure() throws -> Bool {
        let lab = try ProcessLab(key: "p256", name: "list")
        defer { lab.remove() }
        lab.run(lab.issue(count))
        let measured = (0..<rounds).map { _ in listing(lab) }
        let first = middle(of: measured.map(\.first))
        let whole = middle(of: measured.map(\.whole))
        let megabytes = measured.map(\.megabytes).max() ?? .infinity
        print(
            """

            cert list of \(count): first line after \(decimals(first, 0)) ms, all after \
            \(decimals(whole, 0)) ms, most memory \(decimals(megabytes, 1)) MB of at most \
            \(decimals(mostMegabytes, 0))
            """)
        return first <= latestFirst * whole && megabytes < mostMegabytes
    }

    private static func listing(_ lab: ProcessLab) -> (first: Double, whole: Double, megabytes: Double) {
        var ends: [Int32] = [0, 0]
        guard unsafe pipe(&ends) == 0 else { failed("a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let start = wallMilliseconds()
        var first: Double?
        var lines = 0
        let cost = lab.run(lab.list, output: ends[1]) {
            close(ends[1])
            var octets = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let taken = unsafe read(ends[0], &octets, octets.count)
                guard taken > 0 else { break }
                if first == nil { first = wallMilliseconds() - start }
                lines += octets[..<taken].count { $0 == UInt8(ascii: "\n") }
            }
        }
        close(ends[0])
        guard let first, lines >= count else { failed("cert list") }
        return (first, wallMilliseconds() - start, Double(cost.kilobytes) / 1024)
    }
}
