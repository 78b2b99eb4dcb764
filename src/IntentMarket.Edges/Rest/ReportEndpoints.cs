using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Edges.Rest;

/// <summary>Reports, as programs make and close them.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapPost("/reports", async (HttpCall call, Body body, ReportService service) =>
            Answers.Created(null, await service.Report(call, body.Tree))).Writes()
            .Takes<ReportRequest>().Gives<ReportDocument>(StatusCodes.Status201Created)
            .WithSummary("Reports an intent or an offer that the caller may see to the operator");
        api.MapGet("/reports", List).Reads(AccountKind.Operator)
            .Gives<Page<ReportDocument>>().WithSummary("What was reported, newest first");
        api.MapPost("/reports/{id:guid}/close", async (Guid id, HttpCall call, Body body, ReportService service) =>
            Answers.Of(await service.Close(id, body.Tree, call.Cancel)))
            .Writes(AccountKind.Operator)
            .Takes<OutcomeRequest>().Gives<ReportDocument>().WithSummary("Closes a report; one that is closed stays as it is");
    }

    private static async Task<IResult> List(HttpCall call, string? status, string? limit, string? after, ReportService service)
    {
        var query = new Query();
        var only = query.Word("status", status, ReportService.Statuses);
        var max = query.Limit(limit);
        var from = query.Cursor("after", after, PageCursor.Parse);
        return query.Faults.Count > 0
            ? Answers.Malformed(query.Faults)
            : Answers.Ok(await service.List(only is null ? null : only == "closed", from, max, call.Cancel));
    }
}
