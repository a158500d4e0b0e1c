public import SIPMessage

/// The order in which the messages of dialogs were sent, as far as their fields prove it.
///
/// Files of a directory are read in the order of their names, but conclusions such as "after a refusal it was
/// sent in clear" need the order of sending.
public enum SentOrder {
    /// Returns the indices of the messages in the order they were sent.
    ///
    /// Messages are moved only if their fields prove the order: by Call-ID, From tag and CSeq
    /// (RFC 3261 §12.2.1.1), a response after a request that it answers, a NOTIFY after a SUBSCRIBE that
    /// began its dialog (RFC 6665 §4.4.1). A refusal proves nothing: the request may have been sent again.
    /// The running time grows with the cube of the number of messages.
    public static func indices(of messages: [SIPMessage]) -> [Int] {
        let facts = messages.map { Facts($0) }
        let causes = facts.map { effect in facts.indices.filter { facts[$0].causes(effect) } }
        var remaining = Array(messages.indices)
        var order: [Int] = []
        while let first = remaining.first {
            // If fields contradict each other, the given order stays.
            let next =
                remaining.first { index in
                    (causes[index].isEmpty || causes[index].contains(where: order.contains))
                        && !remaining.contains { facts[$0].isBefore(facts[index]) }
                } ?? first
            order.append(next)
            remaining.removeAll { $0 == next }
        }
        return order
    }

    private struct Facts {
        let callID: String
        let fromTag: String?
        let toTag: String?
        let number: UInt32
        let method: String
        /// The status of a response; nil for a request.
        let status: Int?

        init(_ message: SIPMessage) {
            callID = message.callID
            fromTag = message.from.tag
            toTag = message.to.tag
            number = message.cSeq.number
            method = message.cSeq.method
            if case .response(let code, _) = message.startLine { status = code } else { status = nil }
        }

        /// Whether this message caused the other; other messages may have caused it too.
        func causes(_ other: Facts) -> Bool {
            guard callID == other.callID, status == nil else { return false }
            guard let otherStatus = other.status else {
                return method == "SUBSCRIBE" && toTag == nil && other.method == "NOTIFY"
                    && fromTag != nil && fromTag == other.toTag
            }
            return otherStatus < 300 && fromTag == other.fromTag && number == other.number
                && method == other.method
        }

        /// Whether CSeq or the status proves that this message was sent before the other.
        func isBefore(_ other: Facts) -> Bool {
            guard callID == other.callID, fromTag == other.fromTag else { return false }
            if number != other.number { return number < other.number && status == nil }
            guard method == other.method, let status, let otherStatus = other.status else { return false }
            return status < 200 && otherStatus >= 200
        }
    }
}
