using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Access;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Services.Accounts;

/// <summary>What somebody holds against an intent or an offer: it reaches the operator, who suspends, removes, or
/// finds nothing wrong.</summary>
public sealed class ReportService(Store store, IntentAccess access, MarketIdentity identity, Idempotency idempotency, TimeProvider clock)
{
    /// <summary>Reports of an account within 24 hours; more are refused with <c>limit</c>.</summary>
    private const int ReportsMax = 20;

    private const long DayMs = 24 * 60 * 60 * 1_000;

    public static readonly string[] Statuses = ["open", "closed"];

    public async Task<Answer<ReportDocument>> Report(RequestContext call, JsonTree tree)
    {
        var reading = ReportReader.Report(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        if (await Seen(call.Account, reading.Value, call.Cancel) is not { } intentId)
            return ProblemView.Unseen;
        const string Operation = "POST /reports";
        if (Idempotency.KeyOf(call, Operation) is { } before
            && await store.Reports.Get(identity.Derive("report", call.Account.Id, before), call.Cancel) is { } made)
        {
            return made.IntentId == intentId && made.OfferId == reading.Value.OfferId
                && Idempotency.IsSame(made.Reason, reading.Value.Reason)
                    ? Document(made, forOperator: false)
                    : Idempotency.Reused;
        }
        var (key, problem) = await idempotency.Claim(call, Operation, tree);
        if (problem is not null)
            return problem;
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var report = new ReportRow(
            identity.Derive("report", call.Account.Id, key), call.Account.Id, intentId, reading.Value.OfferId, reading.Value.Reason, now);
        return await store.Reports.Add(report, ReportsMax, now - DayMs, call.Cancel) is { } stored
            ? Document(stored, forOperator: false)
            : ProblemView.Of(Problems.Limit, $"an account makes at most {ReportsMax} reports in 24 hours");
    }

    /// <summary>For the operator, newest first.</summary>
    /// <param name="isClosed">Null: those that are seen to, and those that are not.</param>
    public async Task<Page<ReportDocument>> List(bool? isClosed, (long At, Guid Id)? after, int max, CancellationToken cancel) =>
        (await store.Reports.List(isClosed, after, max + 1, cancel)).ToPage(max, r => Document(r, forOperator: true), r =>
            PageCursor.Write(r.At, r.Id));

    public async Task<Answer<ReportDocument>> Close(Guid id, JsonTree tree, CancellationToken cancel)
    {
        var reading = ReportReader.Outcome(tree);
        if (!reading.IsGood)
            return ProblemView.Of(reading.Faults);
        return await store.Reports.Close(id, clock.GetUtcNow().ToUnixTimeMilliseconds(), reading.Value, cancel) is { } closed
            ? Document(closed, forOperator: true)
            : ProblemView.Unseen;
    }

    /// <summary>The intent that the report is on; null where the caller may not see what it reports.</summary>
    private async Task<IntentId?> Seen(Account account, ReportDraft draft, CancellationToken cancel)
    {
        if (draft.IntentId is { } intentId)
            return (await access.Read(account, intentId, cancel))?.Row.IntentId;
        if (await store.Offers.Get(draft.OfferId!.Value, cancel) is not { } offer
            || await access.Read(account, offer.Row.IntentId, cancel) is not { } intent)
            return null;
        var may = account.Kind switch
        {
            AccountKind.Vendor => offer.Row.Account == account.Id,
            _ => !Knowledge.Of(account, intent).IsSealed,
        };
        return may ? offer.Row.IntentId : null;
    }

    private static ReportDocument Document(ReportRow report, bool forOperator) => new(
        report.Id.ToString(), report.IntentId.ToString(), report.OfferId?.ToString(), report.Reason, Time.Format(report.At),
        Statuses[report.ClosedAt is null ? 0 : 1], forOperator ? report.Account?.ToString() : null,
        forOperator ? report.About?.ToString() : null, report.ClosedAt is { } at ? Time.Format(at) : null, report.Outcome);
}
