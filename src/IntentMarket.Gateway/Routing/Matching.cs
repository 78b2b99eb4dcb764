using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>Finds the vendors whose standing criteria an intent meets. Each node has an index of all of them, kept up to date from the store.</summary>
public sealed class Matching(Store store)
{
    private readonly SubscriptionIndex _index = new();
    private readonly SemaphoreSlim _refreshing = new(1);
    private long _changed;
    private IReadOnlySet<Guid> _suspended = new HashSet<Guid>();

    /// <summary>Takes in every change that was confirmed before the call.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            _suspended = await store.Accounts.SuspendedVendors(cancel);
            var (rows, next) = await store.Subscriptions.ChangedSince(_changed, cancel);
            _index.Apply(rows.Select(r => new SubscriptionChange(r.Account, r.Name, r.Body is null ? null : SubscriptionReader.FromStored(r.Body))));
            _changed = next;
        }
        finally
        {
            _refreshing.Release();
        }
    }

    /// <summary>How many vendors an intent would reach; suspended ones do not count.</summary>
    public async Task<int> Reach(IntentTerms terms, IntentTexts texts, CancellationToken cancel) => (await Match(terms, texts, cancel)).Count;

    /// <summary>The vendors that an intent reaches, in the order of their ids.</summary>
    public async Task<IReadOnlyList<Guid>> Match(IntentTerms terms, IntentTexts? texts, CancellationToken cancel)
    {
        await Refresh(cancel);
        var suspended = _suspended;
        return [.. _index.Match(Facts(terms, texts)).Where(vendor => !suspended.Contains(vendor)).Order()];
    }

    /// <summary>Whether the intent meets one of the vendor's own criteria at present.</summary>
    public async Task<bool> Meets(Guid vendor, IntentTerms terms, IntentTexts? texts, CancellationToken cancel)
    {
        await Refresh(cancel);
        return _index.Reaches(vendor, Facts(terms, texts));
    }

    /// <summary>What routing looks at in an intent. Erased texts hold no word.</summary>
    public static IntentFacts Facts(IntentTerms terms, IntentTexts? texts) => IntentFacts.Of(
        terms, texts is null ? [] : [texts.Title, texts.Description ?? "", .. texts.Lines.Values]);
}
