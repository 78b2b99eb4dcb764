using System.Text;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>What was once decided stays so: intents of every format that were opened under each version of the rules, with offers,
/// amendments, standing bids and awards. A line is a command, what the book of those days made of it, and the hash of its last event, in
/// which all bytes before it are.</summary>
public sealed class GoldenJournals
{
    private const int Steps = 32;

    private static string PathOf(int rules) => Tree.Path("tests", "IntentMarket.Tests", "Engine", $"Rules{rules}.golden");

    [Test]
    public void Intents_of_each_version_of_the_rules_are_decided_as_they_were([Values(1, 2)] int rules)
    {
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var journal in File.ReadAllText(PathOf(rules)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            Book? book = null;
            var events = new List<StoredEvent>();
            foreach (var line in journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split('\t');
                var command = EventCodec.DecodeCommand(Encoding.UTF8.GetBytes(parts[0]));
                book ??= new Book(command.IntentId);
                var (decision, stored) = Sample.Carry(book, command);
                events.AddRange(stored);
                Assert.That($"{Words(decision)}\t{book.LastHash}", Is.EqualTo($"{parts[1]}\t{parts[2]}"), parts[0]);
                kinds.UnionWith(stored.Select(e => e.Said().GetType().Name));
            }
            var replayed = new Book(book!.IntentId);
            foreach (var e in events)
                replayed.Apply(EventCodec.Decode(e.Bytes, e.Hash));
            Assert.That(Dump.Of(replayed), Is.EqualTo(Dump.Of(book)));
        }
        TestContext.Out.WriteLine(string.Join(' ', kinds));
        string[] expected =
        [
            "BidMoved", "ClosingCalled", "FloorSet", "IntentAmended", "IntentAwarded", "IntentClosed", "IntentExtended", "IntentOpened",
            "IntentUnawarded", "IntentWithdrawn", "LevelEnded", "OfferAccepted", "OfferRefused", "OfferWithdrawn",
        ];
        // From rules 2 on hardly an offer expires: it is valid as long as it can be chosen.
        Assert.That(kinds, Is.SupersetOf(rules == 1 ? [.. expected, "OfferExpired"] : expected));
    }

    /// <summary>Run once for a version of the rules, by the first build that decides by it.</summary>
    [Test]
    [Explicit("writes the golden journals of a version anew: what they pin is then lost")]
    public void Write([Values(1, 2)] int rules)
    {
        var text = new StringBuilder();
        foreach (var format in Enum.GetValues<AuctionFormat>())
        {
            for (var seed = 0; seed < (format is AuctionFormat.Open or AuctionFormat.English ? rules == 1 ? 4 : 8 : rules); seed++)
            {
                var (random, id) = (new Random(seed), Sample.Id($"golden {format} {seed}"));
                var book = new Book(id);
                for (var (step, now, over) = (0, 0L, 0); over < 3; over += book.WakeAt is null ? 1 : 0, step++)
                {
                    now = step < Steps ? now + random.Next(4_000) : Math.Max(now, (book.WakeAt ?? 0) - Sample.Start);
                    var command = step >= Steps && book.WakeAt is not null
                        ? new Wake(id, Sample.Start + now)
                        : Next(book, format, rules, random, Sample.Start + now, step);
                    var (decision, _) = Sample.Carry(book, command);
                    text.Append(Encoding.UTF8.GetString(EventCodec.Encode(command))).Append('\t').Append(Words(decision)).Append('\t')
                        .Append(book.LastHash).Append('\n');
                }
                text.Append('\n');
            }
        }
        File.WriteAllText(PathOf(rules), text.ToString());
    }

    private static string Words(Decision decision) => decision switch
    {
        Decision.Record record => string.Join(' ', record.Events.Select(e => e.GetType().Name)),
        Decision.Repeat repeat => $"repeats {repeat.Seq}",
        Decision.Refuse refuse => refuse.Code,
        _ => "nothing",
    };

    private static Command Next(Book book, AuctionFormat format, int rules, Random random, long now, int step)
    {
        var id = book.IntentId;
        var (customer, vendor) = (Sample.Party("customer"), Sample.Party($"vendor-{random.Next(4)}"));
        var request = Sample.Request($"key {(random.Next(20) == 0 ? step - 1 : step)}");
        if (book.Seq == 0)
        {
            var terms = Intent(format, rules, random, now + 60_000, "terms-1");
            return new PostIntent(id, customer, now, request, terms, Sample.Text("Stroller for twins"), Sample.Text("call me"));
        }
        if (book.WakeAt <= now)
            return new Wake(id, now);
        var current = book.Current(vendor.Pseudonym);
        var offer = random.Next(8) > 0 ? current?.OfferId ?? default : book.Ranking.Leader?.OfferId ?? default;
        if (book.Status == IntentStatus.Evaluating)
        {
            return new AwardIntent(
                id, customer, now, request, random.Next(3) > 0 ? book.Ranking.Leader!.OfferId : offer, Sample.Text("call me"),
                random.Next(2) == 0 ? Sample.Text("nearer") : null);
        }
        return random.Next(40) switch
        {
            < 4 when current is not null => new ConfirmOffer(id, vendor, now, request, offer, book.Terms.TermsHash, random.Next(3) == 0),
            < 7 when current is not null => new WithdrawOffer(id, vendor, now, request, offer, random.Next(3) == 0),
            7 or 8 when format == AuctionFormat.Open => new AmendIntent(
                id, customer, now, request, book.Version,
                Intent(format, rules, random, book.ClosesAt + random.Next(5_000), $"terms-{book.Version + 1}"), Sample.Text("amended")),
            9 when format == AuctionFormat.Open => new AwardIntent(id, customer, now, request, offer, null, Sample.Text("nearer")),
            10 when step > 20 => new WithdrawIntent(id, customer, now, request, Sample.Text("no need")),
            _ => Offer(book, format, random, vendor, now, request, step),
        };
    }

    private static SubmitOffer Offer(Book book, AuctionFormat format, Random random, Party vendor, long now, Request request, int step)
    {
        var total = book.Terms.Auction.Clock is { } clock && random.Next(8) > 0
            ? clock.Total(clock.LevelAt(now, book.ClosesAt))
            : random.NextInt64(2_000, 10_300);
        if (format == AuctionFormat.English && book.Ranking.Leader is { } leader && random.Next(4) > 0)
            total = Math.Max(0, leader.Terms.Total - random.NextInt64(1_200));
        var floor = format == AuctionFormat.English && random.Next(2) == 0 ? new StandingBid(random.NextInt64(total), "salt") : null;
        var hasRules2 = book.Terms.Terms.HasRules2;
        Value[] sizes =
        [
            new Value.Text("2.5"), new Value.Text("2.50"), new Value.Whole(3), new Value.Text("3"), new Value.Text("big"),
            new Value.Set(["2.5", "big"]),
        ];
        var terms = new OfferTerms(
            random.Next(20) == 0 ? "terms-1" : book.Terms.TermsHash, total,
            DeliverBy: (hasRules2 ? book.ClosesAt : Sample.Start) + random.Next(-1, 4) * 40_000, WarrantyMonths: random.Next(3) * 6,
            Condition: random.Next(2) == 0 ? "new" : "used",
            Attributes: new Dictionary<string, Value> { ["size"] = sizes[random.Next(sizes.Length)] },
            Shipping: random.Next(4) == 0 ? (hasRules2 ? 2_000 : 20_000) : null, ValidUntil: ValidUntil());
        return new SubmitOffer(
            book.IntentId, vendor, now, request, "key", Sample.Id($"{book.IntentId} {step}"), terms,
            random.Next(4) == 0 ? Sample.Text("note") : null, random.Next(3) == 0, floor);

        // From rules 2 on what an offer says must hold together, or nearly all would be refused.
        long? ValidUntil()
        {
            if (random.Next(hasRules2 ? 3 : 6) != 0)
                return null;
            if (!hasRules2)
                return book.ClosesAt + random.Next(-1_000, 9_000);
            return format == AuctionFormat.Open ? book.ClosesAt + 15_000 + random.Next(30_000) : book.AwardBy + random.Next(60_000);
        }
    }

    private static IntentTerms Intent(AuctionFormat format, int rules, Random random, long closesAt, string hash)
    {
        Preference total = new(Criterion.Total, 60, Best: 0, Worst: 10_000);
        Preference size = new(Sample.Criterion("attributes.size"), 40, Points: new Dictionary<string, int> { ["2.5"] = 100, ["3"] = 40 });
        var byPoints = random.Next(2) == 0;
        var isCoefficient = format is AuctionFormat.Open or AuctionFormat.Sealed && random.Next(3) == 0;
        Preference[] prefer = isCoefficient ? [size] : format switch
        {
            AuctionFormat.English => byPoints ? [total, size] : [],
            AuctionFormat.Dutch or AuctionFormat.Japanese => [],
            _ => [total, size],
        };
        var against = random.Next(2) == 0;
        var decrement = format != AuctionFormat.English ? null
            : byPoints ? new Decrement(against, Points: 1_000_000)
            : new Decrement(against, Amount: 300);
        var clock = format switch
        {
            AuctionFormat.Dutch => new PriceClock(5_000, 1_000, 10_000, 9_500),
            AuctionFormat.Japanese => new PriceClock(9_500, 1_000, 10_000, 5_000),
            _ => null,
        };
        var soft = format is AuctionFormat.Open or AuctionFormat.English ? new SoftClose(20_000, 15_000, 3) : null;
        Requirement max = new(Criterion.Total, Max: 10_000);
        Requirement sized = new(Sample.Criterion("attributes.size"), OneOf: ["2.5", "3", "big"]),
            exactly = new(Sample.Criterion("attributes.size"), EqualTo: new Value.Text("2.5"));
        Requirement[] require = random.Next(6) switch { 0 => [max, sized], 1 => [max, exactly], _ => [max] };
        return Sample.Intended(
            new Terms(
                isCoefficient ? ScoringMethod.Coefficient : ScoringMethod.Weighted, require, prefer, "none", rules == 1 ? null : rules),
            auction: new Auction(format, (Visibility)random.Next(4), format == AuctionFormat.Open, soft, decrement, clock), hash: hash) with
        {
            ClosesAt = closesAt,
            AwardBy = closesAt + 30_000,
        };
    }
}
