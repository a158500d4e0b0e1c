import NIOCore
import ServiceLifecycle

/// Serves one socket, and names it in the error if it cannot be opened.
struct SocketService: Service {
    let address: SocketConfiguration.Address
    let service: any Service

    /// - Throws: ``ServiceFailure/system(_:code:)`` for an error of the system, which names no address.
    func run() async throws {
        do { try await service.run() } catch let error as IOError {
            let name =
                switch address {
                case .path(let path): path
                case .loopback(let port, _): "127.0.0.1:\(port)"
                }
            throw ServiceFailure.system(name, code: error.errnoCode)
        }
    }
}
