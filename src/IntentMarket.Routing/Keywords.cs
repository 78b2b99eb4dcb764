using System.Collections.Concurrent;

namespace IntentMarket.Routing;

/// <summary>The words with which vendors' keywords begin, for as long as a subscription names them. Each has a bit for the signatures; one
/// that stands in a list that an entry has room for has a number too. One thread takes and gives back, any may find.</summary>
/// <remarks>Long lists of odd words so keep nobody from a number, and whoever leaves makes room. All is given back when the table frees
/// the subscription: who may have read it before begins again, and whoever takes it is born later.</remarks>
internal sealed class Keywords
{
    /// <summary>Bits that there are: words share them.</summary>
    public const int Bits = 31;

    private const int InEntry = 4;
    private const int NumbersMax = ushort.MaxValue;

    /// <summary>Words that have a bit. A list that finds no room is asked by its criteria alone.</summary>
    private const int WordsMax = 1 << 20;

    private readonly ConcurrentDictionary<string, Word> _words = new();
    private readonly Stack<int> _free = [];
    private readonly List<Word?> _byNumber = [null];
    private int _count;
    private int _made;

    /// <summary>Null where no subscription names it.</summary>
    public Word? Find(string word) => _words.GetValueOrDefault(word);

    /// <summary>The numbers of a list's words, 16 bits each, the first lowest; 0 where an entry has no room for the list, or all numbers
    /// are given out: then nothing was taken.</summary>
    public ulong TakeNumbers(IReadOnlyList<string> keywords)
    {
        var words = Named(keywords).ToList();
        if (words.Count > InEntry || keywords.Any(keyword => keyword.Contains(' '))
            || words.Count(word => Find(word) is not { Number: > 0 }) > _free.Count + NumbersMax + 1 - _byNumber.Count)
            return 0;
        var numbers = 0UL;
        for (var i = 0; i < words.Count; i++)
        {
            var word = FindOrAdd(words[i]);
            if (word.InNumbers++ == 0)
                GiveNumber(word);
            numbers |= (ulong)word.Number << (PackedQuery.BitsOfWord * i);
        }
        return numbers;
    }

    public void GiveBackNumbers(ulong numbers)
    {
        for (; numbers != 0; numbers >>= PackedQuery.BitsOfWord)
        {
            var number = (ushort)numbers;
            var word = _byNumber[number]!;
            if (--word.InNumbers > 0)
                continue;
            word.Number = 0;
            _byNumber[number] = null;
            _free.Push(number);
            RemoveIfUnnamed(word);
        }
    }

    /// <summary>The bits of a list's words; none where there is no room: then nothing was taken.</summary>
    public int TakeBits(IReadOnlyList<string> keywords)
    {
        if (_count + keywords.Count > WordsMax)
            return 0;
        var bits = 0;
        foreach (var name in Named(keywords))
        {
            var word = FindOrAdd(name);
            word.InBits++;
            bits |= word.Bit;
        }
        return bits;
    }

    public void GiveBackBits(IReadOnlyList<string> keywords)
    {
        foreach (var name in Named(keywords))
        {
            var word = Find(name)!;
            word.InBits--;
            RemoveIfUnnamed(word);
        }
    }

    /// <summary>The bits of words that have numbers.</summary>
    public int BitsOf(ulong numbers)
    {
        var bits = 0;
        for (; numbers != 0; numbers >>= PackedQuery.BitsOfWord)
            bits |= _byNumber[(ushort)numbers]!.Bit;
        return bits;
    }

    /// <summary>The first word of each keyword. One that has no word in it never occurs.</summary>
    private static IEnumerable<string> Named(IReadOnlyList<string> keywords) => keywords.Where(keyword => keyword.Length > 0)
        .Select(keyword => keyword.IndexOf(' ') is > 0 and var blank ? keyword[..blank] : keyword);

    private Word FindOrAdd(string name)
    {
        if (_words.TryGetValue(name, out var word))
            return word;
        _count++;
        return _words[name] = new Word(name, 1 << (_made++ % Bits));
    }

    private void GiveNumber(Word word)
    {
        if (!_free.TryPop(out var number))
        {
            number = _byNumber.Count;
            _byNumber.Add(null);
        }
        _byNumber[number] = word;
        word.Number = number;
    }

    private void RemoveIfUnnamed(Word word)
    {
        if (word.InNumbers + word.InBits == 0 && _words.TryRemove(word.Name, out _))
            _count--;
    }

    /// <summary>A word that is named. The counts are for the one who changes it.</summary>
    internal sealed class Word(string name, int bit)
    {
        private int _number;

        public string Name { get; } = name;

        public int Bit { get; } = bit;

        /// <summary>0: no list that an entry has room for names it.</summary>
        public int Number
        {
            get => Volatile.Read(ref _number);
            set => Volatile.Write(ref _number, value);
        }

        public int InNumbers { get; set; }

        public int InBits { get; set; }
    }
}
