using System.Collections.Concurrent;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Publishing;

/// <summary>Tells vendors their place when it changed: a state, computed from the rows, at most once a second to a vendor and
/// intent, never journaled.</summary>
public sealed partial class RankPublisher(
    Store store, NoticeFeed feed, Ownership ownership, UnpublishedEvents unpublished, TimeProvider clock, ILogger<RankPublisher> logger,
    VendorInboxes? inboxes = null)
    : BackgroundService
{
    /// <summary>Places that are remembered; of others a vendor may be told once more.</summary>
    private const int ToldMax = 100_000;

    /// <summary>Places on their way to the broker at once. When it is slow they wait and are told less often.</summary>
    private const int AtOnce = 64;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IntentId, byte> _touched = new();
    private readonly Cache<(IntentId Intent, AccountId Account), Shown> _told = new(ToldMax, clock);

    /// <summary>Something happened to these intents. Any thread.</summary>
    public void Touch(IEnumerable<IntentId> intents)
    {
        foreach (var intentId in intents)
            _touched[intentId] = 0;
    }

    /// <summary>The present places of a vendor who begins to follow.</summary>
    public async Task<IReadOnlyList<Notice>> Present(AccountId vendor, CancellationToken cancel)
    {
        var live = await store.Offers.ListByVendor(vendor, OfferStatus.Live, true, null, Limits.BatchMax, cancel);
        if (live.Count == 0)
            return [];
        var intents = await Telling([.. live.Select(o => o.Row.IntentId)], cancel);
        var places = await store.Offers.Places(intents.Keys, [vendor], cancel);
        return [.. places.Select(place => Notice(place, Visible(place, intents[place.IntentId]), intents[place.IntentId].Terms))];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.Every(Every, Step, clock, logger, stoppingToken);

    /// <returns>As long as it took: places then have the store and the broker for half of the time at most, and
    /// receipts keep their pace.</returns>
    private async Task<TimeSpan?> Step(CancellationToken cancel)
    {
        var since = clock.GetTimestamp();
        var touched = _touched.Keys.ToList();
        foreach (var intentId in touched)
            _touched.TryRemove(intentId, out _);
        if (touched.Count == 0)
            return null;
        try
        {
            var listening = feed.Listening;
            await Tell(touched, listening, TellListening, cancel);
            if (inboxes is not null)
            {
                var owned = touched.Where(id => ownership.Owns(Partitions.Of(id))).ToList();
                await Tell(owned, null, (account, notice) => inboxes.Publish(account, notice, null), cancel, except: listening);
            }
        }
        catch (StoreDownException down)
        {
            Touch(touched);
            LogStoreDown(down.Message);
        }
        var took = clock.GetElapsedTime(since);
        return took > Every ? took : null;
    }

    /// <param name="accounts">Null: those that have an inbox.</param>
    private async Task Tell(
        IReadOnlyCollection<IntentId> intents, IReadOnlyCollection<AccountId>? accounts, Func<AccountId, Notice, Task> send,
        CancellationToken cancel, IReadOnlyCollection<AccountId>? except = null)
    {
        if (intents.Count == 0 || accounts is { Count: 0 })
            return;
        var telling = await Telling(intents, cancel);
        var places = await store.Offers.Places(telling.Keys, accounts, cancel);
        var sent = new List<Task>(AtOnce);
        var others = except?.ToHashSet() ?? [];
        foreach (var place in places.Where(place => !others.Contains(place.Account)))
        {
            var intent = telling[place.IntentId];
            var visible = Visible(place, intent);
            if (_told.TryGet((place.IntentId, place.Account), out var told) && told == visible)
                continue;
            _told.Keep((place.IntentId, place.Account), visible);
            sent.Add(send(place.Account, Notice(place, visible, intent.Terms)));
            if (sent.Count == AtOnce)
            {
                await Task.WhenAll(sent);
                sent.Clear();
            }
        }
        await Task.WhenAll(sent);
    }

    private Task TellListening(AccountId account, Notice notice)
    {
        feed.Tell(account, notice);
        return Task.CompletedTask;
    }

    /// <summary>Those whose vendors may know their places, and that are not over: with the end places stay as they are, and the end is told
    /// by notices of its own. Of others no place is read, so that no time tells how many there are.</summary>
    private async Task<Dictionary<IntentId, (IntentTerms Terms, Knowledge Knows)>> Telling(
        IReadOnlyCollection<IntentId> intents, CancellationToken cancel)
    {
        try
        {
            return await TellingAll(intents, cancel);
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            // One of them cannot be read: the others can.
            var telling = new Dictionary<IntentId, (IntentTerms, Knowledge)>();
            if (intents.Count == 1)
                await unpublished.Note(UnpublishedEvents.Places, intents.Single(), 0, fault, cancel);
            else
            {
                foreach (var intentId in intents)
                {
                    foreach (var (id, intent) in await Telling([intentId], cancel))
                        telling[id] = intent;
                }
            }
            return telling;
        }
    }

    private async Task<Dictionary<IntentId, (IntentTerms Terms, Knowledge Knows)>> TellingAll(
        IReadOnlyCollection<IntentId> intents, CancellationToken cancel) =>
        (await store.Intents.GetMany(intents, cancel)).Where(i => !i.Row.IsOver)
            .Select(i => (i.Row.IntentId, Terms: EventCodec.DecodeIntentTerms(i.Row.Terms), Read: i))
            .Select(i => (i.IntentId, i.Terms, Knows: Knowledge.Of(Part.Vendor, i.Read, i.Terms)))
            .Where(i => i.Knows.SeesRank).ToDictionary(i => i.IntentId, i => (i.Terms, i.Knows));

    /// <summary>What a vendor may know of its place. Only when this changes is there a notice: one that said nothing new would tell that
    /// something hidden has changed.</summary>
    private static Shown Visible(RankedOffer place, (IntentTerms Terms, Knowledge Knows) intent) => intent.Knows.SeesLead
        ? new Shown(place.OfferId, place.Rank, place.Of, place.LeadScore, place.LeadTotal)
        : new Shown(place.OfferId, place.Rank, place.Of, null, null);

    private Notice Notice(RankedOffer place, Shown shown, IntentTerms terms)
    {
        LeadDocument? lead = null;
        GapDocument? gap = null;
        if (shown is { LeadScore: { } leadScore, LeadTotal: { } leadTotal })
        {
            lead = OfferView.Lead(leadTotal, leadScore, terms);
            gap = shown.Rank > 1 ? VendorPosition.GapOf(place, terms) : null;
        }
        return NoticeWriter.State(NoticeTypes.OfferRank, place.IntentId, clock.GetUtcNow().ToUnixTimeMilliseconds(),
            new OfferPlace(place.OfferId.ToString(), shown.Rank, shown.Of, lead, gap));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "places wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);

    private readonly record struct Shown(OfferId Offer, int Rank, int Of, long? LeadScore, long? LeadTotal);
}
