import CertStore
import Foundation
import Logging
import ServiceLifecycle

/// Receives notifications of changes to a store in PostgreSQL, so that they take effect at once.
///
/// It has a connection and a thread of its own, so a server that does not answer here delays no confirmation.
/// ``Freshness`` confirms the state at intervals in any case.
struct ChangeNotifications: Service {
    /// The time between two attempts to connect.
    private static let pause = Duration.seconds(1)

    let location: String
    let signal: ChangeSignal
    let logger: Logger

    func run() async throws {
        let thread = Thread {
            while !signal.isOver {
                listen()
                Thread.sleep(forTimeInterval: Self.pause / .seconds(1))
            }
        }
        thread.start()
        try? await gracefulShutdown()
    }

    /// Listens until the connection is lost or the service ends.
    private func listen() {
        do throws(CertStoreError) {
            guard let listener = try StoreChangeListener.connect(to: location) else { return }
            // What was committed while there was no connection.
            signal.notify()
            while !signal.isOver {
                if try listener.awaitChange(within: Self.pause) { signal.notify() }
            }
        } catch {
            logger.debug("no notifications of the store", metadata: ["error": "\(error)"])
        }
    }
}
