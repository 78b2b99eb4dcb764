using System.Collections.Frozen;

namespace IntentMarket.Engine.Values;

/// <summary>What a line can be counted in: the codes of UN/CEFACT Recommendation 20 (revision 17), all 2,091, and the words by which people
/// mean the usual ones.</summary>
public static class Units
{
    private static readonly FrozenSet<string> Codes = """
        05 06 08 10 11 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F 1G 1H 1I 1J 1K 1L 1M 1X 20 21 22 23 24 25 26 27 28 29 2A 2B 2C 2G 2H 2I 2J 2K
        2L 2M 2N 2P 2Q 2R 2U 2V 2W 2X 2Y 2Z 30 31 32 33 34 35 36 37 38 3B 3C 3E 3G 3H 3I 40 41 43 44 45 46 47 48 4A 4B 4C 4E 4G 4H 4K 4L 4M
        4N 4O 4P 4Q 4R 4T 4U 4W 4X 53 54 56 57 58 59 5A 5B 5C 5E 5F 5G 5H 5I 5J 5K 5P 5Q 60 61 62 63 64 66 69 71 72 73 74 76 77 78 80 81 84
        85 87 89 90 91 92 93 94 95 96 97 98 A1 A10 A11 A12 A13 A14 A15 A16 A17 A18 A19 A2 A20 A21 A22 A23 A24 A25 A26 A27 A28 A29 A3 A30 A31
        A32 A33 A34 A35 A36 A37 A38 A39 A4 A40 A41 A42 A43 A44 A45 A47 A48 A49 A5 A50 A51 A52 A53 A54 A55 A56 A57 A58 A59 A6 A60 A61 A62 A63
        A64 A65 A66 A67 A68 A69 A7 A70 A71 A73 A74 A75 A76 A77 A78 A79 A8 A80 A81 A82 A83 A84 A85 A86 A87 A88 A89 A9 A90 A91 A93 A94 A95 A96
        A97 A98 A99 AA AB ACR ACT AD AE AH AI AJ AK AL AM AMH AMP ANN AP APZ AQ AR ARE AS ASM ASU ATM ATT AV AW AY AZ B0 B1 B10 B11 B12 B13
        B14 B15 B16 B17 B18 B19 B2 B20 B21 B22 B23 B24 B25 B26 B27 B28 B29 B3 B30 B31 B32 B33 B34 B35 B36 B37 B38 B39 B4 B40 B41 B42 B43 B44
        B45 B46 B47 B48 B49 B5 B50 B51 B52 B53 B54 B55 B56 B57 B58 B59 B6 B60 B61 B62 B63 B64 B65 B66 B67 B68 B69 B7 B70 B71 B72 B73 B74 B75
        B76 B77 B78 B79 B8 B80 B81 B82 B83 B84 B85 B86 B87 B88 B89 B9 B90 B91 B92 B93 B94 B95 B96 B97 B98 B99 BAR BB BD BE BFT BG BH BHP BIL
        BJ BK BL BLD BLL BO BP BQL BR BT BTU BUA BUI BW BX BZ C0 C1 C10 C11 C12 C13 C14 C15 C16 C17 C18 C19 C2 C20 C21 C22 C23 C24 C25 C26
        C27 C28 C29 C3 C30 C31 C32 C33 C34 C35 C36 C37 C38 C39 C4 C40 C41 C42 C43 C44 C45 C46 C47 C48 C49 C5 C50 C51 C52 C53 C54 C55 C56 C57
        C58 C59 C6 C60 C61 C62 C63 C64 C65 C66 C67 C68 C69 C7 C70 C71 C72 C73 C74 C75 C76 C77 C78 C79 C8 C80 C81 C82 C83 C84 C85 C86 C87 C88
        C89 C9 C90 C91 C92 C93 C94 C95 C96 C97 C98 C99 CA CCT CDL CEL CEN CG CGM CH CJ CK CKG CL CLF CLT CMK CMQ CMT CNP CNT CO COU CQ CR CS
        CT CTG CTM CTN CU CUR CV CWA CWI CY CZ D03 D04 D1 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D2 D20 D21 D22 D23 D24 D25 D26 D27 D28 D29
        D30 D31 D32 D33 D34 D35 D36 D37 D38 D39 D40 D41 D42 D43 D44 D45 D46 D47 D48 D49 D5 D50 D51 D52 D53 D54 D55 D56 D57 D58 D59 D6 D60
        D61 D62 D63 D64 D65 D66 D67 D68 D69 D7 D70 D71 D72 D73 D74 D75 D76 D77 D78 D79 D8 D80 D81 D82 D83 D85 D86 D87 D88 D89 D9 D90 D91 D92
        D93 D94 D95 D96 D97 D98 D99 DAA DAD DAY DB DC DD DE DEC DG DI DJ DLT DMA DMK DMO DMQ DMT DN DPC DPR DPT DQ DR DRA DRI DRL DRM DS DT
        DTN DU DWT DX DY DZN DZP E01 E07 E08 E09 E10 E11 E12 E14 E15 E16 E17 E18 E19 E2 E20 E21 E22 E23 E25 E27 E28 E3 E30 E31 E32 E33 E34
        E35 E36 E37 E38 E39 E4 E40 E41 E42 E43 E44 E45 E46 E47 E48 E49 E5 E50 E51 E52 E53 E54 E55 E56 E57 E58 E59 E60 E61 E62 E63 E64 E65
        E66 E67 E68 E69 E70 E71 E72 E73 E74 E75 E76 E77 E78 E79 E80 E81 E82 E83 E84 E85 E86 E87 E88 E89 E90 E91 E92 E93 E94 E95 E96 E97 E98
        E99 EA EB EC EP EQ EV F01 F02 F03 F04 F05 F06 F07 F08 F1 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24 F25 F26 F27 F28
        F29 F30 F31 F32 F33 F34 F35 F36 F37 F38 F39 F40 F41 F42 F43 F44 F45 F46 F47 F48 F49 F50 F51 F52 F53 F54 F55 F56 F57 F58 F59 F60 F61
        F62 F63 F64 F65 F66 F67 F68 F69 F70 F71 F72 F73 F74 F75 F76 F77 F78 F79 F80 F81 F82 F83 F84 F85 F86 F87 F88 F89 F9 F90 F91 F92 F93
        F94 F95 F96 F97 F98 F99 FAH FAR FB FBM FC FD FE FF FG FH FIT FL FM FOT FP FR FS FTK FTQ G01 G04 G05 G06 G08 G09 G10 G11 G12 G13 G14
        G15 G16 G17 G18 G19 G2 G20 G21 G23 G24 G25 G26 G27 G28 G29 G3 G30 G31 G32 G33 G34 G35 G36 G37 G38 G39 G40 G41 G42 G43 G44 G45 G46
        G47 G48 G49 G50 G51 G52 G53 G54 G55 G56 G57 G58 G59 G60 G61 G62 G63 G64 G65 G66 G67 G68 G69 G7 G70 G71 G72 G73 G74 G75 G76 G77 G78
        G79 G80 G81 G82 G83 G84 G85 G86 G87 G88 G89 G90 G91 G92 G93 G94 G95 G96 G97 G98 G99 GB GBQ GC GD GDW GE GF GFI GGR GH GIA GIC GII
        GIP GJ GK GL GLD GLI GLL GM GN GO GP GQ GRM GRN GRO GRT GT GV GW GWH GY GZ H03 H04 H05 H06 H07 H08 H09 H1 H10 H11 H12 H13 H14 H15
        H16 H18 H19 H2 H20 H21 H22 H23 H24 H25 H26 H27 H28 H29 H30 H31 H32 H33 H34 H35 H36 H37 H38 H39 H40 H41 H42 H43 H44 H45 H46 H47 H48
        H49 H50 H51 H52 H53 H54 H55 H56 H57 H58 H59 H60 H61 H62 H63 H64 H65 H66 H67 H68 H69 H70 H71 H72 H73 H74 H75 H76 H77 H78 H79 H80 H81
        H82 H83 H84 H85 H87 H88 H89 H90 H91 H92 H93 H94 H95 H96 H98 H99 HA HAR HBA HBX HC HD HDW HE HEA HF HGM HH HI HIU HJ HK HKM HL HLT HM
        HMQ HMT HN HO HP HPA HS HT HTZ HUR HY IA IC IE IF II IL IM INH INK INQ IP ISD IT IU IV J10 J12 J13 J14 J15 J16 J17 J18 J19 J2 J20
        J21 J22 J23 J24 J25 J26 J27 J28 J29 J30 J31 J32 J33 J34 J35 J36 J38 J39 J40 J41 J42 J43 J44 J45 J46 J47 J48 J49 J50 J51 J52 J53 J54
        J55 J56 J57 J58 J59 J60 J61 J62 J63 J64 J65 J66 J67 J68 J69 J70 J71 J72 J73 J74 J75 J76 J78 J79 J81 J82 J83 J84 J85 J87 J89 J90 J91
        J92 J93 J94 J95 J96 J97 J98 J99 JB JE JG JK JM JNT JO JOU JPS JR JWL K1 K10 K11 K12 K13 K14 K15 K16 K17 K18 K19 K2 K20 K21 K22 K23
        K24 K25 K26 K27 K28 K3 K30 K31 K32 K33 K34 K35 K36 K37 K38 K39 K40 K41 K42 K43 K45 K46 K47 K48 K49 K5 K50 K51 K52 K53 K54 K55 K58
        K59 K6 K60 K61 K62 K63 K64 K65 K66 K67 K68 K69 K70 K71 K73 K74 K75 K76 K77 K78 K79 K80 K81 K82 K83 K84 K85 K86 K87 K88 K89 K90 K91
        K92 K93 K94 K95 K96 K97 K98 K99 KA KAT KB KBA KCC KD KDW KEL KF KG KGM KGS KHY KHZ KI KIC KIP KJ KJO KL KLK KLX KMA KMH KMK KMQ KMT
        KNI KNS KNT KO KPA KPH KPO KPP KR KS KSD KSH KT KTM KTN KUR KVA KVR KVT KW KWH KWO KWT KX L10 L11 L12 L13 L14 L15 L16 L17 L18 L19 L2
        L20 L21 L23 L24 L25 L26 L27 L28 L29 L30 L31 L32 L33 L34 L35 L36 L37 L38 L39 L40 L41 L42 L43 L44 L45 L46 L47 L48 L49 L50 L51 L52 L53
        L54 L55 L56 L57 L58 L59 L60 L61 L62 L63 L64 L65 L66 L67 L68 L69 L70 L71 L72 L73 L74 L75 L76 L77 L78 L79 L80 L81 L82 L83 L84 L85 L86
        L87 L88 L89 L90 L91 L92 L93 L94 L95 L96 L98 L99 LA LAC LBR LBT LC LD LE LEF LF LH LI LJ LK LM LN LO LP LPA LR LS LTN LTR LUB LUM LUX
        LX LY M0 M1 M10 M11 M12 M13 M14 M15 M16 M17 M18 M19 M20 M21 M22 M23 M24 M25 M26 M27 M29 M30 M31 M32 M33 M34 M35 M36 M37 M38 M39 M4
        M40 M41 M42 M43 M44 M45 M46 M47 M48 M49 M5 M50 M51 M52 M53 M55 M56 M57 M58 M59 M60 M61 M62 M63 M64 M65 M66 M67 M68 M69 M7 M70 M71
        M72 M73 M74 M75 M76 M77 M78 M79 M80 M81 M82 M83 M84 M85 M86 M87 M88 M89 M9 M90 M91 M92 M93 M94 M95 M96 M97 M98 M99 MA MAH MAL MAM
        MAR MAW MBE MBF MBR MC MCU MD MF MGM MHZ MIK MIL MIN MIO MIU MK MLD MLT MMK MMQ MMT MND MON MPA MQ MQH MQS MSK MT MTK MTQ MTR MTS MV
        MVA MWH N1 N10 N11 N12 N13 N14 N15 N16 N17 N18 N19 N2 N20 N21 N22 N23 N24 N25 N26 N27 N28 N29 N3 N30 N31 N32 N33 N34 N35 N36 N37 N38
        N39 N40 N41 N42 N43 N44 N45 N46 N47 N48 N49 N50 N51 N52 N53 N54 N55 N56 N57 N58 N59 N60 N61 N62 N63 N64 N65 N66 N67 N68 N69 N70 N71
        N72 N73 N74 N75 N76 N77 N78 N79 N80 N81 N82 N83 N84 N85 N86 N87 N88 N89 N90 N91 N92 N93 N94 N95 N96 N97 N98 N99 NA NAR NB NBB NC NCL
        ND NE NEW NF NG NH NI NIL NIU NJ NL NMI NMP NN NPL NPR NPT NQ NR NRL NT NTT NU NV NX NY OA ODE OHM ON ONZ OP OT OZ OZA OZI P0 P1 P10
        P11 P12 P13 P14 P15 P16 P17 P18 P19 P2 P20 P21 P22 P23 P24 P25 P26 P27 P28 P29 P3 P30 P31 P32 P33 P34 P35 P36 P37 P38 P39 P4 P40 P41
        P42 P43 P44 P45 P46 P47 P48 P49 P5 P50 P51 P52 P53 P54 P55 P56 P57 P58 P59 P6 P60 P61 P62 P63 P64 P65 P66 P67 P68 P69 P7 P70 P71 P72
        P73 P74 P75 P76 P77 P78 P79 P8 P80 P81 P82 P83 P84 P85 P86 P87 P88 P89 P9 P90 P91 P92 P93 P94 P95 P96 P97 P98 P99 PA PAL PB PD PE PF
        PFL PG PGL PI PK PL PLA PM PN PO PQ PR PS PT PTD PTI PTL PU PV PW PY PZ Q10 Q11 Q12 Q13 Q14 Q15 Q16 Q17 Q18 Q19 Q20 Q21 Q22 Q23 Q24
        Q25 Q26 Q27 Q28 Q29 Q3 Q30 Q31 QA QAN QB QD QH QK QR QT QTD QTI QTL QTR R1 R4 R9 RA RD RG RH RK RL RM RN RO ROM RP RPM RPS RS RT RU
        S3 S4 S5 S6 S7 S8 SA SAN SCO SCR SD SE SEC SET SG SHT SIE SK SL SMI SN SO SP SQ SQR SR SS SST ST STC STI STK STL STN STW SV SW SX
        SYR T0 T1 T3 T4 T5 T6 T7 T8 TA TAH TAN TC TD TE TF TI TIC TIP TJ TK TKM TL TMS TN TNE TP TPR TQ TQD TR TRL TS TSD TSH TST TT TTS TU
        TV TW TY U1 U2 UA UB UC UD UE UF UH UM VA VI VLT VP VQ VS W2 W4 WA WB WCD WE WEB WEE WG WH WHR WI WM WR WSD WTT WW X1 YDK YDQ YL YRD
        YT Z1 Z11 Z2 Z3 Z4 Z5 Z6 Z8 ZP ZZ
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    private static readonly FrozenDictionary<string, string> CodesByWord = Words("""
        H87 piece pieces pc pcs pce st stk stück stuck unit units item items ; EA each ; C62 one ; PR pair pairs ; DZN dozen dz doz
        SET set sets
        KGM kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes ; GRM g gr gram grams gramme grammes ; MGM mg milligram
        TNE t ton tons tonne tonnes
        LBR lb lbs pound pounds ; ONZ oz ounce ounces ; STI stone
        MTR m metre metres meter meters ; CMT cm centimetre centimetres centimeter ; MMT mm millimetre millimetres millimeter
        KMT km kilometre kilometres kilometer ; INH in inch inches ; FOT ft foot feet ; YRD yd yard yards ; SMI mile miles
        MTK m2 m² sqm square-metre square-metres square-meter ; FTK ft2 ft² sqft square-foot ; HAR ha hectare hectares
        MTQ m3 m³ cbm cubic-metre cubic-metres cubic-meter ; LTR l ltr litre litres liter liters ; MLT ml millilitre millilitres milliliter
        CLT cl centilitre ; HLT hl hectolitre ; GLL gal gallon gallons ; PTI pint pints
        SEC s sec second seconds ; MIN min minute minutes ; HUR h hr hrs hour hours ; DAY d day days ; E49 working-day working-days
        WEE wk week weeks ; MON mo month months ; ANN y yr yrs year years ; LH labour-hour labor-hour man-hour
        KWH kwh kilowatt-hour ; KWT kw kilowatt ; WTT w watt ; P1 % percent ; E48 service ; LS lump-sum flat-rate ; IE person people persons
        BX box boxes xbx ; CT carton cartons xct ; CS case cases xcs ; PK pack packs package xpk ; PA packet packets ; BG bag bags xbg
        BO bottle bottles xbo
        CA can cans xca ; RO roll rolls xro ; TU tube tubes ; PF pallet pallets xpx ; SX shipment ; RM ream reams ; D63 book books
        ST sheet sheets
        """);

    public static bool IsUnit(string code) => Codes.Contains(code);

    /// <summary>The code that is most likely meant by what is none.</summary>
    public static string Nearest(string written)
    {
        var word = string.Join('-', written.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var code = written.Trim().ToUpperInvariant();
        return CodesByWord.TryGetValue(word, out var meant) ? meant
            : Codes.Contains(code) ? code
            : code.Length <= CodeMax ? Spelling.Nearest(code, Codes)
            : CodesByWord[Spelling.Nearest(word, CodesByWord.Keys)];
    }

    /// <summary>What is longer is meant as a word.</summary>
    private const int CodeMax = 3;

    private static FrozenDictionary<string, string> Words(string table) => table
        .Split([';', '\n'])
        .Select(entry => entry.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(entry => entry.Skip(1).Select(word => (word, code: entry[0])))
        .ToFrozenDictionary(pair => pair.word, pair => pair.code);
}

/// <summary>Finds what was meant by a word that is written wrongly.</summary>
internal static class Spelling
{
    /// <summary>The known word that the fewest letters set apart from what is written; of several one as long, then the one that begins
    /// most as it does, then the first in the alphabet.</summary>
    public static string Nearest(string written, IEnumerable<string> known) => known
        .Order(StringComparer.Ordinal)
        .MinBy(word => (Distance(written, word), Math.Abs(word.Length - written.Length), -word.AsSpan().CommonPrefixLength(written)))!;

    /// <summary>How many letters are to be put in, taken out or changed (Levenshtein).</summary>
    private static int Distance(string written, string word)
    {
        Span<int> row = stackalloc int[word.Length + 1];
        for (var j = 0; j <= word.Length; j++)
            row[j] = j;
        for (var i = 1; i <= written.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= word.Length; j++)
            {
                var changed = diagonal + (written[i - 1] == word[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[word.Length];
    }
}
