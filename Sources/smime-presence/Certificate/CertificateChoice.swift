import CMS
import CertStore
import CommandOptions
import FoundationEssentials

/// The options that say which of several certificates filed under one URI a command means.
struct CertificateChoice {
    var serial: String?
    var isAll = false

    /// The one with a serial number.
    static func serial<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .value(
            "--serial", as: "HEX", into: path.appending(path: \.serial),
            help: "the one with this serial number")
    }

    /// All of them.
    static func all<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .flag("--all", into: path.appending(path: \.isAll), help: "all that are filed under URI")
    }

    func validate() throws(UsageError) {
        if isAll, serial != nil { throw .conflictingOptions("--serial", "--all") }
    }

    /// Those that are meant among the certificates filed under `uri`: where nothing is said, the only one there is.
    ///
    /// - Throws: ``SelectionError/noSuchSerial(uri:serial:)`` or ``SelectionError/several(uri:serials:)``.
    func meant(
        among found: [StoredCertificate], of uri: String
    ) throws(SelectionError) -> [StoredCertificate] {
        if let serial {
            let named = found.filter { $0.certificate.hasSerialNumber(serial) }
            guard !named.isEmpty else { throw .noSuchSerial(uri: uri, serial: serial) }
            return named
        }
        guard isAll || found.count == 1 else {
            let serials = found.map {
                "\($0.certificate.facts.serialNumber) (until \($0.certificate.facts.notAfter.ISO8601Format()))"
            }
            throw .several(uri: uri, serials: serials)
        }
        return found
    }
}

extension Certificate {
    /// Whether its serial number is the number written, in any case, with or without leading zeros and colons, as other
    /// programs write it.
    func hasSerialNumber(_ text: String) -> Bool {
        let written = text.uppercased().filter { $0 != ":" }.drop { $0 == "0" }
        return !text.isEmpty && facts.serialNumber.drop { $0 == "0" } == written
    }
}
