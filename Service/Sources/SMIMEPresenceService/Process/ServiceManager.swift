import Glibc

/// Notifies systemd of the state of the service (sd_notify(3)); does nothing without `NOTIFY_SOCKET`.
struct ServiceManager: Sendable {
    /// A state to report.
    enum State: String {
        case ready = "READY=1"
        case stopping = "STOPPING=1"
        case alive = "WATCHDOG=1"
    }

    private let socketName: String?
    /// Half the time within which systemd expects a sign of life; nil if it expects none.
    let watchdogInterval: Duration?

    /// Reads `NOTIFY_SOCKET` and `WATCHDOG_USEC`.
    init(environment: [String: String]) {
        socketName = environment["NOTIFY_SOCKET"]
        watchdogInterval = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { .microseconds($0 / 2) }
    }

    /// Sends the state; errors are ignored.
    func notify(_ state: State) {
        guard let name = socketName, !name.isEmpty else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var octets = Array(name.utf8)
        // A name that begins with '@' is in the abstract namespace (unix(7)).
        if octets.first == UInt8(ascii: "@") { octets[0] = 0 }
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard octets.count < capacity else { return }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: octets) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + octets.count)
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let message = Array(state.rawValue.utf8)
        _ = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe sendto(
                    descriptor, message, message.count, Int32(MSG_NOSIGNAL), address, length)
            }
        }
    }
}
