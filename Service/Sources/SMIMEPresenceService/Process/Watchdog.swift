import ServiceLifecycle

/// Tells systemd that the service works, as often as it asks for.
///
/// It is silent if the thread that confirms the store is stuck.
struct Watchdog: Service {
    let manager: ServiceManager
    let interval: Duration
    let readiness: Readiness

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if readiness.isAlive { manager.notify(.alive) }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
        }
    }
}
