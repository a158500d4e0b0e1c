/// The position of a header field and of its parts in the octets of its header.
///
/// It has 32 bits for an offset, so that a field fits into four registers; no header is that long. It is
/// inlined into other rooms, as ``HeaderField`` is.
@usableFromInline package struct HeaderFieldPlace: Sendable {
    /// The end of the longest header in which fields have a place; a field can be written again with longer
    /// line ends.
    static let maximumEnd = 1 << 31

    @usableFromInline let startOffset: UInt32
    @usableFromInline let nameEndOffset: UInt32
    @usableFromInline var valueStartOffset: UInt32
    @usableFromInline var valueEndOffset: UInt32
    @usableFromInline var endOffset: UInt32
    /// Whether continuation lines follow the first line.
    @usableFromInline package private(set) var isFolded = false
    /// Whether the octets of the value are its text: one line of ASCII.
    @usableFromInline package private(set) var isVerbatim: Bool

    /// Creates the place of a field of one line.
    ///
    /// - Parameters:
    ///   - start: the offset of the name, which begins the field.
    ///   - nameEnd: the offset after the name.
    ///   - value: the value without outer white space.
    ///   - end: the offset after the line end.
    ///   - isASCII: whether all octets of the value are ASCII, and none is a CR.
    package init(start: Int, nameEnd: Int, value: Range<Int>, end: Int, isASCII: Bool) {
        startOffset = UInt32(clamping: start)
        nameEndOffset = UInt32(clamping: nameEnd)
        valueStartOffset = UInt32(clamping: value.lowerBound)
        valueEndOffset = UInt32(clamping: value.upperBound)
        endOffset = UInt32(clamping: end)
        isVerbatim = isASCII
    }

    /// The offset of the name, which begins the field.
    @inlinable package var start: Int { Int(startOffset) }

    /// The octets of the name.
    @inlinable package var name: Range<Int> { Int(startOffset)..<Int(nameEndOffset) }

    /// The value without outer white space; of a folded field with the line ends between its texts.
    @inlinable package var value: Range<Int> { Int(valueStartOffset)..<Int(valueEndOffset) }

    /// The octets of the whole field.
    @inlinable package var lines: Range<Int> { Int(startOffset)..<Int(endOffset) }

    /// Appends the text of a continuation line.
    package mutating func fold(_ text: Range<Int>) {
        if valueStartOffset == valueEndOffset { valueStartOffset = UInt32(clamping: text.lowerBound) }
        valueEndOffset = UInt32(clamping: text.upperBound)
        isFolded = true
        isVerbatim = false
    }

    /// Ends the field, whose lines have all been read.
    package mutating func finish(at end: Int) { endOffset = UInt32(clamping: end) }
}
