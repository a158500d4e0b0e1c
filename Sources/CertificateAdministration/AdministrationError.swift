public import CMS
public import CertStore
import FoundationEssentials
public import SMIMEBody

/// The reason why certificates were not issued, renewed, imported, exported or found.
public enum AdministrationError: Error, Equatable {
    /// An address gets no certificate.
    case address(SubscriberAddress.Refusal)
    /// The validity requested is refused.
    case validity(LongValidity.Failure)
    /// Nothing is issued for a certificate request.
    case request(RequestRefusal)
    /// A certificate is not renewed.
    case renewal(RenewalRefusal)
    /// No certificate of the store is selected, or it is not exported.
    case selection(SelectionError)
    /// A file of certificates or keys is not imported.
    case file(CertificateFile.Failure)
    /// A file from which a CA cannot be imported, or to which it cannot be exported.
    case authorityFile(AuthorityFileError)
    /// A certificate directory is not read or written.
    case directory(CertificateDirectory.Failure)
    /// Nothing is learned from a message.
    case learning(LearningRefusal)
    /// The store failed or refused.
    case store(CertStoreError)
    /// A certs-only message could not be created.
    case body(SMIMEError)
    /// A certificate or key could not be read, generated or encoded.
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
        case .authorityFile(let error): error.description
        case .directory(let failure): failure.description
        case .learning(let refusal): refusal.description
        case .store(let error): error.description
        case .body(let error): error.description
        case .cryptography(let error): error.description
        }
    }
}

/// Runs work of the store, and rethrows its error.
func storing<Result>(
    _ work: @autoclosure () throws(CertStoreError) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .store(error) }
}

/// Runs work of libcrypto, and rethrows its error.
func encoding<Result>(
    _ work: @autoclosure () throws(CMSError) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .cryptography(error) }
}

/// Reads an address, and rethrows its refusal.
func addressing<Result>(
    _ work: @autoclosure () throws(SubscriberAddress.Refusal) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .address(error) }
}

/// Reads a file, and rethrows its failure.
func reading<Result>(
    _ work: @autoclosure () throws(CertificateFile.Failure) -> Result
) throws(AdministrationError) -> Result {
    do { return try work() } catch { throw .file(error) }
}
