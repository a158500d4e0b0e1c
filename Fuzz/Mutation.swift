import CFuzzer
import TestSupport

/// libFuzzer's changes, and changes that keep DER and messages well formed.
enum Mutation {
    /// libFuzzer's mutation of `octets`: flipped bits, words of the dictionary, pieces moved or removed.
    static func plain(_ octets: [UInt8], growingBy more: Int = 64) -> [UInt8] {
        var memory = octets + [UInt8](repeating: 0, count: more)
        let count = unsafe memory.withUnsafeMutableBufferPointer { buffer in
            unsafe LLVMFuzzerMutate(buffer.baseAddress, octets.count, buffer.count)
        }
        return Array(memory.prefix(count))
    }

    /// DER with an element or two changed; nil for other octets.
    static func der(_ octets: [UInt8], by generator: inout SeededGenerator) -> [UInt8]? {
        guard var tree = try? DERNode(parsing: octets) else { return nil }
        for _ in 0..<Int.random(in: 1...2, using: &generator) { tree.change(by: &generator) }
        // Some senders stream.
        let levels = Int.random(in: 0..<8, using: &generator) == 0 ? 5 : 0
        return tree.ber(indefiniteTo: levels)
    }
}

extension DERNode {
    /// Every path to an element, this one first.
    private func paths(below path: [Int] = []) -> [[Int]] {
        guard path.count < 40 else { return [path] }
        return [path] + elements.enumerated().flatMap { $0.element.paths(below: path + [$0.offset]) }
    }

    /// The element at `path`.
    private func element(at path: some Sequence<Int>) -> DERNode {
        path.reduce(self) { $0.elements[$1] }
    }

    /// Changes the element at `path` in place.
    private mutating func update(at path: ArraySlice<Int>, _ change: (inout DERNode) -> Void) {
        guard let first = path.first else { return change(&self) }
        elements[first].update(at: path.dropFirst(), change)
    }

    fileprivate mutating func change(by generator: inout SeededGenerator) {
        let all = paths()
        let path = all.randomElement(using: &generator) ?? []
        let other = element(at: all.randomElement(using: &generator) ?? [])
        let choice = Int.random(in: 0..<10, using: &generator)
        let place = path.last
        if let place, choice < 4 {
            let swapped = Int.random(in: 0..<16, using: &generator)
            update(at: path.dropLast()) { parent in
                switch choice {
                case 0: parent.elements.remove(at: place)
                case 1: parent.elements.insert(parent.elements[place], at: place)
                case 2: parent.elements.insert(other, at: place)
                default: parent.elements.swapAt(place, swapped % parent.elements.count)
                }
            }
            return
        }
        var random = generator
        update(at: path[...]) { $0.changeAlone(choice, other: other, by: &random) }
        generator = random
    }

    private mutating func changeAlone(
        _ choice: Int, other: DERNode, by generator: inout SeededGenerator
    ) {
        let isPrimitive = identifier & 0x20 == 0
        switch choice {
        case 4: self = other
        case 5:
            let tags: [UInt8] = [
                identifier ^ 0x20, identifier &+ 1, 0x30, 0x31, 0x04, 0x24, 0xA0, 0xA1, 0x80, 0x06,
            ]
            let octets = isPrimitive ? self.octets : der
            identifier = tags.randomElement(using: &generator) ?? identifier
            if isPrimitive, identifier & 0x20 != 0 { elements = [DERNode(0x04, octets)] }
        case 6: self = DERNode(0x30, elements: [self])
        case _ where !isPrimitive:
            elements = choice == 7 ? [] : elements.reversed()
        default:
            // Extensions, attributes and PKCS #12 have DER in octet strings.
            if identifier == 0x04, var inner = try? DERNode(parsing: octets), choice < 9 {
                inner.change(by: &generator)
                octets = inner.der
            } else {
                octets = Mutation.plain(octets)
            }
        }
    }

    /// The encoding, with indefinite lengths of constructed elements down to this number of levels.
    fileprivate func ber(indefiniteTo levels: Int) -> [UInt8] {
        guard levels > 0, identifier & 0x20 != 0 else { return der }
        return [identifier, 0x80] + elements.flatMap { $0.ber(indefiniteTo: levels - 1) } + [0x00, 0x00]
    }
}
