import Assessment
import Testing

@Suite("Alternative: those that SA3 was given")
struct AlternativeTests {
    @Test("there are the path as it is, six answers, and S/MIME with each way to encrypt the hop")
    func all() {
        // The names of docs/report.md, in the order of docs/alternatives.md.
        #expect(
            Alternative.allCases.map(\.rawValue)
                == ["baseline", "0", "1", "2", "3", "4", "5", "3+4", "3+5"])
        #expect(Set(Alternative.allCases.map(\.title)).count == Alternative.allCases.count)
    }

    @Test("a combination consists of the alternatives in its name, and any other of itself")
    func parts() {
        for alternative in Alternative.allCases {
            let names = alternative.rawValue.split(separator: "+").map(String.init)
            #expect(alternative.parts.map(\.rawValue) == names)
        }
    }

    @Test("only the flag and the ban hide by withholding")
    func withholding() {
        #expect(Alternative.allCases.filter(\.withholds) == [.loosen, .forbid])
    }

    @Test("less is revealed by hiding than to a legitimate reader, by a part, and by everything")
    func visibility() {
        #expect(Visibility.allCases.shuffled().sorted() == [.hidden, .legitimate, .partly, .exposed])
        for visibility in Visibility.allCases { #expect(!(visibility < visibility)) }
    }
}
