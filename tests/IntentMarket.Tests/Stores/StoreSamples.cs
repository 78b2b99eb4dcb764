using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;

namespace IntentMarket.Tests.Stores;

/// <summary>Small batches whose content means nothing to the store.</summary>
internal static class Sample
{
    public const long At = 1_767_225_600_000;

    public static StoredEvent Event(IntentId intent, int seq, Pseudonym? vendor = null, long at = At)
    {
        var bytes = Encoding.UTF8.GetBytes($"{{\"intent\":\"{intent}\",\"seq\":{seq}}}");
        return new StoredEvent(intent, seq, at, vendor, bytes, SHA256.HashData(bytes));
    }

    public static Commit Commit(int partition, long position, params StoredEvent[] events) =>
        new(partition, position, At + position, events);

    public static Batch Batch(params Commit[] commits) => new(commits, [], [], [], []);

    public static IntentRow Intent(IntentId id, int partition = 1, AccountId? account = null) => new(
        id, partition, account, Pseudonym.New(), IntentStatus.Open, Version: 1, [1, 2, 3], OpenedAt: At, ClosesAt: At + 1_000,
        AwardBy: At + 2_000, WakeAt: null, Seq: 1, Live: 0, Offers: 0, Extensions: 0, AwardedOffer: null, FanOut: false, Rules: 1);

    public static OfferRow Offer(IntentId intent, AccountId account, string key = "k", int receipt = 2) => new(
        OfferId.New(), intent, account, Pseudonym.New(), key, OfferStatus.Live, Total: 39_900, Score: 49_417_647, [15_300_000, 34_117_647],
        Placed: receipt, receipt, At + receipt, ValidUntil: At + 9_999, [4, 5, 6]);

    public static TextRow Text<TId>(IntentId intent, TId subject, string part, string text, AccountId account) where TId : struct, IId<TId>
    {
        var free = new FreeText(text, RandomNumberGenerator.GetBytes(32));
        return new TextRow(intent, subject.Value, part, free.Hash, free, account);
    }
}
