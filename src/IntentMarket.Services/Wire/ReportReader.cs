using IntentMarket.Engine;

namespace IntentMarket.Services.Wire;

/// <param name="OfferId">Null: it is about the intent; one of the two is given.</param>
public sealed record ReportDraft(IntentId? IntentId, OfferId? OfferId, string Reason);

/// <summary>Reads what is said about a report.</summary>
public static class ReportReader
{
    public static Reading<ReportDraft> Report(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<ReportDraft>(() => null!);
        var intentId = body.Optional("intentId")?.Id<IntentId>();
        var offerId = body.Optional("offerId")?.Id<OfferId>();
        if (body.HasAny("intentId") == body.HasAny("offerId"))
            body.Fault(FaultCodes.Missing, "a report names either an `intentId` or an `offerId`");
        var reason = body.Required("reason")?.Text(WireLimits.ReasonMax);
        body.Close();
        return faults.Read(() => new ReportDraft(intentId, offerId, reason!));
    }

    /// <summary><c>{outcome}</c>, 1 to 1,000 characters.</summary>
    public static Reading<string> Outcome(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var outcome = body?.Required("outcome")?.Text(WireLimits.ReasonMax);
        body?.Close();
        return faults.Read(() => outcome!);
    }
}
