/// A country of ISO 3166-1 by its two letters.
package struct CountryCode: Hashable, Sendable {
    private let packed: UInt16

    /// Two capital letters, as `GE`.
    package var code: String { String(decoding: [UInt8(packed >> 8), UInt8(packed & 0xFF)], as: UTF8.self) }

    /// Two or three letters of the standard, upper or lower case: `GE`, `geo`.
    package init?(code: String) {
        let letters = Array(code.uppercased().utf8)
        guard letters.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else { return nil }
        switch letters.count {
        case 2:
            let packed = UInt16(letters[0]) << 8 | UInt16(letters[1])
            guard Self.entries[packed] != nil else { return nil }
            self.packed = packed
        case 3:
            guard let packed = Self.byThreeLetters[String(decoding: letters, as: UTF8.self)] else {
                return nil
            }
            self.packed = packed
        default: return nil
        }
    }

    /// Whatever a file or a person writes: a code, the English name, a common other name; nil where it says nothing
    /// exact, as `European Community` or `Channel Islands` (which are Guernsey and Jersey).
    package init?(named text: String) {
        let key = text.folded
        if let known = Self.byName[key] {
            packed = known
        } else if let code = CountryCode(code: key) {
            self = code
        } else {
            return nil
        }
    }

    /// The English name.
    package var name: String { Self.entries[packed]?.name ?? code }
    /// Three letters, as `GEO`.
    package var threeLetters: String { Self.entries[packed]?.threeLetters ?? "" }
    /// What is mostly paid with there.
    package var currency: Currency? { Self.entries[packed]?.currency }

    /// All of them, by code.
    package static var all: [CountryCode] { entries.keys.sorted().map(CountryCode.init(packed:)) }

    private init(packed: UInt16) { self.packed = packed }

    private struct Entry: Sendable {
        let threeLetters: String
        let currency: Currency?
        let name: String
    }

    private static let entries: [UInt16: Entry] = {
        var entries: [UInt16: Entry] = [:]
        for line in tableText.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 4)
            let letters = Array(parts[0].utf8)
            guard parts.count == 5, letters.count == 2 else { continue }
            entries[UInt16(letters[0]) << 8 | UInt16(letters[1])] = Entry(
                threeLetters: String(parts[1]), currency: Currency(code: String(parts[3])),
                name: String(parts[4]))
        }
        return entries
    }()

    private static let byThreeLetters: [String: UInt16] = Dictionary(
        entries.map { ($0.value.threeLetters, $0.key) }, uniquingKeysWith: { first, _ in first })

    private static let byName: [String: UInt16] = {
        var names = Dictionary(
            entries.map { ($0.value.name.folded, $0.key) }, uniquingKeysWith: { first, _ in first })
        for line in aliases.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            let letters = Array(parts[0].utf8)
            for alias in parts[1].split(separator: ",") {
                names[String(alias).folded] = UInt16(letters[0]) << 8 | UInt16(letters[1])
            }
        }
        return names
    }()

    /// Other names that files and people use. `UK` is no code of the standard but everyone writes it.
    private static let aliases = """
        AE UAE,U.A.E.,Emirates
        AT Österreich,Oesterreich
        BA Bosnia,Bosnia and Herzegovina
        BE Belgique,België,Belgien
        BG България
        BN Brunei Darussalam
        BO Bolivia (Plurinational State of)
        BY Беларусь
        CD Democratic Republic of the Congo,DR Congo,Congo (DRC)
        CG Congo,Republic of the Congo
        CH Schweiz,Suisse,Svizzera
        CI Ivory Coast
        CN PR China,People's Republic of China,中国
        CV Cabo Verde
        CY Κύπρος
        CZ Czech Republic,Česko,Česká republika
        DE Deutschland,Allemagne,BRD,Federal Republic of Germany
        DK Danmark
        EE Eesti
        ES España,Espana,Spanien
        FI Suomi
        FR Frankreich
        GB UK,U.K.,Great Britain,Britain,England,Scotland,Wales,Northern Ireland
        GE საქართველო,Грузия,Republic of Georgia
        GR Hellas,Ελλάδα
        HK Hong Kong
        HR Hrvatska
        HU Magyarország
        IE EIRE,Republic of Ireland,Éire
        IL ישראל
        IR Iran (Islamic Republic of)
        IS Ísland
        IT Italia,Italien
        JP 日本
        KP DPRK
        KR Korea,South Korea,Republic of Korea,대한민국
        LA Lao People's Democratic Republic
        LT Lietuva
        LU Luxemburg
        LV Latvija
        MD Republic of Moldova
        MK Macedonia,FYROM,Republic of North Macedonia
        MM Burma,Myanmar
        MO Macau,Macao
        MX México
        NL Holland,Nederland,The Netherlands
        NO Norge,Noreg
        PH The Philippines
        PL Polska
        PS Palestine
        PT Portugal
        RO România
        RS Srbija,Србија
        RU Russian Federation,Россия
        SE Sverige
        SI Slovenija
        SK Slovak Republic,Slovensko
        SY Syrian Arab Republic
        SZ Swaziland
        TL East Timor
        TR Turkey,Türkiye
        TW Taiwan (Province of China),台灣
        TZ United Republic of Tanzania
        UA Україна
        US U.S.,U.S.A.,America,United States of America
        VA Vatican,Holy See
        VE Venezuela (Bolivarian Republic of)
        VN Viet Nam
        ZA RSA,Republic of South Africa
        """
}

extension CountryCode: CustomStringConvertible {
    package var description: String { code }
}

extension CountryCode: Comparable {
    /// By code.
    package static func < (left: CountryCode, right: CountryCode) -> Bool { left.packed < right.packed }
}

extension CountryCode: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let country = CountryCode(code: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "“\(text)” is not a country code of ISO 3166-1, such as GE")
        }
        self = country
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
