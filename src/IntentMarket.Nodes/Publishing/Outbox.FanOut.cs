using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Nodes.Publishing;

// New intents on their way to the vendors that they meet. Only the loop that hands commits over works here, one chunk between two groups.
public sealed partial class Outbox
{
    /// <summary>Vendors that are told of an intent at once; between two such chunks the commits that wait go first.</summary>
    private const int ChunkMax = 500;

    /// <summary>Intents whose vendors are told side by side, a chunk each in turn; the next begins when one is through. Each holds its
    /// vendors.</summary>
    private const int SideBySideMax = 64;

    // Those that were not begun, and those under way.
    private readonly Queue<FanOut> _fanOuts = new();
    private readonly Queue<FanOut> _underWay = new();

    /// <summary>New intents wait for the subscriptions to be read; receipts and all else goes on meanwhile.</summary>
    private bool CanFanOut => _fanOuts.Count + _underWay.Count > 0 && matching.Loaded.IsCompleted;

    /// <summary>Intents whose vendors were not all looked for. Whoever had them before may have added vendors and not told them.</summary>
    private async Task TakeUpUnfinished(IReadOnlyCollection<int> partitions, CancellationToken cancel)
    {
        var waiting = _fanOuts.Concat(_underWay).ToLookup(f => f.IntentId);
        foreach (var intentId in await store.Audiences.Unfinished(partitions, cancel))
        {
            foreach (var fanOut in waiting[intentId])
                (fanOut.Since, fanOut.MayBeUntold) = (FanOut.Ever, true);
            if (!waiting.Contains(intentId))
                _fanOuts.Enqueue(new FanOut(intentId, FanOut.Ever));
        }
    }

    /// <summary>Goes on with the intent whose turn it is. One that cannot be told of is set aside: it stays unfinished, and is taken up
    /// again with its partition.</summary>
    private async Task AdvanceNext(CancellationToken cancel)
    {
        if (!CanFanOut)
            return;
        if (_underWay.Count < SideBySideMax && _fanOuts.TryDequeue(out var next))
            _underWay.Enqueue(next);
        var fanOut = _underWay.Dequeue();
        var isDone = false;
        try
        {
            isDone = await Advance(fanOut, cancel);
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            await unpublished.Note(UnpublishedEvents.FanOut, fanOut.IntentId, 0, fault, cancel);
            isDone = true;
        }
        finally
        {
            // Also where the store is down: it goes on where it was.
            if (!isDone)
                _underWay.Enqueue(fanOut);
        }
    }

    /// <summary>Tells the next chunk of vendors of an intent. True when all were told.</summary>
    private async Task<bool> Advance(FanOut fanOut, CancellationToken cancel)
    {
        if (await store.Intents.Get(fanOut.IntentId, cancel) is not { } read)
            return true;
        if (fanOut.Vendors is null)
        {
            // It stays unfinished, and is taken up again when its customer is restored.
            if (await eligibility.IsSuspended(read.Row.Account, cancel))
                return true;
            var terms = EventCodec.DecodeIntentTerms(read.Row.Terms);
            var matched = await matching.Match(
                read.Row.Account, terms, read.Texts is null ? null : IntentTexts.FromJson(read.Texts), cancel);
            // Those that were added are told whatever became of the intent, or of their criteria, since.
            var added = fanOut.Since == FanOut.Ever && inboxes is not null
                ? await store.Audiences.WithInbox(fanOut.IntentId, long.MaxValue, cancel)
                : [];
            var open = read.Row.Status == IntentStatus.Open ? matched : [];
            fanOut.Vendors = new Queue<AccountId>(open.Union(added.Select(party => party.Account)));
            fanOut.Version = read.Row.Version;
        }
        var chunk = fanOut.Vendors.Take(ChunkMax).ToList();
        if (chunk.Count > 0)
            await Tell(fanOut, read.Row.Partition, chunk, cancel);
        for (var i = 0; i < chunk.Count; i++)
            fanOut.Vendors.Dequeue();
        if (fanOut.Vendors.Count > 0)
            return false;
        await store.Audiences.Finish(fanOut.IntentId, fanOut.Version, cancel);
        return true;
    }

    private async Task Tell(FanOut fanOut, int partition, List<AccountId> chunk, CancellationToken cancel)
    {
        var vendors = (await store.Accounts.GetMany(chunk, cancel))
            .Select(a => new PartyRow(fanOut.IntentId, a.Id, PartyRole.Vendor, MarketIdentity.PseudonymOf(a, fanOut.IntentId))).ToList();
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        fanOut.MayBeUntold = true;
        var (feed, added) = await store.Audiences.Add(fanOut.IntentId, vendors, at, cancel);
        bus.Signal([fanOut.IntentId]);
        if (inboxes is null)
            return;
        // Others were added since by another node, which may not have told them, or here before a failure: nobody knows whom that reached.
        // It goes to all of them again, the same as it went first.
        var told = added.Count == vendors.Count
            ? [.. added.Select(vendor => (vendor, new FeedPoint(feed, Audiences.MatchOrdinal), at))]
            : await Told(fanOut.IntentId, chunk, fanOut.Since, cancel);
        var sent = new List<Task<Published>>();
        await SendMatches(
            fanOut.IntentId, partition, told, (vendor, match) => sent.Add(inboxes.Publish(vendor, match, null)), cancel);
        await Confirm(sent);
        fanOut.MayBeUntold = fanOut.Since == FanOut.Ever;
    }

    /// <summary>Vendors that were added since may wait to be told of the intent: what happened on it is not to come before that. Null: none
    /// does.</summary>
    private long? UntoldSince(IntentId intentId) => _fanOuts.Concat(_underWay)
        .Where(fanOut => fanOut.MayBeUntold && fanOut.IntentId == intentId).Min(fanOut => (long?)fanOut.Since);

    private async Task<IReadOnlyCollection<(PartyRow Party, FeedPoint Point, long At)>> Told(
        IntentId intentId, IReadOnlyCollection<AccountId> vendors, long since, CancellationToken cancel) =>
        [.. (await store.Audiences.Told(intentId, vendors, cancel)).Where(told => told.Point.Feed > since)];

    private async Task SendMatches(
        IntentId intentId, int partition, IReadOnlyCollection<(PartyRow Vendor, FeedPoint Point, long At)> told,
        Action<AccountId, Notice> send, CancellationToken cancel)
    {
        var withInbox = await inboxes!.Among([.. told.Select(t => t.Vendor.Account)], cancel);
        // The same intent for all who were told at once: written once, then only id, cursor and time differ.
        var written = new Dictionary<FeedPoint, IReadOnlyList<Notice>>();
        foreach (var (vendor, point, at) in told)
        {
            if (!withInbox.Contains(vendor.Account))
                continue;
            var item = new FeedItem(point, at, vendor.Account, PartyRole.Vendor, vendor.Pseudonym, intentId, partition, null);
            if (!written.TryGetValue(point, out var notices))
            {
                notices = await writer.Write(item, null, cancel);
                // Nothing is told to one that was suspended meanwhile; that says nothing of the others.
                if (notices.Count > 0)
                    written[point] = notices;
            }
            foreach (var notice in notices)
                send(vendor.Account, writer.For(item, notice));
        }
    }

    private static async Task Confirm(List<Task<Published>> sent)
    {
        if (Missing(await Task.WhenAll(sent)) is { } answer)
            throw new BrokerDownException($"notices wait: the broker answered {answer}");
    }

    /// <summary>An intent on its way to the vendors that it meets.</summary>
    private sealed class FanOut(IntentId intentId, long since)
    {
        /// <summary>Any of the vendors that are known to be told of it may not have been.</summary>
        public const long Ever = 0;

        public IntentId IntentId { get; } = intentId;

        /// <summary>When it was stored in the feed: who was added later may not have been told yet.</summary>
        public long Since { get; set; } = since;

        /// <summary>Some may be added at present who were not told: before the first chunk by another node, then by this one.</summary>
        public bool MayBeUntold { get; set; } = true;

        /// <summary>The version of the intent that they were looked for by: a newer one is still to be told of.</summary>
        public int Version { get; set; }

        /// <summary>Those still to be told; null before they were looked for.</summary>
        public Queue<AccountId>? Vendors { get; set; }
    }
}
