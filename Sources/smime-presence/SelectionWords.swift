import SMIMEBody

// The errors of choosing a certificate in the store: what is wrong, and a hint.

extension SelectionError: Worded {
    var failure: CommandFailure {
        switch self {
        case .noCertificate(let uri):
            CommandFailure(
                .refused, reason: .noCertificate, "the store has no certificate for \(uri)",
                hint: "see 'smime-presence cert list'")
        case .noSuchSerial(let uri, let serial):
            CommandFailure(
                .refused, reason: .noCertificate, "no certificate for \(uri) has serial number \(serial)",
                hint: "see 'smime-presence cert show \(uri)'")
        case .several(let uri, let serials):
            CommandFailure(
                .refused,
                "there are \(serials.count) certificates for \(uri): \(serials.joined(separator: ", "))",
                hint: "name one with '--serial HEX', or all with '--all'")
        case .noChain(let uri):
            CommandFailure(
                .refused, reason: .untrustedSigner,
                "nothing leads from the certificate for \(uri) to a trust anchor",
                hint: "trust its issuer with 'smime-presence trust add', or leave '--chain' out")
        case .keyNotPublished:
            CommandFailure(
                .refused, "the private key of this CA is not public, and stays in its store",
                hint: "only a CA made with 'ca init --allow-long-validity' gives its key away")
        }
    }
}
