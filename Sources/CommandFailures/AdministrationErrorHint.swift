import CMS
import CertStore
package import CertificateAdministration
import Octets
import SMIMEBody

// The hint for each failure of issuing, renewing, finding and learning; the message is
// the description of the error.

extension AdministrationError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .address(let refusal): refusal.failure
        case .validity(let failure): failure.failure
        case .request(let refusal): refusal.failure
        case .renewal(let refusal): refusal.failure
        case .selection(let error): error.failure
        case .file(let failure): failure.failure
        case .authorityFile(let error): error.failure
        case .directory(let failure): failure.failure
        case .learning(let refusal): refusal.failure
        case .store(let error): error.failure
        case .body(let error): error.failure
        case .cryptography(let error): error.failure
        }
    }
}

extension SubscriberAddress.Refusal: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .notSIP: usage(hint: "write it as sip:user@domain, or sip:domain for a server")
        case .numberAlone(let uri):
            usage(
                hint: "to list it as well, write 'cert issue "
                    + "\(ShellWord.argument("sip:\(uri.dropFirst(4))@DOMAIN")) --tel'")
        case .subscriberIdentity: refused(hint: "use the public identity of the subscriber")
        case .otherDomain:
            refused(
                hint: "check the address; '--allow-other-domain' issues for any domain")
        case .noNumber: usage(hint: "write it as sip:+49301234567@domain")
        }
    }
}

extension AddressList.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .line(_, _, let refusal):
            refused(refusal.failure.reason ?? .malformed, hint: "\(refusal.failure.hint); nothing was issued")
        case .empty: refused(.malformed, hint: "put one URI into each line")
        case .tooMany: refused(.tooLarge, hint: "split it; nothing was issued")
        }
    }
}

extension AuthorityFileError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .notAuthorityFile, .noAuthority, .notSelfSigned, .foreignList:
            refused(.malformed, hint: "give a file written by 'smime-presence ca export --key'")
        case .openKey: refused(.malformed, hint: "if its origin is known, leave '--password-file' out")
        case .noKey:
            refused(
                .malformed,
                hint: "write it with 'smime-presence ca export --key'; to trust the CA only, use 'trust add'")
        case .tooLarge: refused(.tooLarge, hint: "copy the store with 'smime-presence store copy'")
        }
    }
}

extension LongValidity.Failure: CommandFailureConvertible {
    package var failure: CommandFailure {
        usage(hint: "leave '--days' out for the longest validity")
    }
}

extension RenewalRefusal: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .foreignIssuer(let uri, _):
            refused(
                .noCertificate,
                hint: "have that CA renew it, or make one of your own with "
                    + "'smime-presence cert issue \(ShellWord.argument(uri))'")
        case .keyElsewhere(let uri):
            refused(
                .noCertificate,
                hint: "give a new request with 'cert issue \(ShellWord.argument(uri)) --csr FILE', or "
                    + "'--reuse-key'")
        case .issuerCompromised(let uri):
            refused(
                .untrustedSigner,
                hint: "ask the holder for a request: 'cert issue \(ShellWord.argument(uri)) --csr FILE'")
        case .keyOfRevoked: refused(.revoked, hint: "leave '--reuse-key' out for a new key")
        }
    }
}

extension SelectionError: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .noCertificate: refused(.noCertificate, hint: "see 'smime-presence cert list'")
        case .noSuchSerial(let uri, _):
            refused(.noCertificate, hint: "see 'smime-presence cert show \(ShellWord.argument(uri))'")
        case .several: refused(hint: "name one with '--serial HEX', or all with '--all'")
        case .noChain:
            refused(
                .untrustedSigner,
                hint: "trust its issuer with 'smime-presence trust add', or leave '--chain' out")
        case .keyNotPublished:
            refused(hint: "only the key of a CA made with 'ca init --allow-long-validity' can be written")
        }
    }
}

extension LearningRefusal: CommandFailureConvertible {
    package var failure: CommandFailure {
        switch self {
        case .unsigned:
            refused(
                .unsigned,
                hint: "ask the sender for a signed message, or import its certificate with 'cert import'")
        case .differs:
            refused(
                .untrustedSigner,
                hint:
                    "the sender may be an impostor: the certificate is not a renewal of the known one; ask "
                    + "the holder by other means, then give '--replace'")
        }
    }
}
