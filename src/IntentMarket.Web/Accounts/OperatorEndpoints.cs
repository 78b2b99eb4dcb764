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
    private const int FaultsShown = 10;

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
                [.. reading.Faults.Take(FaultsShown).Select(Words)], cancel);
        }
        await taxonomies.Load(Categories.Cpv, reading.Value, cancel);
        return TypedResults.LocalRedirect("/operator#categories");
    }

    /// <summary>What is wrong with a list, by the code where it is.</summary>
    private static FormFault Words(Fault fault)
    {
        var where = fault.At.Length > 1 ? $"Near {fault.At[1..]}" : "The list";
        return new FormFault("file", fault.Code switch
        {
            FaultCodes.UnknownCategory => $"{where}: a code of CPV has eight digits, a hyphen and the right check digit.",
            FaultCodes.NotUnique => $"{where}: this category has another name before.",
            FaultCodes.TooFew => "The list: there is no category in it.",
            FaultCodes.TooMany => $"The list: it has at most {TaxonomyReader.CategoriesMax:N0} categories.",
            FaultCodes.TooLong or FaultCodes.Blank or FaultCodes.NotAText => FaultWords.Of(fault, where),
            _ => $"{where}: this cannot be read. "
                + "A list has a code and a name in double quotes for each category, and nothing else.",
        });
    }

    private static Guid? Id(Form form) => Guid.TryParse(form["id"], out var id) ? id : null;

    private static TId? Id<TId>(Form form) where TId : struct, IId<TId> => Id(form) is { } id ? TId.Of(id) : null;

    private static Answer<T> Unknown<T>() where T : class => ProblemView.Of(Problems.NotFound, "there is nothing with this id");

    private static async Task<IResult> Done<T>(Answer<T> answer, OperatorReads reads, CancellationToken cancel) where T : class =>
        answer.Problem is { } problem
            ? await reads.Show(FormFaults.Of(problem, FormLabels.Operator), cancel)
            : TypedResults.LocalRedirect("/operator");

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
