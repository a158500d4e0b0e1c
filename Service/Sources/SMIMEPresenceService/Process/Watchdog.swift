import ServiceLifecycle

/// Tells systemd that the service works, as often as it asks for; silent while the service is not ready.
struct Watchdog: Service {
    let manager: ServiceManager
    let readiness: Readiness

    func run() async throws {
        let interval = manager.watchdogInterval
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await Task.sleep(for: interval ?? .seconds(1))
            if interval != nil, readiness.isTested { manager.notify(.alive) }
        }
    }
}
