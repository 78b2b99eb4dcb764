using System.Collections.Frozen;

namespace IntentMarket.Routing;

public static partial class Regions
{
    /// <summary>The regions that a page offers to pick from, by part of the world and by name: every country, each followed by those of its
    /// parts that have a name here. Other subdivisions are regions too: they are known by their codes alone.</summary>
    public static IReadOnlyList<RegionGroup> Named { get; } = Read("""
        # Europe
        AL Albania; AD Andorra; AT Austria; AT-1 Burgenland; AT-2 Kärnten; AT-3 Niederösterreich; AT-4 Oberösterreich; AT-5 Salzburg;
        AT-6 Steiermark; AT-7 Tirol; AT-8 Vorarlberg; AT-9 Wien; BY Belarus; BE Belgium; BA Bosnia and Herzegovina; BG Bulgaria;
        HR Croatia; CY Cyprus; CZ Czechia; DK Denmark; EE Estonia; FO Faroe Islands; FI Finland; FR France; DE Germany;
        DE-BW Baden-Württemberg; DE-BY Bayern; DE-BE Berlin; DE-BB Brandenburg; DE-HB Bremen; DE-HH Hamburg; DE-HE Hessen;
        DE-MV Mecklenburg-Vorpommern; DE-NI Niedersachsen; DE-NW Nordrhein-Westfalen; DE-RP Rheinland-Pfalz; DE-SL Saarland; DE-SN Sachsen;
        DE-ST Sachsen-Anhalt; DE-SH Schleswig-Holstein; DE-TH Thüringen; GI Gibraltar; GR Greece; GG Guernsey; HU Hungary; IS Iceland;
        IE Ireland; IM Isle of Man; IT Italy; JE Jersey; LV Latvia; LI Liechtenstein; LT Lithuania; LU Luxembourg; MT Malta; MD Moldova;
        MC Monaco; ME Montenegro; NL Netherlands; MK North Macedonia; NO Norway; PL Poland; PT Portugal; RO Romania; RU Russia;
        SM San Marino; RS Serbia; SK Slovakia; SI Slovenia; ES Spain; SJ Svalbard and Jan Mayen; SE Sweden; CH Switzerland; CH-AG Aargau;
        CH-AR Appenzell Ausserrhoden; CH-AI Appenzell Innerrhoden; CH-BL Basel-Landschaft; CH-BS Basel-Stadt; CH-BE Bern; CH-FR Fribourg;
        CH-GE Geneva; CH-GL Glarus; CH-GR Grisons; CH-JU Jura; CH-LU Lucerne; CH-NE Neuchâtel; CH-NW Nidwalden; CH-OW Obwalden;
        CH-SG Sankt Gallen; CH-SH Schaffhausen; CH-SZ Schwyz; CH-SO Solothurn; CH-TG Thurgau; CH-TI Ticino; CH-UR Uri; CH-VS Valais;
        CH-VD Vaud; CH-ZG Zug; CH-ZH Zürich; UA Ukraine; GB United Kingdom; GB-ENG England; GB-NIR Northern Ireland; GB-SCT Scotland;
        GB-WLS Wales; VA Vatican City; AX Åland Islands
        # North America and the Caribbean
        AI Anguilla; AG Antigua and Barbuda; AW Aruba; BS Bahamas; BB Barbados; BZ Belize; BM Bermuda; VG British Virgin Islands;
        CA Canada; CA-AB Alberta; CA-BC British Columbia; CA-MB Manitoba; CA-NB New Brunswick; CA-NL Newfoundland and Labrador;
        CA-NT Northwest Territories; CA-NS Nova Scotia; CA-NU Nunavut; CA-ON Ontario; CA-PE Prince Edward Island; CA-QC Quebec;
        CA-SK Saskatchewan; CA-YT Yukon; BQ Caribbean Netherlands; KY Cayman Islands; CR Costa Rica; CU Cuba; CW Curaçao; DM Dominica;
        DO Dominican Republic; SV El Salvador; GL Greenland; GD Grenada; GP Guadeloupe; GT Guatemala; HT Haiti; HN Honduras; JM Jamaica;
        MQ Martinique; MX Mexico; MS Montserrat; NI Nicaragua; PA Panama; PR Puerto Rico; BL Saint Barthélemy; KN Saint Kitts and Nevis;
        LC Saint Lucia; MF Saint Martin; PM Saint Pierre and Miquelon; VC Saint Vincent and the Grenadines; SX Sint Maarten;
        TT Trinidad and Tobago; TC Turks and Caicos Islands; VI US Virgin Islands; US United States; US-AL Alabama; US-AK Alaska;
        US-AZ Arizona; US-AR Arkansas; US-CA California; US-CO Colorado; US-CT Connecticut; US-DE Delaware; US-DC District of Columbia;
        US-FL Florida; US-GA Georgia; US-HI Hawaii; US-ID Idaho; US-IL Illinois; US-IN Indiana; US-IA Iowa; US-KS Kansas; US-KY Kentucky;
        US-LA Louisiana; US-ME Maine; US-MD Maryland; US-MA Massachusetts; US-MI Michigan; US-MN Minnesota; US-MS Mississippi;
        US-MO Missouri; US-MT Montana; US-NE Nebraska; US-NV Nevada; US-NH New Hampshire; US-NJ New Jersey; US-NM New Mexico;
        US-NY New York; US-NC North Carolina; US-ND North Dakota; US-OH Ohio; US-OK Oklahoma; US-OR Oregon; US-PA Pennsylvania;
        US-RI Rhode Island; US-SC South Carolina; US-SD South Dakota; US-TN Tennessee; US-TX Texas; US-UT Utah; US-VT Vermont;
        US-VA Virginia; US-WA Washington; US-WV West Virginia; US-WI Wisconsin; US-WY Wyoming
        # South America
        AR Argentina; BO Bolivia; BR Brazil; CL Chile; CO Colombia; EC Ecuador; FK Falkland Islands; GF French Guiana; GY Guyana;
        PY Paraguay; PE Peru; SR Suriname; UY Uruguay; VE Venezuela
        # Asia
        AF Afghanistan; AM Armenia; AZ Azerbaijan; BH Bahrain; BD Bangladesh; BT Bhutan; BN Brunei; KH Cambodia; CN China; GE Georgia;
        HK Hong Kong; IN India; ID Indonesia; IR Iran; IQ Iraq; IL Israel; JP Japan; JO Jordan; KZ Kazakhstan; KW Kuwait; KG Kyrgyzstan;
        LA Laos; LB Lebanon; MO Macao; MY Malaysia; MV Maldives; MN Mongolia; MM Myanmar; NP Nepal; KP North Korea; OM Oman; PK Pakistan;
        PS Palestine; PH Philippines; QA Qatar; SA Saudi Arabia; SG Singapore; KR South Korea; LK Sri Lanka; SY Syria; TW Taiwan;
        TJ Tajikistan; TH Thailand; TL Timor-Leste; TR Türkiye; TM Turkmenistan; AE United Arab Emirates; UZ Uzbekistan; VN Vietnam;
        YE Yemen
        # Africa
        DZ Algeria; AO Angola; BJ Benin; BW Botswana; BF Burkina Faso; BI Burundi; CV Cabo Verde; CM Cameroon; CF Central African Republic;
        TD Chad; KM Comoros; CG Congo (Brazzaville); CD Congo (Kinshasa); CI Côte d'Ivoire; DJ Djibouti; EG Egypt; GQ Equatorial Guinea;
        ER Eritrea; SZ Eswatini; ET Ethiopia; GA Gabon; GM Gambia; GH Ghana; GN Guinea; GW Guinea-Bissau; KE Kenya; LS Lesotho; LR Liberia;
        LY Libya; MG Madagascar; MW Malawi; ML Mali; MR Mauritania; MU Mauritius; YT Mayotte; MA Morocco; MZ Mozambique; NA Namibia;
        NE Niger; NG Nigeria; RW Rwanda; RE Réunion; SH Saint Helena; ST Sao Tome and Principe; SN Senegal; SC Seychelles; SL Sierra Leone;
        SO Somalia; ZA South Africa; SS South Sudan; SD Sudan; TZ Tanzania; TG Togo; TN Tunisia; UG Uganda; EH Western Sahara; ZM Zambia;
        ZW Zimbabwe
        # Australia and Oceania
        AS American Samoa; AU Australia; AU-ACT Australian Capital Territory; AU-NSW New South Wales; AU-NT Northern Territory;
        AU-QLD Queensland; AU-SA South Australia; AU-TAS Tasmania; AU-VIC Victoria; AU-WA Western Australia; CX Christmas Island;
        CC Cocos Islands; CK Cook Islands; FJ Fiji; PF French Polynesia; GU Guam; KI Kiribati; MH Marshall Islands; FM Micronesia;
        NR Nauru; NC New Caledonia; NZ New Zealand; NU Niue; NF Norfolk Island; MP Northern Mariana Islands; PW Palau; PG Papua New Guinea;
        PN Pitcairn; WS Samoa; SB Solomon Islands; TK Tokelau; TO Tonga; TV Tuvalu; UM US Minor Outlying Islands; VU Vanuatu;
        WF Wallis and Futuna
        # Antarctica and southern seas
        AQ Antarctica; BV Bouvet Island; IO British Indian Ocean Territory; TF French Southern Territories;
        HM Heard Island and McDonald Islands; GS South Georgia
        """);

    private static readonly FrozenDictionary<string, string> NamesByCode =
        Named.SelectMany(group => group.Regions).ToFrozenDictionary(region => region.Code, region => region.Name);

    /// <summary>The English name of a region; null where it has none here.</summary>
    public static string? Name(string region) => NamesByCode.GetValueOrDefault(region);

    private static List<RegionGroup> Read(string table)
    {
        var groups = new List<RegionGroup>();
        var regions = new List<NamedRegion>();
        foreach (var line in table.Split('\n'))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
                groups.Add(new RegionGroup(line[2..], regions = []));
            else
                regions.AddRange(line.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(item => item.Split(' ', 2)).Select(item => new NamedRegion(item[0], item[1])));
        }
        return groups;
    }
}

/// <summary>A region with its English name.</summary>
public sealed record NamedRegion(string Code, string Name);

/// <summary>Part of the world.</summary>
public sealed record RegionGroup(string Name, IReadOnlyList<NamedRegion> Regions);
