/// The methods of a handler, bound to its address while a document is read.
///
/// The compiler specializes them in the module of the handler, so that each event costs one indirect call.
@usableFromInline struct HandlerEvents {
    let start: (borrowing XMLStartTag) -> Bool
    let text: (Span<UInt8>) -> Bool
    let end: (borrowing XMLPlace) -> Bool

    @usableFromInline init(
        start: @escaping (borrowing XMLStartTag) -> Bool, text: @escaping (Span<UInt8>) -> Bool,
        end: @escaping (borrowing XMLPlace) -> Bool
    ) {
        self.start = start
        self.text = text
        self.end = end
    }

    /// Reads a document; returns whether it reached the end, rather than being stopped by the handler.
    @usableFromInline func read(
        _ octets: ArraySlice<UInt8>, charset: String?, limits: XMLLimits, vocabulary: XMLVocabulary
    ) throws(XMLError) -> Bool {
        let largest = min(limits.octets, Int(Int32.max))
        guard octets.count <= largest else { throw .tooLarge(limit: largest) }
        let memory = ExpatMemory(limit: limits.memory(forDocumentOf: octets.count))
        return try ExpatParser(
            charset: charset, limits: limits, memory: memory, vocabulary: vocabulary, events: self
        ).parse(octets)
    }
}
