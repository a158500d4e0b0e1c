import CExpat
import Glibc

/// The start of an element; not copyable, since it is invalid after the event.
///
/// Names and attributes become text on access only: for most elements of a document the membership is enough.
/// It has expat's pointers, not the parser: no reference is counted for an event.
@safe public struct XMLStartTag: ~Copyable {
    /// The relation of the element to the handler's vocabulary.
    public let membership: XMLMembership
    /// The position of the tag.
    public let place: XMLPlace

    /// The name in expat's form: namespace, separator, local part.
    private let expandedName: UnsafePointer<XML_Char>
    /// Names and values in turn, and nil at the end.
    private let attributeList: UnsafeMutablePointer<UnsafePointer<XML_Char>?>

    init(
        _ name: UnsafePointer<XML_Char>, _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>,
        at place: consuming XMLPlace, in vocabulary: XMLVocabulary
    ) {
        membership = unsafe vocabulary.membership(of: name)
        self.place = place
        unsafe expandedName = name
        unsafe attributeList = attributes
    }

    /// The name of the element.
    public var name: ExpandedName {
        let octets = unsafe UnsafeRawBufferPointer(start: expandedName, count: strlen(expandedName))
        guard let end = unsafe octets.lastIndex(of: ExpatParser.separator) else {
            return ExpandedName(namespace: "", local: unsafe String(decoding: octets, as: UTF8.self))
        }
        return ExpandedName(
            namespace: unsafe String(decoding: octets[..<end], as: UTF8.self),
            local: unsafe String(decoding: octets[(end + 1)...], as: UTF8.self))
    }

    /// The local part of the name.
    public var localName: String {
        let separator = unsafe strrchr(expandedName, Int32(ExpatParser.separator))
        return unsafe String(cString: separator.map { unsafe UnsafePointer($0 + 1) } ?? expandedName)
    }

    /// The attributes without namespace declarations, with normalized values; the name of one in a namespace
    /// is namespace, line feed, local part.
    public var attributes: [String: String] {
        var found: [String: String] = [:]
        unsafe forEachAttribute { name, value in
            unsafe found[String(cString: name)] = unsafe String(cString: value)
            return true
        }
        return found
    }

    /// Returns the number of attributes with such a local name, in any namespace.
    ///
    /// No text is created for them.
    public func attributeCount(where isSuch: (Span<UInt8>) -> Bool) -> Int {
        var count = 0
        unsafe forEachAttribute { name, _ in
            let octets = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
            let start = unsafe octets.lastIndex(of: ExpatParser.separator).map { $0 + 1 } ?? 0
            let local = unsafe UnsafeRawBufferPointer(rebasing: octets[start...])
                .assumingMemoryBound(to: UInt8.self)
            if unsafe isSuch(local.span) { count += 1 }
            return true
        }
        return count
    }

    /// Returns the value of the attribute without a namespace that has this name; nil if there is none.
    public func value(of attribute: StaticString) -> String? {
        var found: String?
        unsafe forEachAttribute { name, value in
            guard unsafe isEqual(name, attribute.characters) else { return true }
            var count = 0
            while unsafe value[count] != 0 { count += 1 }
            found = unsafe String(decoding: UnsafeRawBufferPointer(start: value, count: count), as: UTF8.self)
            return false
        }
        return found
    }

    /// Calls `body` with each attribute until it returns false.
    private func forEachAttribute(_ body: (UnsafePointer<XML_Char>, UnsafePointer<XML_Char>) -> Bool) {
        var index = 0
        while let name = unsafe attributeList[index], let value = unsafe attributeList[index + 1],
            unsafe body(name, value)
        {
            index += 2
        }
    }
}

extension XMLVocabulary {
    /// Compares a name in expat's form with the vocabulary.
    ///
    /// No namespace contains the separator, so that the rest after one is the local part.
    fileprivate func membership(of name: UnsafePointer<XML_Char>) -> XMLMembership {
        let count = namespace.utf8CodeUnitCount
        guard unsafe strncmp(name, namespace.characters, count) == 0,
            unsafe name[count] == CChar(bitPattern: ExpatParser.separator)
        else { return unsafe strchr(name, Int32(ExpatParser.separator)) == nil ? .unqualified : .foreign }
        let local = unsafe name + count + 1
        let initial = unsafe UInt8(bitPattern: local[0])
        for number in initials.indices where initials[number] == initial {
            let element = unsafe elements[number].characters
            if unsafe isEqual(local, element) { return .known(number) }
        }
        return .unknown
    }
}

/// Returns whether two terminated strings are equal.
///
/// Octet by octet: names and values have just been written in small pieces, and `strcmp` waits until they can
/// be loaded together.
private func isEqual(_ left: UnsafePointer<CChar>, _ right: UnsafePointer<CChar>) -> Bool {
    var index = 0
    while unsafe left[index] == right[index] {
        if unsafe left[index] == 0 { return true }
        index += 1
    }
    return false
}

extension StaticString {
    /// The octets and a zero octet after them.
    fileprivate var characters: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
