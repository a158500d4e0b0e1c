import CertStore
import Hummingbird
import SIPMessage
import SMIMEAgent
import SMIMEBody
import Synchronization

/// `POST /v1/open`: opens a message, checks it, and records it so that it is accepted only once.
struct OpenOperation: MessageOperation {
    let operation = Operation.open
    let names = OpenParameters.names

    func answer(
        _ octets: [UInt8], _ request: Request, _ query: QueryParameters, _ caller: Caller
    ) async throws(Problem) -> Response {
        let agents = caller.agents
        let input = try MessageInput.read(octets, of: request)
        let options = try OpenParameters.options(query, for: operation, caller)
        guard let turn = agents.order.take(Self.subject(of: input), message: octets) else {
            throw .unavailable(.busy, "too many messages of one presentity or dialog are waiting")
        }
        let recorded = try await agents.recorded(in: turn) { () throws(Problem) in
            try Self.check(input, options, caller)
        }
        var message = recorded.message
        if try !message.isCurrent(in: agents.store) {
            // While it waited for the ledger, its signer may have been revoked.
            message = try await agents.run { () throws(Problem) in try Self.check(input, options, caller) }
        }
        return try message.opened(recorded.verdict, input, caller).response(as: caller.form)
    }

    static func check(
        _ input: MessageOrEntity, _ options: ReceivingOptions, _ caller: Caller
    ) throws(Problem) -> ClosedMessage {
        let agents = caller.agents
        let now = agents.now
        let pending: PendingMessage
        do throws(AgentRefusal) {
            let incoming = try IncomingMessage(
                input, options: options, under: caller.profile.rules.rules(for: input.message), at: now)
            pending = try agents.receiving.check(incoming, at: now)
        } catch {
            throw Problem(error, input, caller)
        }
        var request = pending.request.remembered(for: Double(2 * agents.configuration.maximumAge + 120))
        // A signer that need not be the sender proves nothing about the sender.
        if let sender = pending.protectedAddress, !caller.profile.acceptsAnySender {
            request.protectedAddress = try newName(of: sender, in: agents.store)
        }
        return ClosedMessage(pending, request)
    }

    /// Returns the name to record for an address whose messages are protected; nil if it is known already.
    private static func newName(of address: AddressURI, in store: MessageStore) throws(Problem) -> String? {
        do throws(CertStoreError) {
            return try store.isProtected(address) ? nil : address.nameInRecords
        } catch {
            throw Problem(error)
        }
    }

    /// Returns the subject whose messages stay in the order of their arrival.
    ///
    /// It is the presentity of a PUBLISH outside a dialog (RFC 3903 §6), and the dialog of other messages.
    private static func subject(of input: MessageOrEntity) -> String {
        // Bodies without a message have no order.
        guard let message = input.message else { return "entity \(UInt64.random(in: .min ... .max))" }
        if message.method == "PUBLISH", message.to.tag == nil, let uri = message.requestURI {
            return "publication \(uri)"
        }
        return "dialog \(message.callID) \(message.from.tag ?? "")"
    }
}

/// A message that passed every check and waits for the ledger; a class, because several threads use it.
final class ClosedMessage: Sendable {
    let request: LedgerRequest
    private let pending: Mutex<PendingMessage?>

    /// Creates a closed message with its request to the ledger.
    init(_ message: consuming PendingMessage, _ request: LedgerRequest) {
        self.request = request
        pending = Mutex(message)
    }

    /// Returns whether the store still has the contents that the message was checked against.
    ///
    /// - Throws: ``Problem`` with 503 if no state of the store was confirmed within the last second.
    func isCurrent(in store: MessageStore) throws(Problem) -> Bool {
        do throws(CertStoreError) {
            return try pending.withLock { (pending) throws(CertStoreError) in
                try pending?.isCurrent(in: store) ?? true
            }
        } catch {
            throw Problem(error)
        }
    }

    /// Returns the answer if the ledger has recorded the message as new.
    ///
    /// - Throws: ``Problem`` with the reason code if the ledger refuses the message.
    func opened(
        _ verdict: ReplayVerdict, _ input: MessageOrEntity, _ caller: Caller
    ) throws(Problem) -> MessageAnswer {
        let message = pending.withLock { $0.take() }
        guard let message else { throw .unavailable(.store, "the message was answered before") }
        let received: ReceivedMessage
        do throws(AgentRefusal) { received = try message.completed(with: verdict) } catch {
            throw Problem(error, input, caller)
        }
        return try MessageAnswer(received)
    }
}
