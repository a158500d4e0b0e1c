package import CertificateAdministration
package import CommandOptions

/// The options that select among several certificates filed under one URI.
package struct CertificateChoice {
    package var serial: String?
    package var isAll = false

    package init() {}

    /// The one with a serial number.
    package static func serial<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .value(
            "--serial", as: "HEX", into: path.appending(path: \.serial),
            help: "the certificate with this serial number")
    }

    /// All of them.
    package static func all<Root>(_ path: WritableKeyPath<Root, CertificateChoice>) -> Option<Root> {
        .flag("--all", into: path.appending(path: \.isAll), help: "all certificates filed under URI")
            .loosening()
    }

    package func validate() throws(UsageError) {
        if isAll, serial != nil { throw .conflictingOptions("--serial", "--all") }
    }

    /// The selection; without options, the only certificate.
    package var selection: CertificateSelection { serial.map { .serialNumber($0) } ?? (isAll ? .all : .only) }
}
