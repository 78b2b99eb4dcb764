using System.Collections.Concurrent;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway;

/// <summary>Tells vendors their place when it changed: a state, computed from the rows, at most once a second to a vendor and intent, never journaled.</summary>
public sealed partial class RankTicker(
    Store store, NoticeFeed feed, Ownership ownership, TimeProvider clock, ILogger<RankTicker> logger, VendorInboxes? inboxes = null) : BackgroundService
{
    private const int ToldMax = 100_000;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, byte> _touched = new();
    private readonly Dictionary<(Guid Intent, Guid Account), (int Rank, int Of, long LeadScore, long LeadTotal, Guid Offer)> _told = [];

    /// <summary>Something happened to these intents. Any thread.</summary>
    public void Touch(IEnumerable<Guid> intents)
    {
        foreach (var intentId in intents)
            _touched[intentId] = 0;
    }

    /// <summary>The present places of a vendor who begins to follow.</summary>
    public async Task<IReadOnlyList<Notice>> Present(Guid vendor, CancellationToken cancel)
    {
        var live = await store.Offers.ListByVendor(vendor, OfferStatus.Live, null, Limits.BatchMax, cancel);
        if (live.Count == 0)
            return [];
        var notices = new List<Notice>();
        foreach (var place in await store.Offers.Places([.. live.Select(o => o.Row.IntentId)], [vendor], cancel))
        {
            if (await Notice(place, cancel) is { } notice)
                notices.Add(notice);
        }
        return notices;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await WaitForTick(timer, stoppingToken))
        {
            var touched = _touched.Keys.ToList();
            foreach (var intentId in touched)
                _touched.TryRemove(intentId, out _);
            if (touched.Count == 0)
                continue;
            try
            {
                var listening = feed.Listening;
                await Tell(touched, listening, (account, notice) => feed.Tell(account, notice), stoppingToken);
                if (inboxes is not null)
                {
                    var owned = touched.Where(id => ownership.Owns(Partitions.Of(id))).ToList();
                    var vendors = inboxes.Vendors.Except(listening).ToList();
                    await Tell(owned, vendors, (account, notice) => _ = inboxes.Publish(account, notice, null), stoppingToken);
                }
            }
            catch (StoreDownException down)
            {
                Touch(touched);
                LogStoreDown(down.Message);
            }
        }
    }

    private async Task Tell(
        IReadOnlyCollection<Guid> intents, IReadOnlyCollection<Guid> accounts, Action<Guid, Notice> send, CancellationToken cancel)
    {
        if (intents.Count == 0 || accounts.Count == 0)
            return;
        if (_told.Count > ToldMax)
            _told.Clear();
        foreach (var place in await store.Offers.Places(intents, accounts, cancel))
        {
            var state = (place.Rank, place.Of, place.LeadScore, place.LeadTotal, place.OfferId);
            if (_told.GetValueOrDefault((place.IntentId, place.Account)) == state)
                continue;
            _told[(place.IntentId, place.Account)] = state;
            if (await Notice(place, cancel) is { } notice)
                send(place.Account, notice);
        }
    }

    /// <summary>Null where the visibility tells the vendor nothing of its place.</summary>
    private async Task<Notice?> Notice(Place place, CancellationToken cancel)
    {
        if (await store.Intents.Get(place.IntentId, cancel) is not { } read)
            return null;
        var terms = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var sealedYet = terms.Auction.Format == AuctionFormat.Sealed && read.Row.Status == IntentStatus.Open;
        if (terms.Auction.Visibility == Visibility.None || sealedYet)
            return null;
        LeadDocument? lead = null;
        GapDocument? gap = null;
        if (terms.Auction.Visibility is Visibility.Lead or Visibility.Full)
        {
            lead = new LeadDocument(Amount.Format(place.LeadTotal, terms.Digits), Amount.Format(place.LeadScore, 6));
            if (place.Rank > 1)
            {
                var missing = Scoring.GapTo(
                    (place.LeadScore, place.LeadTotal), terms.Terms, EventCodec.DecodeOfferTerms(place.OfferTerms), place.Score);
                gap = new GapDocument(Amount.Format(missing.Score, 6), missing.Total is { } total ? Amount.Format(total, terms.Digits) : null);
            }
        }
        return NoticeWriter.State(NoticeTypes.OfferRank, place.IntentId, clock.GetUtcNow().ToUnixTimeMilliseconds(),
            new OfferPlace(place.OfferId.ToString(), place.Rank, place.Of, lead, gap));
    }

    private static async Task<bool> WaitForTick(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "places wait for the store: {Reason}")]
    private partial void LogStoreDown(string reason);
}
