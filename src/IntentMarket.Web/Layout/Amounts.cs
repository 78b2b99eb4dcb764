using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using IntentMarket.Engine.Values;

namespace IntentMarket.Web.Layout;

/// <summary>An amount as somebody typed it.</summary>
/// <param name="Written">What a message says: a decimal, or what was typed where it is none; with a question, nothing that
/// could be taken for one.</param>
/// <param name="Question">What to ask where it could be two things; null: it can be one alone.</param>
public readonly record struct TypedAmount(string Written, string? Question = null);

/// <summary>Reads amounts as people type them, for all forms: by the reader's language, and by the digits and the
/// sign of the currency.</summary>
public static class Amounts
{
    /// <summary>Fraction digits of what is no money: quantities, points, unit prices.</summary>
    public const int AnyDigits = 6;

    /// <summary>Languages that write a comma before the fraction, and a point between the thousands.</summary>
    private const string PointGroups = " de es it nl pt id tr da el vi ro sl hr sr bs ca gl eu is mk fo az ";

    /// <summary>Those that write a comma before the fraction, and leave a gap between the thousands.</summary>
    private const string GapGroups = " fr ru uk be pl cs sk sv nb nn no fi hu bg lt lv et sq hy ka kk uz ky af ";

    /// <summary>Places that write otherwise than most who speak their language: with an apostrophe, a gap or a comma
    /// between the thousands.</summary>
    private const string ApostrophePlaces = " de-ch de-li it-ch ";
    private const string GapPlaces = " de-at pt-pt en-za ";
    private const string CommaPlaces = " es-mx es-us es-gt es-hn es-sv es-ni es-pa es-pe es-pr es-do ";

    /// <summary>Signs that are of some currencies and no others; a code of ISO 4217 is its own.</summary>
    private static readonly FrozenDictionary<string, string> Signs = """
        £ GBP EGP FKP GIP LBP SDG SHP SSP SYP ; € EUR ; ¥ JPY CNY ; ￥ JPY CNY ; 円 JPY ; 元 CNY ; ₹ INR ; ₩ KRW KPW ; ₽ RUB ; ₴ UAH ; ₺ TRY
        ₪ ILS ; ₫ VND ; ฿ THB ; ₦ NGN
        ₱ PHP ; ₡ CRC ; ₲ PYG ; ₸ KZT ; ₮ MNT ; ₭ LAK ; ₵ GHS ; ₼ AZN ; ₾ GEL ; ₿ - ; ¢ - ; zł PLN ; Kč CZK ; kr SEK NOK DKK ISK
        kr. DKK ISK ; Ft HUF ; lei RON MDL ; R$ BRL
        Fr CHF ; Fr. CHF ; SFr. CHF ; US$ USD ; A$ AUD ; C$ CAD NIO ; CA$ CAD ; NZ$ NZD ; HK$ HKD ; S$ SGD ; NT$ TWD ; MX$ MXN ; RM MYR
        Rp IDR ; din RSD ; din. RSD ; дин RSD ; дин. RSD ; лв. BGN ; DT TND
        $ USD AUD CAD NZD HKD SGD TWD MXN ARS CLP COP UYU BBD BMD BND BSD BZD DOP FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD SVC CVE NIO TOP WST ZWG
        """.Split([';', '\n'], StringSplitOptions.TrimEntries).Select(line => line.Split(' ', 2))
        .ToFrozenDictionary(line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase);

    /// <summary>Signs of several currencies, by which nearly everybody means one.</summary>
    private static readonly FrozenDictionary<string, string> Usual = new Dictionary<string, string> { ["£"] = "GBP" }.ToFrozenDictionary();

    /// <param name="currency">Null or unknown: what is no money, or may be of any.</param>
    /// <param name="language">As a browser asks for it: <c>de-AT,de;q=0.9</c>. The first counts.</param>
    /// <param name="digits">The most fraction digits; null: those of the currency.</param>
    public static TypedAmount Read(string typed, string? currency, string? language, int? digits = null)
    {
        var most = digits ?? (currency is null ? null : Currencies.Digits(currency)) ?? AnyDigits;
        var text = Plain(typed);
        var (sign, number) = Apart(text);
        if (number.Length == 0)
            return new TypedAmount(typed);
        var group = GroupOf(language);
        var read = Number(number, most, group, out var other);
        if (read is null)
        {
            // Written as others do: it can mean one thing, and whoever types so by mistake is asked.
            return Number(number, most, group == ',' ? '.' : ',', out _) is { } foreign
                ? new TypedAmount(typed, $"Did you mean {InWords(foreign, group)}? If so, write it like that.")
                : new TypedAmount(typed);
        }
        if (sign.Length > 0)
        {
            var isKnown = Signs.TryGetValue(sign, out var of)
                || (Currencies.Digits(sign.ToUpperInvariant()) is not null && (of = sign.ToUpperInvariant()) is not null);
            if (!isKnown)
                return new TypedAmount(typed);
            if (currency is { Length: > 0 } && !of!.Split(' ').Contains(currency))
                return Asked($"{sign} {read}", $"{currency} {read}", $"Write {read} without a sign if it is {currency}.");
        }
        return other is null ? new TypedAmount(read) : Asked(read, other, $"Write {Unmistakable(read)} or {Unmistakable(other)}.");
    }

    /// <summary>The one currency that the sign beside an amount means, where it is another than the one that was chosen; null where there
    /// is no sign, or it is of several.</summary>
    public static string? OtherCurrencyOf(string typed, string chosen)
    {
        var (sign, _) = Apart(Plain(typed));
        var code = sign.ToUpperInvariant();
        if (Currencies.Digits(code) is not null)
            return code == chosen ? null : code;
        var of = Signs.GetValueOrDefault(sign, "");
        return of.Split(' ').Contains(chosen) ? null : Usual.GetValueOrDefault(sign) ?? (of.Length == 3 ? of : null);
    }

    private static TypedAmount Asked(string one, string other, string how) => new($"{one} or {other}", $"Is this {one} or {other}? {how}");

    /// <summary>As the reader writes it, with something between the thousands.</summary>
    private static string InWords(string amount, char group)
    {
        var point = amount.IndexOf('.');
        var (whole, fraction) = point < 0 ? (amount, "") : (amount[..point], amount[(point + 1)..]);
        var grouped = decimal.Parse(whole, CultureInfo.InvariantCulture).ToString("#,0", CultureInfo.InvariantCulture)
            .Replace(',', group);
        return fraction.Length == 0 ? grouped : $"{grouped}{(group == ',' ? '.' : ',')}{fraction}";
    }

    /// <summary>Without zeros at the end of its fraction, which might be thousands; a zero in front says that it is a fraction.</summary>
    private static string Unmistakable(string amount)
    {
        if (!amount.Contains('.'))
            return amount;
        var cut = amount.TrimEnd('0').TrimEnd('.');
        return cut.Length - cut.IndexOf('.') == 4 && cut.Contains('.') ? (cut[0] == '-' ? "-0" + cut[1..] : "0" + cut) : cut;
    }

    /// <summary>Digits of any script as ours, signs of compatibility as usual ones; all gaps are one.</summary>
    private static string Plain(string typed)
    {
        var plain = new StringBuilder();
        foreach (var rune in typed.Trim().EnumerateRunes())
        {
            if (CharUnicodeInfo.GetDecimalDigitValue(rune.ToString(), 0) is >= 0 and var digit)
                plain.Append((char)('0' + digit));
            else if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format)
            {
                plain.Append(rune.Value switch
                {
                    0x2019 or 0x02BC => "'",
                    0x2212 or 0x2013 => "-",
                    0x066B => ".",
                    0x066C => ",",
                    _ => Rune.IsWhiteSpace(rune) ? " " : rune.ToString(),
                });
            }
        }
        return plain.ToString();
    }

    /// <summary>A sign before or after the number, and the number.</summary>
    private static (string Sign, string Number) Apart(string text)
    {
        var first = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (first < 0)
            return ("", "");
        if (first > 0 && text[first - 1] is '.' or ',')
            first--;
        var last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        var (before, number, after) = (text[..first], text[first..(last + 1)], text[(last + 1)..].Trim());
        var isNegative = before.Contains('-');
        var sign = before.Replace("-", "").Trim();
        // "399.-" is a price without a fraction.
        if (after is ".-" or ",-" or "." or ",")
            after = "";
        return sign.Length > 0 && after.Length > 0 ? ("", "") : (sign.Length > 0 ? sign : after, (isNegative ? "-" : "") + number);
    }

    /// <summary>What stands between the thousands in a language.</summary>
    private static char GroupOf(string? accepted)
    {
        var language = (accepted ?? "").Split(',', ';')[0].Trim().ToLowerInvariant();
        return Is(language, ApostrophePlaces) ? '\''
            : Is(language, GapPlaces) ? ' '
            : Is(language, CommaPlaces) ? ','
            : Is(language.Split('-')[0], PointGroups) ? '.'
            : Is(language.Split('-')[0], GapGroups) ? ' '
            : ',';

        static bool Is(string language, string among) => among.Contains($" {language} ", StringComparison.Ordinal);
    }

    /// <summary>The decimal that a number is; null where it is none. What else it could be, where it has one separator
    /// before three digits.</summary>
    private static string? Number(string number, int digits, char group, out string? other)
    {
        other = null;
        var (minus, text) = number[0] == '-' ? ("-", number[1..]) : ("", number);
        var separators = text.Where(c => !char.IsAsciiDigit(c)).ToList();
        var kinds = separators.Distinct().ToList();
        if (kinds.Exists(c => c is not ('.' or ',' or '\'' or ' ')) || kinds.Count > 2)
            return null;
        if (kinds.Count == 0)
            return minus + Whole(text);
        var last = separators[^1];
        var isFraction = last is '.' or ',' && separators.Count(c => c == last) == 1;
        if (isFraction && separators.Count == 1 && text.Length - text.IndexOf(last) == 4 && text[0] != '0'
            && text.IndexOf(last) is >= 1 and <= 3)
        {
            var (grouped, pointed) = (minus + text.Replace(last.ToString(), ""), minus + text.Replace(last, '.'));
            if (last != group || digits >= 3)
                other = pointed;
            return grouped;
        }
        var (whole, fraction) = isFraction ? (text[..text.LastIndexOf(last)], text[(text.LastIndexOf(last) + 1)..]) : (text, "");
        var groups = whole.Split(['.', ',', '\'', ' ']);
        var between = whole.Where(c => !char.IsAsciiDigit(c)).Distinct().ToList();
        // One kind of separator, three digits to the right of each; in India two, but for the last.
        var isGrouped = groups.Length == 1 || (between.Count == 1 && groups[0].Length is >= 1 and <= 3 && groups[^1].Length == 3
            && groups[1..].All(g => g.Length is 2 or 3));
        // Who writes points between thousands does not write one before a fraction: that is not guessed at.
        var isOdd = isFraction && last == group && groups.Length > 1;
        return !isGrouped || isOdd || (isFraction && fraction.Length == 0)
            ? null
            : minus + Whole(string.Concat(groups)) + (fraction.Length > 0 ? "." + fraction : "");
    }

    private static string Whole(string digits) => digits.TrimStart('0') is { Length: > 0 } whole ? whole : "0";
}
