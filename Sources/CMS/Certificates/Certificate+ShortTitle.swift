import Octets

extension Certificate {
    /// "the certificate of CN=…, with serial 4F…", for people.
    package var shortTitle: String {
        let name = facts.subject.isEmpty ? facts.uris.first ?? "no name" : facts.subject
        return "the certificate of \(printable(name)), with serial \(facts.serialNumber)"
    }
}
