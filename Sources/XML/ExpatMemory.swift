import CExpat
import Glibc

/// The memory of one expat parser: counts what the parser holds, and refuses what exceeds the limit.
///
/// expat expands the names of a tag before it reports the tag, so that no handler can stop it in time: only
/// its allocator can. Each block names the account it is charged to: blocks of several parsers on one thread
/// cannot be confused, and a parser that moves to another thread between calls keeps its account.
@safe struct ExpatMemory: ~Copyable {
    /// What one parser may still allocate.
    private struct Account {
        /// The octets that are left.
        var rest: Int
        /// Whether an allocation was refused.
        var isExceeded = false
    }

    /// Precedes each block; its size keeps the block aligned for every type.
    @unsafe private struct Header {
        let account: UnsafeMutablePointer<Account>
        var size: Int
    }

    /// The number of octets that a parser may hold at a time, with the headers of its blocks.
    let limit: Int
    private let account: UnsafeMutablePointer<Account>

    init(limit: Int) {
        self.limit = limit
        unsafe account = .allocate(capacity: 1)
        unsafe account.initialize(to: Account(rest: limit))
    }

    /// The parser is freed first, since its blocks name the account.
    deinit {
        unsafe account.deallocate()
    }

    /// Whether the parser was refused memory because of the limit.
    var isExceeded: Bool { unsafe account.pointee.isExceeded }

    /// Runs `body`, in which expat allocates from this account.
    ///
    /// expat's allocators get no context: the thread holds it, for the duration of one call. A handler may
    /// read another document within the call.
    ///
    /// - Throws: `XMLError.outOfMemory` if the process has no key for values of threads left.
    func use<Result>(_ body: () -> Result) throws(XMLError) -> Result {
        guard let key = Self.key else { throw .outOfMemory }
        let outer = unsafe pthread_getspecific(key)
        guard unsafe pthread_setspecific(key, account) == 0 else { throw .outOfMemory }
        // The thread has a place for the value now, so that this cannot fail.
        defer { _ = unsafe pthread_setspecific(key, outer) }
        return body()
    }

    /// Creates a parser that allocates from this account.
    func makeParser(encoding: String?, separator: UInt8) throws(XMLError) -> XML_Parser {
        let parser = unsafe try use { () -> XML_Parser? in
            var suite = unsafe XML_Memory_Handling_Suite(
                malloc_fcn: { size in unsafe ExpatMemory.allocate(size) },
                realloc_fcn: { block, size in unsafe ExpatMemory.resize(block, to: size) },
                free_fcn: { block in unsafe ExpatMemory.free(block) })
            var separator = XML_Char(bitPattern: separator)
            return unsafe XML_ParserCreate_MM(encoding, &suite, &separator)
        }
        guard let parser = unsafe parser else {
            throw isExceeded ? .tooMuchMemory(limit: limit) : .outOfMemory
        }
        return unsafe parser
    }

    /// Holds the account of the parser that the thread runs.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return unsafe pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    private static let headerSize = unsafe MemoryLayout<Header>.size

    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard let key, let current = unsafe pthread_getspecific(key) else { return nil }
        let account = unsafe current.assumingMemoryBound(to: Account.self)
        guard unsafe allows(size, in: account, replacing: 0),
            let start = unsafe malloc(headerSize + size)
        else { return nil }
        unsafe account.pointee.rest -= headerSize + size
        unsafe start.initializeMemory(as: Header.self, to: Header(account: account, size: size))
        return unsafe start + headerSize
    }

    private static func resize(_ block: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer? {
        guard let block = unsafe block else { return unsafe allocate(size) }
        let header = unsafe (block - headerSize).assumingMemoryBound(to: Header.self)
        let (account, former) = unsafe (header.pointee.account, header.pointee.size)
        guard unsafe allows(size, in: account, replacing: headerSize + former),
            let start = unsafe realloc(header, headerSize + size)
        else { return nil }
        unsafe account.pointee.rest -= size - former
        unsafe start.assumingMemoryBound(to: Header.self).pointee.size = size
        return unsafe start + headerSize
    }

    /// Returns whether the account has room for a block of `size` octets in place of `former` octets.
    private static func allows(
        _ size: Int, in account: UnsafeMutablePointer<Account>, replacing former: Int
    ) -> Bool {
        // A size of C beyond `Int.max` is negative here; `rest` and `former` together are at most the limit.
        if size >= 0, unsafe size <= account.pointee.rest + former - headerSize { return true }
        unsafe account.pointee.isExceeded = true
        return false
    }

    private static func free(_ block: UnsafeMutableRawPointer?) {
        guard let block = unsafe block else { return }
        let header = unsafe (block - headerSize).assumingMemoryBound(to: Header.self)
        unsafe header.pointee.account.pointee.rest += headerSize + header.pointee.size
        unsafe Glibc.free(header)
    }
}
