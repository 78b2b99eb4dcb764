using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Offers;

/// <summary>How an auction stands: the ranked offers for its customer, and for a vendor what it may know of them.</summary>
public sealed class BoardService(
    Store store, IntentAccess access, TermsCache terms, BookReads books, RankCursors cursors, TimeProvider clock)
{
    private static readonly Problem Moved =
        ProblemView.Of(ProblemCodes.Moved, "the ranking has changed since that page: start again without `after`");

    /// <summary>Where a page of ranked offers starts. Of three kinds of pages each reads on in one list: the first has both.</summary>
    /// <param name="From">The state of the ranking and the last rank of the page before; null: the first.</param>
    /// <param name="UnrankedFrom">The last unranked offer of the page before; null: none was asked for.</param>
    public sealed record Start((long State, int Rank)? From, int? UnrankedFrom, int Max);

    /// <summary>The offers in the order of rank, and apart from them those that are not ranked; where they are hidden
    /// their count alone.</summary>
    public async Task<Answer<RankedBoard>> Ranked(Account account, IntentId intentId, Start start, CancellationToken cancel)
    {
        if (await access.Read(account, intentId, cancel) is not { } read)
            return ProblemView.Unseen;
        if (Knowledge.Of(account, read).IsSealed)
            return new RankedBoard(read.Row.Live, null);
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var (from, unrankedFrom, max) = start;
        var ranked = await RankedPage.Read(
            store, read.Row, from, isWanted: unrankedFrom is null || from is not null, max, cancel);
        if (ranked is null)
            return Moved;
        var unranked = from is null || unrankedFrom is not null
            ? await store.Offers.Unranked(intentId, unrankedFrom ?? 0, max + 1, cancel)
            : [];
        OfferRead[] shown = [.. ranked.Offers, .. unranked.Take(max)];
        var vendors = shown.Select(o => o.Row.Account).OfType<AccountId>().Distinct().ToList();
        var verified = await store.Profiles.Verified(vendors, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
        var insight = ranked.Offers.Count > 0
            ? await RankingInsight.Read(store, intentId, intent, RankingInsight.OffersMax + 1, cancel)
            : null;
        var reasons = await Reasons(intentId, shown, cancel);
        var items = new List<OfferDocument>(shown.Length);
        foreach (var offer in shown)
        {
            var document = OfferView.ForCustomer(offer, ranked.Count, await terms.ScoredBy(offer, intent, cancel));
            items.Add((insight?.Tell(document, offer) ?? document) with
            {
                Verified = OfferView.Verified(document, offer.Row.Account is { } vendor ? verified[vendor] : []),
                Reasons = reasons.GetValueOrDefault(offer.Row.OfferId),
            });
        }
        return new RankedBoard(ranked.Count, new RankedOffers(
            ranked.Count, items[..ranked.Offers.Count], items[ranked.Offers.Count..],
            cursors.State(account.Id, intentId, ranked.State), Next(account, intentId, ranked),
            unranked.Count > max ? cursors.WriteUnranked(account.Id, intentId, unranked[max - 1].Row.Receipt) : null));
    }

    /// <summary>The offer that leads or came first, with what an award would pay where that is not its total; null where there is none,
    /// or it is hidden.</summary>
    public async Task<OfferDocument?> First(Account customer, IntentRead read, CancellationToken cancel)
    {
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        if (read.Row.Live == 0 || Knowledge.Of(customer, read, intent).IsSealed
            || await store.Offers.Ranked(read.Row.IntentId, 0, 2, cancel) is not [var first, ..] ranked)
            return null;
        var document = OfferView.ForCustomer(first, read.Row.Live, await terms.ScoredBy(first, intent, cancel));
        return document with { Paid = RankingInsight.Paid(ranked, intent) };
    }

    /// <summary>What a vendor may know of the auction.</summary>
    public async Task<Answer<BoardDocument>> Board(Account vendor, IntentId intentId, Start start, CancellationToken cancel)
    {
        if (await access.Read(vendor, intentId, cancel) is not { } read)
            return ProblemView.Unseen;
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var knows = Knowledge.Of(vendor, read, intent);
        var ranked = knows.SeesAll
            ? await RankedPage.Read(store, read.Row, start.From, isWanted: true, start.Max, cancel)
            : new RankedPage([], 0, 0, null);
        if (ranked is null)
            return Moved;
        var own = await store.Offers.Current(intentId, vendor.Id, cancel);
        // Where others are hidden they are not read: else the time would tell how many there are.
        var place = knows.SeesRank && await store.Offers.Places([intentId], [vendor.Id], cancel) is [var placed, ..] ? placed : null;
        var leader = place is null && knows.SeesLead && await store.Offers.Ranked(intentId, 0, 1, cancel) is [var first, ..] ? first : null;
        var standing = VendorPosition.For(intent, knows, place, read.Row.Live, leader?.Row);
        var board = OfferView.Board(
            intentId, intent, knows, own, standing, ranked.Offers, cursors.State(vendor.Id, intentId, ranked.State),
            Next(vendor, intentId, ranked));
        return own is null ? board : board with { Own = OfferView.ForVendor(own, await terms.ScoredBy(own, intent, cancel)) };
    }

    /// <summary>Who led since when, oldest first, the last <paramref name="max"/> changes (of at most
    /// <see cref="BookReads.LeadsMax"/>): for the customer, where the offers are not hidden.</summary>
    public async Task<Answer<LeadHistory>> Leads(Account customer, IntentId intentId, int max, CancellationToken cancel)
    {
        if (await access.Read(customer, intentId, cancel) is not { } read)
            return ProblemView.Unseen;
        return Knowledge.Of(customer, read).IsSealed
            ? new LeadHistory([])
            : await books.Look(intentId, open => new LeadHistory([.. open.Leads.TakeLast(max)]), cancel);
    }

    /// <summary>Why those of the offers were refused that were.</summary>
    private async Task<IReadOnlyDictionary<OfferId, IReadOnlyList<RefusalReason>>> Reasons(
        IntentId intentId, IEnumerable<OfferRead> offers, CancellationToken cancel)
    {
        var refused = offers.Where(o => o.Row.Status == OfferStatus.Refused).Select(o => o.Row.Receipt).ToList();
        var events = refused.Count == 0 ? [] : await store.Intents.Events(intentId, refused, cancel);
        return events.Select(e => EventCodec.Decode(e).Event).OfType<OfferRefused>().ToDictionary(e => e.OfferId, OfferView.Reasons);
    }

    private string? Next(Account account, IntentId intentId, RankedPage page) =>
        page.LastRank is { } rank ? cursors.Write(account.Id, intentId, page.State, rank) : null;

    /// <summary>A page of a ranking, read from one state of it.</summary>
    /// <param name="LastRank">The page's, where there is more.</param>
    private sealed record RankedPage(IReadOnlyList<OfferRead> Offers, int Count, long State, int? LastRank)
    {
        private const int TriesMax = 3;

        /// <summary>Null where the cursor is of an older state.</summary>
        /// <param name="isWanted">False: the state alone is.</param>
        public static async Task<RankedPage?> Read(
            Store store, IntentRow row, (long State, int Rank)? from, bool isWanted, int max, CancellationToken cancel)
        {
            var state = await store.Offers.RankingState(row.IntentId, cancel);
            for (var tries = 1; ; tries++)
            {
                if (from is { } cursor && cursor.State != state)
                    return null;
                IReadOnlyList<OfferRead> offers = isWanted ? await store.Offers.Ranked(row.IntentId, from?.Rank ?? 0, max + 1, cancel) : [];
                var now = await store.Offers.RankingState(row.IntentId, cancel);
                // While offers come in faster than pages are read, the page is what it is, and its cursor will have moved.
                if (now != state && tries < TriesMax)
                {
                    state = now;
                    row = (await store.Intents.Get(row.IntentId, cancel))?.Row ?? row;
                    continue;
                }
                var page = offers.Take(max).ToList();
                return new RankedPage(page, row.Live, state, offers.Count > max ? page[^1].Rank : null);
            }
        }
    }
}

/// <summary>The offers as their customer may see them.</summary>
/// <param name="Count">How many are ranked.</param>
/// <param name="Offers">Null where they are hidden.</param>
public sealed record RankedBoard(int Count, RankedOffers? Offers);

/// <summary>The changes of the lead.</summary>
public sealed record LeadHistory(IReadOnlyList<LeadChange> Changes);
