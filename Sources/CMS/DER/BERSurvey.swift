/// Counts the elements of BER before libcrypto creates objects from it.
///
/// libcrypto has no limits of its own: it allocates for every element and decodes the key of every
/// certificate. This is one pass from front to back over identifiers and lengths alone. The open elements are
/// on a stack of bounded depth, so that time is linear and memory constant.
struct BERSurvey {
    /// Enough for 256 recipients and 16 certificates; content in pieces, as streaming
    /// senders write it, counts too.
    static let maximumElements = 16_384
    /// Signed timestamps among the unsigned attributes have certificates at depth
    /// 20; libcrypto's limit is 30.
    static let maximumDepth = 30

    private struct Limit {
        let structure: CMSError.Structure
        let count: Int
    }

    /// A constructed element whose end has not been reached.
    private struct Level {
        let identifier: UInt8
        /// Its end; for an indefinite length the latest possible end.
        let end: Int
        let isIndefinite: Bool
        let limit: Limit?
        var children = 0
    }

    private let octets: [UInt8]
    private var position = 0
    private var elements = 0
    private var open: [Level] = []
    private var isSignedData = false

    private init(_ octets: [UInt8]) { self.octets = octets }

    /// Returns whether the octets are one BER element as CMS uses it: lengths of at most
    /// four octets, low tag numbers.
    ///
    /// - Throws: ``CMSError/tooMany(_:limit:)`` if a ContentInfo of this form has more
    ///   parts than the limits allow.
    static func accepts(_ octets: [UInt8]) throws(CMSError) -> Bool {
        var survey = BERSurvey(octets)
        repeat {
            guard try survey.pass() else { return false }
        } while !survey.open.isEmpty
        return survey.position == octets.count
    }

    /// Passes one element (only the header of a constructed one), or an end-of-contents
    /// mark; false if it is not BER.
    private mutating func pass() throws(CMSError) -> Bool {
        let bound = open.last?.end ?? octets.count
        guard bound - position >= 2 else { return false }
        if octets[position] == 0 {
            guard octets[position + 1] == 0, open.popLast()?.isIndefinite == true else { return false }
            position += 2
        } else {
            guard try passElement(to: bound) else { return false }
        }
        while let level = open.last, !level.isIndefinite, level.end == position { open.removeLast() }
        return true
    }

    private mutating func passElement(to bound: Int) throws(CMSError) -> Bool {
        let identifier = octets[position]
        let isConstructed = identifier & 0x20 != 0
        let isIndefinite = octets[position + 1] == 0x80
        guard identifier & 0x1F != 0x1F, isConstructed || !isIndefinite else { return false }
        position += 1
        guard let length = isIndefinite ? passIndefinite(to: bound) : passLength(to: bound) else {
            return false
        }
        try count()
        guard isConstructed else {
            noteContentType(identifier, length: length)
            position += length
            return true
        }
        guard open.count < Self.maximumDepth else { return false }
        open.append(
            Level(
                identifier: identifier, end: position + length, isIndefinite: isIndefinite,
                limit: limit(of: identifier)))
        return true
    }

    /// Passes the octet of an indefinite length; the element ends at `bound` at the latest.
    private mutating func passIndefinite(to bound: Int) -> Int {
        position += 1
        return bound - position
    }

    /// Passes a definite length; nil if it has more than four octets or exceeds `bound`.
    private mutating func passLength(to bound: Int) -> Int? {
        var length = Int(octets[position])
        position += 1
        if length >= 0x80 {
            let count = length & 0x7F
            guard (1...4).contains(count), bound - position >= count else { return nil }
            length = octets[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
            position += count
        }
        return bound - position >= length ? length : nil
    }

    /// Counts an element, also among its siblings.
    private mutating func count() throws(CMSError) {
        elements += 1
        guard elements <= Self.maximumElements else { throw .tooMany(.element, limit: Self.maximumElements) }
        guard !open.isEmpty else { return }
        open[open.count - 1].children += 1
        guard let level = open.last, let limit = level.limit else { return }
        guard level.children <= limit.count else { throw .tooMany(limit.structure, limit: limit.count) }
    }

    /// Records the content type of a ContentInfo, which is its first element.
    private mutating func noteContentType(_ identifier: UInt8, length: Int) {
        guard open.count == 1, open[0].children == 1, identifier == DERTag.objectIdentifier else { return }
        isSignedData = ObjectIdentifier(octets[position..<position + length]) == .signedData
    }

    /// Returns the maximum number of elements in the one that begins here.
    ///
    /// The fields of SignedData and EnvelopedData are inside three others: ContentInfo, `[0]` and
    /// their own SEQUENCE. Certificates are one of them (RFC 5652 §5.1), or are in an
    /// OriginatorInfo that is one (§6.1).
    private func limit(of identifier: UInt8) -> Limit? {
        switch (open.count, identifier) {
        case (3, DERTag.set) where !isSignedData:
            Limit(structure: .recipientInfo, count: EnvelopedData.maximumRecipients)
        case (3, DERTag.set):
            Limit(
                structure: open[2].children == 2 ? .digestAlgorithm : .signerInfo,
                count: SignedData.maximumElements)
        case (3, DERTag.constructed(0)),
            (4, DERTag.constructed(0)) where open[3].identifier == DERTag.constructed(0):
            Limit(structure: .certificate, count: SignedData.maximumElements)
        case (3, DERTag.constructed(1)) where isSignedData:
            Limit(structure: .revocationList, count: SignedData.maximumElements)
        default: nil
        }
    }
}
