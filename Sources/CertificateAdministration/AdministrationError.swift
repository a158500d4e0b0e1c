public import CMS
public import CertStore
import FoundationEssentials
public import SMIMEBody

/// Why certificates were not issued, renewed, imported, exported or found.
public enum AdministrationError: Error, Equatable {
    /// An address gets no certificate.
    case address(SubscriberAddress.Refusal)
    /// The validity asked for is refused.
    case validity(LongValidity.Failure)
    /// Nothing is issued for a certificate request.
    case request(RequestRefusal)
    /// A certificate is not renewed.
    case renewal(RenewalRefusal)
    /// No one certificate of the store is meant, or it is not given out.
    case selection(SelectionError)
    /// A file of certificates or keys is not imported.
    case file(CertificateFile.Failure)
    /// A certificate directory is not read or written.
    case directory(CertificateDirectory.Failure)
    /// Nothing is learned from a message.
    case learning(LearningRefusal)
    /// The store failed or refused.
    case store(CertStoreError)
    /// A certs-only message could not be made.
    case body(SMIMEError)
    /// A certificate or key could not be read, made or encoded.
    case cryptography(CMSError)
}

extension AdministrationError: DescribedError {
    /// The sentence of the error, for people.
    public var description: String {
        switch self {
        case .address(let refusal): refusal.description
        case .validity(let failure): failure.description
        case .request(let refusal): refusal.description
        case .renewal(let refusal): refusal.description
        case .selection(let error): error.description
        case .file(let failure): failure.description
        case .directory(let failure): failure.description
        case .learning(let refusal): refusal.description
        case .store(let error): error.description
        case .body(let error): error.description
        case .cryptography(let error): error.description
        }
    }
}

/// Does what the store may refuse.
func storing<Result>(
    _ work: @autoclosure () throws(CertStoreError) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .store(error) }
}

/// Does what libcrypto may refuse.
func encoding<Result>(
    _ work: @autoclosure () throws(CMSError) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .cryptography(error) }
}

/// Reads what may be no address, or one that gets no certificate.
func addressing<Result>(
    _ work: @autoclosure () throws(SubscriberAddress.Refusal) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .address(error) }
}

/// Reads a file that may hold something else.
func reading<Result>(
    _ work: @autoclosure () throws(CertificateFile.Failure) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .file(error) }
}
