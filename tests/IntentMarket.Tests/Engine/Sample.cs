using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Tests.Engine;

/// <summary>Terms, offers and ids for tests. Times are seconds after <see cref="Start"/>.</summary>
internal static class Sample
{
    /// <summary>2026-01-01T00:00:00Z.</summary>
    public const long Start = 1_767_225_600_000;

    public static readonly Pseudonym Customer = Id("customer");
    public static readonly IntentId Intent = Id("intent");

    /// <summary>An id that is always the same for a name, of whatever kind is asked for.</summary>
    public static SampleId Id(string name) =>
        new(new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)));

    public static Party Party(string name) => new(Id("account of " + name), Id(name));

    public static long At(decimal seconds) => Start + (long)(seconds * 1000);

    /// <summary>Pounds as pence.</summary>
    public static long Pence(decimal pounds) => (long)(pounds * 100);

    public static long Utc(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
        .ToUnixTimeMilliseconds();

    public static FreeText Text(string text) => new(text, new byte[32]);

    public static Criterion Criterion(string name) => IntentMarket.Engine.Values.Criterion.Parse(name)!.Value;

    public static Terms Terms(IReadOnlyList<Requirement>? require = null, IReadOnlyList<Preference>? prefer = null) =>
        new(ScoringMethod.Weighted, require ?? [], prefer ?? [], "none");

    public static IntentTerms Intended(
        Terms? terms = null, decimal closes = 100, decimal awardBy = 1000, Auction? auction = null, string hash = "terms-1",
        IReadOnlyList<Line>? lines = null, string currency = "GBP", int digits = 2) =>
        new(
            new Category("CPV", "34900000-6"), currency, digits, "GB-SCT",
            lines ?? [new Line("1", 1_000_000, "H87", new Dictionary<string, Value>())],
            terms ?? Terms(), auction ?? new Auction(AuctionFormat.Open, Visibility.Rank, false, null), At(closes), At(awardBy), hash);

    public static Request Request(string key) => new(key, "body of " + key);

    public static PostIntent Post(IntentTerms terms) =>
        new(Intent, new Party(Id("account of customer"), Customer), At(0), Request("post"), terms, Text("Stroller for twins"));

    public static SubmitOffer Submit(OfferTerms terms, string vendor = "vendor-1", string key = "key", decimal at = 10) =>
        new(Intent, Party(vendor), At(at), Request(key), key, Id($"offer {vendor} {key}"), terms, null, InOrder: false);

    /// <summary>A book that was posted with these terms.</summary>
    public static Book Opened(IntentTerms terms)
    {
        var book = new Book(Intent);
        Carry(book, Post(terms));
        return book;
    }

    /// <summary>Decides and applies a command as the market loop does, by way of the stored bytes; what was not recorded
    /// comes back as it is.</summary>
    public static (Decision Decision, IReadOnlyList<StoredEvent> Stored) Carry(Book book, Command command)
    {
        var decision = book.Decide(command);
        var stored = new List<StoredEvent>();
        if (decision is Decision.Record record)
        {
            foreach (var data in record.Events)
            {
                var encoded = EventCodec.Encode(book.IntentId, book.Seq + 1, record.At, book.LastHash, data);
                stored.Add(encoded);
                book.Apply(EventCodec.Decode(encoded.Bytes, encoded.Hash));
            }
        }
        return (decision, stored);
    }

    /// <summary>What happened, by the bytes.</summary>
    public static MarketEvent Said(this StoredEvent e) => EventCodec.Decode(e).Event;

    /// <summary>The answer to an offer: that it was accepted, or the reasons why not.</summary>
    public static MarketEvent Answer(Book book, SubmitOffer offer) => ((Decision.Record)Carry(book, offer).Decision).Events[0];
}

internal readonly record struct SampleId(Guid Value)
{
    public static implicit operator Guid(SampleId id) => id.Value;

    public static implicit operator IntentId(SampleId id) => new(id.Value);

    public static implicit operator OfferId(SampleId id) => new(id.Value);

    public static implicit operator AccountId(SampleId id) => new(id.Value);

    public static implicit operator Pseudonym(SampleId id) => new(id.Value);

    public override string ToString() => Value.ToString();
}
