using System.Globalization;
using System.Text;

namespace IntentMarket.Services.Wire;

/// <summary>Times (RFC 3339, section 5.6) and durations (ISO 8601) as they come in.</summary>
internal static class WireTime
{
    public const long DurationMinMs = 1_000;
    public const long DurationMaxMs = WireLimits.WeekMs;

    private const long LastMs = 253_402_300_799_999;

    /// <summary>Reads <c>2026-12-05T18:00:00.123+01:00</c> as Unix milliseconds; digits beyond the third are cut. There
    /// is no leap second.</summary>
    /// <param name="isOutOfRange">It is a time, but not of the years 1970 to 9999 in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long unixMs, out bool isOutOfRange)
    {
        unixMs = 0;
        isOutOfRange = false;
        const string Pattern = "0000-00-00T00:00:00";
        if (text.Length is <= 19 or > WireLimits.TimeMax || !Fits(text[..19], Pattern))
            return false;
        int year = Digits(text[..4]), month = Digits(text[5..7]), day = Digits(text[8..10]);
        int hour = Digits(text[11..13]), minute = Digits(text[14..16]), second = Digits(text[17..19]);
        var rest = text[19..];
        var millisecond = 0;
        if (rest[0] == '.')
        {
            var length = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (length < 1)
                return false;
            for (var i = 0; i < 3; i++)
                millisecond = millisecond * 10 + (i < length ? rest[1 + i] - '0' : 0);
            rest = rest[(1 + length)..];
        }
        int offset;
        if (rest is "Z" or "z")
            offset = 0;
        else if (Fits(rest, "+00:00") && Digits(rest[1..3]) <= 23 && Digits(rest[4..6]) <= 59)
            offset = (Digits(rest[1..3]) * 60 + Digits(rest[4..6])) * (rest[0] == '-' ? -1 : 1);
        else
            return false;
        if (month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year == 0 ? 4 : year, month))
            return false;
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        // The year 0 is one that RFC 3339 has and DateTime has not; it is out of range anyway.
        unixMs = year == 0
            ? -1
            : new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero)
                .ToUnixTimeMilliseconds() - offset * 60_000L;
        isOutOfRange = unixMs is < 0 or > LastMs;
        return !isOutOfRange;
    }

    /// <summary>The same day and time so many years later.</summary>
    public static long YearsAfter(long unixMs, int years) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs).AddYears(years)
        .ToUnixTimeMilliseconds();

    /// <summary>Reads <c>P1DT2H3M4S</c> as milliseconds; at most 9 digits a part.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out long ms)
    {
        ms = 0;
        if (text.Length is < 3 or > WireLimits.TimeMax || text[0] != 'P')
            return false;
        var units = "DTHMS".AsSpan();
        var isTime = false;
        for (var rest = text[1..]; !rest.IsEmpty;)
        {
            if (rest[0] == 'T')
            {
                if (isTime || rest.Length == 1)
                    return false;
                isTime = true;
                units = "HMS";
                rest = rest[1..];
                continue;
            }
            var length = rest.IndexOfAnyExceptInRange('0', '9');
            if (length is < 1 or > 9)
                return false;
            var unit = rest[length];
            var at = units.IndexOf(unit);
            if (at < 0 || (!isTime && unit != 'D'))
                return false;
            units = units[(at + 1)..];
            ms += Digits(rest[..length]) * (unit switch { 'D' => 86_400_000L, 'H' => 3_600_000L, 'M' => 60_000L, _ => 1_000L });
            rest = rest[(length + 1)..];
        }
        return true;
    }

    /// <summary>The shortest form: 90,000 is <c>PT1M30S</c>.</summary>
    public static string FormatDuration(long ms)
    {
        var span = TimeSpan.FromMilliseconds(ms);
        var text = new StringBuilder("P");
        Add(span.Days, 'D');
        if (span - TimeSpan.FromDays(span.Days) > TimeSpan.Zero || ms == 0)
            text.Append('T');
        Add(span.Hours, 'H');
        Add(span.Minutes, 'M');
        Add(span.Seconds, 'S');
        return ms == 0 ? "PT0S" : text.ToString();

        void Add(int number, char unit)
        {
            if (number > 0)
                text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
        }
    }

    /// <summary>Whether a text has digits where the pattern has <c>0</c>, a sign where it has <c>+</c>, a <c>T</c> of either case, and else
    /// what the pattern has.</summary>
    private static bool Fits(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        if (text.Length != pattern.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            var fits = pattern[i] switch
            {
                '0' => char.IsAsciiDigit(text[i]),
                '+' => text[i] is '+' or '-',
                'T' => text[i] is 'T' or 't',
                var sign => text[i] == sign,
            };
            if (!fits)
                return false;
        }
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.None);
}
