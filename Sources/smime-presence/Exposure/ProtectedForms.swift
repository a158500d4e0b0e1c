import CertificateAdministration
import Exposure
import FoundationEssentials
import MIME
import SIPMessage
import SMIMEAgent
import SMIMEBody

/// The forms that S/MIME gives a message, really made, and how long making and opening them takes.
struct ProtectedForms {
    private(set) var forms: [MessageForm] = []
    private(set) var times: [MeasuredTime] = []
    /// Why there is no form.
    private(set) var whyNone: String?

    /// Protects `message` in every way there is.
    ///
    /// - Parameter rounds: how often each is done to measure the time; 0 measures none.
    init(of message: SIPMessage, name: String, keys: inout ThrowAwayKeys, rounds: Int, at now: Date) {
        do {
            let from = try Parties.sender(of: message)
            let recipient = try Parties.recipient(of: message)
            guard let sender = from.sipURI else {
                throw SubscriberAddress.Refusal.numberAlone(from.addressOfRecord)
            }
            let pair = try keys.pair(from: sender, to: recipient)
            if let body = message.bodyEntity(), !body.isProtected {
                let binding = try MessageBinding(of: message, to: [recipient], padding: nil, at: now)
                try add(.body, around: message, name: name, rounds: rounds, opener: pair.opener, at: now) {
                    try pair.protector.protect(body, boundTo: binding, signingTime: now)
                }
            }
            for (kind, policy) in Self.tunnels(of: message) {
                let tunnel = try Tunnel(of: message, outerHeaders: policy, at: now)
                // The time of one tunnel is that of any other.
                let rounds = kind == .tunnel ? rounds : 0
                try add(kind, around: tunnel.outer, name: name, rounds: rounds, opener: pair.opener, at: now)
                {
                    try pair.protector.protect(tunnel, for: [recipient], signingTime: now)
                }
            }
        } catch {
            if forms.isEmpty { whyNone = "S/MIME cannot protect it: \(worded(error).message)." }
        }
    }

    /// From can change only where nobody knows it yet, and in a NOTIFY the watcher does.
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

    /// The median time of some work, in microseconds, by a clock that nobody sets.
    private static func median(of rounds: Int, _ work: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<rounds { times.append(try clock.measure { try work() }) }
        return (times.sorted()[rounds / 2]) / .microseconds(1)
    }
}
