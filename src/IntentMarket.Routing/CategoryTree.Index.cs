using System.Globalization;
using System.Text;

namespace IntentMarket.Routing;

/// <summary>The words by which categories are found.</summary>
public sealed partial class CategoryTree
{
    private const int PluralFrom = 4;

    /// <summary>Words that are left out of queries, names and terms, in English, German and French.</summary>
    private static readonly HashSet<string> Articles = Set(
        """
        a an and any are as d i is it l m me my n of on or our s t that the their them there this was we who will would you your
        das dem den der des die ein eine einem einen einer eines ich ihr ist mein meine meinem meinen meiner mich mir oder sind und uns
        unser unsere unserem unseren wir
        au aux c ce ces cette de du elle en est et il ils j je la le les leur ma mes mon ne nos notre nous ou qu sa ses son ta tes ton un
        une vos votre vous y à
        """);

    /// <summary>Words that say nothing of what is wanted, unless they are part of a term: "used car", "not working".</summary>
    private static readonly HashSet<string> Empty = Set(
        """
        about advice around at be best between big black blue brown buy buying by can cheap cm could couple day days do does eight feet
        few five foot for four from ft g get give good great green grey hand has have hello help hi hour hours if im in inch inches into
        kg large like liter liters litre litres little look looking meter meters metre metres ml mm month months more near need needed new
        nice nine no not off old one out pack pair pcs per pieces please possible quality really red second secondhand set seven six size
        small so some somebody someone something sq sqm square ten than three times to two u under until up used very want wanted week
        weeks which white with within without x year years
        ab aber alle als am ans auch auf aufs aus bei beim bis bitte brauche braucht dass dringend er es etwas euro für fürs gebraucht
        gebrauchte gebrauchter gebrauchtes gerne gesucht groß große gut guter günstig haben ins jemand jemanden kann klein kleine liegt
        mal mit möchte nach neu neue neuer neues nicht nur ohne qm sehr sein sich sie stück suche suchen um unter vom von vor war wer
        werden will wird zoll zu zum zur zwischen
        achat acheter avec avoir besoin bon bonne cherche cherchons chez dans faire grand grande lui m2 mais moi neuf neuve occasion où
        par pas petit petite plus pour que quelqu quelque qui sans se si sont sous sur trouver très urgent veux voudrais être
        """);

    /// <summary>What comes after them tells more of what is wanted, or where: it is not the thing itself.</summary>
    private static readonly HashSet<string> Beside = Set(
        """
        for with without from in near at on under between by that which who
        für fürs beim ins mit ohne von nach bei in im am auf zum zur bis
        pour avec sans dans chez sur sous
        """);

    private static HashSet<string> Set(string words) => [.. Tokens.Split(words).Select(Plain)];

    /// <summary>All words of names and terms, each as it is and by its stem; and of each term of several words the parts that make it
    /// whole.</summary>
    private static (string[] Words, Posting[][] Postings, List<int> Phrases) Index(Entry[] entries)
    {
        var index = new Dictionary<string, HashSet<Posting>>(StringComparer.Ordinal);
        // The first is none.
        var phrases = new List<int> { 0 };
        for (var i = 0; i < entries.Length; i++)
        {
            foreach (var word in Telling(entries[i].Named.Name))
                Add(word, new Posting(i, Own));
            foreach (var (words, isHead) in Terms(i))
            {
                if (words is [var only])
                {
                    Add(only, new Posting(i, isHead ? Strong : Own));
                    continue;
                }
                foreach (var (part, word) in words.Index())
                    Add(word, new Posting(i, Strong, phrases.Count, 1 << part));
                phrases.Add((1 << words.Length) - 1);
            }
            foreach (var above in entries[i].Above)
            {
                var single = Terms(above).Where(t => t.Words.Length == 1).Select(t => t.Words[0]);
                foreach (var word in Telling(entries[above].Named.Name).Concat(single))
                    Add(word, new Posting(i, Inherited));
            }
        }
        string[] all = [.. index.Keys.Order(StringComparer.Ordinal)];
        return (all, [.. all.Select(w => index[w].ToArray())], phrases);

        void Add(string word, Posting posting)
        {
            Of(word).Add(posting);
            Of(StemOf(word)).Add(posting);
        }

        HashSet<Posting> Of(string word) => index.TryGetValue(word, out var postings) ? postings : index[word] = [];

        IEnumerable<(string[] Words, bool IsHead)> Terms(int entry) =>
            from term in Categories.WordsOf(entries[entry].Named.Category)
            let words = Words(term).ToArray()
            where words.Length > 0
            select (words, term.StartsWith('*'));
    }

    private static IEnumerable<string> Words(string text) => Tokens.Split(text).Select(Plain).Where(w => !Articles.Contains(w));

    private static IEnumerable<string> Telling(string text) => Words(text).Where(w => !Empty.Contains(w));

    /// <summary>Without accents: people leave them out.</summary>
    private static string Plain(string word)
    {
        if (Ascii.IsValid(word))
            return word;
        return string.Concat(word.Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
    }

    /// <summary>An English word without its plural, roughly: enough that one number finds the other.</summary>
    private static string StemOf(string word)
    {
        if (word.Length < PluralFrom || word[^1] != 'S' || word[^2] is 'S' or 'U' or 'I')
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

    /// <summary>A word of a category.</summary>
    /// <param name="Worth">What the category earns by it.</param>
    /// <param name="Phrase">The term of several words that it is of, and which part of that; 0: it counts by itself.</param>
    private readonly record struct Posting(int Entry, int Worth, int Phrase = 0, int PartOfPhrase = 0);
}
