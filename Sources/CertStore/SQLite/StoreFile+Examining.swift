import Glibc
import Octets

extension StoreFile {
    /// Passes the store in a file to `work` without changing the file: of a store of an earlier version, a
    /// copy is upgraded, which is removed at the end.
    ///
    /// - Throws: as ``open(_:)``, or what `work` throws.
    static func examine<Result>(
        _ path: String, _ work: (CertStore) throws(CertStoreError) -> Result
    ) throws(CertStoreError) -> Result {
        let source = unsafe Glibc.open(FileName.cString(path), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard source >= 0 else { throw .system(path: path, code: errno) }
        defer { close(source) }
        var octets = [UInt8](repeating: 0, count: headerOctets)
        guard unsafe pread(source, &octets, octets.count, 0) == octets.count,
            let header = header(octets), header.application == StoreSchema.application
        else { throw .notAStore(path: path) }
        guard header.version < StoreSchema.version else { return try work(try CertStore.open(path)) }
        try checkDirectory(of: path)
        let copy = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).tmp"
        defer { UnfinishedFiles.remove(copy) }
        try write(source, to: copy)
        return try work(try CertStore.open(copy))
    }

    /// Copies a file that has no log into a new file, which only its owner can read.
    private static func write(_ source: Int32, to copy: String) throws(CertStoreError) {
        let target: Int32
        do throws(UnfinishedFiles.Failure) {
            target = try UnfinishedFiles.make(copy, mode: 0o600, companions: ["-journal", "-wal", "-shm"])
        } catch {
            throw .system(path: copy, code: error.code)
        }
        defer { close(target) }
        while true {
            let count = sendfile(target, source, nil, 1 << 24)
            if count == 0 { return }
            guard count > 0 || errno == EINTR else { throw .system(path: copy, code: errno) }
        }
    }
}
