import Glibc
import NIOCore
import ServiceLifecycle

/// Serves one socket, and names it in the error if it cannot be opened.
struct SocketService: Service {
    let address: SocketConfiguration.Address
    let service: any Service

    /// - Throws: ``ServiceFailure/system(_:code:)`` for an error of the system, or a path that is too long:
    ///   neither names an address.
    func run() async throws {
        do {
            try await service.run()
        } catch let error as IOError {
            throw ServiceFailure.system(name, code: error.errnoCode)
        } catch SocketAddressError.unixDomainSocketPathTooLong {
            throw ServiceFailure.system(name, code: ENAMETOOLONG)
        }
    }

    private var name: String {
        switch address {
        case .path(let path): path
        case .loopback(let port, _): "127.0.0.1:\(port)"
        }
    }
}
