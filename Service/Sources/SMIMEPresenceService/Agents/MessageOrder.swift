import CMS
import Synchronization

/// Keeps messages about one subject in the order in which they arrived (RFC 3903 §6).
///
/// Several threads check messages. Only the entry into the ledger's queue depends on the order, and waits for
/// the previous message. Messages about other subjects never wait.
final class MessageOrder: Sendable {
    /// The largest number of messages about one subject at a time.
    static let maximumWaiting = 64
    /// The largest number of copies of one message at a time.
    static let maximumCopies = 16

    /// The place of one message among those about its subject.
    final class Turn: Sendable {
        private struct State {
            /// The previous turn; nil after it has ended, so that ended turns are released.
            var previous: Turn?
            var isOver = false
            var next: (@Sendable () -> Void)?
        }

        private let order: MessageOrder
        private let subject: String
        private let digest: [UInt8]
        private let state: Mutex<State>

        fileprivate init(
            _ subject: String, _ digest: [UInt8], after previous: Turn?, in order: MessageOrder
        ) {
            self.subject = subject
            self.digest = digest
            self.order = order
            state = Mutex(State(previous: previous))
        }

        /// Calls `work` when the previous messages have ended their turn: at once if they already have.
        func whenBegun(_ work: @escaping @Sendable () -> Void) {
            let begin = { @Sendable [self] in
                state.withLock { $0.previous = nil }
                work()
            }
            guard let previous = state.withLock({ $0.previous }) else { return work() }
            previous.whenEnded(begin)
        }

        /// Gives up the turn: the next message begins when the previous messages have ended theirs.
        func pass() { whenBegun { [self] in end() } }

        /// Lets the next message about the subject begin; further calls have no effect.
        ///
        /// Call it only in ``whenBegun(_:)``, so that no message overtakes a previous one.
        func end() {
            let (isFirst, next) = state.withLock { state in
                defer { (state.isOver, state.next) = (true, nil) }
                return (!state.isOver, state.next)
            }
            if isFirst { order.remove(digest, of: subject) }
            next?()
        }

        private func whenEnded(_ work: @escaping @Sendable () -> Void) {
            let isOver = state.withLock { state in
                if !state.isOver { state.next = work }
                return state.isOver
            }
            if isOver { work() }
        }
    }

    private struct Line {
        var last: Turn
        /// How often each message waits, by its SHA-256 digest.
        var messages: [[UInt8]: Int]
    }

    private let lines = Mutex<[String: Line]>([:])

    /// Takes the next turn of a subject; nil if ``maximumWaiting`` different messages wait already, or
    /// ``maximumCopies`` of this one.
    ///
    /// So copies of a recorded message do not keep others out. The caller must end or pass the turn, also if
    /// the message is refused.
    func take(_ subject: String, message: [UInt8]) -> Turn? {
        let digest = SHA256.digest(of: message)
        return lines.withLock { lines in
            var messages = lines[subject]?.messages ?? [:]
            let copies = messages[digest] ?? 0
            guard copies < Self.maximumCopies, copies > 0 || messages.count < Self.maximumWaiting else {
                return nil
            }
            messages[digest] = copies + 1
            let turn = Turn(subject, digest, after: lines[subject]?.last, in: self)
            lines[subject] = Line(last: turn, messages: messages)
            return turn
        }
    }

    private func remove(_ digest: [UInt8], of subject: String) {
        lines.withLock { lines in
            let copies = lines[subject]?.messages[digest] ?? 0
            lines[subject]?.messages[digest] = copies > 1 ? copies - 1 : nil
            if lines[subject]?.messages.isEmpty == true { lines[subject] = nil }
        }
    }
}
