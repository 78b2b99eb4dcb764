using System.Threading.Channels;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Cluster;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Routing;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Nodes.Publishing;

/// <summary>The one way out of what is stored: signals each commit, finds and tells the vendors of new intents, and puts notices into the
/// inboxes of bots, each partition in the order of its positions.</summary>
/// <remarks>One loop hands commits to the broker, in groups; another waits for the broker to confirm them, in the same order. What goes
/// wrong on the way is read again from the journal: every commit is there. How far a partition is published is stored now and then. A node
/// that takes it over goes on from there, so after a crash some notices come twice and none is missing. Without a broker there are no
/// inboxes, and nothing of that is kept.</remarks>
public sealed partial class Outbox(
    Store store, Matching matching, Eligibility eligibility, NoticeWriter writer, UnpublishedEvents unpublished, CommitBus bus,
    TimeProvider clock, ILogger<Outbox> logger, VendorInboxes? inboxes = null) : BackgroundService, IPublisher
{
    /// <summary>Commits that are handed over together.</summary>
    private const int GroupMax = 256;

    /// <summary>Groups that are handed over and not yet confirmed; the next one waits.</summary>
    private const int UnconfirmedMax = 4;

    /// <summary>How long the market's loop waits for room before its commit is left to the journal.</summary>
    private static readonly TimeSpan RoomWithin = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMilliseconds(500);

    private readonly Channel<Group> _handed =
        Channel.CreateBounded<Group>(new BoundedChannelOptions(UnconfirmedMax) { SingleReader = true });
    private readonly Channel<bool> _bell =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // How far each partition is handed to the broker, and the notice of it that went last. The handing loop's alone.
    private readonly Dictionary<int, long> _handedTo = [];
    private readonly Dictionary<int, Task<Published>> _last = [];

    // The rest is guarded by _gate: the commits that wait with the number of their events and of those under way, the partitions to be read
    // from the journal (of which some go back to what is confirmed), how far each is confirmed, and which of that are to be noted.
    private readonly Lock _gate = new();
    private readonly Queue<OutgoingCommit> _commits = new();
    private readonly HashSet<int> _acquired = [];
    private readonly HashSet<int> _failed = [];
    private readonly Dictionary<int, long> _confirmed = [];
    private readonly HashSet<int> _toNote = [];
    private int _events;
    private bool _takesNoMore;
    private TaskCompletionSource _room = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async ValueTask Publish(OutgoingCommit commit, CancellationToken cancel)
    {
        bus.Signal([.. commit.Events.Select(e => e.IntentId).Distinct()]);
        var since = clock.GetTimestamp();
        while (!TryTake(commit, mayWait: clock.GetElapsedTime(since) < RoomWithin, out var room))
        {
            try
            {
                await room.WaitAsync(RoomWithin, clock, cancel);
            }
            catch (TimeoutException)
            {
                // It is left to the journal.
            }
        }
        _bell.Writer.TryWrite(true);
    }

    /// <summary>This node serves the partition from now on: what its predecessor left unpublished goes out first. Any thread.</summary>
    public void Acquire(int partition)
    {
        lock (_gate)
            _acquired.Add(partition);
        _bell.Writer.TryWrite(true);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = RingWhenLoaded();
        return Task.WhenAll(
            Loop.GoOn(HandOver, clock, logger, stoppingToken), Loop.GoOn(Confirm, clock, logger, stoppingToken),
            Loop.GoOn(NotePublished, clock, logger, stoppingToken));
    }

    private async Task RingWhenLoaded()
    {
        await matching.Loaded;
        _bell.Writer.TryWrite(true);
    }

    /// <summary>Takes the commit where there is room. Where nobody may wait for it any longer, or the broker takes nothing, its partition
    /// is read from the journal later. False: wait for <paramref name="room"/>.</summary>
    private bool TryTake(OutgoingCommit commit, bool mayWait, out Task room)
    {
        lock (_gate)
        {
            room = _room.Task;
            if (_events == 0 || _events + commit.Events.Count <= Limits.PublishMax)
            {
                _commits.Enqueue(commit);
                _events += commit.Events.Count;
                return true;
            }
            _takesNoMore |= !mayWait;
            if (_takesNoMore)
                _acquired.Add(commit.Stored.Partition);
            return _takesNoMore;
        }
    }

    private (List<OutgoingCommit> Group, List<int> Acquired) TakeWork()
    {
        lock (_gate)
        {
            var group = new List<OutgoingCommit>();
            while (group.Count < GroupMax && _commits.TryDequeue(out var commit))
                group.Add(commit);
            var acquired = _acquired.ToList();
            _acquired.Clear();
            return (group, acquired);
        }
    }

    /// <summary>Hands what waits to the broker, group by group, and goes on with a chunk of an intent's vendors
    /// between two of them.</summary>
    private async Task HandOver(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var (commits, acquired) = TakeWork();
            if (commits.Count == 0 && acquired.Count == 0 && !CanFanOut)
            {
                await _bell.Reader.ReadAsync(cancel);
                continue;
            }
            foreach (var (stored, happened) in commits.SelectMany(commit => commit.Stored.Events.Zip(commit.Events)))
            {
                if (happened.Event is IntentOpened or IntentAmended)
                    _fanOuts.Enqueue(new FanOut(stored.IntentId, stored.Feed));
            }
            try
            {
                await TakeOver(acquired, cancel);
                acquired.Clear();
                await HandOver(commits, cancel);
                commits.Clear();
                await AdvanceNext(cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                LogWaits(e);
                ReadAgain([.. acquired, .. commits.Select(commit => commit.Stored.Partition)], fromConfirmed: false);
                FreeRoom(Events(commits), takesMore: false);
                await Task.Delay(RetryAfter, clock, cancel);
            }
        }
    }

    private async Task TakeOver(IReadOnlyCollection<int> partitions, CancellationToken cancel)
    {
        if (partitions.Count == 0)
            return;
        await TakeUpUnfinished(partitions, cancel);
        if (inboxes is null)
            return;
        var stored = await store.Cluster.Published(partitions, cancel);
        foreach (var partition in partitions)
        {
            BeginAt(partition, stored[partition]);
            await CatchUp(partition, cancel);
        }
    }

    /// <summary>Goes on after what another node published, and where handing over failed, after what is confirmed.</summary>
    private void BeginAt(int partition, long stored)
    {
        lock (_gate)
        {
            var confirmed = _confirmed[partition] = Math.Max(_confirmed.GetValueOrDefault(partition), stored);
            var failed = _failed.Remove(partition);
            _handedTo[partition] = failed ? confirmed : Math.Max(_handedTo.GetValueOrDefault(partition), confirmed);
            if (failed)
                _last.Remove(partition);
        }
    }

    /// <summary>Hands over from the journal all that was stored and is not handed over yet.</summary>
    private async Task CatchUp(int partition, CancellationToken cancel)
    {
        for (var more = true; more;)
        {
            var commits = await store.Journal.ReadCommits(partition, _handedTo[partition], Limits.CommitsReadMax, cancel);
            more = commits.Count == Limits.CommitsReadMax;
            // Of intents that came since the last look nothing will be missing any more, so they would not be looked for again.
            if (commits.Count > 0)
                await TakeUpUnfinished([partition], cancel);
            var group = new Group();
            try
            {
                var known = await Vendors(commits, cancel);
                await inboxes!.Among([.. known.Accounts.Values], cancel);
                foreach (var commit in commits)
                {
                    foreach (var stored in commit.Events)
                        await Send(stored, () => EventCodec.Decode(stored), known, group, cancel);
                    Handed(group, partition, commit.Position);
                }
            }
            finally
            {
                await _handed.Writer.WriteAsync(group, cancel);
            }
        }
    }

    /// <summary>The accounts behind the vendors' pseudonyms, those that are not erased.</summary>
    private async Task<Known> Vendors(IReadOnlyList<Commit> commits, CancellationToken cancel)
    {
        var accounts = new Dictionary<Pseudonym, AccountId>();
        foreach (var intent in commits.SelectMany(c => c.Events).Where(e => e.Vendor is not null)
            .GroupBy(e => e.IntentId, e => e.Vendor!.Value))
        {
            foreach (var party in await store.Audiences.Resolve(intent.Key, [.. intent.Distinct()], cancel))
                accounts[party.Pseudonym] = party.Account;
        }
        return Known.Nothing with { Accounts = accounts };
    }

    private async Task HandOver(List<OutgoingCommit> commits, CancellationToken cancel)
    {
        var group = new Group();
        try
        {
            if (inboxes is not null)
            {
                await inboxes.Among(
                    [.. commits.SelectMany(c => c.Stored.Events.Select(e => c.Known.AccountOf(e.Vendor))).OfType<AccountId>()], cancel);
            }
            foreach (var (commit, events, known) in inboxes is null ? [] : commits)
            {
                if (!_handedTo.TryGetValue(commit.Partition, out var before) || commit.Position > before + 1)
                {
                    // Something is missing before it. The journal has that, and this one too.
                    await _handed.Writer.WriteAsync(group, cancel);
                    group = new Group();
                    await TakeOver([commit.Partition], cancel);
                }
                else if (commit.Position == before + 1)
                {
                    foreach (var (stored, recorded) in commit.Events.Zip(events))
                        await Send(stored, () => recorded, known, group, cancel);
                    Handed(group, commit.Partition, commit.Position);
                }
            }
            group.Room = Events(commits);
        }
        finally
        {
            await _handed.Writer.WriteAsync(group, cancel);
        }
    }

    private static int Events(List<OutgoingCommit> commits) => commits.Sum(commit => commit.Events.Count);

    private void Handed(Group group, int partition, long position)
    {
        group.Partitions[partition] =
            (group.Partitions.TryGetValue(partition, out var handed) ? handed.After : _handedTo[partition], position);
        _handedTo[partition] = position;
    }

    /// <summary>Puts what an event tells the vendors on its way into their inboxes. What cannot be told is set aside: the partition goes on
    /// after it.</summary>
    private async ValueTask Send(
        StoredEvent stored, Func<RecordedEvent> decode, Known known, Group group, CancellationToken cancel)
    {
        try
        {
            var recorded = decode();
            var readers = await Readers(stored, recorded, known.AccountOf(stored.Vendor), cancel);
            if (readers.Count > 0 && UntoldSince(stored.IntentId) is { } since)
            {
                var told = await Told(stored.IntentId, [.. readers.Select(reader => reader.Account)], since, cancel);
                await SendMatches(
                    stored.IntentId, stored.Partition, told,
                    (vendor, match) => Publish(stored.Partition, vendor, match, null, group), cancel);
            }
            foreach (var reader in readers)
                await Send(stored, recorded, reader, known, group, cancel);
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            await unpublished.Note(UnpublishedEvents.Inboxes, stored.IntentId, stored.Seq, fault, cancel);
        }
    }

    /// <summary>The same to one reader; the others are told whether or not it can be.</summary>
    private async ValueTask Send(
        StoredEvent stored, RecordedEvent recorded, PartyRow reader, Known known, Group group, CancellationToken cancel)
    {
        try
        {
            var item = new FeedItem(
                new FeedPoint(stored.Feed, stored.Ordinal), recorded.At, reader.Account, PartyRole.Vendor, reader.Pseudonym,
                stored.IntentId, stored.Partition, stored, known);
            foreach (var notice in await writer.Write(item, recorded, cancel))
                Publish(stored.Partition, reader.Account, notice, Answers(recorded.Event, notice), group);
            // The publisher holds no more: what waits there too long is not sent at all.
            if (group.Sent.Count > ConfirmedPublisher.InFlightMax)
                await group.Sent[^ConfirmedPublisher.InFlightMax];
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            await unpublished.Note(UnpublishedEvents.Inboxes, stored.IntentId, stored.Seq, fault, cancel);
        }
    }

    /// <summary>Not before what went of its partition earlier: where that is lost, this is too, and both are handed over again.</summary>
    private void Publish(int partition, AccountId vendor, Notice notice, string? answers, Group group)
    {
        var sent = inboxes!.Publish(vendor, notice, answers, after: _last.GetValueOrDefault(partition));
        group.Sent.Add(_last[partition] = sent);
    }

    private async ValueTask<IReadOnlyList<PartyRow>> Readers(
        StoredEvent stored, RecordedEvent recorded, AccountId? vendorAccount, CancellationToken cancel)
    {
        if (stored.Vendor is not { } vendor)
        {
            return recorded.Event is IntentOpened or ClosingCalled
                ? []
                : await store.Audiences.WithInbox(stored.IntentId, stored.Feed, cancel);
        }
        var accounts = vendorAccount is { } account
            ? [new PartyRow(stored.IntentId, account, PartyRole.Vendor, vendor)]
            : await store.Audiences.Resolve(stored.IntentId, [vendor], cancel);
        return accounts.Count > 0 && await inboxes!.Has(accounts[0].Account, cancel) ? accounts : [];
    }

    /// <summary>The key of the message that a receipt answers: a bot finds its offer by it.</summary>
    private static string? Answers(MarketEvent e, Notice notice) =>
        e is OfferAccepted { Confirms: false } or OfferRefused { Confirms: false } ? (notice.Data as Receipt)?.Key : null;

    /// <summary>Waits for the confirms of what is handed over, in the order of the groups.</summary>
    private async Task Confirm(CancellationToken cancel)
    {
        while (true)
        {
            var group = await _handed.Reader.ReadAsync(cancel);
            var isConfirmed = false;
            try
            {
                var missing = Missing(await Task.WhenAll(group.Sent));
                isConfirmed = missing is null;
                if (isConfirmed)
                    Confirmed(group);
                else
                    LogWaiting($"the broker answered {missing}");
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                LogWaits(e);
            }
            if (!isConfirmed)
            {
                ReadAgain(group.Partitions.Keys, fromConfirmed: true);
                await Task.Delay(RetryAfter, clock, cancel);
            }
            FreeRoom(group.Room, takesMore: isConfirmed);
        }
    }

    /// <summary>Null: all of them went.</summary>
    private static Published? Missing(Published[] answers) =>
        answers.Where(answer => answer.IsLost()).Select(answer => (Published?)answer).FirstOrDefault();

    private void Confirmed(Group group)
    {
        lock (_gate)
        {
            foreach (var (partition, (after, to)) in group.Partitions)
            {
                // Where a group before it failed, this one is handed over again after it.
                if (after > _confirmed[partition])
                    continue;
                _confirmed[partition] = Math.Max(to, _confirmed[partition]);
                _toNote.Add(partition);
            }
        }
    }

    /// <summary>Goes on from the journal, after what is handed over or only after what is confirmed.</summary>
    private void ReadAgain(IEnumerable<int> partitions, bool fromConfirmed)
    {
        lock (_gate)
        {
            foreach (var partition in partitions)
            {
                _acquired.Add(partition);
                if (fromConfirmed)
                    _failed.Add(partition);
            }
            _takesNoMore = true;
        }
        _bell.Writer.TryWrite(true);
    }

    private void FreeRoom(int events, bool takesMore)
    {
        lock (_gate)
        {
            _events -= events;
            if (takesMore)
                _takesNoMore = false;
            _room.TrySetResult();
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task NotePublished(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(NoteEvery, clock);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            List<(int Partition, long Position)> positions;
            lock (_gate)
            {
                positions = [.. _toNote.Order().Select(p => (p, _confirmed[p]))];
                _toNote.Clear();
            }
            try
            {
                if (positions.Count > 0)
                    await store.Cluster.SetPublished(positions, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                LogWaits(e);
                lock (_gate)
                    _toNote.UnionWith(positions.Select(p => p.Partition));
            }
        }
    }

    /// <summary>Nothing can be told now; it is tried again.</summary>
    private void LogWaits(Exception fault)
    {
        if (fault is StoreDownException or BrokerDownException)
            LogWaiting(fault.Message);
        else
            LogFailed(fault);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "notices wait: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "notices wait: this is a fault of the market")]
    private partial void LogFailed(Exception fault);

    /// <summary>Commits whose notices are on their way to the broker.</summary>
    private sealed class Group
    {
        public List<Task<Published>> Sent { get; } = [];

        /// <summary>Of each partition: the commits after a position, up to another.</summary>
        public Dictionary<int, (long After, long To)> Partitions { get; } = [];

        /// <summary>Events for which there is room again once it is confirmed.</summary>
        public int Room { get; set; }
    }
}
