import CertificateAdministration
import CommandOptions

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

    /// What the options say; without them, the only one there is.
    var selection: CertificateSelection { serial.map { .serialNumber($0) } ?? (isAll ? .all : .only) }
}
