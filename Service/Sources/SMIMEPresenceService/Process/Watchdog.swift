import ServiceLifecycle

/// Tells systemd that the service works, as often as it asks for.
///
/// It is silent if the thread that confirms the store is stuck.
struct Watchdog: Service {
    let manager: ServiceManager
    let readiness: Readiness

    func run() async throws {
        let interval = manager.watchdogInterval
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await Task.sleep(for: interval ?? .seconds(1))
            if interval != nil, readiness.isAlive { manager.notify(.alive) }
        }
    }
}
