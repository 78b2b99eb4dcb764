using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>Offers: made and followed by their vendors, ranked for the customer.</summary>
internal static class OfferEndpoints
{
    public static void MapOffers(this IEndpointRouteBuilder api)
    {
        api.MapPost("/intents/{id:guid}/offers", Submit).Writes(AccountKind.Vendor)
            .Takes<OfferRequest>().Gives<Receipt>().WithSummary("Makes an offer, or revises it; also one that the terms refuse gets a receipt");
        api.MapPost("/intents/{id:guid}/offers/preview", Preview).Reads(AccountKind.Vendor)
            .Takes<OfferRequest>().Gives<Receipt>().WithSummary("The receipt that an offer would get; records nothing");
        api.MapGet("/intents/{id:guid}/offers", ListRanked).Reads(AccountKind.Customer, AccountKind.Operator)
            .Gives<RankedOffers>().WithSummary("The offers in the order of rank, for the customer; before a sealed auction's close their count alone");
        api.MapGet("/intents/{id:guid}/board", GetBoard).Reads(AccountKind.Vendor)
            .Gives<BoardDocument>().WithSummary("What a vendor may know of the auction");
        api.MapPost("/offers/{id:guid}/confirm", Confirm).Writes(AccountKind.Vendor)
            .Takes<ConfirmRequest>().Gives<Receipt>().WithSummary("Confirms an offer after an amendment");
        api.MapDelete("/offers/{id:guid}", Withdraw).Writes(AccountKind.Vendor)
            .Gives<OfferDocument>().WithSummary("Withdraws an offer while it is not binding");
        api.MapGet("/offers", ListOwn).Reads(AccountKind.Vendor)
            .Gives<Page<OfferDocument>>().WithSummary("The vendor's own offers, newest first");
    }

    private static async Task<IResult> Submit(Guid id, Call call, Body body, OfferDesk desk, Idempotency idempotency)
    {
        // The offer has a key of its own; this one is noted beside it where it is given.
        if (call.Key is not null && (await idempotency.Claim(call, $"POST /intents/{id}/offers", body.Tree)).Problem is { } problem)
            return Answers.Problem(problem);
        return Answers.Of(await desk.Submit(call.Account, id, body.Tree, call.Cancel));
    }

    private static async Task<IResult> Preview(Guid id, Call call, Body body, OfferDesk desk) =>
        Answers.Of(await desk.Preview(call.Account, id, body.Tree, call.Cancel));

    private static async Task<IResult> Confirm(Guid id, Call call, Body body, OfferDesk desk) =>
        Answers.Of(await desk.Confirm(call.Account, id, call.Key, body.Tree, call.Cancel));

    private static async Task<IResult> Withdraw(Guid id, Call call, OfferDesk desk, TermsBook terms, Sight sight)
    {
        var answer = await desk.Withdraw(call.Account, id, call.Key, call.Cancel);
        if (answer.Value is not { } withdrawn)
            return Answers.Problem(answer.Problem!);
        return await sight.SomeTerms(call.Account, withdrawn.Row.IntentId, call.Cancel) is { } some
            ? Answers.Ok(OfferView.ForVendor(withdrawn, await ScoredBy(terms, withdrawn, some, call.Cancel)))
            : Answers.NotFound;
    }

    private static async Task<IResult> ListOwn(Call call, string? status, string? limit, string? after, Store store, TermsBook terms)
    {
        var query = new Query();
        var only = query.OneOf<OfferStatus>("status", status, Written.Word);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var found = await store.Offers.ListByVendor(call.Account.Id, only, from, max + 1, call.Cancel);
        var shown = found.Take(max).ToList();
        var intents = (await store.Intents.GetMany([.. shown.Select(o => o.Row.IntentId).Distinct()], call.Cancel)).ToDictionary(i => i.Row.IntentId);
        var items = new List<OfferDocument>(shown.Count);
        foreach (var offer in shown)
        {
            var row = intents[offer.Row.IntentId].Row;
            var intent = EventCodec.DecodeIntentTerms(row.Terms);
            var document = OfferView.ForVendor(offer, await ScoredBy(terms, offer, intent, call.Cancel));
            var isSeen = offer.Rank > 0 && OfferView.Seen(intent, IsClosed(row)) >= Visibility.Rank;
            items.Add(isSeen ? document with { Rank = offer.Rank, Of = row.Live > 0 ? row.Live : null } : document);
        }
        return Answers.Ok(new Page<OfferDocument>(items, found.Count > max ? PageCursor.Write(shown[^1].Row.At, shown[^1].Row.OfferId) : null));
    }

    private static async Task<IResult> ListRanked(
        Guid id, Call call, string? limit, string? after, string? unrankedAfter, Sight sight, Store store, TermsBook terms)
    {
        var query = new Query();
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, RankCursor.Parse);
        var unrankedFrom = query.Number("unrankedAfter", unrankedAfter, 0, int.MaxValue, 0);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        if (await sight.Read(call.Account, id, call.Cancel) is not { } read)
            return Answers.NotFound;
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        if (intent.Auction.IsSealed && read.Row.Status == IntentStatus.Open)
            return Answers.Ok(new OfferCount(read.Row.Live));
        // Of three kinds of pages each reads on in one list: the first has both.
        var ranked = await Ranked.Read(store, read.Row, unrankedAfter is null || from is not null ? from : (read.Row.Seq, int.MaxValue), max, call.Cancel);
        if (ranked is null)
            return Moved;
        var unranked = from is null || unrankedAfter is not null ? await store.Offers.Unranked(id, unrankedFrom, max + 1, call.Cancel) : [];
        var items = new List<OfferDocument>();
        foreach (var offer in ranked.Offers)
            items.Add(OfferView.ForCustomer(offer, ranked.Count, await ScoredBy(terms, offer, intent, call.Cancel)));
        var others = new List<OfferDocument>();
        foreach (var offer in unranked.Take(max))
            others.Add(OfferView.ForCustomer(offer, ranked.Count, await ScoredBy(terms, offer, intent, call.Cancel)));
        return Answers.Ok(new RankedOffers(
            ranked.Count, items, others, ranked.AsOf, ranked.Next, unranked.Count > max ? unranked[max - 1].Row.Receipt.ToString() : null));
    }

    private static async Task<IResult> GetBoard(Guid id, Call call, string? limit, string? after, Sight sight, Store store, TermsBook terms)
    {
        var query = new Query();
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, RankCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        if (await sight.Read(call.Account, id, call.Cancel) is not { } read)
            return Answers.NotFound;
        var intent = EventCodec.DecodeIntentTerms(read.Row.Terms);
        var isClosed = IsClosed(read.Row);
        var seen = OfferView.Seen(intent, isClosed);
        var ranked = seen == Visibility.Full ? await Ranked.Read(store, read.Row, from, max, call.Cancel) : new Ranked([], 0, "", null);
        if (ranked is null)
            return Moved;
        var own = await store.Offers.Current(id, call.Account.Id, call.Cancel);
        var place = await store.Offers.Places([id], [call.Account.Id], call.Cancel) is [var placed, ..] ? placed : null;
        var leader = place is null && seen >= Visibility.Lead && await store.Offers.Ranked(id, 0, 1, call.Cancel) is [var first, ..] ? first : null;
        var standing = Standing.For(intent, isClosed, place, read.Row.Live, leader?.Row);
        var board = OfferView.Board(id, intent, isClosed, own, standing, ranked.Offers, ranked.AsOf, ranked.Next);
        return Answers.Ok(own is null ? board : board with { Own = OfferView.ForVendor(own, await ScoredBy(terms, own, intent, call.Cancel)) });
    }

    /// <summary>The terms by which an offer was scored: for one that was, those it agreed to.</summary>
    public static async Task<IntentTerms> ScoredBy(TermsBook terms, OfferRead offer, IntentTerms present, CancellationToken cancel)
    {
        // What was refused was not scored, and may have agreed to anything.
        var agreesTo = EventCodec.DecodeOfferTerms(offer.Row.Terms).AgreesTo;
        return offer.Row.Status == OfferStatus.Refused || agreesTo == present.TermsHash
            ? present
            : await terms.Get(offer.Row.IntentId, agreesTo, cancel) ?? present;
    }

    private static bool IsClosed(IntentRow row) => row.Status != IntentStatus.Open;

    private static IResult Moved => Answers.Problem(ProblemCodes.Moved, "the ranking has changed since that page: start again without `after`");

    /// <summary>A page of a ranking, read from one state of it.</summary>
    private sealed record Ranked(IReadOnlyList<OfferRead> Offers, int Count, string AsOf, string? Next)
    {
        private const int TriesMax = 3;

        /// <summary>Null where the cursor is of an older state.</summary>
        public static async Task<Ranked?> Read(Store store, IntentRow row, (int AsOf, int Rank)? from, int max, CancellationToken cancel)
        {
            for (var tries = 1; ; tries++)
            {
                if (from is { } cursor && cursor.AsOf != row.Seq)
                    return null;
                IReadOnlyList<OfferRead> offers = from?.Rank == int.MaxValue ? [] : await store.Offers.Ranked(row.IntentId, from?.Rank ?? 0, max + 1, cancel);
                var now = (await store.Intents.Get(row.IntentId, cancel))?.Row ?? row;
                // While offers come in faster than pages are read, the page is what it is, and its cursor will have moved.
                if (now.Seq != row.Seq && tries < TriesMax)
                {
                    row = now;
                    continue;
                }
                var page = offers.Take(max).ToList();
                var count = page.Count > 0 && page[0].Row.Status != OfferStatus.Live ? Math.Max(row.Live, (from?.Rank ?? 0) + offers.Count) : row.Live;
                return new Ranked(page, count, row.Seq.ToString(), offers.Count > max ? RankCursor.Write(row.Seq, page[^1].Rank) : null);
            }
        }
    }
}
