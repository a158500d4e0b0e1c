import CertificateAdministration
import CommandOptions

/// The options that select among several certificates filed under one URI.
struct CertificateChoice {
    var serial: String?
    var isAll = false

    /// The one with a serial number.
    static func serial<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .value(
            "--serial", as: "HEX", into: path.appending(path: \.serial),
            help: "the certificate with this serial number")
    }

    /// All of them.
    static func all<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .flag("--all", into: path.appending(path: \.isAll), help: "all certificates filed under URI")
    }

    func validate() throws(UsageError) {
        if isAll, serial != nil { throw .conflictingOptions("--serial", "--all") }
    }

    /// The selection; without options, the only certificate.
    var selection: CertificateSelection { serial.map { .serialNumber($0) } ?? (isAll ? .all : .only) }
}
