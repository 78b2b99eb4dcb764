using System.Numerics;

namespace IntentMarket.Routing;

/// <summary>Finds categories by what somebody types, or by the words of an intent.</summary>
/// <remarks>Each word earns a category points: most where it stands in the name as it is, fewer where a word of the name begins with the
/// word being typed or is one slip away from it, few where it stands in a name above. A word counts the more, the fewer categories it is
/// found in. The search goes through a sorted list of all words, so a keystroke costs no more than a scan of the categories.</remarks>
public sealed partial class CategoryTree
{
    /// <summary>Words of a query that are looked at; the rest is left out.</summary>
    private const int QueryWordsMax = 12;

    /// <summary>From this length on a word that is found nowhere may be one letter off.</summary>
    private const int SlipFrom = 4;

    private const int Whole = 8, Beginning = 6, Slip = 3;

    /// <summary>A word in a name above the category's own is worth this part of it: less than the least of its own.</summary>
    private const int AboveDivisor = 4;

    /// <summary>Words that say nothing of what is wanted.</summary>
    private static readonly HashSet<string> Empty =
    [
        "A", "AN", "AND", "ANY", "BUY", "FOR", "I", "IN", "IS", "LOOKING", "MY", "NEED", "OF", "ON", "OR", "OUR", "SOME", "THE", "TO",
        "WANT", "WE", "WITH",
    ];

    private readonly string[] _words;
    private readonly Posting[][] _postings;

    /// <summary>The categories that fit the words best, best first. Of equals first those with nothing else in their name, then
    /// the shallower ones, then those of the shorter name. None where no word is found. The last word counts as being typed
    /// unless a blank follows it.</summary>
    /// <param name="scheme">Of this scheme alone; null: of all.</param>
    public IReadOnlyList<NamedCategory> Search(string text, string? scheme, int limit)
    {
        var words = Tokens.Split(text).Take(QueryWordsMax).ToList();
        var typed = words.Count > 0 && !char.IsWhiteSpace(text[^1]) ? words[^1] : null;
        if (words.Exists(w => !Empty.Contains(w)))
            words.RemoveAll(Empty.Contains);
        var points = new int[_entries.Length];
        var matched = new int[_entries.Length];
        var earned = new int[_entries.Length];
        foreach (var word in words.Distinct())
        {
            Array.Clear(earned);
            var found = Earn(word, isTyped: word == typed, earned);
            // Halving what a word is found in makes it worth one more: a common word only breaks ties.
            var weight = 1 + BitOperations.Log2((uint)(_entries.Length / Math.Max(1, found)));
            for (var i = 0; i < points.Length; i++)
            {
                points[i] += earned[i] * weight;
                matched[i] += earned[i] >= Beginning * AboveDivisor ? 1 : 0;
            }
        }
        // A thousand categories fit a single letter: their order is one number each, which sorts fast.
        var order = new List<UInt128>();
        for (var i = 0; i < points.Length; i++)
        {
            if (points[i] > 0 && (scheme is null || _entries[i].Named.Category.Scheme == scheme))
                order.Add(Order(i));
        }
        order.Sort();
        return [.. order.Take(limit).Select(o => _entries[(int)(o & int.MaxValue)].Named)];

        UInt128 Order(int i)
        {
            var (entry, isMore) = (_entries[i], matched[i] < _entries[i].Words);
            var least =
                ((ulong)(isMore ? 1 : 0) << 63) | ((ulong)entry.Above.Length << 48) | ((ulong)entry.Named.Name.Length << 32) | (uint)i;
            return new UInt128((ulong)(int.MaxValue - points[i]), least);
        }
    }

    /// <summary>Answers in how many categories' own names the word was found.</summary>
    private int Earn(string word, bool isTyped, int[] earned)
    {
        var stem = StemOf(word);
        for (var at = LowerBound(word); isTyped && at < _words.Length && _words[at].StartsWith(word, StringComparison.Ordinal); at++)
            Give(at, Beginning);
        foreach (var whole in (ReadOnlySpan<string>)[word, stem])
        {
            if (LowerBound(whole) is var at && at < _words.Length && _words[at] == whole)
                Give(at, Whole);
        }
        if (stem.Length >= SlipFrom && !earned.AsSpan().ContainsAnyExcept(0))
        {
            for (var at = 0; at < _words.Length; at++)
            {
                if (IsOneSlip(stem, _words[at]))
                    Give(at, Slip);
            }
        }
        return earned.Count(e => e >= Slip * AboveDivisor);

        void Give(int at, int worth)
        {
            foreach (var (entry, isOwn) in _postings[at])
                earned[entry] = Math.Max(earned[entry], isOwn ? worth * AboveDivisor : worth);
        }
    }

    private int LowerBound(string word)
    {
        var at = Array.BinarySearch(_words, word, StringComparer.Ordinal);
        return at < 0 ? ~at : at;
    }

    /// <summary>Each word of a name stands as it is and by its stem.</summary>
    private static (string[], Posting[][]) Index(Entry[] entries)
    {
        var index = new Dictionary<string, HashSet<Posting>>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Length; i++)
        {
            Add(entries[i].Named.Name, new Posting(i, IsOwn: true));
            foreach (var above in entries[i].Above)
                Add(entries[above].Named.Name, new Posting(i, IsOwn: false));
        }
        string[] words = [.. index.Keys.Order(StringComparer.Ordinal)];
        return (words, [.. words.Select(w => index[w].ToArray())]);

        void Add(string name, Posting posting)
        {
            foreach (var word in Tokens.Split(name))
            {
                Of(word).Add(posting);
                Of(StemOf(word)).Add(posting);
            }
        }

        HashSet<Posting> Of(string word) => index.TryGetValue(word, out var postings) ? postings : index[word] = [];
    }

    /// <summary>An English word without its plural, roughly: enough that one number finds the other.</summary>
    private static string StemOf(string word)
    {
        if (word.Length < SlipFrom || word[^1] != 'S' || word[^2] is 'S' or 'U' or 'I')
            return word;
        if (word.EndsWith("IES", StringComparison.Ordinal))
            return $"{word.AsSpan(0, word.Length - 3)}Y";
        return word[..^(word.EndsWith("SSES", StringComparison.Ordinal) || word.EndsWith("XES", StringComparison.Ordinal)
            || word.EndsWith("CHES", StringComparison.Ordinal) || word.EndsWith("SHES", StringComparison.Ordinal) ? 2 : 1)];
    }

    /// <summary>Whether one letter more, less or other, or two that changed places, make one word the other.</summary>
    private static bool IsOneSlip(string a, string b)
    {
        if (a.Length > b.Length)
            (a, b) = (b, a);
        if (b.Length - a.Length > 1)
            return false;
        var from = a.AsSpan().CommonPrefixLength(b);
        var restOfA = a.AsSpan(from);
        var restOfB = b.AsSpan(from);
        if (a.Length < b.Length)
            return restOfA.SequenceEqual(restOfB[1..]);
        return restOfA.Length > 0 && (restOfA[1..].SequenceEqual(restOfB[1..])
            || (restOfA.Length > 1 && restOfA[0] == restOfB[1] && restOfA[1] == restOfB[0] && restOfA[2..].SequenceEqual(restOfB[2..])));
    }

    /// <param name="IsOwn">The word stands in the entry's own name, not in one above.</param>
    private readonly record struct Posting(int Entry, bool IsOwn);
}
