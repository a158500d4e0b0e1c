import CertStore
import MIME
import SIPMessage
import SMIMEBody

/// Protects messages with the keys and certificates of a store (RFC 8551 §1.2).
///
/// It prints nothing, accesses only the store's files, and is safe to use from many threads.
public struct SendingAgent: Sendable {
    let store: MessageStore

    /// Creates an agent that protects with the contents of `store`.
    public init(store: MessageStore) { self.store = store }

    /// Signs and envelopes an outgoing message according to its options.
    ///
    /// Every check of signer, recipients and document comes first, so the agent sends nothing
    /// that a receiver would refuse.
    ///
    /// - Throws: ``AgentRefusal`` with the first reason found.
    public func protect(_ outgoing: OutgoingMessage) throws(AgentRefusal) -> ProtectedMessage {
        do throws(AgentError) {
            let parties = try SendingParties(of: outgoing, in: reading(store.current))
            let protected = try protected(outgoing, by: parties)
            return try ProtectedMessage(protected, of: outgoing, by: parties)
        } catch {
            throw AgentRefusal(error: error, report: outgoing.report)
        }
    }

    private func protected(
        _ outgoing: OutgoingMessage, by parties: SendingParties
    ) throws(AgentError) -> ProtectedEntity {
        let message = outgoing.message.message
        let padding = outgoing.options.usedPadding
        return try body { () throws(SMIMEError) in
            if let tunnel = outgoing.tunnel {
                return try parties.protector.protected(
                    tunnel, for: parties.recipients, padding: padding, signingTime: outgoing.instant)
            }
            let binding = try (outgoing.isBound ? message : nil).map { (message) throws(SMIMEError) in
                try MessageBinding(
                    of: message, to: parties.recipients, padding: padding, at: outgoing.instant)
            }
            let protected = try parties.protector.protected(
                outgoing.body, boundTo: binding, inMessage: message?.method, signingTime: outgoing.instant)
            // The agent sends nothing that receivers would refuse.
            if let message { try OpeningLimits.standard.check(protected.entity, in: message) }
            return protected
        }
    }
}

/// Reads a store, and rethrows its error as that of an agent.
func reading<Result>(_ read: () throws(CertStoreError) -> Result) throws(AgentError) -> Result {
    do throws(CertStoreError) { return try read() } catch { throw .store(error) }
}

/// Runs work of SMIMEBody, and rethrows its error as that of an agent.
func body<Result>(_ work: () throws(SMIMEError) -> Result) throws(AgentError) -> Result {
    do throws(SMIMEError) { return try work() } catch { throw .body(error) }
}
