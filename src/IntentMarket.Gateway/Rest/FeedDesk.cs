using System.Runtime.CompilerServices;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>What a vendor hears of: its standing criteria, and the open intents that meet them.</summary>
public sealed class FeedDesk(Store store, Bots bots, TermsBook terms, Matching matching, Standings standings, FeedPlaces ends, Heavy heavy)
{
    /// <summary>Subscriptions of a vendor; more are refused with <c>limit</c>.</summary>
    private const int SubscriptionsMax = 1_000;

    private const int TestShown = 20;

    /// <summary>Open intents that one call looks through: a page of the feed ends there and the next goes on, a test counts no further.</summary>
    private const int LookedAtMax = 5_000;

    private const int ReadAtOnce = 500;

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
        return row is not null && SubscriptionReader.FromStored(row.Body!) is { } criteria ? await Test(vendor, criteria, cancel) : ProblemView.Unseen;
    }

    /// <summary>What criteria would bring that are not stored.</summary>
    public async Task<Answer<SubscriptionTest>> Test(Account vendor, JsonTree tree, CancellationToken cancel)
    {
        var reading = SubscriptionReader.Subscription(tree);
        return reading.IsGood ? await Test(vendor, reading.Value.Criteria, cancel) : ProblemView.Of(reading.Faults);
    }

    private Task<Answer<SubscriptionTest>> Test(Account vendor, Criteria criteria, CancellationToken cancel) => heavy.Run<SubscriptionTest>(async token =>
    {
        var meets = 0;
        var shown = new List<IntentDocument>();
        await foreach (var open in OpenIntents(vendor, null, newestFirst: false, token))
        {
            if (!open.IsFor || !criteria.Meets(open.Facts))
                continue;
            meets++;
            if (shown.Count < TestShown)
                shown.Add(open.Document);
        }
        return new SubscriptionTest(meets, shown);
    }, cancel);

    /// <summary>A page of the open intents that meet the vendor's criteria, each with its own offer and place.</summary>
    /// <param name="from">The last one of the page before; null: the first page.</param>
    public async Task<Page<FeedEntry>> Feed(Account vendor, FeedSearch search, (long OpenedAt, Guid Id)? from, int max, CancellationToken cancel)
    {
        var criteria = (await store.Subscriptions.List(vendor.Id, cancel))
            .Select(r => SubscriptionReader.FromStored(r.Body!)).OfType<Criteria>().ToList();
        var bidOn = search.HasOffer is null ? null : await store.Offers.BidOn(vendor.Id, cancel);
        var found = new List<OpenIntent>();
        string? next = null;
        if (criteria.Count > 0)
        {
            var lookedAt = 0;
            await foreach (var open in OpenIntents(vendor, from, search.NewestFirst, cancel))
            {
                if (open.IsFor && open.Fits(search, bidOn) && criteria.Any(c => c.Meets(open.Facts)))
                    found.Add(open);
                lookedAt++;
                if (found.Count > max || lookedAt == LookedAtMax)
                {
                    // The last one found shows only that there is more.
                    var last = found.Count > max ? found[max - 1] : open;
                    next = ends.Write(vendor.Id, last.Read.Row.OpenedAt, last.Read.Row.IntentId);
                    break;
                }
            }
        }
        return new Page<FeedEntry>(await Entries(vendor, [.. found.Take(max)], cancel), next);
    }

    /// <summary>One intent as the feed shows it, whether it is open or not.</summary>
    public async Task<FeedEntry> Entry(Account vendor, IntentRead read, CancellationToken cancel) => (await Entries(vendor, [new OpenIntent(vendor, read)], cancel))[0];

    private async Task<IReadOnlyList<FeedEntry>> Entries(Account vendor, IReadOnlyList<OpenIntent> shown, CancellationToken cancel)
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
            var standing = Standing.For(open.Terms, knows, place, row.Live, leader?.Row);
            var scoredBy = offer is null ? null : await terms.ScoredBy(offer, open.Terms, cancel);
            entries.Add(new FeedEntry(
                open.Document, bots.Settings is null ? null : Partitions.Route(row.Partition), offer is null ? null : OfferView.ForVendor(offer, scoredBy!),
                standing.Rank, standing.Of, standing.Lead, standing.Gap));
        }
        return entries;
    }

    /// <summary>The open intents after a point, at most <see cref="LookedAtMax"/>, and whether each is for the vendor to hear of: not its own, not one of a
    /// suspended customer, and where it is suspended itself one that it was told of.</summary>
    private async IAsyncEnumerable<OpenIntent> OpenIntents(
        Account vendor, (long OpenedAt, Guid Id)? after, bool newestFirst, [EnumeratorCancellation] CancellationToken cancel)
    {
        var hidden = (await standings.Suspended(cancel)).Keys.Concat(vendor.Person is null ? [] : await store.Accounts.OthersOf(vendor.Id, cancel)).ToHashSet();
        for (var lookedAt = 0; lookedAt < LookedAtMax;)
        {
            var page = newestFirst
                ? await store.Intents.ListOpenNewest(after, ReadAtOnce, cancel)
                : await store.Intents.ListOpen(after, ReadAtOnce, cancel);
            var told = vendor.SuspendedAt is null ? null : await store.Audiences.ToldOf(vendor.Id, [.. page.Select(i => i.Row.IntentId)], cancel);
            foreach (var read in page)
            {
                var isHidden = read.Row.Account is { } customer && hidden.Contains(customer);
                yield return new OpenIntent(vendor, read) { IsFor = !isHidden && told?.Contains(read.Row.IntentId) != false };
            }
            if (page.Count < ReadAtOnce)
                yield break;
            after = (page[^1].Row.OpenedAt, page[^1].Row.IntentId);
            lookedAt += page.Count;
        }
    }

    private sealed class OpenIntent(Account vendor, IntentRead read)
    {
        private readonly IntentTexts? _texts = read.Texts is null ? null : IntentTexts.FromJson(read.Texts);
        private IntentFacts? _facts;

        public IntentRead Read { get; } = read;

        public bool IsFor { get; init; }

        public IntentTerms Terms { get; } = EventCodec.DecodeIntentTerms(read.Row.Terms);

        public Knowledge Knows => Knowledge.Of(vendor, Read, Terms);

        /// <summary>Made once, however many criteria ask.</summary>
        public IntentFacts Facts => _facts ??= Matching.Facts(Terms, _texts);

        public IntentDocument Document => IntentView.Of(Read.Row, Terms, Read.Texts, forCustomer: false);

        public bool Fits(FeedSearch search, IReadOnlySet<Guid>? bidOn) =>
            (search.Format is null || Terms.Auction.Format == search.Format)
            && (search.ClosesBefore is null || Read.Row.ClosesAt < search.ClosesBefore)
            && (bidOn is null || bidOn.Contains(Read.Row.IntentId) == search.HasOffer)
            && search.Words.All(Holds);

        private bool Holds(string word) => _texts is not null
            && new[] { _texts.Title, _texts.Description ?? "" }.Concat(_texts.Lines.Values).Any(t => t.Contains(word, StringComparison.OrdinalIgnoreCase));
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
