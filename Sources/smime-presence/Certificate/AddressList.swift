import CMS
import CertStore

/// The addresses that certificates are to be issued for, each checked and in the spelling it is filed under.
struct AddressList {
    /// Why no certificate is issued for any of them.
    enum Failure: Error, Equatable {
        /// A line holds something else than an address that gets a certificate.
        case line(Int, file: String, SubscriberAddress.Refusal)
        /// No line holds an address.
        case empty(file: String)
        /// More addresses than ``most``.
        case tooMany(file: String)
    }

    /// More subscribers than a store was measured with.
    static let most = 1_000_000
    /// Octets of a file that is read.
    static let limit = 64 << 20

    /// Where the addresses come from; those of a pattern are made when they are asked for, beside the issuing.
    private enum Source {
        case lines([SubscriberAddress])
        case pattern(AddressPattern)
    }

    private let source: Source
    /// How many different addresses there are.
    let count: Int
    /// How many addresses came again.
    let repeated: Int

    /// One URI a line; empty lines, and those that begin with "#", are passed over.
    init(_ octets: [UInt8], name: String) throws(Failure) {
        var addresses: [SubscriberAddress] = []
        var known: Set<String> = []
        var count = 0
        for (index, line) in octets.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line, as: UTF8.self).filter { $0 != "\r" }.trimmed
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard count < Self.most else { throw .tooMany(file: name) }
            count += 1
            do throws(SubscriberAddress.Refusal) {
                let address = try SubscriberAddress(String(text))
                try address.check()
                if known.insert(address.uri).inserted { addresses.append(address) }
            } catch {
                throw .line(index + 1, file: name, error)
            }
        }
        guard !addresses.isEmpty else { throw .empty(file: name) }
        source = .lines(addresses)
        self.count = addresses.count
        repeated = count - addresses.count
    }

    /// So many addresses from a pattern; none if it is not one.
    init(_ pattern: String, count: Int) throws(SubscriberAddress.Refusal) {
        guard let pattern = AddressPattern(pattern) else { throw .notSIP(pattern) }
        self.count = min(count, Self.most)
        // Of a number, nothing but its length decides whether an address is refused.
        for index in pattern.lengthenings(below: self.count) {
            try SubscriberAddress(pattern.text(index)).check()
        }
        source = .pattern(pattern)
        repeated = 0
    }

    /// What is to be issued for some of them.
    func orders(
        _ range: Range<Int>, usage: CertificateProfile.Usage
    ) throws(SubscriberAddress.Refusal) -> [CertificateOrder] {
        try range.map { (index) throws(SubscriberAddress.Refusal) in
            let address = try address(index)
            return CertificateOrder(uris: address.filedUnder, profile: try address.profile(usage: usage))
        }
    }

    private func address(_ index: Int) throws(SubscriberAddress.Refusal) -> SubscriberAddress {
        switch source {
        case .lines(let addresses): addresses[index]
        case .pattern(let pattern): try SubscriberAddress(pattern.text(index))
        }
    }
}

/// A text with a number in braces, to be counted up: "sip:user{0001}@example.test".
///
/// Braces stand in no URI, while "%04d" could be an escaped octet and a letter.
struct AddressPattern: Equatable {
    private let before: Substring
    private let after: Substring
    private let first: Int
    private let digits: Int

    /// Nil unless there is exactly one number, of one to nine digits, in braces.
    init?(_ text: String) {
        guard let opening = text.firstIndex(of: "{"),
            let closing = text[opening...].firstIndex(of: "}")
        else { return nil }
        let number = text[text.index(after: opening)..<closing]
        after = text[text.index(after: closing)...]
        guard (1...9).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let first = Int(number), !after.contains(where: { "{}".contains($0) })
        else { return nil }
        before = text[..<opening]
        self.first = first
        digits = number.utf8.count
    }

    /// The indices below `count` whose numbers have more digits than those before.
    func lengthenings(below count: Int) -> [Int] {
        var indices = [0]
        var power = 10
        while power < first + count {
            if power > first { indices.append(power - first) }
            power *= 10
        }
        return indices
    }

    /// The text with the number that comes `index` numbers behind the first one.
    func text(_ index: Int) -> String {
        let number = String(first + index)
        return before + String(repeating: "0", count: max(0, digits - number.utf8.count)) + number + after
    }
}

extension String {
    fileprivate var trimmed: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let start = firstIndex(where: { !isBlank($0) }), let end = lastIndex(where: { !isBlank($0) })
        else { return "" }
        return self[start...end]
    }
}
