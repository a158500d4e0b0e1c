import CMS
public import CertStore
import FoundationEssentials

/// The selection among several certificates filed under one URI.
public enum CertificateSelection: Sendable, Equatable {
    /// The only one.
    case only
    /// All of them.
    case all
    /// The one with this serial number, in any case, with or without leading zeros and colons.
    case serialNumber(String)

    /// Returns the selected certificates among those filed under `uri`.
    ///
    /// - Throws: ``SelectionError/noSuchSerial(uri:serial:)`` or ``SelectionError/several(uri:serials:)``.
    public func selected(
        from found: [StoredCertificate], of uri: String
    ) throws(SelectionError) -> [StoredCertificate] {
        switch self {
        case .all: return found
        case .serialNumber(let serial):
            let named = found.filter { $0.certificate.hasSerialNumber(serial) }
            guard !named.isEmpty else { throw .noSuchSerial(uri: uri, serial: serial) }
            return named
        case .only:
            guard found.count != 1 else { return found }
            let serials = found.map {
                "\($0.certificate.facts.serialNumber) (until \($0.certificate.facts.notAfter.internetTime))"
            }
            throw .several(uri: uri, serials: serials)
        }
    }
}

extension CertStore {
    /// Returns the certificates filed under a URI in any spelling, the one that became valid last first.
    ///
    /// - Throws: ``AdministrationError/address(_:)`` if the text is no address,
    ///   ``AdministrationError/selection(_:)`` with ``SelectionError/noCertificate(uri:)`` if there is none,
    ///   or ``AdministrationError/store(_:)``.
    public func certificates(of uri: String) throws(AdministrationError) -> [StoredCertificate] {
        let address = try addressing(SubscriberAddress(uri))
        let found = try storing(certificates(forURI: address.uri))
        guard !found.isEmpty else { throw .selection(.noCertificate(uri: address.uri)) }
        return found
    }

    /// Returns the selected certificates filed under a URI.
    ///
    /// - Throws: as ``certificates(of:)`` and ``CertificateSelection/selected(from:of:)``.
    public func certificates(
        of uri: String, _ selection: CertificateSelection
    ) throws(AdministrationError) -> [StoredCertificate] {
        let found = try certificates(of: uri)
        do { return try selection.selected(from: found, of: uri) } catch { throw .selection(error) }
    }
}
