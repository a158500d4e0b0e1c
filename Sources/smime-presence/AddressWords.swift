// The hints for addresses that get no certificate.

extension SubscriberAddress.Refusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .notSIP:
            CommandFailure(
                .usage, description, hint: "write it as sip:user@domain, or sip:domain for a server")
        case .numberAlone(let uri):
            CommandFailure(
                .usage, description,
                hint: "to list it as well, write 'cert issue sip:\(uri.dropFirst(4))@DOMAIN --tel'")
        case .subscriberIdentity:
            CommandFailure(.refused, description, hint: "use the public identity of the subscriber")
        case .noNumber:
            CommandFailure(.usage, description, hint: "write it as sip:+49301234567@domain")
        }
    }
}
