import CMS
import CertStore
import CertificateAdministration
import SMIMEBody

// The hint for each failure of issuing, renewing, finding and learning; what is wrong is the description of the error.

extension AdministrationError: Worded {
    var failure: CommandFailure {
        switch self {
        case .address(let refusal): refusal.failure
        case .validity(let failure): failure.failure
        case .request(let refusal): refusal.failure
        case .renewal(let refusal): refusal.failure
        case .selection(let error): error.failure
        case .file(let failure): failure.failure
        case .directory(let failure): failure.failure
        case .learning(let refusal): refusal.failure
        case .store(let error): error.failure
        case .body(let error): error.failure
        case .cryptography(let error): error.failure
        }
    }
}

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

extension AddressList.Failure: Worded {
    var failure: CommandFailure {
        switch self {
        case .line(_, _, let refusal):
            CommandFailure(
                .refused, reason: refusal.failure.reason ?? .malformed, description,
                hint: "\(refusal.failure.hint); nothing was issued")
        case .empty:
            CommandFailure(
                .refused, reason: .malformed, description, hint: "put one URI into each line")
        case .tooMany:
            CommandFailure(
                .refused, reason: .tooLarge, description, hint: "split it; nothing was issued")
        }
    }
}

extension LongValidity.Failure: Worded {
    var failure: CommandFailure {
        CommandFailure(.usage, description, hint: "leave '--days' out for the longest validity")
    }
}

extension RenewalRefusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .foreignIssuer(let uri, _):
            CommandFailure(
                .refused, reason: .noCertificate, description,
                hint: "have that CA renew it, or make one of your own with 'smime-presence cert issue \(uri)'"
            )
        case .keyElsewhere(let uri):
            CommandFailure(
                .refused, reason: .noCertificate, description,
                hint: "give a new request with 'cert issue \(uri) --csr FILE', or '--reuse-key'")
        case .keyOfRevoked:
            CommandFailure(
                .refused, reason: .revoked, description, hint: "leave '--reuse-key' out for a new key")
        }
    }
}

extension SelectionError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noCertificate:
            CommandFailure(
                .refused, reason: .noCertificate, description, hint: "see 'smime-presence cert list'")
        case .noSuchSerial(let uri, _):
            CommandFailure(
                .refused, reason: .noCertificate, description,
                hint: "see 'smime-presence cert show \(uri)'")
        case .several:
            CommandFailure(
                .refused, description, hint: "name one with '--serial HEX', or all with '--all'")
        case .noChain:
            CommandFailure(
                .refused, reason: .untrustedSigner, description,
                hint: "trust its issuer with 'smime-presence trust add', or leave '--chain' out")
        case .keyNotPublished:
            CommandFailure(
                .refused, description,
                hint: "only a CA made with 'ca init --allow-long-validity' gives its key away")
        }
    }
}

extension LearningRefusal: Worded {
    var failure: CommandFailure {
        switch self {
        case .unsigned:
            CommandFailure(
                .refused, reason: .unsigned, description,
                hint: "ask the sender for a signed message, or take its certificate with 'cert import'")
        case .differs:
            CommandFailure(
                .refused, reason: .untrustedSigner, description,
                hint:
                    "somebody may be passing for its holder, whose certificate is no renewal of the one that is known: "
                    + "ask the holder by other means, then give '--replace'")
        }
    }
}
