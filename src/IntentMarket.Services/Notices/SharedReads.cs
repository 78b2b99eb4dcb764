using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Services.Notices;

/// <summary>What the items of one page of the feed need to be written: read once for all of them, and what several readers are told
/// alike is made once. For one page and one caller.</summary>
public sealed class SharedReads(Store store, IReadOnlyList<FeedItem> items)
{
    private readonly Dictionary<object, Task> _made = [];

    /// <summary>What was made under the key before, else what is made now.</summary>
    public Task<T> Once<T>(object key, Func<Task<T>> make)
    {
        if (_made.TryGetValue(key, out var made))
            return (Task<T>)made;
        var making = make();
        _made[key] = making;
        return making;
    }

    /// <summary>The pseudonyms of all who are told what stands at the item's point.</summary>
    public IReadOnlySet<Pseudonym> Readers(FeedItem item) =>
        items.Where(i => i.Point == item.Point && i.IntentId == item.IntentId).Select(i => i.Pseudonym).Append(item.Pseudonym).ToHashSet();

    public async Task<IntentRead?> Intent(IntentId intentId, CancellationToken cancel)
    {
        var all = await Once("intents", () => Intents(cancel));
        return all.GetValueOrDefault(intentId) ?? await Once(intentId, () => store.Intents.Get(intentId, cancel));
    }

    /// <summary>Those of which the items tell something as a whole.</summary>
    private async Task<Dictionary<IntentId, IntentRead>> Intents(CancellationToken cancel)
    {
        var told = items.Where(i => i.Event?.Vendor is null).Select(i => i.IntentId).Distinct().ToList();
        if (told.Count < 2)
            return [];
        try
        {
            return (await store.Intents.GetMany(told, cancel)).ToDictionary(read => read.Row.IntentId);
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            // One of them cannot be read: each is asked for alone.
            return [];
        }
    }
}
