import CFuzzer
import Foundation
import TestSupport

/// Fuzz targets for everything that reads octets from the network:
/// `Fuzz TARGET [LIBFUZZER OPTIONS] DIRECTORY`, `Fuzz TARGET seeds DIRECTORY`, `Fuzz TARGET dictionary FILE`,
/// and `Fuzz list` for their names, each with the longest input.
///
/// `make fuzz` runs them all.
@main
struct Fuzz {
    private static let targets: [String: any FuzzTarget] = [
        "sip": SIPTarget(), "sipfrag": SIPFragmentTarget(), "mime": MIMETarget(), "pidf": PresenceTarget(),
        "coding": CodingTarget(),
        "rules": RulesTarget(),
        "cms": CMSTarget(), "certificates": CertificateTarget(), "pkcs12": PKCS12Target(),
        "signatures": SignaturesTarget(), "open": OpenTarget(), "content": ContentTarget(),
        "plaintext": PlaintextTarget(),
    ]

    private static let inherited = "SMIME_PRESENCE_FUZZ_TARGET"

    /// Set once, before libFuzzer starts.
    nonisolated(unsafe) fileprivate static var target: any FuzzTarget = SIPTarget()

    static func main() throws {
        var arguments = CommandLine.arguments
        // libFuzzer runs this program again to reduce an input, without the target's name.
        if let name = ProcessInfo.processInfo.environment[inherited] { arguments.insert(name, at: 1) }
        if arguments.dropFirst().first == "list" {
            for (name, target) in targets.sorted(by: { $0.key < $1.key }) {
                print(name, target.maximumOctets)
            }
            return
        }
        guard arguments.count > 2, let target = targets[arguments[1]] else {
            print("usage: Fuzz list | TARGET seeds DIRECTORY | TARGET dictionary FILE")
            print("       Fuzz TARGET [LIBFUZZER OPTIONS] DIRECTORY")
            exit(64)
        }
        if arguments[2] == "seeds", arguments.count == 4 {
            try write(target.seeds(), to: URL(filePath: arguments[3]))
            return
        }
        if arguments[2] == "dictionary", arguments.count == 4 {
            try Data(Dictionary(of: target).text.utf8).write(to: URL(filePath: arguments[3]))
            return
        }
        unsafe setenv(inherited, arguments[1], 1)
        unsafe self.target = target
        drive([arguments[0]] + arguments[2...])
    }

    private static func write(_ seeds: [(name: String, octets: [UInt8])], to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for seed in seeds {
            try Data(seed.octets).write(to: directory.appending(path: seed.name))
        }
        print("\(seeds.count) seeds")
    }

    private static func drive(_ arguments: [String]) {
        // libFuzzer keeps the pointers for the life of the process.
        var count = Int32(arguments.count)
        let strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: arguments.count + 1)
        for (index, argument) in arguments.enumerated() { unsafe strings[index] = strdup(argument) }
        unsafe strings[arguments.count] = nil
        var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe strings
        let status = unsafe LLVMFuzzerRunDriver(&count, &pointer) { octets, count in
            unsafe Fuzz.target.run([UInt8](UnsafeBufferPointer(start: octets, count: count)))
            return 0
        }
        exit(status)
    }
}

/// libFuzzer calls this for every new input: half of them keep their lengths
/// valid, if the target supports it.
@c(LLVMFuzzerCustomMutator)
func customMutator(
    _ octets: UnsafeMutablePointer<UInt8>, _ count: Int, _ maximum: Int, _ seed: UInt32
) -> Int {
    var generator = SeededGenerator(seed: UInt64(seed))
    if Bool.random(using: &generator) {
        let old = unsafe [UInt8](UnsafeBufferPointer(start: octets, count: count))
        if let new = unsafe Fuzz.target.changed(old, by: &generator), !new.isEmpty, new.count <= maximum {
            for (index, octet) in new.enumerated() { unsafe octets[index] = octet }
            return new.count
        }
    }
    return unsafe LLVMFuzzerMutate(octets, count, maximum)
}
