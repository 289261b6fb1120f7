extension Currency {
    /// Code, exponent, whether some territory pays in it today, symbol, English name; sorted by code.
    ///
    /// Exponents are those of ISO 4217. The common CLDR list differs for cash (it gives AFN, RSD, IQD and others no
    /// decimals as no coins are left), but banks and platforms charge by the standard. Withdrawn currencies have the
    /// exponent they had in the standard. Names and symbols come from Unicode CLDR (Unicode License v3).
    static let tableText = """
        ADP 0 - ADP Andorran Peseta
        AED 2 + AED United Arab Emirates Dirham
        AFA 2 - AFA Afghan Afghani (1927–2002)
        AFN 2 + AFN Afghan Afghani
        ALK 2 - ALK Albanian Lek (1946–1965)
        ALL 2 + ALL Albanian Lek
        AMD 2 + ֏ Armenian Dram
        ANG 2 - ANG Netherlands Antillean Guilder
        AOA 2 + AOA Angolan Kwanza
        AOK 2 - AOK Angolan Kwanza (1977–1991)
        AON 2 - AON Angolan New Kwanza (1990–2000)
        AOR 2 - AOR Angolan Readjusted Kwanza (1995–1999)
        ARA 2 - ARA Argentine Austral
        ARL 2 - ARL Argentine Peso Ley (1970–1983)
        ARM 2 - ARM Argentine Peso (1881–1970)
        ARP 2 - ARP Argentine Peso (1983–1985)
        ARS 2 + ARS Argentine Peso
        ATS 2 - ATS Austrian Schilling
        AUD 2 + A$ Australian Dollar
        AWG 2 + AWG Aruban Florin
        AZM 2 - AZM Azerbaijani Manat (1993–2006)
        AZN 2 + ₼ Azerbaijani Manat
        BAD 2 - BAD Bosnia-Herzegovina Dinar (1992–1994)
        BAM 2 + BAM Bosnia-Herzegovina Convertible Mark
        BAN 2 - BAN Bosnia-Herzegovina New Dinar (1994–1997)
        BBD 2 + BBD Barbadian Dollar
        BDT 2 + BDT Bangladeshi Taka
        BEC 2 - BEC Belgian Franc (convertible)
        BEF 0 - BEF Belgian Franc
        BEL 2 - BEL Belgian Franc (financial)
        BGL 2 - BGL Bulgarian Hard Lev
        BGM 2 - BGM Bulgarian Socialist Lev
        BGN 2 + BGN Bulgarian Lev
        BGO 2 - BGO Bulgarian Lev (1879–1952)
        BHD 3 + BHD Bahraini Dinar
        BIF 0 + BIF Burundian Franc
        BMD 2 + BMD Bermudan Dollar
        BND 2 + BND Brunei Dollar
        BOB 2 + BOB Bolivian Boliviano
        BOL 2 - BOL Bolivian Boliviano (1863–1963)
        BOP 2 - BOP Bolivian Peso
        BOV 2 - BOV Bolivian Mvdol
        BRB 2 - BRB Brazilian New Cruzeiro (1967–1986)
        BRC 2 - BRC Brazilian Cruzado (1986–1989)
        BRE 2 - BRE Brazilian Cruzeiro (1990–1993)
        BRL 2 + R$ Brazilian Real
        BRN 2 - BRN Brazilian New Cruzado (1989–1990)
        BRR 2 - BRR Brazilian Cruzeiro (1993–1994)
        BRZ 2 - BRZ Brazilian Cruzeiro (1942–1967)
        BSD 2 + BSD Bahamian Dollar
        BTN 2 + BTN Bhutanese Ngultrum
        BUK 2 - BUK Burmese Kyat
        BWP 2 + BWP Botswanan Pula
        BYB 0 - BYB Belarusian Ruble (1994–1999)
        BYN 2 + BYN Belarusian Ruble
        BYR 0 - BYR Belarusian Ruble (2000–2016)
        BZD 2 + BZD Belize Dollar
        CAD 2 + CA$ Canadian Dollar
        CDF 2 + CDF Congolese Franc
        CHE 2 - CHE WIR Euro
        CHF 2 + CHF Swiss Franc
        CHW 2 - CHW WIR Franc
        CLE 2 - CLE Chilean Escudo
        CLF 4 - CLF Chilean Unit of Account (UF)
        CLP 0 + CLP Chilean Peso
        CNH 2 - CNH Chinese Yuan (offshore)
        CNX 2 - CNX Chinese People’s Bank Dollar
        CNY 2 + CN¥ Chinese Yuan
        COP 2 + COP Colombian Peso
        COU 2 - COU Colombian Real Value Unit
        CRC 2 + ₡ Costa Rican Colón
        CSD 2 - CSD Serbian Dinar (2002–2006)
        CSK 2 - CSK Czechoslovak Hard Koruna
        CUC 2 - CUC Cuban Convertible Peso
        CUP 2 + CUP Cuban Peso
        CVE 2 + CVE Cape Verdean Escudo
        CYP 2 - CYP Cypriot Pound
        CZK 2 + Kč Czech Koruna
        DDM 2 - DDM East German Mark
        DEM 2 - DEM German Mark
        DJF 0 + DJF Djiboutian Franc
        DKK 2 + DKK Danish Krone
        DOP 2 + DOP Dominican Peso
        DZD 2 + DZD Algerian Dinar
        ECS 2 - ECS Ecuadorian Sucre
        ECV 2 - ECV Ecuadorian Unit of Constant Value
        EEK 2 - EEK Estonian Kroon
        EGP 2 + EGP Egyptian Pound
        ERN 2 + ERN Eritrean Nakfa
        ESA 2 - ESA Spanish Peseta (A account)
        ESB 2 - ESB Spanish Peseta (convertible account)
        ESP 0 - ESP Spanish Peseta
        ETB 2 + ETB Ethiopian Birr
        EUR 2 + € Euro
        FIM 2 - FIM Finnish Markka
        FJD 2 + FJD Fijian Dollar
        FKP 2 + FKP Falkland Islands Pound
        FRF 2 - FRF French Franc
        GBP 2 + £ British Pound
        GEK 2 - GEK Georgian Kupon Larit
        GEL 2 + ₾ Georgian Lari
        GHC 2 - GHC Ghanaian Cedi (1979–2007)
        GHS 2 + GHS Ghanaian Cedi
        GIP 2 + GIP Gibraltar Pound
        GMD 2 + GMD Gambian Dalasi
        GNF 0 + GNF Guinean Franc
        GNS 2 - GNS Guinean Syli
        GQE 2 - GQE Equatorial Guinean Ekwele
        GRD 0 - GRD Greek Drachma
        GTQ 2 + GTQ Guatemalan Quetzal
        GWE 2 - GWE Portuguese Guinea Escudo
        GWP 2 - GWP Guinea-Bissau Peso
        GYD 2 + GYD Guyanaese Dollar
        HKD 2 + HK$ Hong Kong Dollar
        HNL 2 + HNL Honduran Lempira
        HRD 2 - HRD Croatian Dinar
        HRK 2 - HRK Croatian Kuna
        HTG 2 + HTG Haitian Gourde
        HUF 2 + Ft Hungarian Forint
        IDR 2 + IDR Indonesian Rupiah
        IEP 2 - IEP Irish Pound
        ILP 2 - ILP Israeli Pound
        ILR 2 - ILR Israeli Shekel (1980–1985)
        ILS 2 + ₪ Israeli New Shekel
        INR 2 + ₹ Indian Rupee
        IQD 3 + IQD Iraqi Dinar
        IRR 2 + IRR Iranian Rial
        ISJ 2 - ISJ Icelandic Króna (1918–1981)
        ISK 0 + ISK Icelandic Króna
        ITL 0 - ITL Italian Lira
        JMD 2 + JMD Jamaican Dollar
        JOD 3 + JOD Jordanian Dinar
        JPY 0 + ¥ Japanese Yen
        KES 2 + KES Kenyan Shilling
        KGS 2 + KGS Kyrgystani Som
        KHR 2 + KHR Cambodian Riel
        KMF 0 + KMF Comorian Franc
        KPW 2 + KPW North Korean Won
        KRH 2 - KRH South Korean Hwan (1953–1962)
        KRO 2 - KRO South Korean Won (1945–1953)
        KRW 0 + ₩ South Korean Won
        KWD 3 + KWD Kuwaiti Dinar
        KYD 2 + KYD Cayman Islands Dollar
        KZT 2 + ₸ Kazakhstani Tenge
        LAK 2 + ₭ Laotian Kip
        LBP 2 + LBP Lebanese Pound
        LKR 2 + LKR Sri Lankan Rupee
        LRD 2 + LRD Liberian Dollar
        LSL 2 + LSL Lesotho Loti
        LTL 2 - LTL Lithuanian Litas
        LTT 2 - LTT Lithuanian Talonas
        LUC 2 - LUC Luxembourgian Convertible Franc
        LUF 0 - LUF Luxembourgian Franc
        LUL 2 - LUL Luxembourg Financial Franc
        LVL 2 - LVL Latvian Lats
        LVR 2 - LVR Latvian Ruble
        LYD 3 + LYD Libyan Dinar
        MAD 2 + MAD Moroccan Dirham
        MAF 2 - MAF Moroccan Franc
        MCF 2 - MCF Monegasque Franc
        MDC 2 - MDC Moldovan Cupon
        MDL 2 + MDL Moldovan Leu
        MGA 2 + MGA Malagasy Ariary
        MGF 0 - MGF Malagasy Franc
        MKD 2 + MKD Macedonian Denar
        MKN 2 - MKN Macedonian Denar (1992–1993)
        MLF 2 - MLF Malian Franc
        MMK 2 + MMK Myanmar Kyat
        MNT 2 + ₮ Mongolian Tugrik
        MOP 2 + MOP Macanese Pataca
        MRO 2 - MRO Mauritanian Ouguiya (1973–2017)
        MRU 2 + MRU Mauritanian Ouguiya
        MTL 2 - MTL Maltese Lira
        MTP 2 - MTP Maltese Pound
        MUR 2 + MUR Mauritian Rupee
        MVP 2 - MVP Maldivian Rupee (1947–1981)
        MVR 2 + MVR Maldivian Rufiyaa
        MWK 2 + MWK Malawian Kwacha
        MXN 2 + MX$ Mexican Peso
        MXP 2 - MXP Mexican Silver Peso (1861–1992)
        MXV 2 - MXV Mexican Investment Unit
        MYR 2 + MYR Malaysian Ringgit
        MZE 2 - MZE Mozambican Escudo
        MZM 2 - MZM Mozambican Metical (1980–2006)
        MZN 2 + MZN Mozambican Metical
        NAD 2 + NAD Namibian Dollar
        NGN 2 + ₦ Nigerian Naira
        NIC 2 - NIC Nicaraguan Córdoba (1988–1991)
        NIO 2 + NIO Nicaraguan Córdoba
        NLG 2 - NLG Dutch Guilder
        NOK 2 + NOK Norwegian Krone
        NPR 2 + NPR Nepalese Rupee
        NZD 2 + NZ$ New Zealand Dollar
        OMR 3 + OMR Omani Rial
        PAB 2 + PAB Panamanian Balboa
        PEI 2 - PEI Peruvian Inti
        PEN 2 + PEN Peruvian Sol
        PES 2 - PES Peruvian Sol (1863–1965)
        PGK 2 + PGK Papua New Guinean Kina
        PHP 2 + ₱ Philippine Peso
        PKR 2 + PKR Pakistani Rupee
        PLN 2 + zł Polish Zloty
        PLZ 2 - PLZ Polish Zloty (1950–1995)
        PTE 0 - PTE Portuguese Escudo
        PYG 0 + ₲ Paraguayan Guarani
        QAR 2 + QAR Qatari Riyal
        RHD 2 - RHD Rhodesian Dollar
        ROL 2 - ROL Romanian Leu (1952–2006)
        RON 2 + RON Romanian Leu
        RSD 2 + RSD Serbian Dinar
        RUB 2 + ₽ Russian Ruble
        RUR 2 - RUR Russian Ruble (1991–1998)
        RWF 0 + RWF Rwandan Franc
        SAR 2 + SAR Saudi Riyal
        SBD 2 + SBD Solomon Islands Dollar
        SCR 2 + SCR Seychellois Rupee
        SDD 2 - SDD Sudanese Dinar (1992–2007)
        SDG 2 + SDG Sudanese Pound
        SDP 2 - SDP Sudanese Pound (1957–1998)
        SEK 2 + SEK Swedish Krona
        SGD 2 + SGD Singapore Dollar
        SHP 2 + SHP St. Helena Pound
        SIT 2 - SIT Slovenian Tolar
        SKK 2 - SKK Slovak Koruna
        SLE 2 + SLE Sierra Leonean Leone
        SLL 2 - SLL Sierra Leonean Leone (1964—2022)
        SOS 2 + SOS Somali Shilling
        SRD 2 + SRD Surinamese Dollar
        SRG 2 - SRG Surinamese Guilder
        SSP 2 + SSP South Sudanese Pound
        STD 2 - STD São Tomé & Príncipe Dobra (1977–2017)
        STN 2 + STN São Tomé & Príncipe Dobra
        SUR 2 - SUR Soviet Rouble
        SVC 2 - SVC Salvadoran Colón
        SYP 2 + SYP Syrian Pound
        SZL 2 + SZL Swazi Lilangeni
        THB 2 + ฿ Thai Baht
        TJR 2 - TJR Tajikistani Ruble
        TJS 2 + TJS Tajikistani Somoni
        TMM 2 - TMM Turkmenistani Manat (1993–2009)
        TMT 2 + TMT Turkmenistani Manat
        TND 3 + TND Tunisian Dinar
        TOP 2 + TOP Tongan Paʻanga
        TPE 0 - TPE Timorese Escudo
        TRL 0 - TRL Turkish Lira (1922–2005)
        TRY 2 + ₺ Turkish Lira
        TTD 2 + TTD Trinidad & Tobago Dollar
        TWD 2 + NT$ New Taiwan Dollar
        TZS 2 + TZS Tanzanian Shilling
        UAH 2 + ₴ Ukrainian Hryvnia
        UAK 2 - UAK Ukrainian Karbovanets
        UGS 2 - UGS Ugandan Shilling (1966–1987)
        UGX 0 + UGX Ugandan Shilling
        USD 2 + $ US Dollar
        USN 2 - USN US Dollar (Next day)
        USS 2 - USS US Dollar (Same day)
        UYI 0 - UYI Uruguayan Peso (Indexed Units)
        UYP 2 - UYP Uruguayan Peso (1975–1993)
        UYU 2 + UYU Uruguayan Peso
        UYW 4 - UYW Uruguayan Nominal Wage Index Unit
        UZS 2 + UZS Uzbekistani Som
        VEB 2 - VEB Venezuelan Bolívar (1871–2008)
        VED 2 - VED Bolívar Soberano
        VEF 2 - VEF Venezuelan Bolívar (2008–2018)
        VES 2 + VES Venezuelan Bolívar
        VND 0 + ₫ Vietnamese Dong
        VNN 2 - VNN Vietnamese Dong (1978–1985)
        VUV 0 + VUV Vanuatu Vatu
        WST 2 + WST Samoan Tala
        XAD 2 + XAD Arab Accounting Dinar
        XAF 0 + XAF Central African CFA Franc
        XAG 2 - XAG Silver
        XAU 2 - XAU Gold
        XBA 2 - XBA European Composite Unit
        XBB 2 - XBB European Monetary Unit
        XBC 2 - XBC European Unit of Account (XBC)
        XBD 2 - XBD European Unit of Account (XBD)
        XCD 2 + EC$ East Caribbean Dollar
        XCG 2 + Cg. Caribbean guilder
        XDR 2 - XDR Special Drawing Rights
        XEU 2 - XEU European Currency Unit
        XFO 2 - XFO French Gold Franc
        XFU 2 - XFU French UIC-Franc
        XOF 0 + XOF West African CFA Franc
        XPD 2 - XPD Palladium
        XPF 0 + XPF CFP Franc
        XPT 2 - XPT Platinum
        XRE 2 - XRE RINET Funds
        XSU 2 - XSU Sucre
        XTS 2 - XTS Testing Currency Code
        XUA 2 - XUA ADB Unit of Account
        XXX 2 - XXX Unknown Currency
        YDD 2 - YDD Yemeni Dinar
        YER 2 + YER Yemeni Rial
        YUD 2 - YUD Yugoslavian Hard Dinar (1966–1990)
        YUM 2 - YUM Yugoslavian New Dinar (1994–2002)
        YUN 2 - YUN Yugoslavian Convertible Dinar (1990–1992)
        YUR 2 - YUR Yugoslavian Reformed Dinar (1992–1993)
        ZAL 2 - ZAL South African Rand (financial)
        ZAR 2 + ZAR South African Rand
        ZMK 2 - ZMK Zambian Kwacha (1968–2012)
        ZMW 2 + ZMW Zambian Kwacha
        ZRN 2 - ZRN Zairean New Zaire (1993–1998)
        ZRZ 2 - ZRZ Zairean Zaire (1971–1993)
        ZWD 2 - ZWD Zimbabwean Dollar (1980–2008)
        ZWG 2 + ZWG Zimbabwean Gold
        ZWL 2 - ZWL Zimbabwean Dollar (2009–2024)
        ZWR 2 - ZWR Zimbabwean Dollar (2008)
        """
}
