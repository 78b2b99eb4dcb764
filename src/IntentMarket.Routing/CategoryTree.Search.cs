using System.Numerics;

namespace IntentMarket.Routing;

/// <summary>What kind of thing somebody means by their words.</summary>
/// <param name="Found">What fits best, best first; empty: no word of it is known.</param>
/// <param name="IsSure">The first fits so much better than the next that it need not be asked.</param>
public sealed record CategoryGuess(IReadOnlyList<NamedCategory> Found, bool IsSure);

/// <summary>Finds categories by what somebody types, or by the words of an intent.</summary>
/// <remarks>A category is found by the words of its name and by what else people call it (<see cref="Categories.WordsOf"/>), both alike.
/// Each word of the query earns it points: most where a term of several words is there whole, fewer where the word is one slip away or a
/// word being typed begins it, few where it stands in a category above. A word counts the more, the fewer categories it is found in, and
/// half where it comes after "for", "with" or "from": what is wanted comes first. The search goes through a sorted list of all words, so a
/// keystroke costs no more than a scan of the categories.</remarks>
public sealed partial class CategoryTree
{
    /// <summary>Words of a query that are looked at; the rest is left out.</summary>
    private const int QueryWordsMax = 16;

    /// <summary>From this length on a word that is found nowhere may be one letter off, and in a title it may be one being typed.</summary>
    private const int SlipFrom = 5;

    /// <summary>A word this long that is found nowhere may be put together, and its end says what it is:
    /// <c>Klavierunterricht</c>.</summary>
    private const int CompoundFrom = 8, EndFrom = 5;

    /// <summary>How well a word of the query fits one of a category.</summary>
    private const int Whole = 8, Beginning = 6, End = 5, Slip = 3;

    /// <summary>What a word of a category is worth: of a term of several words, or with a star; by itself; in a category above.</summary>
    private const int Strong = 12, Own = 8, Inherited = 2;

    /// <summary>What a word of the query counts: what comes after "for", "with", "from" or a comma tells more of the thing.</summary>
    private const int Main = 2, Aside = 1;

    /// <summary>The first is sure where it is ahead of the next by half, and two of three words in front are its own: by a list of
    /// requests (<c>RequestsTests</c>) nineteen of twenty that are sure are right.</summary>
    private const int SureTo = 3, SureOf = 2;

    private static readonly char[] Marks = [',', ';', ':', '(', '\n'];

    private readonly string[] _words;
    private readonly Posting[][] _postings;

    /// <summary>All parts of each term of several words.</summary>
    private readonly List<int> _phrases;

    /// <summary>The categories that fit the words best, best first. Of equals first those with nothing else in their name, then
    /// the shallower ones, then those of the shorter name. None where no word is found. The last word counts as being typed
    /// unless a blank follows it.</summary>
    /// <param name="scheme">Of this scheme alone; null: of all.</param>
    public IReadOnlyList<NamedCategory> Search(string text, string? scheme, int limit) =>
        [.. Rank(text, scheme, isFind: true).Take(limit).Select(f => _entries[f.Entry].Named)];

    /// <summary>What an intent of this title asks for: a category of the scheme <c>market</c>; where none is found, of any.</summary>
    public CategoryGuess Guess(string title, int limit)
    {
        var ranked = Rank(title, Categories.MarketScheme, isFind: false);
        if (ranked.Count == 0)
            return new CategoryGuess([.. Rank(title, null, isFind: false).Take(limit).Select(f => _entries[f.Entry].Named)], IsSure: false);
        var isSure = ranked[0].IsCovered && (ranked.Count == 1 || ranked[0].Points * SureOf >= ranked[1].Points * SureTo);
        return new CategoryGuess([.. ranked.Take(limit).Select(f => _entries[f.Entry].Named)], isSure);
    }

    /// <summary>Those with points, best first.</summary>
    /// <param name="isFind">Somebody looks for a name: what is being typed may go on in any way. Else it is a title, which may be
    /// whole.</param>
    private List<Ranked> Rank(string text, string? scheme, bool isFind)
    {
        var asked = Ask(text, isFind);
        var whole = WholePhrases(asked);
        var all = scheme is null ? _entries.Length : Count(scheme);
        var inFront = asked.Count(a => a.Share == Main);
        var points = new int[_entries.Length];
        var matched = new int[_entries.Length];
        var covered = new int[_entries.Length];
        var earned = new int[_entries.Length];
        foreach (var (fits, share) in asked.Where(a => a.Share > 0))
        {
            Array.Clear(earned);
            foreach (var (at, fit) in fits)
            {
                foreach (var posting in _postings[at])
                {
                    if ((posting.Phrase == 0 || whole.Contains(posting.Phrase)) && IsOf(posting.Entry, scheme))
                        earned[posting.Entry] = Math.Max(earned[posting.Entry], posting.Worth * fit);
                }
            }
            // Halving what a word is found in makes it worth one more: a common word only breaks ties.
            var weight = share * (1 + BitOperations.Log2((uint)(all / Math.Max(1, earned.Count(e => e >= Own * Slip)))));
            for (var i = 0; i < points.Length; i++)
            {
                points[i] += earned[i] * weight;
                matched[i] += earned[i] >= Own * Beginning ? 1 : 0;
                covered[i] += share == Main && earned[i] >= Own * Slip ? 1 : 0;
            }
        }
        // A thousand categories fit a single letter: their order is one number each, which sorts fast.
        var order = new List<UInt128>();
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] > 0)
                order.Add(Order(i));
        }
        order.Sort();
        return [.. from o in order
                   let i = (int)(o & int.MaxValue)
                   select new Ranked(i, points[i], covered[i] * SureTo >= inFront * SureOf)];

        UInt128 Order(int i)
        {
            var (entry, isMore) = (_entries[i], matched[i] < _entries[i].Words);
            var least =
                ((ulong)(isMore ? 1 : 0) << 63) | ((ulong)entry.Above.Length << 48) | ((ulong)entry.Named.Name.Length << 32) | (uint)i;
            return new UInt128((ulong)(int.MaxValue - points[i]), least);
        }
    }

    private bool IsOf(int entry, string? scheme) => scheme is null || _entries[entry].Named.Category.Scheme == scheme;

    /// <summary>The words of a query, each with where it is found and what it counts: nothing where it only makes a term whole.</summary>
    private List<Asked> Ask(string text, bool isFind)
    {
        var asked = new List<Asked>();
        var before = new HashSet<string>();
        var (telling, share) = (0, Main);
        var parts = text.Split(Marks);
        for (var part = 0; part < parts.Length; part++)
        {
            var words = Tokens.Split(parts[part]).Select(Plain).ToList();
            var typed = part == parts.Length - 1 && words.Count > 0 && !char.IsWhiteSpace(text[^1]) ? words.Count - 1 : -1;
            for (var i = 0; i < words.Count && telling < QueryWordsMax; i++)
            {
                var word = words[i];
                var goesOn = i == typed && (isFind || (word.Length >= SlipFrom && PlaceOf(word) is null));
                var isEmpty = !goesOn && Empty.Contains(word);
                if (telling > 0 && Beside.Contains(word))
                    share = Aside;
                if ((!goesOn && Articles.Contains(word)) || !before.Add(word))
                    continue;
                var fits = Fits(word, goesOn, isEmpty);
                // A number that is no name of anything is a size or a count.
                if (fits.Count == 0 && (isEmpty || word.Any(char.IsAsciiDigit)))
                    continue;
                asked.Add(new Asked(fits, isEmpty ? 0 : share));
                telling += isEmpty ? 0 : 1;
            }
            if (telling > 0)
                share = Aside;
        }
        return asked;
    }

    /// <summary>The words that a word of a query is or may be.</summary>
    private List<(int At, int Fit)> Fits(string word, bool goesOn, bool isEmpty)
    {
        var fits = new List<(int, int)>();
        var stem = StemOf(word);
        for (var at = LowerBound(word); goesOn && at < _words.Length && _words[at].StartsWith(word, StringComparison.Ordinal); at++)
            fits.Add((at, Beginning));
        foreach (var form in (ReadOnlySpan<string>)[word, stem])
        {
            if (PlaceOf(form) is { } at)
                fits.Add((at, Whole));
        }
        if (isEmpty || fits.Count > 0)
            return fits;
        for (var at = 0; stem.Length >= SlipFrom && at < _words.Length; at++)
        {
            if (IsOneSlip(stem, _words[at]))
                fits.Add((at, Slip));
        }
        for (var from = 1; fits.Count == 0 && word.Length >= CompoundFrom && from <= word.Length - EndFrom; from++)
        {
            if ((PlaceOf(word[from..]) ?? PlaceOf(StemOf(word[from..]))) is { } at)
                fits.Add((at, End));
        }
        return fits;
    }

    /// <summary>The terms of several words all of which are there.</summary>
    private HashSet<int> WholePhrases(List<Asked> asked)
    {
        var found = new Dictionary<int, int>();
        foreach (var (fits, _) in asked)
        {
            foreach (var posting in fits.SelectMany(f => _postings[f.At]).Where(p => p.Phrase > 0))
                found[posting.Phrase] = found.GetValueOrDefault(posting.Phrase) | posting.PartOfPhrase;
        }
        return [.. found.Where(f => f.Value == _phrases[f.Key]).Select(f => f.Key)];
    }

    private int? PlaceOf(string word) => Array.BinarySearch(_words, word, StringComparer.Ordinal) is >= 0 and var at ? at : null;

    private int LowerBound(string word)
    {
        var at = Array.BinarySearch(_words, word, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }

    /// <summary>A word of a query.</summary>
    private readonly record struct Asked(List<(int At, int Fit)> Fits, int Share);

    /// <summary>A category that was found.</summary>
    /// <param name="IsCovered">Most words in front are its own.</param>
    private readonly record struct Ranked(int Entry, int Points, bool IsCovered);
}
