using System.Globalization;
using System.Text;
using IntentMarket.Engine.Values;

namespace IntentMarket.Routing;

/// <summary>The words of an intent's texts, for keywords to match.</summary>
/// <remarks>A word is an unbroken run of Unicode letters, marks and numbers. Words compare by the full case folding of their compatibility
/// forms (<see cref="Unicode.Folded"/>): <c>Straße</c> and <c>STRASSE</c> are one word, <c>Σ</c>, <c>σ</c> and <c>ς</c> one letter, and an
/// accent is one, in a code point with its letter or in one of its own. Scripts that write no blanks are taken by the run.</remarks>
public sealed class Tokens
{
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);
    private readonly string _texts;

    /// <param name="texts">Title, description and the lines' descriptions. A keyword does not reach from one into the next.</param>
    public Tokens(params IEnumerable<string> texts)
    {
        var all = new StringBuilder();
        foreach (var text in texts)
        {
            all.Append(' ');
            foreach (var word in Split(text))
            {
                _words.Add(word);
                all.Append(word).Append(' ');
            }
            all.Append('\n');
        }
        _texts = all.ToString();
    }

    /// <summary>A keyword as it is compared, its words folded with one blank between them: <c>twin-stroller</c> is
    /// <c>TWIN STROLLER</c>. Empty where there is no word in it; such a keyword matches nothing.</summary>
    public static string Fold(string keyword) => string.Join(' ', Split(keyword));

    /// <summary>Each word once, folded.</summary>
    internal HashSet<string> Single => _words;

    /// <summary>Whether a folded keyword occurs: its words whole, next to each other and in this order.</summary>
    internal bool Contain(string folded) =>
        folded.Contains(' ') ? _texts.Contains($" {folded} ", StringComparison.Ordinal) : _words.Contains(folded);

    /// <summary>The words of a text in their order, folded.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        text = Unicode.Folded(text);
        var start = -1;
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (!InWord(rune))
            {
                if (start >= 0)
                    yield return text[start..at];
                start = -1;
            }
            else if (start < 0)
            {
                start = at;
            }
            at += length;
        }
        if (start >= 0)
            yield return text[start..];
    }

    private static bool InWord(Rune rune) =>
        Rune.IsLetter(rune)
        || Rune.IsNumber(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
