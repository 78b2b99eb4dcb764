using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>A vendor's standing criteria, and the open intents that meet them.</summary>
internal static class SubscriptionEndpoints
{
    /// <summary>Subscriptions of a vendor; more are refused with <c>limit</c>.</summary>
    private const int SubscriptionsMax = 1_000;

    private const int TestShown = 20;

    /// <summary>Open intents that one call looks through: a page of the feed ends there and the next goes on, a test counts no further.</summary>
    private const int LookedAtMax = 5_000;

    private const int ReadAtOnce = 500;

    public static void MapSubscriptions(this IEndpointRouteBuilder api)
    {
        api.MapPut("/subscriptions/{name}", Put).Writes(AccountKind.Vendor)
            .Takes<SubscriptionDocument>().Gives<SubscriptionDocument>().WithSummary("Stores standing criteria under a name");
        api.MapGet("/subscriptions", List).Reads(AccountKind.Vendor)
            .Gives<Page<SubscriptionDocument>>().WithSummary("The vendor's standing criteria, by name");
        api.MapDelete("/subscriptions/{name}", Remove).Writes(AccountKind.Vendor)
            .GivesNothing().WithSummary("Removes standing criteria");
        api.MapPost("/subscriptions/{name}/test", Test).Reads(AccountKind.Vendor)
            .Gives<SubscriptionTest>().WithSummary("How many open intents meet the criteria, and the first 20");
        api.MapGet("/feed", Feed).Reads(AccountKind.Vendor)
            .Gives<Page<FeedEntry>>().WithSummary("The open intents that meet the vendor's criteria, with its own offer and place");
    }

    private static async Task<IResult> Put(string name, Call call, Body body, Store store, Matching matching)
    {
        if (!SubscriptionReader.IsName(name))
            return BadName;
        var reading = SubscriptionReader.Subscription(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        if (!await store.Subscriptions.Put(call.Account.Id, name, reading.Value.Body, SubscriptionsMax, call.Cancel))
            return Answers.Problem(Problems.Limit, $"a vendor has at most {SubscriptionsMax} subscriptions");
        matching.Changed();
        return Answers.Ok(SubscriptionReader.Document(name, reading.Value.Body));
    }

    private static async Task<IResult> List(Call call, string? limit, string? after, Store store)
    {
        var query = new Query();
        var max = query.Limit(limit);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var rows = (await store.Subscriptions.List(call.Account.Id, call.Cancel))
            .Where(r => r.Body is not null).OrderBy(r => r.Name, StringComparer.Ordinal)
            .SkipWhile(r => after is not null && string.CompareOrdinal(r.Name, after) <= 0).Take(max + 1).ToList();
        return Answers.Ok(rows.ToPage(max, r => SubscriptionReader.Document(r.Name, r.Body!), r => r.Name));
    }

    private static async Task<IResult> Remove(string name, Call call, Store store, Matching matching)
    {
        if (!SubscriptionReader.IsName(name) || !await store.Subscriptions.Remove(call.Account.Id, name, call.Cancel))
            return Answers.NotFound;
        matching.Changed();
        return Answers.NoContent;
    }

    private static async Task<IResult> Test(string name, Call call, NoBody _, Store store, Heavy heavy)
    {
        var row = (await store.Subscriptions.List(call.Account.Id, call.Cancel)).FirstOrDefault(r => r.Name == name && r.Body is not null);
        if (row is null)
            return Answers.NotFound;
        var criteria = SubscriptionReader.FromStored(row.Body!);
        return Answers.Of(await heavy.Run<SubscriptionTest>(async cancel =>
        {
            var meets = 0;
            var shown = new List<IntentDocument>();
            await foreach (var open in OpenIntents(store, null, cancel))
            {
                if (!criteria.Meets(open.Facts))
                    continue;
                meets++;
                if (shown.Count < TestShown)
                    shown.Add(open.Document);
            }
            return new SubscriptionTest(meets, shown);
        }, call.Cancel));
    }

    private static async Task<IResult> Feed(Call call, string? limit, string? after, Store store, Bots bots, TermsBook terms)
    {
        var query = new Query();
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var vendor = call.Account.Id;
        var criteria = (await store.Subscriptions.List(vendor, call.Cancel))
            .Where(r => r.Body is not null).Select(r => SubscriptionReader.FromStored(r.Body!)).ToList();
        var found = new List<OpenIntent>();
        string? next = null;
        if (criteria.Count > 0)
        {
            var lookedAt = 0;
            await foreach (var open in OpenIntents(store, from, call.Cancel))
            {
                if (criteria.Any(c => c.Meets(open.Facts)))
                    found.Add(open);
                lookedAt++;
                if (found.Count > max || lookedAt == LookedAtMax)
                {
                    // The last one found shows only that there is more.
                    var last = found.Count > max ? found[max - 1] : open;
                    next = PageCursor.Write(last.Read.Row.OpenedAt, last.Read.Row.IntentId);
                    break;
                }
            }
        }
        var shown = found.Take(max).ToList();
        var ids = shown.Select(o => o.Read.Row.IntentId).ToList();
        var own = (await store.Offers.CurrentMany(ids, vendor, call.Cancel)).ToDictionary(o => o.Row.IntentId);
        var places = (await store.Offers.Places(ids, [vendor], call.Cancel)).ToDictionary(p => p.IntentId);
        var entries = new List<FeedEntry>(shown.Count);
        foreach (var open in shown)
        {
            var row = open.Read.Row;
            var offer = own.GetValueOrDefault(row.IntentId);
            var place = places.GetValueOrDefault(row.IntentId);
            var leader = place is null && row.Live > 0 && OfferView.Seen(open.Terms, isClosed: false) >= Visibility.Lead
                && await store.Offers.Ranked(row.IntentId, 0, 1, call.Cancel) is [var first, ..] ? first : null;
            var standing = Standing.For(open.Terms, isClosed: false, place, row.Live, leader?.Row);
            var scoredBy = offer is null ? null : await OfferEndpoints.ScoredBy(terms, offer, open.Terms, call.Cancel);
            entries.Add(new FeedEntry(
                open.Document, bots.Settings is null ? null : Partitions.Route(row.Partition), offer is null ? null : OfferView.ForVendor(offer, scoredBy!),
                standing.Rank, standing.Of, standing.Lead, standing.Gap));
        }
        return Answers.Ok(new Page<FeedEntry>(entries, next));
    }

    /// <summary>The open intents after a point, oldest first, at most <see cref="LookedAtMax"/>.</summary>
    private static async IAsyncEnumerable<OpenIntent> OpenIntents(
        Store store, (long OpenedAt, Guid Id)? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var lookedAt = 0; lookedAt < LookedAtMax;)
        {
            var page = await store.Intents.ListOpen(after, ReadAtOnce, cancel);
            foreach (var read in page)
                yield return new OpenIntent(read);
            if (page.Count < ReadAtOnce)
                yield break;
            after = (page[^1].Row.OpenedAt, page[^1].Row.IntentId);
            lookedAt += page.Count;
        }
    }

    private static IResult BadName => Answers.Malformed(
        [new Fault("", FaultCodes.NotAName, "a subscription's name is 1 to 64 letters, digits, dots, hyphens and underscores")]);

    private sealed class OpenIntent(IntentRead read)
    {
        public IntentRead Read { get; } = read;

        public IntentTerms Terms { get; } = EventCodec.DecodeIntentTerms(read.Row.Terms);

        public IntentFacts Facts => Matching.Facts(Terms, Read.Texts is null ? null : IntentTexts.FromJson(Read.Texts));

        public IntentDocument Document => IntentView.Of(Read.Row, Terms, Read.Texts, forCustomer: false);
    }
}
