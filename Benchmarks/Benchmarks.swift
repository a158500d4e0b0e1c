import CCrypto
import CMS
import FoundationEssentials
import SMIMEBody

/// Prints the cost of protecting and opening a presence document next to the bare primitives, in one run.
@main
struct Benchmarks {
    static func main() throws {
        if CommandLine.arguments.dropFirst() == ["store"] {
            var isWithin = try ListCost.measure()
            isWithin = try StoreCost.measure() && isWithin
            return sayWhether(try BulkCost.measure() && isWithin)
        }
        if CommandLine.arguments.dropFirst() == ["tunnel"] { return sayWhether(try TunnelCost.measure()) }
        if CommandLine.arguments.dropFirst() == ["timing"] { return try FailureTiming.measure() }
        print("1 KB PIDF, AES-128-GCM, one recipient, one thread; microseconds of processor time,")
        print(
            "least of 100 interleaved rounds; floor = the bare primitives of the same case, measured here\n")
        print(row("case", "floor", "smime", "ratio", "at most"))
        var isWithin = true
        for (algorithm, limit) in [(KeyAlgorithm.p256, 3.0), (.rsa(bits: 2048), 1.5), (.p384, nil)] {
            isWithin = try measure(algorithm, limit: limit) && isWithin
        }
        isWithin = try TunnelCost.measure() && isWithin
        isWithin = try ProcessCost.measure() && isWithin
        isWithin = try ListCost.measure() && isWithin
        isWithin = try StoreCost.measure() && isWithin
        isWithin = try BulkCost.measure() && isWithin
        try FailureTiming.measure()
        sayWhether(isWithin)
    }

    private static func sayWhether(_ isWithin: Bool) {
        print(isWithin ? "\nall within their limits" : "\nNOT all within their limits")
    }

    private static func measure(_ algorithm: KeyAlgorithm, limit: Double?) throws -> Bool {
        let lab = try Lab(key: algorithm)
        let floor = Floor(algorithm)
        var watch = Stopwatch()
        watch.add("protect floor") { floor.protect() }
        watch.add("protect") { _ = try? lab.protector.protect(lab.entity, signingTime: lab.instant) }
        watch.add("open floor") { floor.open() }
        watch.add("open") { _ = try? lab.opener.open(lab.protected, in: lab.context) }
        let taken = watch.run()
        var isWithin = true
        for (name, words) in [("protect", "protect"), ("open", "open, chain checked")] {
            guard let bare = taken["\(name) floor"], let ours = taken[name] else { continue }
            let ratio = ours / bare
            let bound = limit.map { decimals($0, 1) } ?? "-"
            print(
                row(
                    "\(algorithm.name) \(words)", decimals(bare, 1), decimals(ours, 1), decimals(ratio, 2),
                    bound))
            if let limit, ratio > limit { isWithin = false }
        }
        return isWithin
    }
}

/// The primitives that a case needs, in their order.
struct Floor {
    private let protecting: [Primitive]
    private let opening: [Primitive]

    init(_ algorithm: KeyAlgorithm) {
        let content = [Primitive.digest(octets: 1100), .digest(octets: 150), .cipher(octets: 2100)]
        switch algorithm {
        case .rsa(let bits):
            guard let key = ccrypto_EVP_RSA_gen(UInt32(bits)) else { failed("RSA key") }
            protecting = content + [.sign(key), .encryptKey(key)]
            opening = content + [.decryptKey(key), .verify(key), .verify(key)]
        default:
            let curve = algorithm == .p256 ? "P-256" : "P-384"
            guard let key = unsafe ccrypto_EVP_EC_gen(curve), let peer = unsafe ccrypto_EVP_EC_gen(curve)
            else {
                failed("EC key")
            }
            protecting =
                content + [.sign(key), .generate(like: key), .agree(key, with: peer), .deriveAndWrap()]
            opening = content + [.agree(key, with: peer), .deriveAndWrap(), .verify(key), .verify(key)]
        }
    }

    func protect() { for primitive in protecting { primitive() } }
    func open() { for primitive in opening { primitive() } }
}

func decimals(_ value: Double, _ count: Int) -> String {
    let scale = [1.0, 10, 100][count]
    let scaled = Int((value * scale).rounded())
    guard count > 0 else { return "\(scaled)" }
    let digits = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: count - digits.count) + digits
}

func row(_ cells: String..., widths: [Int] = [34, 10, 10, 8, 9]) -> String {
    return zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
        return index == 0 ? cell.0 + padding : padding + cell.0
    }.joined()
}
