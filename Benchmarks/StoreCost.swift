import CCrypto
import CMS
import CertStore
import FoundationEssentials

/// The cost of the store: finding a certificate next to a bare prepared SELECT, and issuing next to the bare
/// key generation and signature.
enum StoreCost {
    /// Returns false unless everything is within its limit.
    static func measure() throws -> Bool {
        let lab = try StoreLab()
        defer { lab.remove() }
        print("\nthe store: microseconds of processor time, least of interleaved rounds\n")
        print(row("case", "floor", "store", "ratio", "at most"))
        let isIssuingWithin = try issuing(lab)
        return try lookups(lab) && isIssuingWithin
    }

    /// Compares `CertStore.records(forURI:)` with one prepared SELECT of the same octets on the same tables.
    ///
    /// The rows are synthetic: distinct URIs, serial numbers and fingerprints over one real certificate's
    /// octets. Either side has read all of the file once before. Decoding is excluded, because each
    /// certificate is decoded once. `CertStore.certificates(forURI:)`, which decodes, is measured afterwards,
    /// with ten thousand more certificates than the cache holds.
    private static func lookups(_ lab: StoreLab) throws -> Bool {
        var watch = Stopwatch()
        var stores: [(Int, CertStore, BareLookup)] = []
        for rows in [10_000, 1_000_000] {
            let path = try lab.filled(rows: rows)
            stores.append((rows, try CertStore.open(path), BareLookup(path)))
        }
        print("(rows are synthetic: distinct URIs over one certificate's octets, which are not decoded here)")
        for (rows, store, bare) in stores {
            try store.touchAll(rows: rows)
            bare.touchAll(rows: rows)
            let uris = Order(rows: rows)
            watch.add("bare \(rows)") { bare.find(uris.next()) }
            watch.add("store \(rows)") {
                guard (try? store.records(forURI: uris.next()))?.count == 1 else { failed("lookup") }
            }
        }
        let taken = watch.run()
        guard let few = taken["store 10000"], let many = taken["store 1000000"],
            let bareFew = taken["bare 10000"], let bareMany = taken["bare 1000000"]
        else { return false }
        print(line("find by URI in 10,000", bareFew, few, limit: 2))
        print(line("find by URI in 1,000,000", bareMany, many, limit: 2))
        print(line("1,000,000 against 10,000", few, many, limit: 1.3))
        print(growth("the bare SELECT, the same", bareFew, bareMany))
        try decoding(stores.map { ($0.0, $0.1) })
        return few <= 2 * bareFew && many <= 2 * bareMany && many <= 1.3 * few
    }

    /// Not among the other rounds: libcrypto's allocations would evict the rows from the processor's cache.
    private static func decoding(_ stores: [(Int, CertStore)]) throws {
        var watch = Stopwatch()
        for (rows, store) in stores {
            let uris = Order(rows: rows)
            watch.add("\(rows)") {
                guard (try? store.certificates(forURI: uris.next()))?.count == 1 else { failed("lookup") }
            }
        }
        let taken = watch.run()
        guard let few = taken["10000"], let many = taken["1000000"] else { return }
        print(growth("found and decoded, the same", few, many))
    }

    /// One P-256 certificate: key, extensions, signature, and decoding; not filed.
    private static func issuing(_ lab: StoreLab) throws -> Bool {
        guard let key = unsafe ccrypto_EVP_EC_gen("P-256") else { failed("EC key") }
        let bare = [Primitive.generate(like: key), .sign(key)]
        var watch = Stopwatch()
        watch.add("bare") { for primitive in bare { primitive() } }
        watch.add("issue") { lab.issueOne() }
        let taken = watch.run()
        guard let floor = taken["bare"], let ours = taken["issue"] else { return false }
        print(line("issue P-256, one thread", floor, ours, limit: 1.5))
        return ours <= 1.5 * floor
    }

    private static func growth(_ name: String, _ few: Double, _ many: Double) -> String {
        row(name, decimals(few, 2), decimals(many, 2), decimals(many / few, 2), "-")
    }

    private static func line(_ name: String, _ floor: Double, _ ours: Double, limit: Double) -> String {
        row(name, decimals(floor, 2), decimals(ours, 2), decimals(ours / floor, 2), decimals(limit, 1))
    }
}

/// URIs of synthetic rows, in a scattered order.
final class Order {
    private let rows: Int
    private var at = 0

    init(rows: Int) { self.rows = rows }

    func next() -> String {
        at = (at + 7_368_787) % rows
        return Self.uri(at)
    }

    static func uri(_ number: Int) -> String { "sip:user\(number)@example.test" }
}
