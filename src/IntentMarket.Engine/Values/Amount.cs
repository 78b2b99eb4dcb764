using System.Globalization;

namespace IntentMarket.Engine.Values;

/// <summary>Decimal strings as scaled integers: money in minor units of its currency, quantities and unit prices in millionths.</summary>
public static class Amount
{
    /// <summary>The greatest amount on the wire, in whole units of the currency.</summary>
    public const long MaxMajor = 1_000_000_000_000;

    public const long Million = 1_000_000;

    private static readonly long[] Powers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    /// <summary>10 to the power of <paramref name="digits"/>, for 0 to 6.</summary>
    public static long Scale(int digits) => Powers[digits];

    /// <summary>Reads <c>-?[0-9]+(\.[0-9]+)?</c> with at most <paramref name="digits"/> fraction digits and an absolute value of
    /// at most <see cref="MaxMajor"/>, scaled by 10^<paramref name="digits"/>. No exponent, no plus sign, no blank, no
    /// superfluous zero in front.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int digits, out long scaled)
    {
        scaled = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative)
            text = text[1..];
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.Length is 0 or > 13 || whole.ContainsAnyExceptInRange('0', '9') || (whole.Length > 1 && whole[0] == '0'))
            return false;
        if ((point >= 0 && fraction.Length == 0) || fraction.Length > digits || fraction.ContainsAnyExceptInRange('0', '9'))
            return false;
        var value = long.Parse(whole, NumberStyles.None) * (Int128)Scale(digits);
        if (fraction.Length > 0)
            value += long.Parse(fraction, NumberStyles.None) * Scale(digits - fraction.Length);
        if (value > (Int128)MaxMajor * Scale(digits))
            return false;
        scaled = (long)(negative ? -value : value);
        return true;
    }

    /// <summary>The decimal string of a scaled integer, with exactly <paramref name="digits"/> fraction digits: 39900 with
    /// 2 is <c>399.00</c>.</summary>
    public static string Format(long scaled, int digits)
    {
        const int LongestOfALong = 22;
        Span<char> text = stackalloc char[LongestOfALong];
        var at = text.Length;
        var magnitude = scaled < 0 ? (ulong)-(Int128)scaled : (ulong)scaled;
        for (var i = 0; i <= digits || magnitude > 0; i++)
        {
            if (i == digits && digits > 0)
                text[--at] = '.';
            (magnitude, var digit) = Math.DivRem(magnitude, 10);
            text[--at] = (char)('0' + digit);
        }
        if (scaled < 0)
            text[--at] = '-';
        return new string(text[at..]);
    }

    /// <summary>The shortest decimal string of millionths: 2500000 is <c>2.5</c>, 2000000 is <c>2</c>.</summary>
    public static string FormatShort(long millionths)
    {
        var text = Format(millionths, 6).TrimEnd('0');
        return text[^1] == '.' ? text[..^1] : text;
    }

    /// <summary>unitPrice × quantity, both in millionths, in minor units of a currency with <paramref name="digits"/>, rounded half up
    /// (a half goes away from zero).</summary>
    public static Int128 LineTotal(long unitPrice, long quantity, int digits)
    {
        var unit = Million * (Million / Scale(digits));
        var product = (Int128)unitPrice * quantity;
        var magnitude = Int128.Abs(product) + unit / 2;
        // Few prices need more than 64 bits, and to divide 128 costs ten times as much.
        var rounded = magnitude <= long.MaxValue ? (long)magnitude / unit : magnitude / unit;
        return product >= 0 ? rounded : -rounded;
    }
}

/// <summary>Times on the wire: RFC 3339 in UTC, kept to the millisecond as Unix milliseconds.</summary>
public static class Time
{
    /// <summary><c>2026-12-05T18:00:00Z</c>, with <c>.123</c> only where the milliseconds are not zero.</summary>
    public static string Format(long unixMs)
    {
        const int Seconds = 19;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(unixMs).UtcDateTime;
        return string.Create(time.Millisecond == 0 ? Seconds + 1 : Seconds + 5, time, static (text, time) =>
        {
            time.TryFormat(text, out _, "s");
            if (time.Millisecond != 0)
            {
                text[Seconds] = '.';
                time.Millisecond.TryFormat(text[(Seconds + 1)..], out _, "D3");
            }
            text[^1] = 'Z';
        });
    }
}
