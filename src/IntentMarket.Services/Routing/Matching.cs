using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Routing;

/// <summary>Finds the vendors whose standing criteria an intent meets. Each node has an index of all of them, read when it starts and kept
/// up to date from the store.</summary>
public sealed partial class Matching(Store store, Eligibility eligibility, TimeProvider clock, ILogger<Matching> logger) : BackgroundService
{
    /// <summary>Subscriptions that one statement reads: far fewer than it has time for.</summary>
    private const int ReadAtOnce = 10_000;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>How old the index may be where a vendor looks at an intent that it was not told of: one who tries many does
    /// not cost a read each.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _refreshing = new(1);

    // Written while _refreshing is held, read by anyone; but for _changesHere, which counts what this node's vendors changed.
    private volatile SubscriptionIndex _index = new();
    private volatile Freshness? _freshness;
    private int _changesHere;

    // Only used while _refreshing is held: the index that is read into, from what change on, up to which row, and where the next reading
    // begins. Who gives up leaves them as they are, and the next one goes on from there.
    private SubscriptionIndex _reading = new();
    private long _changed;
    private SubscriptionRow? _last;
    private long _next;

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Freshness(long Since, int ChangesHere);

    /// <summary>Done when all subscriptions were read once: until then who asks waits.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>A vendor changed its criteria on this node: who asks next is answered by the new ones. Any thread.</summary>
    public void Changed() => Interlocked.Increment(ref _changesHere);

    /// <summary>Takes in every change that was confirmed before the call.</summary>
    public Task Refresh(CancellationToken cancel) => Refresh(evenIfFresh: true, cancel);

    /// <summary>How many vendors an intent would reach.</summary>
    /// <param name="customer">Who asks for it; null: nobody yet.</param>
    public async Task<int> Reach(AccountId? customer, IntentTerms terms, IntentTexts texts, CancellationToken cancel) =>
        (await Match(customer, terms, texts, cancel)).Count;

    /// <summary>The vendors that an intent reaches, in the order of their ids: none that is suspended, none of
    /// the customer's own.</summary>
    public async Task<IReadOnlyList<AccountId>> Match(AccountId? customer, IntentTerms terms, IntentTexts? texts, CancellationToken cancel)
    {
        await Refresh(cancel);
        var suspended = await eligibility.Suspended(cancel);
        var own = customer is { } asks ? await store.Accounts.OthersOf(asks, cancel) : [];
        return [.. _index.Match(Facts(terms, texts)).Where(vendor => !suspended.ContainsKey(vendor) && !own.Contains(vendor)).Order()];
    }

    /// <summary>Whether the intent meets one of the vendor's own criteria at present. What was changed on another node
    /// counts within a second.</summary>
    public async Task<bool> Meets(AccountId vendor, IntentTerms terms, IntentTexts? texts, CancellationToken cancel)
    {
        if (!IsFresh)
            await Refresh(evenIfFresh: false, cancel);
        return _index.Reaches(vendor, Facts(terms, texts));
    }

    /// <summary>What routing looks at in an intent. Erased texts hold no word.</summary>
    public static IntentFacts Facts(IntentTerms terms, IntentTexts? texts) => IntentFacts.Of(terms, texts?.All() ?? []);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Load, clock, logger, stoppingToken);

    private async Task Load(CancellationToken cancel)
    {
        while (!Loaded.IsCompleted)
        {
            try
            {
                await Refresh(cancel);
            }
            catch (StoreDownException down)
            {
                LogStoreDown(down.Message);
                await Task.Delay(RetryAfter, clock, cancel);
            }
        }
    }

    private bool IsFresh =>
        _freshness is { } fresh && clock.GetElapsedTime(fresh.Since) < FreshFor && fresh.ChangesHere == Volatile.Read(ref _changesHere);

    private async Task Refresh(bool evenIfFresh, CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            if (IsFresh && !evenIfFresh)
                return;
            var read = new Freshness(clock.GetTimestamp(), Volatile.Read(ref _changesHere));
            // What another one began may have passed by what was confirmed since.
            if (_last is not null)
                await ReadOut(cancel);
            await ReadOut(cancel);
            _index = _reading;
            _freshness = read;
            _loaded.TrySetResult();
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private async Task ReadOut(CancellationToken cancel)
    {
        do
            await ReadOn(cancel);
        while (_last is not null);
        _changed = _next;
    }

    private async Task ReadOn(CancellationToken cancel)
    {
        var (rows, next, isAll) = await store.Subscriptions.ChangedSince(_changed, cancel, _last, ReadAtOnce);
        if (_last is null || isAll)
            _next = next;
        if (isAll)
            (_reading, _changed) = (new SubscriptionIndex(), 0);
        _reading.Apply(rows.Select(r => new SubscriptionChange(r.Account, r.Name, CriteriaOf(r))));
        _last = rows.Count == ReadAtOnce ? rows[^1] : null;
    }

    private Criteria? CriteriaOf(SubscriptionRow row)
    {
        if (row.Body is null)
            return null;
        var criteria = SubscriptionReader.FromStored(row.Body);
        if (criteria is null)
            LogUnreadable(row.Account, row.Name);
        return criteria;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "subscriptions wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the criteria {Name} of account {Account} cannot be read: they match nothing")]
    private partial void LogUnreadable(AccountId account, string name);
}
