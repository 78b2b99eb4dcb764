using IntentMarket.Contracts;
using IntentMarket.Engine;

namespace IntentMarket.Gateway;

/// <summary>What an intent may say and its customer hardly means: asked before it is posted, never refused.</summary>
public static class IntentWarnings
{
    public const string PrefersDearer = "prefers-dearer";
    public const string PrefersLater = "prefers-later";
    public const string PrefersShorter = "prefers-shorter";
    public const string PrefersUsed = "prefers-used";

    public static IReadOnlyList<Fault> Of(Terms terms) =>
        [.. terms.Prefer.Select(Of).Index().Where(w => w.Item is not null).Select(w => new Fault($"/terms/prefer/{w.Index}", w.Item!.Value.Code, w.Item.Value.Detail))];

    private static (string Code, string Detail)? Of(Preference preference)
    {
        var isTurned = preference.Best > preference.Worst;
        return preference.Criterion.Kind switch
        {
            CriterionKind.Total when isTurned => (PrefersDearer, "the dearer offer ranks higher: `best` is more than `worst`"),
            CriterionKind.DeliverBy when isTurned => (PrefersLater, "the later delivery ranks higher: `best` is after `worst`"),
            CriterionKind.WarrantyMonths when preference.Best < preference.Worst => (PrefersShorter, "the shorter warranty ranks higher: `best` is less than `worst`"),
            CriterionKind.ReturnDays when preference.Best < preference.Worst => (PrefersShorter, "the shorter time to return it ranks higher: `best` is less than `worst`"),
            CriterionKind.Condition when IsTurned(preference.Points) => (PrefersUsed, "the more used ranks higher: it has more points"),
            _ => null,
        };
    }

    /// <summary>From new to used no condition has more points than one before it. One that is not listed has none; where the best is not listed it is not wanted at all.</summary>
    private static bool IsTurned(IReadOnlyDictionary<string, int>? points)
    {
        var listed = IntentReader.Conditions.Where(c => points?.ContainsKey(c) == true).Select(c => points![c]).ToList();
        return listed.Zip(listed.Skip(1)).Any(pair => pair.First < pair.Second);
    }
}
