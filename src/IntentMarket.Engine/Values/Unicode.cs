using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IntentMarket.Engine.Values;

/// <summary>Texts that mean the same are made the same: normalization form C (UAX #15) of what is read, and for keywords the full case
/// folding of compatibility forms (Unicode 3.13, D146).</summary>
/// <remarks>By tables of our own: all nodes, also of other machines, compare alike, no library has to be installed, and with the runtime's
/// own (ICU) every comparison of the program that names no culture would change its order.</remarks>
public static partial class Unicode
{
    private const int HangulFirst = 0xAC00, HangulCount = 11_172;
    private const int LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    /// <summary>Below it nothing is a mark, and nothing that is put together comes apart otherwise in form C.</summary>
    private const char FirstMark = '\u0300';

    /// <summary>Hebrew begins here.</summary>
    private const int FirstJoined = 0x0590;

    private static readonly FrozenDictionary<int, int[]> Canonical = Parts(CanonicalParts);
    private static readonly FrozenDictionary<int, int[]> Compatible = Parts(CompatibleParts);

    private static readonly FrozenDictionary<int, int> Classes = MarkClasses.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .SelectMany(entry => Range(entry[0]).Select(code => (code, of: Hex(entry[1]))))
        .ToFrozenDictionary(mark => mark.code, mark => mark.of);

    /// <summary>By the two that it is made of. Those of more come together step by step, for what they come apart into
    /// first is composed too.</summary>
    private static readonly FrozenDictionary<(int, int), int> Composed = Pairs();

    /// <summary>Form C: <c>e</c> with an acute accent after it is <c>é</c>.</summary>
    public static string Normal(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
            return text;
        var codes = Decomposed(text, isCompatible: false);
        var end = 0;
        int starter = -1, before = 0;
        for (var at = 0; at < codes.Count; at++)
        {
            var code = codes[at];
            var of = Classes.GetValueOrDefault(code);
            // A mark joins its letter unless one of its class stands between.
            if (starter >= 0 && (before < of || (before == 0 && starter == end - 1)) && Together(codes[starter], code) is { } whole)
            {
                codes[starter] = whole;
                continue;
            }
            if (of == 0)
                starter = end;
            before = of;
            codes[end++] = code;
        }
        return Text(codes.GetRange(0, end));
    }

    /// <summary>As keywords are compared: <c>Straße</c>, <c>STRASSE</c> and the same in full width are one. Not to be shown.</summary>
    /// <remarks>Upper case of compatibility forms sets apart what full case folding does, but for the three that are two
    /// letters in upper case.</remarks>
    internal static string Folded(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToUpperInvariant();
        var folded = Text(Decomposed(text, isCompatible: true)).ToUpperInvariant().Replace("ß", "SS").Replace("ẞ", "SS").Replace("և", "ԵՒ");
        return Text(Decomposed(folded, isCompatible: true));
    }

    /// <summary>Fit to be the name or the title of something: a letter or a digit can be seen, and nothing hides, breaks or turns round
    /// what stands beside it. What cannot be seen stands only where a script needs it: two titles that look the same would be two, or one
    /// would say to machines what people do not read.</summary>
    public static bool IsTitle(string text)
    {
        var isVisible = false;
        List<Rune>? runes = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHidden(rune) && !IsVariationSelector(rune) && !IsNeeded(runes ??= [.. text.EnumerateRunes()], at))
                return false;
            isVisible |= Rune.IsLetter(rune) || Rune.IsNumber(rune);
            at++;
        }
        return isVisible;
    }

    /// <summary>Nothing of it can be seen: it is empty, or white space and what hides alone.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            // A blank pattern of Braille fills a place and shows nothing. A control is for what reads it, and often shown as a box.
            if (!Rune.IsWhiteSpace(rune) && (Rune.IsControl(rune) || !IsHidden(rune)) && rune.Value != 0x2800)
                return false;
        }
        return true;
    }

    /// <summary>Shows nothing itself: controls, private use, no character at all, and what may be ignored where it is shown
    /// (Default_Ignorable_Code_Point).</summary>
    private static bool IsHidden(Rune rune)
    {
        if (rune.Value is >= ' ' and < 0x7F)
            return false;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse => true,
            // Signs that span the digits after them are seen.
            UnicodeCategory.Format =>
                rune.Value is not ((>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD),
            _ => IsVariationSelector(rune) || (rune.Value & 0xFFFE) == 0xFFFE
                // Four letters of Hangul fill a place, two vowels of Khmer and a joiner of marks are not shown; the rest is kept free
                // for the like, or for nothing.
                || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2065 or 0x3164 or 0xFFA0
                    or (>= 0xFDD0 and <= 0xFDEF) or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF),
        };
    }

    private static bool IsVariationSelector(Rune rune) =>
        rune.Value is (>= 0x180B and <= 0x180D) or 0x180F or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Joiners between what is joined (Persian, the scripts of India, Mongolian, emoji), marks of direction beside what is written
    /// from right to left.</summary>
    private static bool IsNeeded(List<Rune> text, int at) => text[at].Value switch
    {
        0x200C or 0x200D or 0x180E => at > 0 && at + 1 < text.Count && Joins(text[at - 1]) && Joins(text[at + 1]),
        0x200E or 0x200F or 0x061C => text.Exists(IsFromTheRight) && !(at > 0 && text[at - 1] == text[at]),
        _ => false,
    };

    /// <summary>Of a script that joins, all of which come after Latin, Greek and Cyrillic, or an emoji.</summary>
    private static bool Joins(Rune rune) => rune.Value >= FirstJoined
        && (Rune.IsLetter(rune) || Rune.IsSymbol(rune) || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);

    private static bool IsFromTheRight(Rune rune) => Rune.IsLetter(rune)
        && rune.Value is (>= FirstJoined and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800
            and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);

    /// <summary>All that came apart, its marks in their order.</summary>
    private static List<int> Decomposed(string text, bool isCompatible)
    {
        var codes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var code = rune.Value;
            if (isCompatible && Compatible.TryGetValue(code, out var parts))
                codes.AddRange(parts);
            else if (Canonical.TryGetValue(code, out parts))
                codes.AddRange(parts);
            else if (code - HangulFirst is >= 0 and < HangulCount and var syllable)
            {
                codes.Add(LeadFirst + syllable / (Vowels * Tails));
                codes.Add(VowelFirst + syllable / Tails % Vowels);
                if (syllable % Tails > 0)
                    codes.Add(TailFirst + syllable % Tails);
            }
            else
                codes.Add(code);
        }
        for (var at = 0; at < codes.Count; at++)
        {
            var from = at;
            while (at < codes.Count && Classes.ContainsKey(codes[at]))
                at++;
            if (at - from > 1)
            {
                // Stable: marks of one class stay in their order.
                foreach (var (i, mark) in codes.GetRange(from, at - from).OrderBy(m => Classes[m]).Index().ToList())
                    codes[from + i] = mark;
            }
        }
        return codes;
    }

    private static int? Together(int first, int second)
    {
        if (first - LeadFirst is >= 0 and < Leads and var lead && second - VowelFirst is >= 0 and < Vowels and var vowel)
            return HangulFirst + (lead * Vowels + vowel) * Tails;
        if (first - HangulFirst is >= 0 and < HangulCount and var syllable && syllable % Tails == 0
            && second - TailFirst is > 0 and < Tails and var tail)
            return first + tail;
        return Composed.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static FrozenDictionary<(int, int), int> Pairs()
    {
        var not = NotComposed.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(Hex).ToHashSet();
        var whole = Canonical.Where(c => c.Value.Length > 1 && !not.Contains(c.Key)).ToList();
        var byParts = whole.ToDictionary(c => Text(c.Value), c => c.Key);
        // What is made of three is made of the one that its first two make, and the third.
        return whole.ToFrozenDictionary(
            c => (c.Value.Length == 2 ? c.Value[0] : byParts[Text(c.Value[..^1])], c.Value[^1]),
            c => c.Key);
    }

    private static FrozenDictionary<int, int[]> Parts(string table) => table.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .Select(entry => (codes: Range(entry[0]), parts: entry[1].Split('.').Select(Hex).ToArray()))
        .SelectMany(entry => entry.codes.Select((code, i) => (code, parts: (int[])[entry.parts[0] + i, .. entry.parts[1..]])))
        .ToFrozenDictionary(entry => entry.code, entry => entry.parts);

    /// <summary><c>FF21+25</c>: it and the 25 after it.</summary>
    private static IEnumerable<int> Range(string written) =>
        written.Split('+') is [var first, var more]
            ? Enumerable.Range(Hex(first), int.Parse(more, CultureInfo.InvariantCulture) + 1)
            : [Hex(written)];

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static string Text(IEnumerable<int> codes)
    {
        var text = new StringBuilder();
        foreach (var code in codes)
            text.Append(new Rune(code).ToString());
        return text.ToString();
    }
}
