import Octets

extension HeaderField {
    /// Returns the octets of the field with each line end written as `lineEnd`, also
    /// at the end of the last line.
    package func octets(lineEnd: [UInt8]) -> [UInt8] { endingLines(with: lineEnd).octets }

    /// Returns the field with each line end written as `lineEnd`, also at the end of the last line.
    package func endingLines(with lineEnd: [UInt8]) -> HeaderField {
        isOneLine(endingWith: lineEnd) ? self : replacing(name: nil, lineEnd: lineEnd)
    }

    /// Returns the same field under another name, with its value unchanged and its lines ended by CRLF.
    package func renamed(_ newName: String) -> HeaderField {
        isOneLine(endingWith: ASCII.lineEnd) && hasPlainName(newName)
            ? self : replacing(name: newName, lineEnd: ASCII.lineEnd)
    }

    /// Appends the octets of the field.
    @inlinable package func append(to octets: inout [UInt8]) { octets += header[place.lines] }

    /// Returns whether the field is one line with this end.
    private func isOneLine(endingWith lineEnd: [UInt8]) -> Bool {
        guard place.isVerbatim || ASCII.hasNoLineEnd(place.value, in: header) else { return false }
        let octets = header.span
        let text = place.lines.upperBound - lineEnd.count
        guard !place.isFolded, text >= place.value.upperBound else { return false }
        for index in lineEnd.indices where octets[text + index] != lineEnd[index] { return false }
        return ASCII.hasNoLineEnd(place.value.upperBound..<text, in: header)
    }

    /// Returns whether the field begins with this name, written like this, and a colon.
    private func hasPlainName(_ name: String) -> Bool {
        let octets = header.span
        let count = name.utf8.count
        guard place.name.count == count, octets[place.name.upperBound] == 0x3A else { return false }
        let (start, other) = (place.start, name.utf8.span)
        for index in 0..<count where octets[start + index] != other[index] { return false }
        return true
    }

    /// Writes the lines again.
    private func replacing(name: String?, lineEnd: [UInt8]) -> HeaderField {
        let (old, end) = (place.value, place.lines.upperBound)
        let colon = header[place.name.upperBound..<end].firstIndex(of: 0x3A) ?? end
        var octets = name.map { Array($0.utf8) } ?? Array(header[place.start..<colon])
        let nameEnd = name == nil ? place.name.count : octets.count
        octets.reserveCapacity(octets.count + end - colon + lineEnd.count)
        var value = octets.count..<octets.count
        // A CR is part of a line end if only others stand before the LF; an unchecked header holds more.
        var returns = 0
        for index in colon..<end {
            let octet = header[index]
            guard octet != ASCII.carriageReturn else {
                returns += 1
                continue
            }
            if octet != ASCII.lineFeed {
                octets += repeatElement(ASCII.carriageReturn, count: returns)
            }
            returns = 0
            if index == old.lowerBound { value = octets.count..<octets.count }
            if octet == ASCII.lineFeed { octets += lineEnd } else { octets.append(octet) }
            if index < old.upperBound { value = value.lowerBound..<octets.count }
        }
        if header[place.lines].last != ASCII.lineFeed { octets += lineEnd }
        if old.isEmpty { value = octets.count..<octets.count }
        var written = HeaderFieldPlace(
            start: 0, nameEnd: nameEnd, value: value, end: octets.count,
            isASCII: place.isVerbatim)
        if place.isFolded { written.fold(value) }
        return HeaderField(in: octets, at: written)
    }
}
