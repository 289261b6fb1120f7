/// What letters fold to, by place: lower case, without diacritics. Made from the canonical decompositions of Unicode,
/// with ø, đ, ł, ħ, ı, ŧ, ð and ŋ taken as the letters they are typed as; U+FFFD where no character is assigned.
enum FoldingTable {
    /// From U+00C0.
    static let latin: [UInt32] = scalars(
        """
        aaaaaaæceeeeiiiidnooooo×ouuuuyþßaaaaaaæceeeeiiii\
        dnooooo÷ouuuuyþyaaaaaaccccccccddddeeeeeeeeeegggg\
        gggghhhhiiiiiiiiiiĳĳjjkkkllllllŀŀllnnnnnnŉnnoooo\
        ooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs\
        ƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈu\
        uʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaa\
        aaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææooaaaaeeeeiiiioooo\
        rrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿ\
        ɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ\

        """)

    /// From U+0370.
    static let greek: [UInt32] = scalars(
        """
        ͱͱͳͳʹ͵ͷͷ\u{FFFD}\u{FFFD}ͺͻͼͽ;ϳ\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}΄¨α·εηι\u{FFFD}ο\u{FFFD}υωιαβγδεζηθικλμνξο\
        πρ\u{FFFD}στυφχψωιυαεηιυαβγδεζηθικλμνξοπρσστυφχψωιυουωϗ\
        ϐϑϒϒϒϕϖϗϙϙϛϛϝϝϟϟϡϡϣϣϥϥϧϧϩϩϫϫϭϭϯϯϰϱϲϳθϵ϶ϸϸϲϻϻϼͻͼͽ\

        """)

    /// From U+0400.
    static let cyrillic: [UInt32] = scalars(
        """
        ееђгєѕііјљњћкиуџабвгдежзииклмнопрстуфхцчшщъыьэюя\
        абвгдежзииклмнопрстуфхцчшщъыьэюяееђгєѕііјљњћкиуџ\
        ѡѡѣѣѥѥѧѧѩѩѫѫѭѭѯѯѱѱѳѳѵѵѵѵѹѹѻѻѽѽѿѿҁҁ҂\u{483}\u{484}\u{485}\u{486}\u{487}\u{488}\u{489}ҋҋҍҍҏҏ\
        ґґғғҕҕҗҗҙҙққҝҝҟҟҡҡңңҥҥҧҧҩҩҫҫҭҭүүұұҳҳҵҵҷҷҹҹһһҽҽҿҿ\
        ӏжжӄӄӆӆӈӈӊӊӌӌӎӎӏааааӕӕееәәәәжжззӡӡииииооөөөөээуу\
        ууууччӷӷыыӻӻӽӽӿӿԁԁԃԃԅԅԇԇԉԉԋԋԍԍԏԏԑԑԓԓԕԕԗԗԙԙԛԛԝԝԟԟ\
        ԡԡԣԣԥԥԧԧԩԩԫԫԭԭԯԯ\

        """)

    /// From U+1E00.
    static let latinMore: [UInt32] = scalars(
        """
        aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiii\
        kkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr\
        ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyy\
        zzzzzzhtwyẚsẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee\
        eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu\
        uuyyyyyyyyỻỻỽỽỿỿ\

        """)

    /// From U+1F00.
    static let greekMore: [UInt32] = scalars(
        """
        ααααααααααααααααεεεεεε\u{FFFD}\u{FFFD}εεεεεε\u{FFFD}\u{FFFD}ηηηηηηηηηηηηηηηη\
        ιιιιιιιιιιιιιιιιοοοοοο\u{FFFD}\u{FFFD}οοοοοο\u{FFFD}\u{FFFD}υυυυυυυυ\u{FFFD}υ\u{FFFD}υ\u{FFFD}υ\u{FFFD}υ\
        ωωωωωωωωωωωωωωωωααεεηηιιοουυωω\u{FFFD}\u{FFFD}αααααααααααααααα\
        ηηηηηηηηηηηηηηηηωωωωωωωωωωωωωωωωααααα\u{FFFD}ααααααα᾽ι᾿\
        ῀¨ηηη\u{FFFD}ηηεεηηη᾿᾿᾿ιιιι\u{FFFD}\u{FFFD}ιιιιιι\u{FFFD}῾῾῾υυυυρρυυυυυυρ¨¨`\
        \u{FFFD}\u{FFFD}ωωω\u{FFFD}ωωοοωωω´῾\u{FFFD}\

        """)

    private static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }
}
