public import CMS
public import CertStore
import FoundationEssentials
import Octets

/// The addresses to issue certificates for, each checked and in the spelling it is filed under.
public struct AddressList: Sendable {
    /// The reason why no certificate is issued for any of them.
    public enum Failure: Error, Equatable, Sendable {
        /// A line contains something other than an address that gets a certificate.
        case line(Int, file: String, SubscriberAddress.Refusal)
        /// No line contains an address.
        case empty(file: String)
        /// More addresses than ``most``.
        case tooMany(file: String)
    }

    /// The largest number of addresses, more than a store was measured with.
    public static let most = 1_000_000
    /// The largest accepted file, in octets.
    public static let limit = 64 << 20

    /// The source of the addresses; those of a pattern are generated on demand, during issuing.
    private enum Source: Sendable {
        case lines([SubscriberAddress])
        case pattern(AddressPattern)
    }

    private let source: Source
    /// The number of different addresses.
    public let count: Int
    /// The number of repeated addresses.
    public let repeated: Int

    /// Reads one URI a line; empty lines, and those that begin with "#", are skipped.
    ///
    /// `name` is the name of the file, for the error. The addresses are to be certified, or only looked up
    /// if `isForIssuing` is false.
    ///
    /// - Throws: ``Failure`` for the first line that is no address or gets no certificate, for a file
    ///   without lines, or for too many.
    public init(_ octets: [UInt8], name: String, isForIssuing: Bool = true) throws(Failure) {
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
                if isForIssuing { try address.check() }
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

    /// Generates `count` addresses from a pattern (``AddressPattern``), at most ``most``.
    ///
    /// - Throws: ``SubscriberAddress/Refusal`` if the text is no pattern, or one of the
    ///   addresses gets no certificate.
    public init(_ pattern: String, count: Int) throws(SubscriberAddress.Refusal) {
        guard let pattern = AddressPattern(pattern) else { throw .notSIP(pattern) }
        self.count = min(count, Self.most)
        // Only the length of a number can make an address refused.
        for index in pattern.lengthenings(below: self.count) {
            try SubscriberAddress(pattern.text(index)).check()
        }
        source = .pattern(pattern)
        repeated = 0
    }

    /// The addresses of a file, in their order; empty for a pattern.
    public var lines: [SubscriberAddress] {
        switch source {
        case .lines(let addresses): addresses
        case .pattern: []
        }
    }

    /// Refuses the first address whose domain is neither `domain` nor below it.
    ///
    /// - Throws: ``SubscriberAddress/Refusal/otherDomain(_:of:)``.
    public func check(within domain: String?) throws(SubscriberAddress.Refusal) {
        switch source {
        case .lines(let addresses):
            for address in addresses { try address.check(within: domain) }
        case .pattern(let pattern):
            // The number may be in the domain, and the first domain of a length says nothing about the next.
            for index in 0..<(pattern.hasNumberInUser ? 1 : count) {
                try SubscriberAddress(pattern.text(index)).check(within: domain)
            }
        }
    }

    /// Returns the orders for a range of the addresses with keys of a kind, as many for each address as
    /// ``CMS/CertificateProfile/shares(of:)`` says.
    ///
    /// - Throws: ``SubscriberAddress/Refusal`` as ``SubscriberAddress/profile(usage:withNumber:)``.
    public func orders(
        _ range: Range<Int>, usage: CertificateProfile.Usage, key: KeyAlgorithm
    ) throws(SubscriberAddress.Refusal) -> [CertificateOrder] {
        let orders = try range.map { (index) throws(SubscriberAddress.Refusal) in
            let address = try address(index)
            return try address.profile(usage: usage).shares(of: key).map {
                CertificateOrder(uris: address.filedUnder, profile: $0, key: $1)
            }
        }
        return orders.flatMap(\.self)
    }

    private func address(_ index: Int) throws(SubscriberAddress.Refusal) -> SubscriberAddress {
        switch source {
        case .lines(let addresses): addresses[index]
        case .pattern(let pattern): try SubscriberAddress(pattern.text(index))
        }
    }
}

extension AddressList.Failure: DescribedError {
    /// The fault in the list, for people.
    public var description: String {
        switch self {
        case .line(let number, let file, let refusal): "line \(number) of '\(printable(file))': \(refusal)"
        case .empty(let file): "'\(printable(file))' holds no URI"
        case .tooMany(let file): "'\(printable(file))' holds more than \(AddressList.most) URIs"
        }
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
