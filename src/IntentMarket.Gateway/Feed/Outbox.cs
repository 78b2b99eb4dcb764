using System.Threading.Channels;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Gateway.Cluster;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Gateway;

/// <summary>The one way out of what is stored: rings the doorbell, finds and tells the vendors of new intents, and puts notices into the inboxes of
/// bots, each partition in the order of its positions.</summary>
/// <remarks>How far a partition is published is stored now and then. A node that takes it over goes on from there, so after a crash some notices come
/// twice and none is missing. Without a broker there are no inboxes, and nothing of that is kept.</remarks>
public sealed partial class Outbox(
    Store store, Matching matching, NoticeWriter writer, CommitBus bus, TimeProvider clock, ILogger<Outbox> logger, VendorInboxes? inboxes = null)
    : BackgroundService, IPublisher
{
    /// <summary>Commits that go out together; their notices are in flight side by side.</summary>
    private const int GroupMax = 64;

    /// <summary>Vendors that are told of an intent at once; between two such chunks the commits that wait go first.</summary>
    private const int ChunkMax = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMilliseconds(500);

    // Full: what does not fit is read from the journal, so the loop never waits.
    private readonly Channel<StoredBatchCommit> _commits = Channel.CreateBounded<StoredBatchCommit>(
        new BoundedChannelOptions(Limits.PublishMax) { SingleReader = true });

    private readonly Channel<int> _acquired = Channel.CreateUnbounded<int>();
    private readonly Queue<FanOut> _fanOuts = new();
    private readonly Dictionary<int, long> _published = [];
    private readonly HashSet<int> _toNote = [];
    private long _notedAt = clock.GetTimestamp();

    public ValueTask Publish(StoredBatchCommit commit, CancellationToken cancel)
    {
        if (!_commits.Writer.TryWrite(commit))
            Acquire(commit.Partition);
        bus.Ring([.. commit.Events.Select(e => e.Event.IntentId).Distinct()]);
        return ValueTask.CompletedTask;
    }

    /// <summary>This node serves the partition from now on: what its predecessor left unpublished goes out first. Any thread.</summary>
    public void Acquire(int partition) => _acquired.Writer.TryWrite(partition);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<StoredBatchCommit>();
        var acquired = new List<int>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (_fanOuts.Count == 0 && group.Count == 0 && acquired.Count == 0)
                    await WaitForWork(stoppingToken);
                while (_acquired.Reader.TryRead(out var partition))
                    acquired.Add(partition);
                while (acquired.Count > 0)
                {
                    await TakeOver(acquired[^1], stoppingToken);
                    acquired.RemoveAt(acquired.Count - 1);
                }
                while (group.Count < GroupMax && _commits.Reader.TryRead(out var commit))
                {
                    group.Add(commit);
                    foreach (var e in commit.Events.Where(e => e.Event.Event is IntentOpened or IntentAmended))
                        _fanOuts.Enqueue(new FanOut(e.Event.IntentId, IsRetry: false));
                }
                if (group.Count > 0)
                {
                    await Publish(group, stoppingToken);
                    group.Clear();
                }
                if (_fanOuts.TryPeek(out var fanOut) && await Advance(fanOut, stoppingToken))
                    _fanOuts.Dequeue();
                await NotePublished(stoppingToken);
            }
            catch (Exception e) when (e is StoreDownException or BrokerDownException)
            {
                LogWaiting(e.Message);
                await Task.Delay(RetryAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task WaitForWork(CancellationToken cancel)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (_toNote.Count > 0)
            enough.CancelAfter(NoteEvery);
        var commits = _commits.Reader.WaitToReadAsync(enough.Token).AsTask();
        var partitions = _acquired.Reader.WaitToReadAsync(enough.Token).AsTask();
        await Task.WhenAny(commits, partitions);
        await enough.CancelAsync();
        await ((Task)Task.WhenAll(commits, partitions)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TakeOver(int partition, CancellationToken cancel)
    {
        foreach (var intentId in await store.Audiences.Unfinished([partition], cancel))
            _fanOuts.Enqueue(new FanOut(intentId, IsRetry: true));
        if (inboxes is null)
            return;
        await ReadPublished(partition, cancel);
        await CatchUp(partition, long.MaxValue, cancel);
    }

    private async Task ReadPublished(int partition, CancellationToken cancel)
    {
        var stored = (await store.Cluster.Published([partition], cancel)).GetValueOrDefault(partition);
        _published[partition] = Math.Max(stored, _published.GetValueOrDefault(partition));
    }

    /// <summary>Publishes from the journal what was stored before a position and is not known here.</summary>
    private async Task CatchUp(int partition, long before, CancellationToken cancel)
    {
        while (_published.GetValueOrDefault(partition) + 1 < before)
        {
            var commits = await store.Journal.ReadCommits(partition, _published.GetValueOrDefault(partition), GroupMax, cancel);
            if (commits.Count == 0)
                return;
            foreach (var commit in commits.TakeWhile(c => c.Position < before))
            {
                var sent = new List<Task<Published>>();
                foreach (var stored in commit.Events)
                    await Send(stored, EventCodec.Decode(stored), null, null, sent, cancel);
                await Confirm(sent);
                NoteLater(partition, commit.Position);
            }
        }
    }

    private async Task Publish(List<StoredBatchCommit> group, CancellationToken cancel)
    {
        if (inboxes is null)
            return;
        var sent = new List<Task<Published>>();
        // How far each partition of the group is handed to the broker, and not yet confirmed.
        var handed = new Dictionary<int, long>();
        foreach (var commit in group)
        {
            if (!_published.ContainsKey(commit.Partition))
                await ReadPublished(commit.Partition, cancel);
            var before = handed.GetValueOrDefault(commit.Partition, _published[commit.Partition]);
            if (commit.Position <= before)
                continue;
            if (commit.Position > before + 1)
            {
                await ConfirmHanded(sent, handed);
                await CatchUp(commit.Partition, commit.Position, cancel);
            }
            foreach (var e in commit.Events)
            {
                var stored = new StoredEvent(
                    e.Event.IntentId, e.Event.Seq, e.Event.Vendor, e.Event.Bytes, e.Event.Hash, commit.Partition, commit.Position, commit.Feed, e.Ordinal);
                var recorded = new RecordedEvent(stored.IntentId, stored.Seq, e.Event.At, e.Event.Event, Convert.ToHexStringLower(stored.Hash));
                await Send(stored, recorded, e.VendorAccount, e.OfferKey, sent, cancel);
            }
            handed[commit.Partition] = commit.Position;
        }
        await ConfirmHanded(sent, handed);
    }

    private async Task ConfirmHanded(List<Task<Published>> sent, Dictionary<int, long> handed)
    {
        await Confirm(sent);
        foreach (var (partition, position) in handed)
            NoteLater(partition, position);
        sent.Clear();
        handed.Clear();
    }

    /// <summary>Puts what an event tells the vendors into their inboxes.</summary>
    private async Task Send(
        StoredEvent stored, RecordedEvent recorded, Guid? vendorAccount, string? offerKey, List<Task<Published>> sent, CancellationToken cancel)
    {
        foreach (var reader in await Readers(stored, recorded, vendorAccount, cancel))
        {
            var item = new FeedItem(
                new FeedPoint(stored.Feed, stored.Ordinal), recorded.At, reader.Account, PartyRole.Vendor, reader.Pseudonym, stored.IntentId,
                stored.Partition, stored, offerKey);
            foreach (var notice in await writer.Write(item, recorded, cancel))
                sent.Add(inboxes!.Publish(reader.Account, notice, Answers(recorded.Event, notice)));
        }
    }

    private async Task<IReadOnlyList<PartyRow>> Readers(StoredEvent stored, RecordedEvent recorded, Guid? vendorAccount, CancellationToken cancel)
    {
        if (stored.Vendor is not { } vendor)
            return recorded.Event is IntentOpened or ClosingCalled ? [] : await store.Audiences.WithInbox(stored.IntentId, cancel);
        var accounts = vendorAccount is { } account
            ? [new PartyRow(stored.IntentId, account, PartyRole.Vendor, vendor)]
            : await store.Audiences.Resolve(stored.IntentId, [vendor], cancel);
        return accounts.Count > 0 && await inboxes!.Has(accounts[0].Account, cancel) ? accounts : [];
    }

    /// <summary>The key of the message that a receipt answers: a bot finds its offer by it.</summary>
    private static string? Answers(MarketEvent e, Notice notice) =>
        e is OfferAccepted { Confirms: false } or OfferRefused { Confirms: false } ? (notice.Data as Receipt)?.Key : null;

    private static async Task Confirm(List<Task<Published>> sent)
    {
        foreach (var published in await Task.WhenAll(sent))
        {
            // Returned: the inbox is gone with its vendor's last credential. Refused cannot be: an inbox drops its oldest.
            if (published is Published.Down or Published.Blocked or Published.Unknown)
                throw new BrokerDownException($"notices wait: the broker answered {published}");
        }
    }

    /// <summary>Tells the next chunk of vendors of an intent. True when all were told.</summary>
    private async Task<bool> Advance(FanOut fanOut, CancellationToken cancel)
    {
        if (await store.Intents.Get(fanOut.IntentId, cancel) is not { } read)
            return true;
        if (fanOut.Vendors is null)
        {
            var terms = EventCodec.DecodeIntentTerms(read.Row.Terms);
            var matched = await matching.Match(terms, read.Texts is null ? null : IntentTexts.FromJson(read.Texts), cancel);
            fanOut.Vendors = new Queue<Guid>(read.Row.Status == IntentStatus.Open ? matched : []);
        }
        var chunk = fanOut.Vendors.Take(ChunkMax).ToList();
        if (chunk.Count > 0)
            await Tell(fanOut, read.Row.Partition, chunk, cancel);
        for (var i = 0; i < chunk.Count; i++)
            fanOut.Vendors.Dequeue();
        if (fanOut.Vendors.Count > 0)
            return false;
        await store.Audiences.Finish(fanOut.IntentId, read.Row.Version, cancel);
        return true;
    }

    private async Task Tell(FanOut fanOut, int partition, List<Guid> chunk, CancellationToken cancel)
    {
        var vendors = (await store.Accounts.GetMany(chunk, cancel))
            .Select(a => new PartyRow(fanOut.IntentId, a.Id, PartyRole.Vendor, MarketIdentity.Pseudonym(a, fanOut.IntentId))).ToList();
        var at = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (feed, added) = await store.Audiences.Add(fanOut.IntentId, vendors, at, cancel);
        bus.Ring([fanOut.IntentId]);
        if (inboxes is null)
            return;
        var sent = new List<Task<Published>>();
        IReadOnlyList<Notice>? first = null;
        // After a crash nobody knows which inboxes have it: it goes to all again, with the same id.
        foreach (var vendor in fanOut.IsRetry ? vendors : added)
        {
            if (!await inboxes.Has(vendor.Account, cancel))
                continue;
            var item = new FeedItem(new FeedPoint(feed, -1), at, vendor.Account, PartyRole.Vendor, vendor.Pseudonym, fanOut.IntentId, partition, null);
            // The same intent for all: written once, then only the id differs.
            first ??= await writer.Write(item, null, cancel);
            foreach (var notice in first)
                sent.Add(inboxes.Publish(vendor.Account, notice with { Id = NoticeWriter.Id(item, notice.Type).ToString() }, null));
        }
        await Confirm(sent);
    }

    private void NoteLater(int partition, long position)
    {
        _published[partition] = position;
        _toNote.Add(partition);
    }

    private async Task NotePublished(CancellationToken cancel)
    {
        if (_toNote.Count == 0 || clock.GetElapsedTime(_notedAt) < NoteEvery)
            return;
        await store.Cluster.SetPublished([.. _toNote.Order().Select(p => (p, _published[p]))], cancel);
        _toNote.Clear();
        _notedAt = clock.GetTimestamp();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "notices wait: {Reason}")]
    private partial void LogWaiting(string reason);

    /// <summary>An intent on its way to the vendors that it meets.</summary>
    private sealed record FanOut(Guid IntentId, bool IsRetry)
    {
        /// <summary>Those still to be told; null before they were looked for.</summary>
        public Queue<Guid>? Vendors { get; set; }
    }
}
