using System.Runtime.CompilerServices;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Routing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Intents;

/// <summary>What a vendor hears of: its standing criteria, and the open intents that meet them.</summary>
public sealed class FeedService(
    Store store, Bots bots, TermsCache terms, OpenFacts facts, Matching matching, Eligibility eligibility, FeedPageCursors ends,
    ReplayLimiter replays)
{
    /// <summary>Subscriptions of a vendor; more are refused with <c>limit</c>.</summary>
    private const int SubscriptionsMax = 1_000;

    private const int TestShown = 20;

    /// <summary>Open intents that one call looks through: a page of the feed ends there and the next goes on, a test
    /// counts no further.</summary>
    private const int LookedAtMax = 5_000;

    private const int ReadAtOnce = 1_000;

    private static readonly Problem BadName = ProblemView.Of(
        [new Fault("", FaultCodes.NotAName, "a subscription's name is 1 to 64 letters, digits, dots, hyphens and underscores")]);

    /// <summary>The vendor's standing criteria, by name.</summary>
    public async Task<IReadOnlyList<SubscriptionDocument>> Criteria(Account vendor, CancellationToken cancel) =>
    [
        .. (await store.Subscriptions.List(vendor.Id, cancel)).OrderBy(r => r.Name, StringComparer.Ordinal)
            .Select(r => SubscriptionReader.Document(r.Name, r.Body!)).OfType<SubscriptionDocument>(),
    ];

    /// <summary>Stores standing criteria under a name, in the place of any that had it.</summary>
    public async Task<Answer<SubscriptionDocument>> Put(Account vendor, string name, JsonTree tree, CancellationToken cancel)
    {
        if (!SubscriptionReader.IsName(name))
            return BadName;
        var reading = SubscriptionReader.Subscription(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (!await store.Subscriptions.Put(vendor.Id, name, reading.Value.Body, SubscriptionsMax, cancel))
            return ProblemView.Of(Problems.Limit, $"a vendor has at most {SubscriptionsMax} subscriptions");
        matching.Changed();
        return SubscriptionReader.Document(name, reading.Value.Body)!;
    }

    /// <summary>False where there are none of that name.</summary>
    public async Task<bool> Remove(Account vendor, string name, CancellationToken cancel)
    {
        if (!SubscriptionReader.IsName(name) || !await store.Subscriptions.Remove(vendor.Id, name, cancel))
            return false;
        matching.Changed();
        return true;
    }

    /// <summary>What stored criteria would bring now.</summary>
    public async Task<Answer<SubscriptionTest>> Test(Account vendor, string name, CancellationToken cancel)
    {
        var row = (await store.Subscriptions.List(vendor.Id, cancel)).FirstOrDefault(r => r.Name == name);
        return row is not null && SubscriptionReader.FromStored(row.Body!) is { } criteria
            ? await Test(vendor, criteria, cancel)
            : ProblemView.Unseen;
    }

    /// <summary>What criteria would bring that are not stored.</summary>
    public async Task<Answer<SubscriptionTest>> Test(Account vendor, JsonTree tree, CancellationToken cancel)
    {
        var reading = SubscriptionReader.Subscription(tree);
        return reading.IsGood ? await Test(vendor, reading.Value.Criteria, cancel) : ProblemView.Of(reading.Faults);
    }

    private Task<Answer<SubscriptionTest>> Test(Account vendor, Criteria criteria, CancellationToken cancel) =>
        replays.Run<SubscriptionTest>(async token =>
        {
            var meets = new List<IntentId>();
            await foreach (var open in OpenIntents(vendor, null, newestFirst: false, token))
            {
                if (open.Facts is { } known && criteria.Meets(known.Facts))
                    meets.Add(open.Row.IntentId);
            }
            var shown = (await Read(vendor, [.. meets.Take(TestShown)], token)).Select(o => o.Document).ToList();
            return new SubscriptionTest(meets.Count, shown);
        }, cancel);

    /// <summary>A page of the open intents that meet the vendor's criteria, each with its own offer and place.</summary>
    /// <param name="from">The last one of the page before; null: the first page.</param>
    public async Task<Page<FeedEntry>> Feed(
        Account vendor, FeedSearch search, (long OpenedAt, IntentId Id)? from, int max, CancellationToken cancel)
    {
        var criteria = (await store.Subscriptions.List(vendor.Id, cancel))
            .Select(r => SubscriptionReader.FromStored(r.Body!)).OfType<Criteria>().ToList();
        if (criteria.Count == 0)
            return new Page<FeedEntry>([], null);
        var bidOn = search.HasOffer is null ? null : await store.Offers.BidOn(vendor.Id, cancel);
        var found = new List<OpenRow>();
        string? next = null;
        var lookedAt = 0;
        await foreach (var open in OpenIntents(vendor, from, search.NewestFirst, cancel))
        {
            if (open.Facts is { } known && Fits(open.Row, known, search, bidOn) && criteria.Any(c => c.Meets(known.Facts)))
                found.Add(open.Row);
            lookedAt++;
            if (found.Count > max || lookedAt == LookedAtMax)
            {
                // The last one found shows only that there is more.
                var last = found.Count > max ? found[max - 1] : open.Row;
                next = ends.Write(vendor.Id, last.OpenedAt, last.IntentId);
                break;
            }
        }
        var shown = await Read(vendor, [.. found.Take(max).Select(r => r.IntentId)], cancel);
        return new Page<FeedEntry>(await Entries(vendor, shown, cancel), next);
    }

    /// <summary>One intent as the feed shows it, whether it is open or not.</summary>
    public async Task<FeedEntry> Entry(Account vendor, IntentRead read, CancellationToken cancel) =>
        (await Entries(vendor, [new ShownIntent(vendor, read)], cancel))[0];

    private async Task<IReadOnlyList<FeedEntry>> Entries(Account vendor, IReadOnlyList<ShownIntent> shown, CancellationToken cancel)
    {
        var ids = shown.Select(o => o.Read.Row.IntentId).ToList();
        var own = (await store.Offers.CurrentMany(ids, vendor.Id, cancel)).ToDictionary(o => o.Row.IntentId);
        var ranked = shown.Where(o => o.Knows.SeesRank).Select(o => o.Read.Row.IntentId).ToList();
        var places = (await store.Offers.Places(ranked, [vendor.Id], cancel)).ToDictionary(p => p.IntentId);
        var entries = new List<FeedEntry>(shown.Count);
        foreach (var open in shown)
        {
            var row = open.Read.Row;
            var knows = open.Knows;
            var offer = own.GetValueOrDefault(row.IntentId);
            var place = places.GetValueOrDefault(row.IntentId);
            var leader = place is null && row.Live > 0 && knows.SeesLead
                && await store.Offers.Ranked(row.IntentId, 0, 1, cancel) is [var first, ..] ? first : null;
            var standing = VendorPosition.For(open.Terms, knows, place, row.Live, leader?.Row);
            var scoredBy = offer is null ? null : await terms.ScoredBy(offer, open.Terms, cancel);
            entries.Add(new FeedEntry(
                open.Document, bots.Broker is null ? null : Partitions.Route(row.Partition),
                offer is null ? null : OfferView.ForVendor(offer, scoredBy!),
                standing.Rank, standing.Of, standing.Lead, standing.Gap));
        }
        return entries;
    }

    /// <summary>Those of the intents that are open, in the order of the ids.</summary>
    private async Task<IReadOnlyList<ShownIntent>> Read(Account vendor, IReadOnlyList<IntentId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return [];
        var reads = (await store.Intents.GetMany(ids, cancel)).ToDictionary(i => i.Row.IntentId);
        return [.. ids.Select(reads.GetValueOrDefault).OfType<IntentRead>().Where(i => i.Row.Status == IntentStatus.Open)
            .Known(i => EventCodec.DecodeIntentTerms(i.Row.Terms)).Select(i => new ShownIntent(vendor, i))];
    }

    /// <summary>The open intents after a point, at most <see cref="LookedAtMax"/>, with the facts of those that are for the vendor to hear
    /// of: not its own, not one of a suspended customer, and where it is suspended itself one that it was told of.</summary>
    private async IAsyncEnumerable<OpenIntent> OpenIntents(
        Account vendor, (long OpenedAt, IntentId Id)? after, bool newestFirst, [EnumeratorCancellation] CancellationToken cancel)
    {
        var hidden = (await eligibility.Suspended(cancel)).Keys
            .Concat(vendor.Person is null ? [] : await store.Accounts.OthersOf(vendor.Id, cancel)).ToHashSet();
        for (var lookedAt = 0; lookedAt < LookedAtMax;)
        {
            var page = newestFirst
                ? await store.Intents.ListOpenNewest(after, ReadAtOnce, cancel)
                : await store.Intents.ListOpen(after, ReadAtOnce, cancel);
            var known = await facts.Of(page, cancel);
            var told = vendor.SuspendedAt is null
                ? null
                : await store.Audiences.ToldOf(vendor.Id, [.. page.Select(i => i.IntentId)], cancel);
            foreach (var row in page)
            {
                var isHidden = row.Account is { } customer && hidden.Contains(customer);
                var isFor = !isHidden && told?.Contains(row.IntentId) != false;
                yield return new OpenIntent(row, isFor ? known.GetValueOrDefault(row.IntentId) : null);
            }
            if (page.Count < ReadAtOnce)
                yield break;
            after = (page[^1].OpenedAt, page[^1].IntentId);
            lookedAt += page.Count;
        }
    }

    private static bool Fits(OpenRow row, OpenIntentFacts known, FeedSearch search, IReadOnlySet<IntentId>? bidOn) =>
        (search.Format is null || known.Format == search.Format)
        && (search.ClosesBefore is null || row.ClosesAt < search.ClosesBefore)
        && (bidOn is null || bidOn.Contains(row.IntentId) == search.HasOffer)
        && search.Words.All(known.Hold);

    /// <param name="Facts">Null: it is not for the vendor to hear of.</param>
    private readonly record struct OpenIntent(OpenRow Row, OpenIntentFacts? Facts);

    private sealed class ShownIntent(Account vendor, IntentRead read)
    {
        public IntentRead Read { get; } = read;

        public IntentTerms Terms { get; } = EventCodec.DecodeIntentTerms(read.Row.Terms);

        public Knowledge Knows => Knowledge.Of(vendor, Read, Terms);

        public IntentDocument Document => IntentView.Of(Read.Row, Terms, Read.Texts, forCustomer: false);
    }
}

/// <summary>What a vendor looks for in its feed; the default is all of it, oldest first.</summary>
/// <param name="ClosesBefore">Unix milliseconds.</param>
/// <param name="HasOffer">Whether the vendor has an offer on it that is live or to be confirmed.</param>
public sealed record FeedSearch(bool NewestFirst = false, AuctionFormat? Format = null, long? ClosesBefore = null, bool? HasOffer = null)
{
    /// <summary>Each stands in the title, the description or a line, as a part of a word too.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];
}
