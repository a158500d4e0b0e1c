import CertStore
import Foundation
import Glibc
import SMIMEAgent
import SMIMEBody
import Synchronization

/// What the service costs beside its agents: `make bench-service`.
@main
struct ServiceBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        let count = arguments.count > 2 ? Int(arguments[2]) ?? 6000 : 6000
        let lab = try BenchLab(users: 100)
        defer { lab.remove() }
        let plain = (0..<count).map { lab.publication($0) }
        let agents = MessageStore(try CertStore.open(lab.storePath))
        try warm(agents, plain[0])
        let (protectRate, protectTime, protected) = try inProcess(plain) { try protect($0, agents) }
        let (openRate, openTime, _) = try inProcess(protected) { try open($0, agents) }
        print(row("agents on two threads, no ledger", "protect", protectRate, "open", openRate))
        let commits = try GroupCommit(
            (count..<count + 2048).map { try request(lab.publication($0), agents) }, in: agents)
        print(
            "ledger: one commit a message \(Int(commits.alone)) a second, one for "
                + "\(GroupCommit.size) messages \(Int(commits.grouped)) a second, "
                + "\(two(commits.grouped / commits.alone)) times as many")

        let service = try ServiceProcess(program: arguments[1], lab: lab)
        defer { service.stop() }
        let load = Load(socket: lab.socketPath, connections: 32)
        _ = try load.run(plain.prefix(200).map { HTTPConnection.request("/v1/protect", $0) }, service)
        let protects = try load.run(plain.map { HTTPConnection.request("/v1/protect", $0) }, service)
        let half = protected.count / 2
        let opens = try load.run(
            protected[..<half].map { HTTPConnection.request("/v1/open", $0) }, service)
        print(row("service, its share of two cores", "protect", protects.rate, "open", opens.rate))
        print(
            "ratio: protect \(two(protects.rate / protectRate)), open \(two(opens.rate / openRate)) "
                + "(at least 0.6)")
        print(
            "processor time of a request: protect \(micro(protects.service)), open \(micro(opens.service)); "
                + "of the agents alone: protect \(micro(protectTime)), open \(micro(openTime)); "
                + "ratio: protect \(two(protectTime / protects.service)), open \(two(openTime / opens.service))"
        )
        print(
            "the machine meanwhile: protect \(percent(protects.idle)) idle, \(percent(protects.others)) for "
                + "other programs; open \(percent(opens.idle)) idle, \(percent(opens.others)) for others")
        let paced = try load.run(
            protected[half...].map { HTTPConnection.request("/v1/open", $0) }, service,
            rate: opens.measured / 2)
        print(
            "open at half load (\(Int(opens.measured / 2)) a second), ms: p50 \(milli(paced, 0.5)), "
                + "p99 \(milli(paced, 0.99)), p99.9 \(milli(paced, 0.999))")
        print("resident memory: \(service.residentMegabytes) MB")
    }

    private static func warm(_ store: MessageStore, _ message: [UInt8]) throws {
        for _ in 0..<20 { _ = try open(try protect(message, store), store) }
    }

    private static func protect(_ octets: [UInt8], _ store: MessageStore) throws -> [UInt8] {
        var options = SendingOptions(.signedAndEnveloped, operation: "protect")
        options.padding = .standard
        let outgoing = try OutgoingMessage(
            try MessageOrEntity.read(octets, bodyType: nil), options: options, under: nil, at: Date())
        return try SendingAgent(store: store).protect(outgoing).octets
    }

    private static func open(_ octets: [UInt8], _ store: MessageStore) throws -> [UInt8] {
        try ReceivingAgent(store: store).open(incoming(octets)).plain().octets
    }

    /// Returns the request to the ledger for a message that is protected and checked here.
    private static func request(_ octets: [UInt8], _ store: MessageStore) throws -> LedgerRequest {
        try ReceivingAgent(store: store).check(incoming(try protect(octets, store)), at: Date()).request
    }

    private static func incoming(_ octets: [UInt8]) throws -> IncomingMessage {
        try IncomingMessage(
            try MessageOrEntity.read(octets, bodyType: nil), options: ReceivingOptions(operation: "open"),
            under: nil, at: Date())
    }

    private static func inProcess(
        _ messages: [[UInt8]], _ work: @Sendable (borrowing [UInt8]) throws -> [UInt8]
    ) throws -> (rate: Double, time: Double, results: [[UInt8]]) {
        let results = Mutex([[UInt8]](repeating: [], count: messages.count))
        let own = Load.ownProcessorTime
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            for index in stride(from: part, to: messages.count, by: 2) {
                let result = (try? work(messages[index])) ?? []
                results.withLock { $0[index] = result }
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let all = results.withLock { $0 }
        guard !all.contains([]) else { throw HTTPConnection.Failure() }
        let count = Double(messages.count)
        return (count / seconds, (Load.ownProcessorTime - own) / count, all)
    }

    private static func row(_ name: String, _ first: String, _ a: Double, _ second: String, _ b: Double)
        -> String
    {
        "\(name): \(first) \(Int(a)) a second, \(second) \(Int(b)) a second"
    }

    private static func two(_ value: Double) -> String { String(format: "%.2f", value) }
    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
    private static func micro(_ seconds: Double) -> String { "\(Int(seconds * 1e6)) us" }
    private static func milli(_ result: Load.Result, _ share: Double) -> String {
        two(
            result.latencies[min(result.latencies.count - 1, Int(Double(result.latencies.count) * share))]
                * 1e3)
    }
}
