using IntentMarket.Engine;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Offers;

/// <summary>The books of intents for those who only look into them: a preview, the plot of who led. Made from the journal on whichever
/// node, kept, and read on from where it was: a look at an auction of 10,000 offers costs what has happened since the one before.</summary>
/// <remarks>A book is made under <see cref="ReplayLimiter"/>; those who look into it meanwhile wait for it. No more is kept than
/// <see cref="EventsMax"/> allows: the least recently used goes, and is made anew when it is needed.</remarks>
public sealed class BookReads(Store store, ReplayLimiter replays)
{
    /// <summary>Changes of the lead that are kept of an intent; the earliest go.</summary>
    public const int LeadsMax = 1_000;

    private const int ReadAtOnce = 2_000;

    private readonly Lock _changing = new();
    private readonly Dictionary<IntentId, LinkedListNode<OpenBook>> _books = [];
    private readonly LinkedList<OpenBook> _byUse = new();

    /// <summary>Of all books that are kept: of twenty auctions of 10,000 offers, some 200 MB.</summary>
    internal int EventsMax { get; init; } = 200_000;

    /// <summary>Those of the books that are kept at present.</summary>
    internal int Events { get; private set; }

    /// <summary>Looks into the book of an intent as the journal has it now. One at a time looks into the same one, and keeps nothing of
    /// it.</summary>
    public async Task<Answer<T>> Look<T>(IntentId intentId, Func<OpenBook, T> look, CancellationToken cancel) where T : class
    {
        var open = Open(intentId);
        await open.Turn.WaitAsync(cancel);
        try
        {
            return open.Book.Seq > 0 ? await LookNow(cancel) : await replays.Run<T>(LookNow, cancel);
        }
        finally
        {
            Count(open);
            open.Turn.Release();
        }

        async Task<Answer<T>> LookNow(CancellationToken token)
        {
            await ReadOn(open, token);
            open.Book.MustBeKnown();
            return look(open);
        }
    }

    private async Task ReadOn(OpenBook open, CancellationToken cancel)
    {
        try
        {
            for (var more = true; more;)
            {
                var events = await store.Intents.EventsAfter(open.Book.IntentId, open.Book.Seq, ReadAtOnce, cancel);
                open.Apply(events);
                more = events.Count == ReadAtOnce;
            }
        }
        catch (Exception e) when (e is not (StoreDownException or OperationCanceledException))
        {
            // It may be half-way through an event.
            lock (_changing)
                Remove(open);
            throw;
        }
    }

    private OpenBook Open(IntentId intentId)
    {
        lock (_changing)
        {
            if (_books.TryGetValue(intentId, out var node))
                _byUse.Remove(node);
            else
                _books[intentId] = node = new LinkedListNode<OpenBook>(new OpenBook(intentId));
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Makes room for what was read. A book that goes while others wait for it stays theirs until they are done.</summary>
    private void Count(OpenBook open)
    {
        lock (_changing)
        {
            if (!IsKept(open))
                return;
            // One that could not be made yet counts too.
            var events = open.Book.Seq + 1;
            Events += events - open.Counted;
            open.Counted = events;
            while (Events > EventsMax && _byUse.Count > 1)
                Remove(_byUse.Last!.Value);
        }
    }

    private void Remove(OpenBook open)
    {
        if (!IsKept(open))
            return;
        _books.Remove(open.Book.IntentId, out var node);
        _byUse.Remove(node!);
        Events -= open.Counted;
    }

    private bool IsKept(OpenBook open) => _books.GetValueOrDefault(open.Book.IntentId)?.Value == open;
}

/// <summary>A book, and who led when.</summary>
public sealed class OpenBook(IntentId intentId)
{
    private readonly Queue<LeadChange> _leads = [];
    private OfferId? _leader;

    public Book Book { get; } = new(intentId);

    /// <summary>The latest changes of the lead, oldest first.</summary>
    public IEnumerable<LeadChange> Leads => _leads;

    internal SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Events that the cache has counted of it.</summary>
    internal int Counted { get; set; }

    internal void Apply(IEnumerable<StoredEvent> events)
    {
        foreach (var recorded in EventCodec.DecodeChain(events, Book.LastHash, Book.Seq))
        {
            Book.Apply(recorded);
            var leader = Book.Ranking.Leader;
            if (leader?.OfferId == _leader)
                continue;
            _leader = leader?.OfferId;
            if (_leads.Count == BookReads.LeadsMax)
                _leads.Dequeue();
            _leads.Enqueue(leader is null
                ? new LeadChange(recorded.At, null, null, null, null)
                : new LeadChange(
                    recorded.At, leader.OfferId, leader.Vendor, Amount.Format(leader.Terms.Total, Book.Terms.Digits),
                    WireFormat.Score(leader.Score.Total, Book.Terms)));
        }
        Book.TakeChangedOffers(Known.Nothing);
    }
}

/// <param name="At">Unix milliseconds.</param>
/// <param name="OfferId">The offer that leads from then on; null: none does.</param>
public sealed record LeadChange(long At, OfferId? OfferId, Pseudonym? Vendor, string? Total, string? Score);
