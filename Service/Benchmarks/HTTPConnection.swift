import Glibc

/// A connection to the service over its Unix socket, for one request at a time.
final class HTTPConnection {
    /// The service closed the connection, or answered in a form that is not expected here.
    struct Failure: Error {}

    private let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)

    init(path: String) throws(Failure) {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(descriptor, address, length)
            }
        }
        guard code == 0 else { throw Failure() }
    }

    deinit { close(descriptor) }

    /// Returns a request as octets, to be sent any number of times.
    static func request(_ path: String, _ body: [UInt8]) -> [UInt8] {
        Array(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: message/sip\r\nContent-Length: \(body.count)\r\n\r\n"
                .utf8) + body
    }

    /// Sends a request, and returns the status and the body of its answer.
    func send(_ request: [UInt8]) throws(Failure) -> (status: Int, body: [UInt8]) {
        var sent = 0
        while sent < request.count {
            let count = unsafe request.withUnsafeBytes {
                unsafe write(descriptor, $0.baseAddress.map { unsafe $0 + sent }, request.count - sent)
            }
            guard count > 0 else { throw Failure() }
            sent += count
        }
        var answer: [UInt8] = []
        var end: Int?
        var length = 0
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw Failure() }
            answer += buffer[..<count]
            if end == nil, let found = Self.headerEnd(answer) {
                end = found
                let header = String(decoding: answer[..<found], as: UTF8.self).lowercased()
                guard
                    let field = header.split(separator: "\r\n").first(where: {
                        $0.hasPrefix("content-length:")
                    }),
                    let value = Int(field.dropFirst(15).filter { $0 != " " })
                else { throw Failure() }
                length = value
            }
            if let end, answer.count >= end + length {
                let status = Int(String(decoding: answer[9..<12], as: UTF8.self)) ?? 0
                return (status, Array(answer[end..<end + length]))
            }
        }
    }

    private static func headerEnd(_ octets: [UInt8]) -> Int? {
        guard octets.count >= 4 else { return nil }
        for index in 0...(octets.count - 4)
        where octets[index] == 13 && octets[index + 1] == 10 && octets[index + 2] == 13
            && octets[index + 3] == 10
        {
            return index + 4
        }
        return nil
    }
}
