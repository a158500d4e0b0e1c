import CMS
import MIME
import SMIMEBody

/// The S/MIME part of a message beside the bare primitives, for each kind of key.
enum PrimitiveCost {
    /// A case: its name, its floor and its work.
    private struct Case {
        let name: String
        let limit: Double?
        let floor: () -> Void
        let work: () -> Void
    }

    /// Prints every case; returns whether all are within their limits.
    static func measure() throws -> Bool {
        print(
            "1 KB PIDF, AES-128-GCM, one recipient, one thread; microseconds of processor time, least of 100")
        print(
            "interleaved rounds; floor = the bare primitives and one expat pass of the case, measured here\n")
        print(row("case", "floor", "smime", "ratio", "at most"))
        var isWithin = true
        var excesses: [String: [Double]] = [:]
        for (algorithm, limits) in [
            (KeyAlgorithm.p256, [1.20, 1.25, 1.25]), (.ed25519, [1.20, 1.25, 1.25]),
            (.p384, [1.05, 1.05, 1.05]),
            (.rsa(bits: 2048), []),
        ] {
            let cases = try cases(algorithm, limits: limits)
            var watch = Stopwatch()
            for item in cases {
                watch.add("floor \(item.name)", item.floor)
                watch.add(item.name, item.work)
            }
            let taken = watch.run()
            for item in cases {
                guard let bare = taken["floor \(item.name)"], let ours = taken[item.name] else { continue }
                isWithin =
                    printRatio(
                        "\(algorithm.name) \(item.name)", bare, ours, limit: item.limit, limitDecimals: 2)
                    && isWithin
                excesses[algorithm.name, default: []].append(ours - bare)
            }
        }
        return compare(excesses) && isWithin
    }

    /// Runs one case as often as the arguments say, for a profiler: `repeat P-256 0 1000` protects a thousand
    /// times; 1 opens with a remembered path, 2 with a checked one; 3 to 5 are their floors.
    static func repeatCase() throws {
        let arguments = CommandLine.arguments.dropFirst(2)
        let algorithms = [KeyAlgorithm.p256, .ed25519, .p384, .rsa(bits: 2048)]
        guard arguments.count == 3, let name = arguments.first,
            let algorithm = algorithms.first(where: { $0.name == name }),
            let numbers = Optional(arguments.dropFirst().compactMap { Int($0) }), numbers.count == 2
        else { failed("usage: repeat KEY CASE TIMES") }
        let cases = try cases(algorithm, limits: [])
        let work = (cases.map(\.work) + cases.map(\.floor))[numbers[0]]
        for _ in 0..<numbers[1] { work() }
    }

    /// Prints how much RSA takes above its floor beside P-256 above its own.
    private static func compare(_ excesses: [String: [Double]]) -> Bool {
        let names = ["protect", "open, path remembered", "open, path checked"]
        guard let curve = excesses[KeyAlgorithm.p256.name],
            let rsa = excesses[KeyAlgorithm.rsa(bits: 2048).name]
        else { return false }
        print("\nabove the floor, microseconds; RSA-2048 at most as much as P-256\n")
        print(row("case", "P-256", "RSA-2048"))
        for (name, (first, second)) in zip(names, zip(curve, rsa)) {
            print(row(name, decimals(first, 1), decimals(second, 1)))
        }
        return zip(curve, rsa).allSatisfy { $1 <= $0 }
    }

    private static func cases(_ algorithm: KeyAlgorithm, limits: [Double]) throws -> [Case] {
        let lab = try Lab(key: algorithm)
        // An instant that a user chose: the path is searched each time.
        var chosen = lab.context
        chosen.isPresent = false
        let document = Array(presence.utf8)
        let (signed, encrypted) = (lab.entity.octets.count, lab.protected.body.count)
        let one = Floor(
            algorithm, document: document, verifications: 1, signed: signed, encrypted: encrypted)
        let two = Floor(
            algorithm, document: document, verifications: 2, signed: signed, encrypted: encrypted)
        func limit(_ index: Int) -> Double? { limits.indices.contains(index) ? limits[index] : nil }
        return [
            Case(name: "protect", limit: limit(0), floor: one.protect) {
                _ = try? lab.protector.protect(lab.entity, signingTime: lab.instant)
            },
            Case(name: "open, path remembered", limit: limit(1), floor: one.open) {
                _ = try? lab.opener.open(lab.protected, in: lab.context)
            },
            Case(name: "open, path checked", limit: limit(2), floor: two.open) {
                _ = try? lab.opener.open(lab.protected, in: chosen)
            },
        ]
    }
}
