using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>What somebody holds against an intent or an offer: it reaches the operator, who suspends, removes, or finds nothing wrong.</summary>
internal static class ReportEndpoints
{
    /// <summary>Reports of an account within 24 hours; more are refused with <c>limit</c>.</summary>
    private const int ReportsMax = 20;

    private const long DayMs = 24 * 60 * 60 * 1_000;

    private static readonly string[] Statuses = ["open", "closed"];

    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapPost("/reports", Report).Writes()
            .Takes<ReportRequest>().Gives<ReportDocument>(StatusCodes.Status201Created).WithSummary("Reports an intent or an offer that the caller may see to the operator");
        api.MapGet("/reports", List).Reads(AccountKind.Operator)
            .Gives<Page<ReportDocument>>().WithSummary("What was reported, newest first");
        api.MapPost("/reports/{id:guid}/close", Close).Writes(AccountKind.Operator)
            .Takes<OutcomeRequest>().Gives<ReportDocument>().WithSummary("Closes a report; one that is closed stays as it is");
    }

    private static async Task<IResult> Report(
        Call call, Body body, Store store, Sight sight, MarketIdentity identity, Idempotency idempotency, TimeProvider clock)
    {
        var reading = ReportReader.Report(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        if (await Seen(call.Account, reading.Value, store, sight, call.Cancel) is not { } intentId)
            return Answers.NotFound;
        var (key, problem) = await idempotency.Claim(call, "POST /reports", body.Tree);
        if (problem is not null)
            return Answers.Problem(problem);
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var report = new ReportRow(
            identity.Derive("report", call.Account.Id, key), call.Account.Id, intentId, reading.Value.OfferId, reading.Value.Reason, now);
        return await store.Reports.Add(report, ReportsMax, now - DayMs, call.Cancel) is { } stored
            ? Answers.Created(null, Document(stored, forOperator: false))
            : Answers.Problem(Problems.Limit, $"an account makes at most {ReportsMax} reports in 24 hours");
    }

    private static async Task<IResult> List(Call call, string? status, string? limit, string? after, Store store)
    {
        var query = new Query();
        var only = query.Word("status", status, Statuses);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        var found = await store.Reports.List(only is null ? null : only == "closed", from, max + 1, call.Cancel);
        return Answers.Ok(found.ToPage(max, r => Document(r, forOperator: true), r => PageCursor.Write(r.At, r.Id)));
    }

    private static async Task<IResult> Close(Guid id, Call call, Body body, Store store, TimeProvider clock)
    {
        var reading = ReportReader.Outcome(body.Tree);
        if (!reading.IsGood)
            return Answers.Malformed(reading.Faults);
        return await store.Reports.Close(id, clock.GetUtcNow().ToUnixTimeMilliseconds(), reading.Value, call.Cancel) is { } closed
            ? Answers.Ok(Document(closed, forOperator: true))
            : Answers.NotFound;
    }

    /// <summary>The intent that the report is on; null where the caller may not see what it reports.</summary>
    private static async Task<Guid?> Seen(Account account, ReportDraft draft, Store store, Sight sight, CancellationToken cancel)
    {
        if (draft.IntentId is { } intentId)
            return (await sight.Read(account, intentId, cancel))?.Row.IntentId;
        if (await store.Offers.Get(draft.OfferId!.Value, cancel) is not { } offer || await sight.Read(account, offer.Row.IntentId, cancel) is not { } intent)
            return null;
        var may = account.Kind switch
        {
            AccountKind.Vendor => offer.Row.Account == account.Id,
            AccountKind.Customer => intent.Row.Status != IntentStatus.Open
                || !EventCodec.DecodeIntentTerms(intent.Row.Terms).Auction.IsSealed,
            _ => true,
        };
        return may ? offer.Row.IntentId : null;
    }

    private static ReportDocument Document(ReportRow report, bool forOperator) => new(
        report.Id.ToString(), report.IntentId.ToString(), report.OfferId?.ToString(), report.Reason, Time.Format(report.At),
        Statuses[report.ClosedAt is null ? 0 : 1], forOperator ? report.Account?.ToString() : null, forOperator ? report.About?.ToString() : null,
        report.ClosedAt is { } at ? Time.Format(at) : null, report.Outcome);
}
