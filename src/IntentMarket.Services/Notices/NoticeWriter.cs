using System.Security.Cryptography;
using System.Text;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Auctions;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Notices;

/// <summary>Writes what an account is told of an item of the feed: the same item gives the same notices, under the same ids, whenever it is
/// read. So a notice is written from its event and those before it; of rows it takes what does not change any more, the texts and keys that
/// may be erased, and the contact that a vendor gives at present.</summary>
public sealed class NoticeWriter(Store store, Eligibility eligibility, TermsCache terms, NoticeCursors cursors)
{
    private const int EventsAtOnce = 50;

    /// <summary>One item of a page.</summary>
    public async Task<IReadOnlyList<Notice>> Write(SharedReads page, FeedItem item, CancellationToken cancel)
    {
        var recorded = item.Event is { } stored
            ? await page.Once((stored.IntentId, stored.Seq), () => Task.FromResult(EventCodec.Decode(stored)))
            : null;
        return await Write(item, recorded, page, cancel);
    }

    /// <param name="recorded">The item's event, decoded; null: the account was matched to the intent.</param>
    public Task<IReadOnlyList<Notice>> Write(FeedItem item, RecordedEvent? recorded, CancellationToken cancel) =>
        Write(item, recorded, new SharedReads(store, [item]), cancel);

    private async Task<IReadOnlyList<Notice>> Write(FeedItem item, RecordedEvent? recorded, SharedReads shared, CancellationToken cancel)
    {
        var forCustomer = item.Role == PartyRole.Customer;
        // Who is suspended reads what was told before, and nothing new but that an offer was removed and what its own offers were answered.
        var isAnswer = recorded?.Event is OfferRemoved || (!forCustomer && recorded?.Event is OfferAccepted or OfferRefused);
        if (!isAnswer && await SuspendedSince(item.Account, cancel) is { } since && item.At > since)
            return [];
        var part = forCustomer ? Part.Customer : Part.Vendor;
        var notices = new List<Notice>(2);
        switch (recorded?.Event)
        {
            case null:
                if (await Once("matched", () => WhenMatched(item, shared, cancel)) is { } matched)
                    Add(NoticeTypes.IntentOpened, matched);
                break;
            case UnknownEvent:
                throw new NotKnownException("an event of a kind that this node does not know");
            case IntentOpened e:
                Add(NoticeTypes.IntentOpened, await Intent(item, recorded.At, recorded, e.Terms, e.TextHash, 1, e.Customer, cancel));
                break;
            case IntentAmended e:
                if (await Once("amended", () => Amended(e)) is { } amended)
                    Add(NoticeTypes.IntentAmended, amended);
                var unconfirmed = await Once("unconfirmed", () => Task.FromResult(e.Unconfirmed.ToLookup(o => o.Vendor, o => o.OfferId)));
                foreach (var offerId in unconfirmed[item.Pseudonym].Take(1))
                    Add(NoticeTypes.OfferUnconfirmed, new OfferState(
                        offerId.ToString(), EnumWords.Of(OfferStatus.Unconfirmed), null, e.Terms.TermsHash));
                break;
            case IntentExtended e:
                Add(NoticeTypes.IntentExtended, new IntentTimes(
                    EnumWords.Of(IntentStatus.Open), Time.Format(e.ClosesAt), Time.Format(e.AwardBy), e.Extensions));
                break;
            case IntentClosed:
                Add(NoticeTypes.IntentClosed, await Times(IntentStatus.Evaluating, null));
                break;
            case IntentUnawarded:
                Add(NoticeTypes.IntentUnawarded, await Times(IntentStatus.Unawarded, null));
                break;
            case IntentWithdrawn e:
                Add(NoticeTypes.IntentWithdrawn, await Times(IntentStatus.Withdrawn, e.ReasonHash));
                break;
            case IntentRemoved e:
                Add(NoticeTypes.IntentRemoved, await Times(IntentStatus.Removed, e.ReasonHash));
                break;
            case IntentAwarded e:
                await AddAward(e);
                break;
            case LevelEnded e:
                var clock = await Present();
                Add(NoticeTypes.IntentLevel, new IntentLevel(
                    Amount.Format(e.Total, clock.Digits), e.Level + 2, clock.Auction.Clock!.Levels,
                    Time.Format(clock.Auction.Clock.EndOf(e.Level + 1, clock.ClosesAt)),
                    Knowledge.WhileOpen(part, clock).SeesRank ? e.Taken : null));
                break;
            case BidMoved e when forCustomer:
                if (await Moved(item.IntentId, e, cancel) is { } stands)
                    Add(NoticeTypes.OfferReceived, stands);
                break;
            case BidMoved e:
                var moved = await Present();
                Add(
                    NoticeTypes.OfferMoved,
                    new OfferMoved(e.OfferId.ToString(), Amount.Format(e.Total, moved.Digits), WireFormat.Score(e.Score, moved)));
                break;
            case OfferAccepted e when forCustomer:
                // A confirmation puts an offer back into the ranking, which is what its customer wants to hear.
                Add(NoticeTypes.OfferReceived, await Received(item.IntentId, recorded, e, cancel));
                break;
            case OfferWithdrawn e when forCustomer:
                if (await Withdrawn(e.OfferId, recorded.Seq, cancel) is { } withdrawn)
                    Add(NoticeTypes.OfferWithdrawn, withdrawn);
                break;
            case OfferAccepted e:
                Add(NoticeTypes.OfferReceipt, OfferView.Receipt(
                    recorded, await Key(e.OfferId), await Terms(item.IntentId, e.Terms.AgreesTo, cancel)));
                break;
            case OfferRefused e when forCustomer:
                if (await Refused(e, cancel) is { } refused)
                    Add(NoticeTypes.OfferRefused, refused);
                break;
            case OfferRefused e:
                Add(NoticeTypes.OfferReceipt, OfferView.Receipt(
                    recorded, await Key(e.OfferId), await Terms(item.IntentId, e.Terms.AgreesTo, cancel)));
                break;
            case OfferExpired e:
                Add(NoticeTypes.OfferExpired, new OfferState(e.OfferId.ToString(), EnumWords.Of(OfferStatus.Expired)));
                break;
            case OfferRemoved e:
                var isSealed = forCustomer && (await Present()).Auction.IsSealed;
                Add(
                    NoticeTypes.OfferRemoved,
                    isSealed ? new OfferCount(e.Live) : new OfferState(e.OfferId.ToString(), EnumWords.Of(OfferStatus.Removed)));
                break;
        }
        return notices;

        // The same for all readers of the item.
        Task<T> Once<T>(string what, Func<Task<T>> make) => shared.Once((item.Point, item.IntentId, what), make);

        Task<IntentTerms> Present() => shared.Once((item.IntentId, "terms"), () => Terms(item.IntentId, "", cancel));

        async Task<IntentDocument?> Amended(IntentAmended e) => await shared.Intent(item.IntentId, cancel) is { Row: var row }
            ? await Intent(item, row.OpenedAt, recorded, e.Terms, e.TextHash, e.Version, row.Customer, cancel)
            : null;

        Task<IntentTimes> Times(IntentStatus status, string? reasonHash) => Once(EnumWords.Of(status), async () =>
        {
            var row = (await shared.Intent(item.IntentId, cancel))!.Row;
            return new IntentTimes(
                EnumWords.Of(status), Time.Format(row.ClosesAt), Time.Format(row.AwardBy), row.Extensions,
                await Text(item.IntentId, reasonHash, cancel));
        });

        void Add(string type, object data) => notices.Add(new Notice(
            Id(item, type).ToString(), type, item.IntentId.ToString(), Time.Format(recorded?.At ?? item.At),
            cursors.Write(item.Account, CursorOf(item, notices.Count + 1)), Partitions.Route(item.Partition), data));

        // What is left out of a bot's inbox never comes again: whether the account was restored a moment ago, elsewhere, the store knows.
        async ValueTask<long?> SuspendedSince(AccountId account, CancellationToken token) => await eligibility.IsSuspended(account, token)
            ? (await store.Accounts.Get(account, token))?.SuspendedAt
            : null;

        async ValueTask<string?> Key(OfferId offerId) => item.Known?.KeyOf(offerId) ?? await store.Offers.Key(offerId, cancel);

        async Task AddAward(IntentAwarded e)
        {
            if (await Once("award", () => Award(item.IntentId, e, cancel)) is not { } award)
                return;
            if (forCustomer)
            {
                var (won, offer, intent) = (award.Won, award.Offer, award.Intent);
                var document = OfferView.Offer(won.Row, offer, won.Note, e.Rank, null, intent, forVendor: false);
                var vendor = won.Row.Account is { } account ? await store.Accounts.Get(account, cancel) : null;
                Add(NoticeTypes.IntentAwarded, new IntentAwardedData(
                    document, Amount.Format(e.Paid, intent.Digits), intent.Currency, vendor?.Contact, award.Reason));
            }
            else if (e.Vendor == item.Pseudonym)
                Add(NoticeTypes.OfferWon, await WonBy(item.IntentId, e, award, cancel));
            else if ((await Once("lost", () => LostOf(e))).TryGetValue(item.Pseudonym, out var lost))
                Add(NoticeTypes.OfferLost, LostBy(e, lost, award));
        }

        // The offers that lost, of the vendors who are told.
        async Task<Dictionary<Pseudonym, OfferId>> LostOf(IntentAwarded e)
        {
            var readers = shared.Readers(item);
            var told = e.Lost.Where(o => readers.Contains(o.Vendor)).DistinctBy(o => o.Vendor).ToList();
            var lost = await store.Offers.Lost([.. told.Select(o => o.OfferId)], cancel);
            return told.Where(o => lost.Contains(o.OfferId)).ToDictionary(o => o.Vendor, o => o.OfferId);
        }
    }

    /// <summary>The cursor of the first, second … of an item's notices.</summary>
    public static FeedCursor CursorOf(FeedItem item, int number) => new(item.Point, number, item.At);

    /// <summary>The same notice of a match, to another vendor.</summary>
    public Notice For(FeedItem item, Notice notice) => notice with
    {
        Id = Id(item, notice.Type).ToString(),
        Cursor = cursors.Write(item.Account, CursorOf(item, 1)),
        At = Time.Format(item.At),
    };

    /// <summary>What the vendor of an offer is told of the award; null where the offer neither won nor lost.</summary>
    public async Task<object?> Outcome(OfferRead offer, CancellationToken cancel)
    {
        if (offer.Row.Status is not (OfferStatus.Won or OfferStatus.Lost))
            return null;
        var id = offer.Row.IntentId;
        var awarded = (await store.Intents.OwnEvents(id, cancel)).Select(EventCodec.Decode).LastOrDefault(e => e.Event is IntentAwarded);
        if (awarded is not { Event: IntentAwarded e } || await Award(id, e, cancel) is not { } award)
            return null;
        return e.OfferId == offer.Row.OfferId ? await WonBy(id, e, award, cancel) : LostBy(e, offer.Row.OfferId, award);
    }

    /// <summary>What all are told of the offer that won; null where its row is gone.</summary>
    private sealed record Awarded(OfferRead Won, OfferTerms Offer, IntentTerms Intent, string? Reason);

    private async Task<Awarded?> Award(IntentId intentId, IntentAwarded e, CancellationToken cancel)
    {
        if (await store.Offers.Get(e.OfferId, cancel) is not { } won)
            return null;
        var offer = EventCodec.DecodeOfferTerms(won.Row.Terms);
        return new Awarded(won, offer, await Terms(intentId, offer.AgreesTo, cancel), await Text(intentId, e.ReasonHash, cancel));
    }

    private async Task<OfferWonData> WonBy(IntentId intentId, IntentAwarded e, Awarded award, CancellationToken cancel) => new(
        e.OfferId.ToString(), Amount.Format(e.Paid, award.Intent.Digits), award.Intent.Currency,
        await Text(intentId, e.ContactHash, cancel));

    private static OfferLostData LostBy(IntentAwarded e, OfferId offerId, Awarded award) => new(
        offerId.ToString(),
        new Knowledge(Part.Vendor, award.Intent.Auction, Stage.Closed).SeesLead
            ? OfferView.Lead(award.Won.Row.Total, e.Score, award.Intent)
            : null,
        award.Reason);

    /// <summary>A notice that is a state, not a fact: it has no cursor, and each is a new one.</summary>
    public static Notice State(string type, IntentId intentId, long at, object data) =>
        new(
            Guid.CreateVersion7().ToString(), type, intentId.ToString(), Time.Format(at), null,
            Partitions.Route(Partitions.Of(intentId)), data);

    /// <summary>The intent as it was when the account was matched to it; null where there is none.</summary>
    private async Task<IntentDocument?> WhenMatched(FeedItem item, SharedReads shared, CancellationToken cancel)
    {
        if (await shared.Intent(item.IntentId, cancel) is not { } read)
            return null;
        // Most are as they were opened, and then they were when they were matched too.
        if (read.Row is { Status: IntentStatus.Open, Version: 1, Extensions: 0 })
            return IntentView.Of(read, forCustomer: false);
        var row = read.Row with { Status = IntentStatus.Open };
        var (terms, textHash) = (EventCodec.DecodeIntentTerms(row.Terms), "");
        foreach (var stored in await store.Intents.OwnEvents(item.IntentId, cancel))
        {
            // A vendor who bid in the transaction that opened it was told of it before that event.
            if (stored.Seq > 1 && new FeedPoint(stored.Feed, stored.Ordinal) > item.Point)
                break;
            switch (EventCodec.Decode(stored).Event)
            {
                case IntentOpened e:
                    (terms, textHash) = (e.Terms, e.TextHash);
                    row = row with { Version = 1, ClosesAt = terms.ClosesAt, AwardBy = terms.AwardBy };
                    break;
                case IntentAmended e:
                    (terms, textHash) = (e.Terms, e.TextHash);
                    row = row with { Version = e.Version, ClosesAt = terms.ClosesAt, AwardBy = terms.AwardBy };
                    break;
                case IntentExtended e:
                    row = row with { ClosesAt = e.ClosesAt, AwardBy = e.AwardBy };
                    break;
                case IntentClosed:
                    row = row with { Status = IntentStatus.Evaluating };
                    break;
                case IntentAwarded:
                    row = row with { Status = IntentStatus.Awarded };
                    break;
                case IntentUnawarded:
                    row = row with { Status = IntentStatus.Unawarded };
                    break;
                case IntentWithdrawn:
                    row = row with { Status = IntentStatus.Withdrawn };
                    break;
                case IntentRemoved:
                    row = row with { Status = IntentStatus.Removed };
                    break;
            }
        }
        return IntentView.Of(row, terms, await Text(item.IntentId, textHash, cancel), forCustomer: false);
    }

    private async Task<IntentDocument> Intent(
        FeedItem item, long openedAt, RecordedEvent recorded, IntentTerms intent, string textHash, int version, Pseudonym customer,
        CancellationToken cancel)
    {
        terms.Keep(item.IntentId, intent);
        var texts = await Text(item.IntentId, textHash, cancel);
        return IntentView.Of(
            recorded.IntentId, intent, texts is null ? null : IntentTexts.FromJson(texts), version, IntentStatus.Open, customer,
            openedAt, intent.ClosesAt, intent.AwardBy, offers: null);
    }

    private async Task<object> Received(IntentId intentId, RecordedEvent recorded, OfferAccepted e, CancellationToken cancel)
    {
        var intent = await Terms(intentId, e.Terms.AgreesTo, cancel);
        if (Knowledge.WhileOpen(Part.Customer, intent).IsSealed)
            return new OfferCount(e.Of);
        return OfferView.Offer(
            Live(recorded, e), e.Terms, await Text(intentId, e.NoteHash, cancel), e.Rank, e.Of, intent, forVendor: false);
    }

    /// <summary>The offer as it was accepted, at the total that it was moved to. The move does not say among how
    /// many it then stood.</summary>
    private async Task<OfferDocument?> Moved(IntentId intentId, BidMoved e, CancellationToken cancel)
    {
        // A standing bid is accepted once: what is amended or confirmed again has no floor.
        if (await store.Offers.Get(e.OfferId, cancel) is not { } read
            || await store.Journal.ReadEvent(intentId, read.Row.Receipt, cancel) is not { } stored)
            return null;
        var recorded = EventCodec.Decode(stored);
        var accepted = (OfferAccepted)recorded.Event with { Score = e.Score, Points = e.Points };
        accepted = accepted with { Terms = accepted.Terms with { Total = e.Total } };
        return OfferView.Offer(
            Live(recorded, accepted), accepted.Terms, await Text(intentId, accepted.NoteHash, cancel), 0, null,
            await Terms(intentId, accepted.Terms.AgreesTo, cancel), forVendor: false);
    }

    private static OfferRow Live(RecordedEvent recorded, OfferAccepted e) => new(
        e.OfferId, recorded.IntentId, null, e.Vendor, null, OfferStatus.Live, e.Terms.Total, e.Score, e.Points, recorded.Seq, recorded.Seq,
        recorded.At, e.ValidUntil, []);

    /// <summary>Null where the offer is not new, or the auction is sealed: nobody sees its offers, and those alone that
    /// count are counted.</summary>
    private async Task<OfferDocument?> Refused(OfferRefused e, CancellationToken cancel)
    {
        if (e.Confirms || await store.Offers.Get(e.OfferId, cancel) is not { } read)
            return null;
        var intent = await Terms(read.Row.IntentId, "", cancel);
        return Knowledge.WhileOpen(Part.Customer, intent).IsSealed
            ? null
            : OfferView.ForCustomer(read, 0, intent) with { Reasons = OfferView.Reasons(e) };
    }

    private async Task<object?> Withdrawn(OfferId offerId, int seq, CancellationToken cancel)
    {
        if (await store.Offers.Get(offerId, cancel) is not { } read)
            return null;
        var offer = EventCodec.DecodeOfferTerms(read.Row.Terms);
        var intent = await Terms(read.Row.IntentId, offer.AgreesTo, cancel);
        if (Knowledge.WhileOpen(Part.Customer, intent).IsSealed)
            return new OfferCount(await LiveAfter(read.Row.IntentId, seq, cancel));
        return OfferView.Offer(read.Row, offer, read.Note, 0, null, intent, forVendor: false);
    }

    /// <summary>How many offers of a sealed auction were live right after an event: the last one accepted says how many, less
    /// those withdrawn since.</summary>
    private async Task<int> LiveAfter(IntentId intentId, int seq, CancellationToken cancel)
    {
        for (var withdrawn = 0; ;)
        {
            var before = await store.Intents.EventsUpTo(intentId, seq, EventsAtOnce, cancel);
            foreach (var stored in before)
            {
                switch (EventCodec.Decode(stored).Event)
                {
                    case OfferAccepted e:
                        return e.Of - withdrawn;
                    case OfferWithdrawn:
                        withdrawn++;
                        break;
                }
            }
            if (before.Count < EventsAtOnce)
                return 0;
            seq = before[^1].Seq - 1;
        }
    }

    private async Task<IntentTerms> Terms(IntentId intentId, string hash, CancellationToken cancel) =>
        await terms.Get(intentId, hash, cancel) ?? throw new InvalidOperationException($"intent {intentId} has events but no row");

    private Task<string?> Text(IntentId intentId, string? hash, CancellationToken cancel) =>
        hash is null ? Task.FromResult<string?>(null) : store.Intents.Text(intentId, hash, cancel);

    /// <summary>The same item gives the same id to the same account.</summary>
    public static Guid Id(FeedItem item, string type)
    {
        var what = item.Event is null ? "match" : Convert.ToHexString(item.Event.Hash);
        return MarketIdentity.Uuid(SHA256.HashData(Encoding.UTF8.GetBytes($"{item.IntentId}/{what}/{type}/{item.Account}")));
    }
}
