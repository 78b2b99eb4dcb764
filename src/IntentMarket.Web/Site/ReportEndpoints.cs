using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;

namespace IntentMarket.Web.Site;

/// <summary>"Report" on every intent and offer.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/report").ForSignedIn();
        own.MapGet("", (IntentId? intent, OfferId? offer, string? back) =>
            View.Of<ReportPage>(new { Intent = intent?.ToString(), Offer = offer?.ToString(), Back = PeopleEndpoints.Local(back) }));
        own.MapPost("", Report);
    }

    /// <summary>Whoever of their accounts may see it makes the report.</summary>
    private static async Task<IResult> Report(Visitor visitor, Form form, ReportService service, CancellationToken cancel)
    {
        var back = PeopleEndpoints.Local(form["back"]);
        Answer<Contracts.ReportDocument> answer = default;
        var own = visitor.Accounts.Where(a => a.Kind != AccountKind.Operator).ToList();
        if (own.Count > 0 && own.TrueForAll(a => a.SuspendedAt is not null))
            PageConventions.MustNotBeSuspended(own[0]);
        foreach (var account in own.Where(a => a.SuspendedAt is null))
        {
            answer = await service.Report(visitor.CallAs(account, form["key"], cancel), form.ToMessage());
            if (answer.Problem?.Status != StatusCodes.Status404NotFound)
                break;
        }
        return answer.Value is not null
            ? View.Of<ReportPage>(new { Back = back, IsDone = true })
            : View.Of<ReportPage>(
                new
                {
                    Intent = form["/intentId"],
                    Offer = form.Has("/offerId") ? form["/offerId"] : null,
                    Back = back,
                    Given = form,
                    Faults = answer.Problem is { } problem
                        ? FormFaults.Of(problem, FormLabels.Report)
                        : [new FormFault("", "Open an account to buy or to sell first.")],
                },
                StatusCodes.Status422UnprocessableEntity);
    }
}
