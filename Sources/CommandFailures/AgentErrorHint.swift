import CertStore
import Octets
import SIPMessage
public import SMIMEAgent
import SMIMEBody

// The failure for each error of an agent.

extension AgentError {
    /// The reader of the hint.
    public enum Side {
        /// It protects the message.
        case sender
        /// It opens the message.
        case receiver
    }

    /// The failure of `command` for this error.
    public func failure(for side: Side, of command: String) -> CommandFailure {
        switch self {
        case .body(let error): side == .sender ? error.sendingFailure : error.failure
        case .notSenderAndMore(let error): error.failureRegardlessOfSender
        case .notForUs:
            CommandFailure(.refused, reason: code, description, hint: SMIMEError.hintForOthers)
        case .store(let error): error.failure
        case .message(let error): error.failure
        case .entity(let error): SMIMEError(error).failure
        case .policy(let refusal): refusal.failure
        case .senderUnknown:
            CommandFailure(
                .usage, description,
                hint: "give '--from URI'" + (side == .receiver ? " or '--any-sender'" : ""))
        case .recipientUnknown: CommandFailure(.usage, description, hint: "give '--to URI'")
        case .partiesUnknown: CommandFailure(.usage, description, hint: "give '--from URI --to URI'")
        case .serverOfNumber:
            CommandFailure(.usage, description, hint: "name the server with '--to sip:DOMAIN'")
        case .numberWithoutKey(let uri):
            CommandFailure(
                .usage, description,
                hint:
                    "give '--from URI', or make a certificate that lists it with 'smime-presence cert issue "
                    + "sip:\(printable(String(uri.dropFirst(4))))@DOMAIN --tel'")
        case .numberWithoutURI(let uri): .numberWithoutURI(uri, of: command)
        case .pssKey:
            CommandFailure(
                .usage, description, hint: "leave '--rsa-signature' out, or give '--rsa-signature pss'")
        case .needsMessage(.tunnel): .needsMessage("--tunnel")
        case .needsMessage(.padding): .needsMessage("--pad")
        case .needsMessage(.policy): .needsMessage("--policy")
        case .needsBinding:
            CommandFailure(.usage, description, hint: "leave '--unsigned' and '--no-binding' out")
        }
    }
}

extension AgentError: CommandFailureConvertible {
    package var failure: CommandFailure { failure(for: .sender, of: "encrypt") }
}
