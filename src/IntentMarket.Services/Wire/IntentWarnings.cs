using IntentMarket.Contracts;
using IntentMarket.Engine.Values;

namespace IntentMarket.Services.Wire;

/// <summary>What an intent may say and its customer hardly means: asked before it is posted, never refused.</summary>
public static class IntentWarnings
{
    public const string PrefersDearer = "prefers-dearer";
    public const string PrefersLater = "prefers-later";
    public const string PrefersShorter = "prefers-shorter";
    public const string PrefersUsed = "prefers-used";

    /// <summary>No offer can have the price that it would need.</summary>
    public const string OutOfReach = "out-of-reach";

    public static IReadOnlyList<Fault> Of(IntentTerms intent) =>
    [
        .. intent.Terms.Prefer
            .Select((preference, n) => Of(preference) is var (code, detail) ? new Fault($"/terms/prefer/{n}", code, detail) : null)
            .Append(OutOfReachOf(intent.Auction, intent.MaxTotal))
            .OfType<Fault>(),
    ];

    private static Fault? OutOfReachOf(Auction auction, long? maxTotal) => auction switch
    {
        { Format: AuctionFormat.Dutch, Clock: { } clock } when clock.Start > maxTotal =>
            new(
                "/auction/start", OutOfReach,
                "nobody can take a price: the first is above the required maximum total already, and they rise"),
        { Format: AuctionFormat.Japanese, Clock: { } clock } when clock.Limit > maxTotal =>
            new("/auction/limit", OutOfReach, "nobody can take a price: the last is still above the required maximum total"),
        { Decrement.Amount: { } amount } when amount >= maxTotal =>
            new(
                "/auction/decrement", OutOfReach,
                "nobody can make a better offer: it would be lower by as much as the required maximum total"),
        _ => null,
    };

    private static (string Code, string Detail)? Of(Preference preference)
    {
        var isTurned = preference.Best > preference.Worst;
        return preference.Criterion.Kind switch
        {
            CriterionKind.Total when isTurned => (PrefersDearer, "the dearer offer ranks higher: `best` is more than `worst`"),
            CriterionKind.DeliverBy when isTurned => (PrefersLater, "the later delivery ranks higher: `best` is after `worst`"),
            CriterionKind.WarrantyMonths when preference.Best < preference.Worst =>
                (PrefersShorter, "the shorter warranty ranks higher: `best` is less than `worst`"),
            CriterionKind.ReturnDays when preference.Best < preference.Worst =>
                (PrefersShorter, "the shorter time to return it ranks higher: `best` is less than `worst`"),
            CriterionKind.Condition when IsTurned(preference.Points) => (PrefersUsed, "the more used ranks higher: it has more points"),
            _ => null,
        };
    }

    /// <summary>From new to used no condition has more points than one before it. One that is not listed has none; where the best is not
    /// listed it is not wanted at all.</summary>
    private static bool IsTurned(IReadOnlyDictionary<string, int>? points)
    {
        var listed = IntentReader.Conditions.Where(c => points?.ContainsKey(c) == true).Select(c => points![c]).ToList();
        return listed.Zip(listed.Skip(1)).Any(pair => pair.First < pair.Second);
    }
}
