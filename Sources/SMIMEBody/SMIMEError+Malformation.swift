import MIME
import PIDF

// Facts about what is malformed, for hints that need not know the rooms below.

extension SMIMEError.Malformation {
    /// Whether it is a presence document that only departs from what RFC 3863 asks for.
    package var isNonconformingPresence: Bool {
        if case .presence(.nonconforming) = self { true } else { false }
    }

    /// Whether line ends were converted twice.
    package var hasDoubledLineEnds: Bool {
        if case .mime(.doubledLineEnds) = self { true } else { false }
    }

    /// Whether it is a presence document that would take the XML parser too much memory.
    package var needsTooMuchMemory: Bool {
        if case .presence(.namespaceTooLong) = self { return true }
        if case .presence(.tooMuchMemory) = self { return true }
        return false
    }
}
