using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Routing;

/// <summary>What vendors look for in an open intent. It changes with the intent's version, and where its texts are erased.</summary>
/// <param name="Texts">Title, description and lines, a NUL between two; null: they are erased.</param>
public sealed record OpenIntentFacts(int Version, AccountId? Account, AuctionFormat Format, IntentFacts Facts, string? Texts)
{
    public bool Hold(string word) => Texts?.Contains(word, StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>The facts of open intents, kept in memory: who looks through thousands reads the terms and texts of those alone that
/// are new to this node.</summary>
public sealed class OpenFacts(Store store, TimeProvider clock)
{
    /// <summary>Characters of texts that are kept, each of which takes some ten bytes.</summary>
    private const long CharactersMax = 16_000_000;

    /// <summary>What an intent without texts counts as.</summary>
    private const int CharactersLeast = 500;

    private readonly Cache<IntentId, OpenIntentFacts> _known = new(CharactersMax, clock);

    // One reads what is new, and the others find it.
    private readonly SemaphoreSlim _reading = new(1);

    /// <summary>Those of the intents that are still open, by their ids.</summary>
    public async Task<IReadOnlyDictionary<IntentId, OpenIntentFacts>> Of(IReadOnlyList<OpenRow> rows, CancellationToken cancel)
    {
        var facts = new Dictionary<IntentId, OpenIntentFacts>(rows.Count);
        if (Find(rows, facts).Count == 0)
            return facts;
        await _reading.WaitAsync(cancel);
        try
        {
            var missing = await store.Intents.GetMany([.. Find(rows, facts).Select(r => r.IntentId)], cancel);
            foreach (var read in missing.Where(i => i.Row.Status == IntentStatus.Open).Known(i => facts[i.Row.IntentId] = FactsOf(i)))
                Keep(read.Row.IntentId, facts[read.Row.IntentId]);
            return facts;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Adds those that are known as they are now, and gives the others.</summary>
    private List<OpenRow> Find(IReadOnlyList<OpenRow> rows, Dictionary<IntentId, OpenIntentFacts> facts)
    {
        var missing = new List<OpenRow>();
        foreach (var row in rows)
        {
            // An erased account leaves the row, after its texts.
            if (_known.TryGet(row.IntentId, out var known) && known.Version == row.Version && known.Account == row.Account)
                facts[row.IntentId] = known;
            else
                missing.Add(row);
        }
        return missing;
    }

    private OpenIntentFacts Keep(IntentId intentId, OpenIntentFacts facts) =>
        _known.Keep(intentId, facts, size: CharactersLeast + (facts.Texts?.Length ?? 0));

    private static OpenIntentFacts FactsOf(IntentRead read)
    {
        var terms = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var texts = read.Texts is null ? null : IntentTexts.FromJson(read.Texts);
        return new OpenIntentFacts(
            read.Row.Version, read.Row.Account, terms.Auction.Format, Matching.Facts(terms, texts),
            texts is null ? null : string.Join('\0', texts.All()));
    }
}
