package import Assessment
package import FoundationEssentials
import MIME
package import SIPMessage
import SMIMEBody

/// The real S/MIME forms of a message, and the times to create and open them.
package struct ProtectedForms {
    package private(set) var forms: [MessageForm] = []
    package private(set) var times: [MeasuredTime] = []
    /// The reason why there is no form.
    package private(set) var unavailableReason: String?

    /// Protects `message` in every possible way.
    ///
    /// - Parameter rounds: the number of repetitions to measure the time; 0 measures none.
    package init(
        of message: SIPMessage, name: String, identities: inout EphemeralIdentities, rounds: Int, at now: Date
    ) {
        do {
            let from = try Parties.sender(of: message)
            let recipient = try Parties.recipient(of: message)
            let pair = try identities.pair(from: from, to: recipient)
            if let body = message.bodyEntity(), !body.isProtected {
                let binding = try MessageBinding(of: message, to: [recipient], padding: nil, at: now)
                try add(.body, around: message, name: name, rounds: rounds, opener: pair.opener, at: now) {
                    try pair.protector.protect(body, boundTo: binding, signingTime: now)
                }
            }
            for (kind, policy) in Self.tunnels(of: message) {
                let tunnel = try Tunnel(of: message, outerHeaders: policy, at: now)
                // One tunnel takes as long as any other.
                let rounds = kind == .tunnel ? rounds : 0
                try add(kind, around: tunnel.outer, name: name, rounds: rounds, opener: pair.opener, at: now)
                {
                    try pair.protector.protect(tunnel, for: [recipient], signingTime: now)
                }
            }
        } catch {
            if forms.isEmpty { unavailableReason = "S/MIME cannot protect it: \(Self.sentence(on: error))." }
        }
    }

    /// Returns the error as a message of S/MIME, which has its own sentences for faults of MIME.
    private static func sentence(on error: any Error) -> String {
        (error as? MIMEError).map { SMIMEError($0).description } ?? "\(error)"
    }

    /// From can change only before the peer knows it, and in a NOTIFY the watcher does.
    private static func tunnels(of message: SIPMessage) -> [(MessageForm.Kind, OuterHeaderPolicy)] {
        let beginsDialog = message.isRequest && message.method != "NOTIFY" && message.to.tag == nil
        return [(.tunnel, .minimal)] + (beginsDialog ? [(.anonymousTunnel, .anonymous(.rewritten))] : [])
    }

    private mutating func add(
        _ kind: MessageForm.Kind, around outside: SIPMessage, name: String, rounds: Int,
        opener: Opener<Never>,
        at now: Date,
        protect: () throws -> MIMEEntity
    ) throws {
        let entity = try protect()
        let message = try outside.replacingBody(with: entity)
        let layers = try Inspection(of: entity).layers.visible(octets: message.body.count)
        forms.append(MessageForm(kind, message: message, layers: layers))
        guard rounds > 0, let body = message.bodyEntity() else { return }
        var context = OpeningContext(of: message, at: now)
        context.sender = .any
        let protecting = try Self.median(of: rounds) { _ = try protect() }
        let opening = try Self.median(of: rounds) { _ = try opener.open(body, in: context) }
        times.append(
            MeasuredTime(
                message: name, form: kind, protectMicroseconds: protecting, openMicroseconds: opening,
                rounds: rounds))
    }

    /// Returns the median time of some work, in microseconds, by a monotonic clock.
    private static func median(of rounds: Int, _ work: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<rounds { times.append(try clock.measure { try work() }) }
        return (times.sorted()[rounds / 2]) / .microseconds(1)
    }
}
