import CMS
import CertStore
import FoundationEssentials

extension [StoredCertificate] {
    /// Those that a command line means: the one with the serial number, all, or the only one there is.
    ///
    /// - Throws: ``SelectionError/noSuchSerial(uri:serial:)`` or ``SelectionError/several(uri:serials:)``.
    func meant(uri: String, serial: String?, all: Bool) throws(SelectionError) -> [StoredCertificate] {
        if let serial {
            let named = filter { $0.certificate.facts.serialNumber == serial.uppercased() }
            guard !named.isEmpty else { throw .noSuchSerial(uri: uri, serial: serial) }
            return named
        }
        guard all || count == 1 else {
            let serials = map {
                "\($0.certificate.facts.serialNumber) (until \($0.certificate.facts.notAfter.ISO8601Format()))"
            }
            throw .several(uri: uri, serials: serials)
        }
        return self
    }
}
