#if PostgreSQL
    import CPostgreSQL
    import Glibc

    extension PostgreSQLDatabase {
        /// The channel on which writers notify of changes; a database has one store.
        private static let channel = "smime_presence"

        /// Waits until a result can be read; after `patience` without an octet the connection counts as lost.
        ///
        /// TCP reports a server as alive while its machine, or a proxy before it, acknowledges what is sent.
        func awaitResult(within patience: Duration) {
            while unsafe PQisBusy(connection) == 1 {
                if !isReadable(within: patience) {
                    // libpq then finds that the connection has ended, and begins another one later.
                    unsafe shutdown(PQsocket(connection), Int32(SHUT_RDWR))
                }
                guard unsafe PQconsumeInput(connection) == 1 else { return }
            }
        }

        /// Sends a notification with the current transaction; the server delivers it after the commit.
        func notifyOfChange() throws(DatabaseFailure) { try execute("NOTIFY \(Self.channel)") }

        /// Begins to receive notifications on this connection.
        func listen() throws(DatabaseFailure) { try execute("LISTEN \(Self.channel)") }

        /// Waits for a notification for at most `duration`; returns whether there was one.
        func awaitNotification(within duration: Duration) throws(DatabaseFailure) -> Bool {
            if takeNotifications() { return true }
            guard isReadable(within: duration) else { return false }
            guard unsafe PQconsumeInput(connection) == 1 else {
                throw DatabaseFailure(code: "PostgreSQL 08006", message: "the connection was lost")
            }
            return takeNotifications()
        }

        private func takeNotifications() -> Bool {
            var hasAny = false
            while let notification = unsafe PQnotifies(connection) {
                unsafe PQfreemem(notification)
                hasAny = true
            }
            return hasAny
        }

        /// Waits until the server has sent something, or has closed the connection.
        private func isReadable(within duration: Duration) -> Bool {
            let end = ContinuousClock.now + duration
            var descriptor = pollfd(fd: unsafe PQsocket(connection), events: Int16(POLLIN), revents: 0)
            while true {
                let rest = max(.zero, end - .now) / .milliseconds(1)
                let count = unsafe poll(&descriptor, 1, Int32(clamping: Int(rest.rounded(.up))))
                // A signal interrupts it.
                guard count < 0, errno == EINTR else { return count > 0 }
            }
        }
    }
#endif
