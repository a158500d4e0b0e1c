import CZlib

/// Owns one zlib stream; all memory-unsafe code of this module is here.
@safe final class Inflater {
    private static let chunk = 1 << 15

    private let stream: UnsafeMutablePointer<z_stream>

    init(_ coding: ContentCoding) throws(ContentCodingError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 is the largest window; adding 16 selects the header and trailer of gzip (zlib.h, inflateInit2).
        let windowBits: Int32 = coding == .gzip ? 15 + 16 : 15
        let status = unsafe inflateInit2_(
            stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else { throw .outOfMemory }
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Returns the content after all of `octets` was used and the checksum was correct.
    func inflate(_ octets: [UInt8], limit: Int) throws(ContentCodingError) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var used = 0
        while true {
            let step = step(octets, from: used, into: &buffer)
            used += step.used
            guard result.count + step.made <= limit else { throw .tooLarge(limit: limit) }
            result += buffer[..<step.made]
            switch step.status {
            case Z_STREAM_END:
                guard used == octets.count else { throw .surplus(octets: octets.count - used) }
                return result
            case Z_NEED_DICT: throw .dictionary
            case Z_MEM_ERROR: throw .outOfMemory
            case Z_OK where step.used > 0 || step.made > 0: continue
            default: throw .damaged
            }
        }
    }

    private func step(
        _ octets: [UInt8], from start: Int, into buffer: inout [UInt8]
    ) -> (status: Int32, used: Int, made: Int) {
        let room = buffer.count
        return unsafe octets.withUnsafeBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { output in
                let available = input.count - start
                // zlib only reads from here.
                unsafe stream.pointee.next_in = unsafe input.baseAddress.map {
                    unsafe UnsafeMutablePointer(mutating: $0 + start)
                }
                unsafe stream.pointee.avail_in = UInt32(available)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(room)
                let status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    status, available - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out)
                )
            }
        }
    }
}
