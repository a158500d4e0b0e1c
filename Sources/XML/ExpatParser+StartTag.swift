import CExpat
import Glibc

/// The name and the attributes of the element whose start is handled.
extension ExpatParser {
    /// Compares a name in expat's form with the vocabulary.
    ///
    /// No namespace contains the separator, so that the rest after one is the local part.
    func membership(of name: UnsafePointer<XML_Char>) -> XMLMembership {
        let count = vocabulary.namespace.utf8CodeUnitCount
        guard unsafe strncmp(name, vocabulary.namespace.characters, count) == 0,
            unsafe name[count] == CChar(bitPattern: Self.separator)
        else { return unsafe strchr(name, Int32(Self.separator)) == nil ? .unqualified : .foreign }
        let local = unsafe name + count + 1
        for number in vocabulary.elements.indices {
            let element = unsafe vocabulary.elements[number].characters
            if unsafe local.pointee == element.pointee, unsafe strcmp(local, element) == 0 {
                return .known(number)
            }
        }
        return .unknown
    }

    /// The name of the element whose start is handled.
    var currentName: ExpandedName {
        guard let name = unsafe name else { return ExpandedName(namespace: "", local: "") }
        let octets = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
        guard let end = unsafe octets.lastIndex(of: Self.separator) else {
            return ExpandedName(namespace: "", local: unsafe String(decoding: octets, as: UTF8.self))
        }
        return ExpandedName(
            namespace: unsafe String(decoding: octets[..<end], as: UTF8.self),
            local: unsafe String(decoding: octets[(end + 1)...], as: UTF8.self))
    }

    /// The local part of ``currentName``.
    var currentLocalName: String {
        guard let name = unsafe name else { return "" }
        let separator = unsafe strrchr(name, Int32(Self.separator))
        return unsafe String(cString: separator.map { unsafe UnsafePointer($0 + 1) } ?? name)
    }

    /// The attributes of the element whose start is handled.
    var currentAttributes: [String: String] {
        var found: [String: String] = [:]
        unsafe forEachAttribute { name, value in
            unsafe found[String(cString: name)] = unsafe String(cString: value)
            return true
        }
        return found
    }

    /// Returns the value of one of ``currentAttributes``.
    func currentValue(of attribute: StaticString) -> String? {
        var found: String?
        unsafe forEachAttribute { name, value in
            guard unsafe strcmp(name, attribute.characters) == 0 else { return true }
            found = unsafe String(cString: value)
            return false
        }
        return found
    }

    /// Calls `body` with each attribute until it returns false.
    private func forEachAttribute(_ body: (UnsafePointer<XML_Char>, UnsafePointer<XML_Char>) -> Bool) {
        guard let attributes = unsafe attributes else { return }
        var index = 0
        while let name = unsafe attributes[index], let value = unsafe attributes[index + 1],
            unsafe body(name, value)
        {
            index += 2
        }
    }
}

extension StaticString {
    /// The octets and a zero octet after them.
    fileprivate var characters: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
