import CCrypto
import CMS
import Glibc
import MIME
import SMIMEBody

/// Whether the time to refuse a message discloses which step failed: a timing oracle
/// would (RFC 3218, RFC 8551 §6).
enum FailureTiming {
    private static let samples = 4000
    private static let widths = [52, 10, 10, 8]
    /// Beyond this, a difference of means is significant (Welch's t, as in dudect).
    private static let threshold = 4.5

    /// Prints, for each form of key encryption, the time of each failure, and
    /// whether they can be distinguished.
    static func measure() throws {
        print(
            "\nrefusals after a key was used, \(samples) of each in turn; t against the first of its group\n")
        print(row("envelope and failure", "median us", "mean us", "t", widths: widths))
        var oaep = Lab.usual
        oaep.cipher = .aes256GCM
        var pkcs1 = ProtectionOptions()
        pkcs1.cipher = .aes256CBC
        pkcs1.rsaKeyTransport = .pkcs1
        var agreement = ProtectionOptions()
        agreement.cipher = .aes256GCM
        var isTold = false
        for (name, key, options) in [
            ("RSA PKCS#1 v1.5, CBC", KeyAlgorithm.rsa(bits: 2048), pkcs1),
            ("RSA OAEP, GCM", .rsa(bits: 2048), oaep),
            ("P-256, GCM", .p256, agreement),
        ] {
            isTold = try measure(name, Lab(key: key, options: options), options) || isTold
        }
        // What takes as long as the content shows only if that is large.
        var derived = pkcs1
        derived.keyDerivation = .hkdfSHA256
        var document = presence
        guard let end = document.firstRange(of: "</note>") else { failed("no note") }
        document.insert(
            contentsOf: String(repeating: "In a meeting till three. ", count: 33_800), at: end.lowerBound)
        for (name, key, options) in [
            ("RSA PKCS#1 v1.5, CBC, 845 KB", KeyAlgorithm.rsa(bits: 2048), pkcs1),
            ("the same with a derived key", .rsa(bits: 2048), derived),
            ("X25519, CBC, 845 KB", .ed25519, pkcs1),
            ("P-256, CBC, 845 KB", .p256, pkcs1),
        ] {
            let lab = try Lab(key: key, options: options, document: document)
            isTold = try measure(name, lab, options, samples: 1000) || isTold
        }
        print(
            isTold
                ? "\nat least two failures can be distinguished by their time"
                : "\nno two failures of a group can be distinguished by their time in this number of refusals"
        )
    }

    private static func measure(
        _ name: String, _ lab: Lab, _ options: ProtectionOptions, samples: Int = samples
    ) throws -> Bool {
        let cases = try failures(of: lab, options)
        var times = cases.map { _ in [Double]() }
        for round in 0..<samples + 50 {
            for index in cases.indices.shuffled() {
                let start = Stopwatch.processorMicroseconds()
                let result = try? lab.opener.open(cases[index].entity, in: lab.context)
                let taken = Stopwatch.processorMicroseconds() - start
                if result != nil { failed("\(cases[index].name) was opened") }
                if round >= 50 { times[index].append(taken) }
            }
        }
        var isTold = false
        let first = Sample(times[0])
        for (failure, time) in zip(cases, times) {
            let sample = Sample(time)
            let t = sample.difference(from: first)
            if t.magnitude > threshold { isTold = true }
            print(
                row(
                    "\(name): \(failure.name)", decimals(sample.median, 1), decimals(sample.mean, 1),
                    (t < 0 ? "-" : "") + decimals(t.magnitude, 1), widths: widths))
        }
        return isTold
    }

    /// The same message, broken in one place each.
    private static func failures(
        of lab: Lab, _ options: ProtectionOptions
    ) throws -> [(name: String, entity: MIMEEntity)] {
        let body = lab.protected.body
        func entity(_ change: (inout [UInt8]) throws -> Void) rethrows -> MIMEEntity {
            var octets = body
            try change(&octets)
            return MIMEEntity(headerFields: lab.protected.headerFields, body: octets)
        }
        var failures = [
            (
                options.cipher?.isAuthenticated != false ? "wrong tag" : "wrong padding of the content",
                entity { $0[$0.count - 1] ^= 1 }
            )
        ]
        if options.cipher?.isAuthenticated == false {
            failures.append(("other octets, padding that fits", entity { $0[$0.count / 2] ^= 1 }))
        }
        if let position = position(of: [0x04, 0x82, 0x01, 0x00], in: body) {
            failures.append(("wrong padding of the key", entity { $0[position + 200] ^= 1 }))
            let other = try Primitive.encrypted(
                [UInt8](repeating: 7, count: 32), for: lab.recipient, isOAEP: options.rsaKeyTransport == .oaep
            )
            failures.append(
                ("another key", entity { $0.replaceSubrange(position..<position + 256, with: other) }))
        } else if let position = position(of: [0x04, 0x28], in: body) {
            failures.append(("wrong key wrap", entity { $0[position + 20] ^= 1 }))
        }
        return failures
    }

    /// The offset of the octets after a header.
    private static func position(of header: [UInt8], in octets: [UInt8]) -> Int? {
        octets.indices.first { octets[$0...].starts(with: header) }.map { $0 + header.count }
    }
}

/// Times of one case, without the slowest tenth, which the machine causes.
private struct Sample {
    let mean: Double
    let median: Double
    private let variance: Double
    private let count: Double

    init(_ times: [Double]) {
        let kept = Array(times.sorted().prefix(times.count * 9 / 10))
        count = Double(kept.count)
        let mean = kept.reduce(0, +) / count
        self.mean = mean
        median = middle(of: kept)
        variance = kept.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    }

    /// Welch's t.
    func difference(from other: Sample) -> Double {
        let error = (variance / count + other.variance / other.count).squareRoot()
        return error == 0 ? 0 : (mean - other.mean) / error
    }
}
