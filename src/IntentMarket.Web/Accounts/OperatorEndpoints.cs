using IntentMarket.Contracts;
using IntentMarket.Edges.Rest;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Routing;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Routing;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Layout;
using IntentMarket.Web.People;
using Microsoft.AspNetCore.Mvc;

namespace IntentMarket.Web.Accounts;

/// <summary>The operator's pages: reports and what is done about them, claims to verify, and the names of categories.</summary>
internal static class OperatorEndpoints
{
    private const int Shown = 50;

    public static void MapOperator(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/operator").ForOperators();
        own.MapGet("", (OperatorReads reads, CancellationToken cancel) => reads.Show([], cancel));
        own.MapPost("/suspend", async (Form form, AccountService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(
                Id<AccountId>(form) is { } id ? await service.Suspend(id, form.ToMessage(), cancel) : Unknown<AccountDocument>(),
                reads, cancel));
        own.MapPost("/restore", async (Form form, AccountService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(
                Id<AccountId>(form) is { } id ? await service.Restore(id, form.ToMessage(), cancel) : Unknown<AccountDocument>(),
                reads, cancel));
        own.MapPost("/remove", async (Visitor visitor, Form form, IntentService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(Id<IntentId>(form) is { } id
                ? await service.Remove(visitor.Operator, id, null, form.ToMessage(), cancel)
                : Unknown<IntentDocument>(), reads, cancel));
        own.MapPost("/close", async (Form form, ReportService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(Id(form) is { } id ? await service.Close(id, form.ToMessage(), cancel) : Unknown<ReportDocument>(), reads, cancel));
        own.MapPost("/verify", async (Form form, ProfileService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(Id(form) is { } id ? await service.Verify(id, form.ToMessage(), cancel) : Unknown<ClaimDocument>(), reads, cancel));
        own.MapPost("/revoke", async (Form form, ProfileService service, OperatorReads reads, CancellationToken cancel) =>
            await Done(Id(form) is { } id ? await service.Revoke(id, cancel) : Unknown<ClaimDocument>(), reads, cancel));
        own.MapPost("/categories", LoadCategories).WithMetadata(new RequestSizeLimitAttribute(2 * TaxonomyBody.MaxBytes));
    }

    private static async Task<IResult> LoadCategories(
        Visitor visitor, IFormFile? file, Taxonomies taxonomies, OperatorReads reads, CancellationToken cancel)
    {
        if (file is not { Length: > 0 and <= TaxonomyBody.MaxBytes })
            return await reads.Show([new FormFault("file", $"Choose a file of at most {TaxonomyBody.MaxBytes / 1024 / 1024} MB.")], cancel);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancel);
        var reading = TaxonomyReader.Cpv(JsonTree.ParseUnbounded(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        if (!reading.IsGood)
        {
            return await reads.Show(
                [.. reading.Faults.Take(10).Select(f => new FormFault("file", $"{f.At} {UiText.Sentence(f.Detail)}"))], cancel);
        }
        await taxonomies.Load(Categories.Cpv, reading.Value, cancel);
        return TypedResults.LocalRedirect("/operator#categories");
    }

    private static Guid? Id(Form form) => Guid.TryParse(form["id"], out var id) ? id : null;

    private static TId? Id<TId>(Form form) where TId : struct, IId<TId> => Id(form) is { } id ? TId.Of(id) : null;

    private static Answer<T> Unknown<T>() where T : class => ProblemView.Of(Problems.NotFound, "there is nothing with this id");

    private static async Task<IResult> Done<T>(Answer<T> answer, OperatorReads reads, CancellationToken cancel) where T : class =>
        answer.Problem is { } problem ? await reads.Show(FormFaults.Of(problem), cancel) : TypedResults.LocalRedirect("/operator");

    /// <summary>Reads what the operator's page shows.</summary>
    internal sealed class OperatorReads(ReportService reports, ProfileService profiles, Taxonomies taxonomies)
    {
        public async Task<IResult> Show(List<FormFault> faults, CancellationToken cancel) => View.Of<OperatorPage>(
            new
            {
                Reports = (await reports.List(isClosed: false, null, Shown, cancel)).Items,
                Claims = (await profiles.Claims(isVerified: false, null, Shown, cancel)).Items,
                Verified = (await profiles.Claims(isVerified: true, null, Shown, cancel)).Items,
                CpvNames = taxonomies.Tree.Count(Categories.Cpv),
                Faults = faults,
            },
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
