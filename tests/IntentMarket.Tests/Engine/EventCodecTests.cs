using System.Reflection;
using System.Text;
using System.Text.Json.Serialization;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Tests.Tidy;
using NUnit.Framework;

namespace IntentMarket.Tests.Engine;

/// <summary>Stored events live for ever: these bytes must be written and read as they are.</summary>
public sealed class EventCodecTests
{
    private static readonly string Golden = Tree.Path("tests", "IntentMarket.Tests", "Engine", "Events.golden");

    private static readonly OfferId A = Sample.Id("offer A");
    private static readonly OfferId B = Sample.Id("offer B");
    private static readonly Pseudonym Vendor1 = Sample.Id("vendor-1");
    private static readonly Pseudonym Vendor2 = Sample.Id("vendor-2");

    private static readonly IntentTerms Terms = new(
        new Category("CPV", "34900000-6"), "GBP", 2, "GB-SCT",
        [
            new Line(
                "1", 1_000_000, "H87",
                new Dictionary<string, Value> { ["seats"] = new Value.Whole(2), ["foldable"] = new Value.Flag(true) }),
            new Line(
                "2", 2_500_000, "KGM",
                new Dictionary<string, Value> { ["color"] = new Value.Text("räd"), ["extras"] = new Value.Set(["hood", "cup"]) }),
        ],
        new Terms(
            ScoringMethod.Weighted,
            [
                new(Criterion.Total, Max: 45_000),
                new(Sample.Criterion("deliverBy"), Min: 1, Max: Sample.Start),
                new(Sample.Criterion("condition"), OneOf: ["new", "refurbished"]),
                new(Sample.Criterion("certifications"), AllOf: ["EN 1888"], AnyOf: ["ISO 9001"]),
                new(Sample.Criterion("attributes.foldable"), EqualTo: new Value.Flag(true)),
            ],
            [
                new(Criterion.Total, 60, Best: 25_000, Worst: 45_000),
                new(Sample.Criterion("condition"), 40, Points: new Dictionary<string, int> { ["refurbished"] = 60, ["new"] = 100 }),
            ],
            "none"),
        new Auction(AuctionFormat.Open, Visibility.Rank, true, new SoftClose(120_000, 60_000, 10)), Sample.At(100),
        Sample.At(1000), "0123abcd");

    private static readonly OfferTerms Offer = new(
        "0123abcd", 39_900, Sample.At(50), 24, 30, "new", ["EN 1888"], new Dictionary<string, Value> { ["seats"] = new Value.Whole(2) },
        [new("1", 389_000_000, 1_000_000)], 1000, 0, -500, Sample.At(500), A);

    private static readonly MarketEvent[] Kinds =
    [
        new IntentOpened(Sample.Customer, Terms, "aa", 1, Sample.Request("k1")),
        new IntentAmended(
            2, Terms with { Region = null, Auction = new(AuctionFormat.Sealed, Visibility.None, false, null) }, "bb",
            [new(A, Vendor1)], Sample.Request("k2")),
        new IntentWithdrawn("cc", Sample.Request("k3")),
        new IntentRemoved("dd", Sample.Request("k4")),
        new ClosingCalled(),
        new IntentExtended(Sample.At(120), Sample.At(1020), 1),
        new IntentClosed(2, "ee"),
        new IntentUnawarded(),
        new IntentAwarded(A, Vendor1, 2, 39_900, 49_417_647, "ff", "00", "11", [new(B, Vendor2)], Sample.Request("k5")),
        new IntentAwarded(A, Vendor1, 1, 39_900, 49_417_647, "ff", null, null, [], Sample.Request("k5")),
        new OfferAccepted(
            A, Vendor1, Offer, "22", false, Sample.At(500), 49_417_647, [15_300_000, 34_117_647], 2, 3, new Gap(1, 39_000),
            new Lead(39_100, 49_417_648), Sample.Request("k6")),
        new OfferAccepted(
            A, Vendor1, new OfferTerms("0123abcd", 1), null, true, Sample.At(1000), 0, [], 1, 1, null, null, Sample.Request("k6")),
        new OfferRefused(
            B, Vendor2, Offer with { Replaces = null }, null, false,
            [new("over-max", "total", "450.00", "451.00"), new("closed")], Sample.Request("k7")),
        new OfferWithdrawn(A, Vendor1, Sample.Request("k8")),
        new OfferExpired(A, Vendor1),
        new IntentOpened(
            Sample.Customer,
            Terms with
            {
                Terms = new Terms(ScoringMethod.Coefficient, [], [new(Sample.Criterion("warrantyMonths"), 150, Best: 3, Worst: 0)], "none"),
                Auction = new(
                    AuctionFormat.English, Visibility.Lead, false, null,
                    new Decrement(true, Bands: [new DecrementBand(100_000, 20_000), new DecrementBand(null, 3_000)])),
            },
            "aa", 1, Sample.Request("k9"), "33"),
        new IntentOpened(
            Sample.Customer,
            Terms with
            {
                Auction = new(AuctionFormat.Dutch, Visibility.None, false, null, null, new PriceClock(10_000, 500, 60_000, 20_000)),
            }, "aa", 1,
            Sample.Request("k10")),
        new OfferAccepted(
            A, Vendor1, new OfferTerms("0123abcd", 46_900), null, false, Sample.At(1000), -3_647_777, [10_000_000], 2, 2,
            new Gap(1, 46_000), new Lead(46_901, -3_647_776, -1), Sample.Request("k11"), -777),
        new FloorSet(A, Vendor1, 40_000, "00ff"),
        new BidMoved(A, Vendor1, 41_000, 7, [3, 4]),
        new LevelEnded(2, 9_000, 3),
        new LevelEnded(2, 9_000, null),
        new IntentAwarded(A, Vendor1, 1, 39_900, 0, "ff", "00", null, [], null),
        new OfferRemoved(A, Vendor1, 3),
    ];

    [Test]
    public void Stored_events_are_the_golden_bytes()
    {
        var written = Kinds.Select(
            (kind, i) => Encoding.UTF8.GetString(EventCodec.Encode(Sample.Intent, i + 1, Sample.At(i), "1234", kind).Bytes));
        Assert.That(written, Is.EqualTo(File.ReadAllLines(Golden)));
    }

    [Test]
    public void Golden_bytes_are_read_and_written_again()
    {
        foreach (var line in File.ReadAllLines(Golden))
        {
            var read = EventCodec.Decode(Encoding.UTF8.GetBytes(line), [0xab]);
            Assert.That(read.Hash, Is.EqualTo("ab"));
            Assert.That(
                Encoding.UTF8.GetString(EventCodec.Encode(read.IntentId, read.Seq, read.At, "1234", read.Event).Bytes), Is.EqualTo(line));
        }
    }

    [Test]
    public void Every_kind_of_event_has_its_golden_bytes()
    {
        var kinds = typeof(MarketEvent).GetCustomAttributes<JsonDerivedTypeAttribute>()
            .Select(a => ((string?)a.TypeDiscriminator, a.DerivedType)).ToList();
        Assert.That(Kinds.Select(k => k.GetType()).Distinct(), Is.EquivalentTo(kinds.Select(k => k.DerivedType)));
        Assert.That(kinds.Select(k => k.Item1), Is.EqualTo(kinds.Select(k => k.DerivedType.Name)));
        Assert.That(
            typeof(MarketEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MarketEvent)) && t != typeof(UnknownEvent)),
            Is.EquivalentTo(kinds.Select(k => k.DerivedType)));
    }

    [Test]
    public void Names_in_stored_bytes_stay() => Assert.Multiple(() =>
    {
        Assert.That(Enum.GetNames<AuctionFormat>(), Is.EqualTo(["Open", "Sealed", "SealedSecondScore", "English", "Dutch", "Japanese"]));
        Assert.That(Enum.GetNames<Visibility>(), Is.EqualTo(["None", "Rank", "Lead", "Full"]));
        Assert.That(Enum.GetNames<ScoringMethod>(), Is.EqualTo(["Weighted", "Coefficient"]));
    });

    [Test]
    public void One_altered_byte_is_another_hash()
    {
        var stored = EventCodec.Encode(Sample.Intent, 1, Sample.At(0), "", Kinds[0]);
        var altered = stored.Bytes.ToArray();
        altered[^3] ^= 1;
        Assert.That(System.Security.Cryptography.SHA256.HashData(altered), Is.Not.EqualTo(stored.Hash));
        Assert.That(System.Security.Cryptography.SHA256.HashData(stored.Bytes), Is.EqualTo(stored.Hash));
    }

    [Test]
    public void Chain_shows_what_was_altered_left_out_or_put_elsewhere()
    {
        var first = EventCodec.Encode(
            Sample.Intent, 1, Sample.At(0), "", new IntentOpened(Sample.Customer, Sample.Intended(), "", 1, Sample.Request("post")));
        var second = EventCodec.Encode(Sample.Intent, 2, Sample.At(1), Convert.ToHexStringLower(first.Hash), new ClosingCalled());
        var third = EventCodec.Encode(Sample.Intent, 3, Sample.At(2), Convert.ToHexStringLower(second.Hash), new IntentClosed(0, ""));
        var chain = new[] { first, second, third };
        Assert.That(EventCodec.DecodeChain(chain).Select(e => e.Seq), Is.EqualTo([1, 2, 3]));
        Assert.That(
            Read([chain[0] with { Bytes = [.. chain[0].Bytes.Select(b => b == (byte)'G' ? (byte)'H' : b)] }]),
            Throws.InstanceOf<InvalidDataException>());
        Assert.That(Read([chain[0], chain[2]]), Throws.InstanceOf<InvalidDataException>());
        Assert.That(Read([chain[1]]), Throws.InstanceOf<InvalidDataException>());
        Assert.That(Read([chain[0], chain[1] with { IntentId = new IntentId(A.Value) }]), Throws.InstanceOf<InvalidDataException>());
        var forged = EventCodec.Encode(Sample.Intent, 2, Sample.At(1), Convert.ToHexStringLower(third.Hash), new ClosingCalled());
        Assert.That(Read([chain[0], forged]), Throws.InstanceOf<InvalidDataException>(), "it follows another event");

        static Action Read(StoredEvent[] events) => () => Assert.That(EventCodec.DecodeChain(events).ToList(), Is.Not.Null);
    }

    [Test]
    public void No_free_text_is_in_the_bytes_of_an_event()
    {
        var book = Sample.Opened(Sample.Intended(auction: new Auction(AuctionFormat.Open, Visibility.Rank, true, null)));
        var offer = Sample.Submit(new OfferTerms("terms-1", 1)) with { Note = Sample.Text("secret note") };
        var award = new AwardIntent(
            Sample.Intent, new Party(Sample.Id("account of customer"), Sample.Customer), Sample.At(20), Sample.Request("award"),
            offer.OfferId, Sample.Text("secret contact"), Sample.Text("secret reason"));
        var bytes = Sample.Carry(book, offer).Stored.Concat(Sample.Carry(book, award).Stored)
            .Select(e => Encoding.UTF8.GetString(e.Bytes)).ToList();
        Assert.That(bytes, Has.Count.EqualTo(3).And.None.Contains("secret").And.None.Contains(Sample.Id("account of vendor-1").ToString()));
        Assert.That(bytes[0], Does.Contain(offer.Note.Hash));
    }

    [Test]
    public void Commands_travel_whole()
    {
        var who = Sample.Party("vendor-1");
        var request = Sample.Request("k");
        Command[] commands =
        [
            Sample.Post(Terms),
            new AmendIntent(Sample.Intent, who, 1, request, 2, Terms, Sample.Text("t")),
            new WithdrawIntent(Sample.Intent, who, 1, request, Sample.Text("t")),
            new RemoveIntent(Sample.Intent, who, 1, request, Sample.Text("t")),
            new AwardIntent(Sample.Intent, who, 1, request, A, Sample.Text("t"), null),
            new SubmitOffer(Sample.Intent, who, 1, request, "k", A, Offer, Sample.Text("t"), true),
            new ConfirmOffer(Sample.Intent, who, 1, request, A, "0123", true),
            new WithdrawOffer(Sample.Intent, who, 1, request, A, true),
            new RemoveOffer(Sample.Intent, 1, A, Vendor1),
            new Wake(Sample.Intent, 1),
        ];
        Assert.That(
            commands.Select(c => c.GetType()),
            Is.EquivalentTo(typeof(Command).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Command)))));
        foreach (var command in commands)
            Assert.That(Dump.Text(EventCodec.DecodeCommand(EventCodec.Encode(command))), Is.EqualTo(Dump.Text(command)));
    }
}
