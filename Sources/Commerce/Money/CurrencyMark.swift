/// What the signs and words beside prices mean: `€`, `kr`, `руб.`
package enum CurrencyMark {
    /// The codes a mark can stand for: several for `$` or `kr`, none for a word that is no currency.
    package static func codes(meantBy mark: String) -> [String] {
        let word = plain(mark)
        if let codes = table[word] { return codes }
        if let currency = Currency(code: word) { return [currency.code] }
        return []
    }

    /// In small letters, without blanks, and without the dots and colons that abbreviations end with.
    private static func plain(_ mark: String) -> String {
        var word = mark.lowercased().filter { $0 != " " }
        while let last = word.last, last == "." || last == ":" { word.removeLast() }
        return word
    }

    private static let table: [String: [String]] = {
        var table: [String: [String]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            for mark in parts.dropFirst() {
                for code in parts[0].split(separator: ",") {
                    table[String(mark), default: []].append(String(code))
                }
            }
        }
        for currency in Currency.all {
            let symbol = plain(currency.symbol)
            if table[symbol]?.contains(currency.code) != true {
                table[symbol, default: []].append(currency.code)
            }
        }
        return table
    }()

    /// Codes, then the marks that mean them, in lower case and without dots at the end.
    private static let text = """
        USD,AUD,CAD,NZD,HKD,SGD,TWD,MXN,ARS,CLP,COP,BBD,BMD,BND,BSD,BZD,DOP,FJD,GYD,JMD,KYD,LRD,NAD,SBD,SRD,TTD,XCD $
        USD us$ u$s usd$ $usd
        AUD a$ au$ aud$ $aud
        CAD c$ ca$ cad$ $cad
        NZD nz$
        HKD hk$
        SGD s$ sg$
        TWD nt$ 元
        MXN mx$ mex$
        JMD j$
        TTD tt$
        GYD gy$
        BRL r$
        EUR € euro euros
        GBP £ ₤ stg
        ITL,EGP,LBP,SYP,GIP,FKP,SHP £
        ITL,TRY ₤
        JPY ¥ 円 yen
        CNY ¥ cn¥ 元 圆 rmb yuan
        KRW ₩ 원 won
        INR,PKR,LKR,NPR,MUR,SCR rs re
        INR ₹ र ரூ
        RUB ₽ руб р рублей рубль
        UAH ₴ грн гривень
        BYN,BYR,ETB br
        KZT ₸ тг тенге
        GEL ₾ ლარი лари lari
        AMD ֏ դր
        AZN ₼ man
        PLN zł zl
        CZK kč kc
        HUF ft
        RON,MDL lei leu
        BGN лв
        SEK,NOK,DKK,ISK kr
        CHF sfr fr chf
        TRY ₺ tl
        ILS ₪ nis ש״ח ש'ח
        AED dhs dh د.إ درهم
        SAR ر.س
        QAR ر.ق
        KWD kd د.ك
        JOD د.أ
        DZD د.ج دج
        LYD ل.د د.ل
        IQD ع.د
        EGP ج.م جنيه
        SYP ل.س
        IRR,SAR,QAR,OMR,YER ريال ﷼ ریال
        VND ₫ đ vnđ
        THB ฿ baht
        PHP ₱
        IDR rp
        MYR rm
        LAK ₭
        MNT ₮
        KHR ៛
        NGN ₦
        GHS ₵
        ZAR,LSL r
        XOF,XAF fcfa cfa
        HRK kn
        RSD din дин
        MKD ден
        BAM км km
        KES ksh
        TZS tsh
        MOP mop$
        BIF fbu
        DJF fdj
        ERN nfk
        MRU um
        VUV vt
        ZMW zk
        GNF gfr fg
        RWF rf
        MMK ks
        BTN nu
        AFN ؋
        UZS so'm
        PAB b/
        BOB $b bs
        AOA kwz kz
        CHF,XAF,XOF,XPF,FRF,BEF,LUF ₣ franc
        """
}
