using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Intents;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;

namespace IntentMarket.Bench;

/// <summary>Commands and books as the market has them, made from the documents of the load.</summary>
internal static class Scene
{
    public static readonly long Now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static readonly byte[] Salt = new byte[32];

    public static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    public static Party NewParty(Random random) => new(new AccountId(NewId(random)), new Pseudonym(NewId(random)));

    public static PostIntent Post(IntentId intentId, Random random)
    {
        var draft = IntentReader.Post(JsonTree.Parse(Encoding.UTF8.GetBytes(Documents.Intent(0))), Now).Value!;
        return new PostIntent(
            intentId, NewParty(random), Now, new Request("post", new string('0', 64)), draft.Terms,
            new FreeText(draft.Texts.ToJson(), Salt));
    }

    /// <summary>An offer that the terms accept.</summary>
    public static SubmitOffer Offer(IntentTerms intent, IntentId intentId, Party vendor, string key, Random random)
    {
        var tree = JsonTree.Parse(Documents.Offer(null, key, intent.TermsHash, random, note: true));
        var draft = OfferReader.Offer(tree, intent, Now).Value!;
        return new SubmitOffer(
            intentId, vendor, Now, NewRequest(random), key, new OfferId(NewId(random)), draft.Terms, new FreeText(draft.Note!, Salt),
            InOrder: true);
    }

    /// <summary>As long as what the market makes of a key and of a body.</summary>
    public static Request NewRequest(Random random) =>
        new(NewId(random).ToString("N"), NewId(random).ToString("N") + NewId(random).ToString("N"));

    /// <summary>Decides and applies a command as the market loop does.</summary>
    public static StoredEvent Carry(Book book, Command command)
    {
        var record = (Decision.Record)book.Decide(command);
        var stored = EventCodec.Encode(book.IntentId, book.Seq + 1, record.At, book.LastHash, record.Events[0]);
        book.Apply(new RecordedEvent(stored.IntentId, stored.Seq, stored.At, record.Events[0], Convert.ToHexStringLower(stored.Hash)));
        return stored;
    }
}
