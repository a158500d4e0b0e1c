#if PostgreSQL
    import CMS
    import CPostgreSQL
    import Glibc

    /// The values of a statement in libpq's form, wiped when they are released.
    ///
    /// libpq copies them into its network buffer, which is never wiped.
    @safe final class PostgreSQLParameters {
        private var memory: [UnsafeMutableRawBufferPointer?] = unsafe []
        private var lengths: [Int32] = []
        private var formats: [Int32] = []

        init(_ values: [DatabaseValue]) {
            for value in values {
                switch value {
                case .text(let text): add(Array(text.utf8), isBinary: false)
                case .integer(let number): add(Array(String(number).utf8), isBinary: false)
                case .octets(let octets): add(octets, isBinary: true)
                case .secret(let secret):
                    let copy = UnsafeMutableRawBufferPointer.allocate(
                        byteCount: secret.count + 1, alignment: 1)
                    secret.withOctets { octets in
                        unsafe octets.withUnsafeBytes { unsafe copy.copyMemory(from: $0) }
                    }
                    unsafe keep(copy, count: secret.count, isBinary: true)
                case .null: unsafe keep(nil, count: 0, isBinary: true)
                }
            }
        }

        deinit {
            unsafe memory.forEach { buffer in
                guard let buffer = unsafe buffer else { return }
                unsafe wipe(buffer)
                unsafe buffer.deallocate()
            }
        }

        /// Sends a prepared statement with the values; its rows arrive as octets.
        func send(_ name: String, on connection: OpaquePointer) -> Bool {
            let pointers = unsafe memory.map { buffer in
                unsafe buffer.map { unsafe UnsafePointer($0.assumingMemoryBound(to: CChar.self).baseAddress) }
                    ?? nil
            }
            return unsafe PQsendQueryPrepared(
                connection, name, Int32(clamping: pointers.count), pointers, lengths, formats, 1) == 1
        }

        /// Adds the octets with a terminating NUL, as text requires.
        private func add(_ octets: [UInt8], isBinary: Bool) {
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: octets.count + 1, alignment: 1)
            unsafe copy.copyBytes(from: octets + [0])
            unsafe keep(copy, count: octets.count, isBinary: isBinary)
        }

        private func keep(_ buffer: UnsafeMutableRawBufferPointer?, count: Int, isBinary: Bool) {
            unsafe memory.append(buffer)
            lengths.append(Int32(clamping: count))
            formats.append(isBinary ? 1 : 0)
        }
    }

    /// The sole owner of a libpq result with a single row.
    @safe final class PostgreSQLRow: DatabaseRow {
        private let result: OpaquePointer

        init(adopting result: OpaquePointer) { unsafe self.result = result }

        deinit { unsafe PQclear(result) }

        func isNull(_ column: Int32) -> Bool { unsafe PQgetisnull(result, 0, column) == 1 }

        /// Returns the number; the octets are big-endian, their number depends on the column's type.
        func integer(_ column: Int32) -> Int64 {
            let octets = octets(column)
            guard let first = octets.first, octets.count <= 8 else { return 0 }
            return octets.reduce(first & 0x80 == 0 ? 0 : -1) { $0 << 8 | Int64($1) }
        }

        func text(_ column: Int32) -> String { String(decoding: octets(column), as: UTF8.self) }

        func octets(_ column: Int32) -> [UInt8] {
            unsafe [UInt8](UnsafeRawBufferPointer(value(column)))
        }

        /// Wiped in libpq's result; its network buffer is out of reach.
        func secret(_ column: Int32) -> SecretOctets? {
            if isNull(column) { return nil }
            let value = unsafe value(column)
            defer { unsafe wipe(value) }
            return unsafe SecretOctets(capacity: value.count) { memory in
                unsafe UnsafeMutableRawBufferPointer(memory).copyMemory(from: UnsafeRawBufferPointer(value))
                return value.count
            }
        }

        private func value(_ column: Int32) -> UnsafeMutableRawBufferPointer {
            unsafe UnsafeMutableRawBufferPointer(
                start: PQgetvalue(result, 0, column), count: Int(PQgetlength(result, 0, column)))
        }
    }

    /// Overwrites memory in a way that no compiler optimizes away.
    private func wipe(_ memory: UnsafeMutableRawBufferPointer) {
        if let start = memory.baseAddress { unsafe explicit_bzero(start, memory.count) }
    }

    /// Strings as a NULL-terminated array for a C function.
    enum CStrings {
        static func lending<Result>(
            _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
        ) -> Result {
            let copies = unsafe strings.map { unsafe strdup($0) }
            defer {
                unsafe copies.forEach { copy in
                    guard let copy = unsafe copy else { return }
                    unsafe explicit_bzero(copy, strlen(copy))
                    unsafe free(copy)
                }
            }
            let list = unsafe copies.map { unsafe UnsafePointer($0) } + [nil]
            return unsafe list.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
        }
    }
#endif
