using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Market;

namespace IntentMarket.Engine.Loop;

/// <summary>What one turn of the loop decided: the commits and rows to store, and what to answer once they are.</summary>
internal sealed class DecidedBatch
{
    private readonly Dictionary<int, List<StoredEvent>> _events = [];
    private readonly Dictionary<IntentId, Book> _touched = [];
    private readonly Dictionary<Pseudonym, AccountId> _accounts = [];
    private readonly Dictionary<OfferId, string> _keys = [];
    private readonly Known _known;
    private readonly Dictionary<(IntentId, int), RecordedEvent> _recorded = [];
    private readonly HashSet<IntentId> _fanOut = [];
    private readonly List<PartyRow> _parties = [];
    private readonly List<TextRow> _texts = [];
    private readonly List<PendingReply> _replies = [];
    private long _at;

    private DecidedBatch() => _known = new Known(_accounts, _keys);

    public List<Commit> Commits { get; } = [];

    /// <summary>The replies that repeat an event of an earlier turn, which is still to be read.</summary>
    public IEnumerable<PendingReply> Repeats => _replies.Where(r => r.Reply is null);

    /// <summary>The partitions whose books this turn has read, and perhaps changed ahead of the store.</summary>
    public HashSet<int> Partitions { get; } = [];

    public static DecidedBatch Decide(IReadOnlyList<Posted> batch, BookCache books, IReadOnlyDictionary<int, long> heads)
    {
        var turn = new DecidedBatch();
        foreach (var posted in batch)
        {
            var partition = Engine.Market.Partitions.Of(posted.Command.IntentId);
            turn.Partitions.Add(partition);
            try
            {
                turn.Decide(posted, turn._touched.GetValueOrDefault(posted.Command.IntentId) ?? books.Get(posted.Command.IntentId));
            }
            catch (Exception e)
            {
                throw new BrokenPartitionException(partition, e);
            }
        }
        foreach (var book in turn._touched.Values.Where(b => !books.Has(b.IntentId)))
            books.Add(book);
        foreach (var (partition, events) in turn._events.OrderBy(e => e.Key))
            turn.Commits.Add(new Commit(partition, heads.GetValueOrDefault(partition) + 1, turn._at, events));
        return turn;
    }

    public Batch ToBatch()
    {
        var offers = new List<OfferRow>();
        var intents = new List<IntentRow>();
        foreach (var book in _touched.Values)
        {
            offers.AddRange(book.TakeChangedOffers(_known));
            intents.Add(book.ToRow(_known.AccountOf(book.Customer), _fanOut.Contains(book.IntentId)));
        }
        return new Batch(Commits, intents, offers, _parties, _texts);
    }

    public void Answer()
    {
        foreach (var reply in _replies)
            reply.Posted.Answer(reply.Reply!);
    }

    /// <param name="stored">One of <see cref="Commits"/>, with the place that it got.</param>
    public OutgoingCommit ToPublish(Commit stored) =>
        new(stored, [.. stored.Events.Select(e => _recorded[(e.IntentId, e.Seq)])], _known);

    private void Decide(Posted posted, Book book)
    {
        var command = posted.Command;
        switch (book.Decide(command))
        {
            case Decision.Record record:
                Record(posted, book, record);
                break;
            case Decision.Repeat repeat:
                _replies.Add(new PendingReply(posted, repeat.Seq)
                {
                    Reply = _recorded.TryGetValue((command.IntentId, repeat.Seq), out var recorded)
                        ? new Reply.Recorded(recorded, true)
                        : null,
                });
                break;
            case Decision.Refuse refuse:
                _replies.Add(new PendingReply(posted, 0) { Reply = new Reply.Refused(refuse.Code, refuse.Detail) });
                break;
            case Decision.Nothing:
                _replies.Add(new PendingReply(posted, 0) { Reply = new Reply.Refused(Problems.NotOpen, "there is nothing to do") });
                break;
        }
    }

    private void Record(Posted posted, Book book, Decision.Record record)
    {
        var command = posted.Command;
        var partition = Engine.Market.Partitions.Of(book.IntentId);
        if (!_events.TryGetValue(partition, out var events))
            _events[partition] = events = [];
        _touched[book.IntentId] = book;
        Meet(command, book);
        for (var i = 0; i < record.Events.Count; i++)
        {
            var stored = EventCodec.Encode(book.IntentId, book.Seq + 1, record.At, book.LastHash, record.Events[i]);
            var recorded = new RecordedEvent(
                stored.IntentId, stored.Seq, stored.At, record.Events[i], Convert.ToHexStringLower(stored.Hash));
            book.Apply(recorded);
            events.Add(stored with { Told = ToldTo.Of(recorded, book.Customer, book.Terms.Auction.IsSealed, _known) });
            _recorded[(recorded.IntentId, recorded.Seq)] = recorded;
            if (i == record.Answer)
                _replies.Add(new PendingReply(posted, recorded.Seq) { Reply = new Reply.Recorded(recorded, false) });
        }
        if (record.Events[0] is IntentOpened or IntentAmended)
            _fanOut.Add(book.IntentId);
        _at = Math.Max(_at, record.At);
    }

    /// <summary>Who stands behind the pseudonyms, and the texts behind the hashes, go to rows of their own, which can be erased.</summary>
    private void Meet(Command command, Book book)
    {
        var (account, pseudonym) = command.Actor;
        if (account != default)
            _accounts[pseudonym] = account;
        switch (command)
        {
            case PostIntent c:
                _parties.Add(new PartyRow(book.IntentId, account, PartyRole.Customer, pseudonym));
                Keep(c.IntentId.Value, "texts", c.Texts);
                Keep(c.IntentId.Value, "contact", c.Contact);
                break;
            case AmendIntent c:
                Keep(c.IntentId.Value, "texts", c.Texts);
                break;
            case WithdrawIntent c:
                Keep(c.IntentId.Value, "reason", c.Reason);
                break;
            case RemoveIntent c:
                Keep(c.IntentId.Value, "reason", c.Reason);
                break;
            case AwardIntent c:
                Keep(c.IntentId.Value, "contact", c.Contact);
                Keep(c.IntentId.Value, "reason", c.Reason);
                break;
            case SubmitOffer c:
                if (!book.HasOffersOf(pseudonym))
                    _parties.Add(new PartyRow(book.IntentId, account, PartyRole.Vendor, pseudonym));
                _keys[c.OfferId] = c.Key;
                Keep(c.OfferId.Value, "note", c.Note);
                break;
        }

        void Keep(Guid subject, string part, FreeText? text)
        {
            if (text is not null)
                _texts.Add(new TextRow(book.IntentId, subject, part, text.Hash, text, account));
        }
    }
}

/// <param name="Seq">The number of the event that answers.</param>
internal sealed record PendingReply(Posted Posted, int Seq)
{
    public Reply? Reply { get; set; }
}
