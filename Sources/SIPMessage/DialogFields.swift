/// The required fields of a message, which identify its parties, its dialog and its transaction.
///
/// A class: a message with another body or header has the same ones.
final class DialogFields: Sendable, Equatable {
    let from: NameAddress
    let to: NameAddress
    let callID: String
    let cSeq: CSeq

    init(from: NameAddress, to: NameAddress, callID: String, cSeq: CSeq) {
        self.from = from
        self.to = to
        self.callID = callID
        self.cSeq = cSeq
    }

    /// Returns whether the values are the same.
    static func == (left: DialogFields, right: DialogFields) -> Bool {
        left.from == right.from && left.to == right.to && left.callID == right.callID
            && left.cSeq == right.cSeq
    }
}
