using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Notices;

/// <summary>What an account is told, on every channel the same: read page by page, or followed.</summary>
/// <remarks>One reader a node goes along the end of the feed for all accounts that listen here, woken by the signal of a stored commit and
/// looking by itself every second. A listener that is slow is not waited for: it goes back to reading pages, and misses nothing.</remarks>
public sealed partial class NoticeFeed(
    Store store, NoticeWriter writer, UnpublishedEvents unpublished, NoticeCursors cursors, TimeProvider clock, ILogger<NoticeFeed> logger)
    : BackgroundService
{
    private const int PageMax = 500;
    private const int BufferMax = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest rest while an unfinished transaction holds all back, whoever rings.</summary>
    private static readonly TimeSpan HeldBackMost = TimeSpan.FromMilliseconds(250);

    // By account; a list is never changed, another takes its place.
    private readonly ConcurrentDictionary<AccountId, ImmutableList<Listener>> _listeners = new();
    private readonly Bell _bell = new();

    // Held while the end of the feed is read, so that who joins knows: what the read before did not give it, its own pages will.
    private readonly SemaphoreSlim _reading = new(1);

    // Up to where the listeners were told; null while nobody listens, which then costs no read. Guarded by _reading.
    private FeedPoint? _at;

    /// <summary>The accounts that listen on this node at present.</summary>
    public IReadOnlyCollection<AccountId> Listening => [.. _listeners.Select(l => l.Key)];

    /// <summary>Something was stored: look now. Any thread, never waits.</summary>
    public void Ring() => _bell.Ring();

    /// <summary>Tells a state that is in no journal to those of the account who listen here.</summary>
    public void Tell(AccountId account, Notice state)
    {
        foreach (var listener in _listeners.GetValueOrDefault(account, []))
            listener.Take(null, state);
    }

    /// <summary>The account's cursor of this moment: what it is told from now on comes after it. It is the account's own last notice, so it
    /// stays the same while the account is told nothing.</summary>
    public async Task<FeedCursor> End(Account account, CancellationToken cancel)
    {
        var last = await store.Feed.Last(account.Id, cancel);
        return (last is var (point, at) ? new FeedCursor(point, 0, at) : new FeedCursor(default, 0, account.CreatedAt)).Renewed(Now);
    }

    /// <summary>The same as readers get it.</summary>
    public async Task<string> Tip(Account account, CancellationToken cancel) => cursors.Write(account.Id, await End(account, cancel));

    /// <summary>The notices after a cursor (null: from now on), oldest first; where there are none it waits for the first, at most
    /// <paramref name="wait"/>. Answers null where the cursor is older than 7 days.</summary>
    public async Task<NoticePage?> Read(Account account, FeedCursor? after, int limit, TimeSpan wait, CancellationToken cancel)
    {
        if (IsExpired(after))
            return null;
        var from = after ?? await End(account, cancel);
        var page = await Page();
        if (page.Items.Count > 0 || wait == TimeSpan.Zero)
            return page;
        using var listener = await Join(account.Id, null, cancel);
        page = await Page();
        if (page.Items.Count > 0)
            return page;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        waiting.CancelAfter(wait);
        try
        {
            await listener.NextFact(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return page;
        }
        return await Page();

        async Task<NoticePage> Page()
        {
            var told = await ReadPage(account.Id, from, limit, cancel);
            return new NoticePage(
                [.. told.Select(t => t.Notice)], told.Count > 0 ? told[^1].Notice.Cursor! : cursors.Write(account.Id, from.Renewed(Now)));
        }
    }

    /// <summary>Replays what came after the cursor, then goes on live until it is cancelled. One notice at a time. False where the cursor
    /// is older than 7 days: nothing was sent.</summary>
    /// <param name="intentId">Of this intent alone; null: all that the account is told of.</param>
    /// <param name="send">Also gets the cursor; null: a state.</param>
    public async Task<bool> Follow(
        Account account, FeedCursor after, IntentId? intentId, Func<FeedCursor?, Notice, CancellationToken, Task> send,
        CancellationToken cancel)
    {
        if (IsExpired(after))
            return false;
        var at = after;
        while (true)
        {
            using var listener = await Join(account.Id, intentId, cancel);
            for (var more = true; more;)
            {
                var page = await ReadPage(account.Id, at, PageMax, cancel);
                foreach (var (cursor, notice) in page.Where(t => intentId is null || t.Notice.IntentId == intentId.ToString()))
                    await send(cursor, notice, cancel);
                more = page.Count > 0;
                at = more ? page[^1].Cursor : at;
            }
            await foreach (var (cursor, notice) in listener.Notices(cancel))
            {
                if (cursor is { } next && !next.IsAfter(at))
                    continue;
                at = cursor ?? at;
                await send(cursor, notice, cancel);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop.GoOn(Run, clock, logger, stoppingToken);

    private async Task Run(CancellationToken stoppingToken)
    {
        var rest = LookAgainAfter;
        while (!stoppingToken.IsCancellationRequested)
        {
            var (again, moved) = (false, true);
            try
            {
                (again, moved) = await ReadOn(stoppingToken);
            }
            catch (StoreDownException down)
            {
                LogStoreDown(down.Message);
            }
            if (again && !moved)
            {
                await Task.Delay(rest, clock, stoppingToken).ConfigureAwait(Loop.Rest);
                rest = rest * 2 < HeldBackMost ? rest * 2 : HeldBackMost;
                continue;
            }
            rest = LookAgainAfter;
            await _bell.Rest(again ? LookAgainAfter : LookEvery, clock, stoppingToken);
        }
    }

    /// <summary>Gives the listeners what is new; answers whether there is more that cannot be read yet, and whether it came on.</summary>
    private async Task<(bool Again, bool Moved)> ReadOn(CancellationToken cancel)
    {
        var moved = false;
        while (true)
        {
            await _reading.WaitAsync(cancel);
            try
            {
                var accounts = Listening;
                if (accounts.Count == 0)
                    _at = null;
                if (_at is not { } at)
                    return (false, moved);
                var page = await store.Feed.Read(accounts, at, PageMax, cancel);
                var shared = new SharedReads(store, page.Items);
                foreach (var item in page.Items)
                    await Give(item, shared, cancel);
                moved |= page.End != at;
                _at = page.End;
                if (!page.More)
                    return (page.Waiting, moved);
            }
            finally
            {
                _reading.Release();
            }
        }
    }

    private async Task Give(FeedItem item, SharedReads shared, CancellationToken cancel)
    {
        var listeners = _listeners.GetValueOrDefault(item.Account, []).FindAll(l => l.IntentId is null || l.IntentId == item.IntentId);
        if (listeners.Count == 0)
            return;
        foreach (var (cursor, notice) in await Written(item, shared, cancel))
        {
            foreach (var listener in listeners)
                listener.Take(cursor, notice);
        }
    }

    private async Task<IReadOnlyList<(FeedCursor Cursor, Notice Notice)>> ReadPage(
        AccountId account, FeedCursor after, int limit, CancellationToken cancel)
    {
        // An event may be several notices: go back to the one that the cursor stands in, and leave out those that were read.
        var isWithin = after.Sub > 0;
        var from = isWithin ? after.Point.Before : after.Point;
        while (true)
        {
            var (items, more) = await store.Feed.Told(account, from, isWithin ? limit + 1 : limit, cancel);
            var shared = new SharedReads(store, items);
            var notices = new List<(FeedCursor Cursor, Notice Notice)>();
            foreach (var item in items)
                notices.AddRange((await Written(item, shared, cancel)).Where(written => written.Cursor.IsAfter(after)));
            if (notices.Count > 0 || !more)
                return notices;
            // What they told of is erased.
            from = items[^1].Point;
        }
    }

    /// <summary>None where it cannot be written.</summary>
    private async Task<IEnumerable<(FeedCursor Cursor, Notice Notice)>> Written(FeedItem item, SharedReads shared, CancellationToken cancel)
    {
        try
        {
            return (await writer.Write(shared, item, cancel)).Select((notice, index) => (NoticeWriter.CursorOf(item, index + 1), notice));
        }
        catch (Exception fault) when (UnpublishedEvents.IsOfTheOne(fault))
        {
            await unpublished.Note(UnpublishedEvents.Feed, item.IntentId, item.Event?.Seq ?? 0, fault, cancel);
            return [];
        }
    }

    private async Task<Listener> Join(AccountId account, IntentId? intentId, CancellationToken cancel)
    {
        await _reading.WaitAsync(cancel);
        try
        {
            _at ??= await store.Feed.End(cancel);
            var listener = new Listener(account, intentId, BufferMax, Leave);
            _listeners.AddOrUpdate(account, _ => [listener], (_, others) => others.Add(listener));
            return listener;
        }
        finally
        {
            _reading.Release();
        }
    }

    private void Leave(Listener listener)
    {
        while (_listeners.TryGetValue(listener.Account, out var all))
        {
            var others = all.Remove(listener);
            if (others.IsEmpty
                ? _listeners.TryRemove(KeyValuePair.Create(listener.Account, all))
                : _listeners.TryUpdate(listener.Account, others, all))
                return;
        }
    }

    public bool IsExpired(FeedCursor? cursor) => cursor is { } c && c.At < Now - (long)NoticeCursors.KeptFor.TotalMilliseconds;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(Level = LogLevel.Warning, Message = "the feed waits for the store: {Reason}")]
    private partial void LogStoreDown(string reason);

    /// <summary>One who listens: a bounded buffer. When it is full it closes, and the listener reads pages again.</summary>
    private sealed class Listener(AccountId account, IntentId? intentId, int bufferMax, Action<Listener> leave) : IDisposable
    {
        private readonly Channel<(FeedCursor?, Notice)> _buffer =
            Channel.CreateBounded<(FeedCursor?, Notice)>(new BoundedChannelOptions(bufferMax) { SingleReader = true });

        public AccountId Account { get; } = account;

        public IntentId? IntentId { get; } = intentId;

        /// <param name="cursor">Null: a state, which a slow listener can do without.</param>
        public void Take(FeedCursor? cursor, Notice notice)
        {
            if (!_buffer.Writer.TryWrite((cursor, notice)) && cursor is not null)
                _buffer.Writer.TryComplete();
        }

        public async IAsyncEnumerable<(FeedCursor?, Notice)> Notices([EnumeratorCancellation] CancellationToken cancel)
        {
            while (await _buffer.Reader.WaitToReadAsync(cancel))
            {
                while (_buffer.Reader.TryRead(out var next))
                    yield return next;
            }
        }

        public async Task NextFact(CancellationToken cancel)
        {
            await foreach (var (cursor, _) in Notices(cancel))
            {
                if (cursor is not null)
                    return;
            }
        }

        public void Dispose() => leave(this);
    }
}

/// <param name="Next">The cursor to go on from, also where there were no notices.</param>
public sealed record NoticePage(IReadOnlyList<Notice> Items, string Next);
