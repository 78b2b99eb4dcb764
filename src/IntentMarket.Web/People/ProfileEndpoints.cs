using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.People;

/// <summary>What a vendor says of itself, which mails somebody wants, and what the two sides of an award write to each other.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this IEndpointRouteBuilder pages)
    {
        var vendors = pages.MapGroup("").ForVendors();
        vendors.MapGet("/profile", async (Visitor visitor, ProfileService service, CancellationToken cancel) =>
            View.Of<ProfilePage>(new { Profile = await service.Get(visitor.Vendor, cancel) }));
        vendors.MapPost("/profile", PutProfile);
        vendors.MapGet("/feed/{id:guid}/messages", (IntentId id, Visitor visitor, MailService service, CancellationToken cancel) =>
            ShowMessages(id, visitor.Vendor, service, cancel));
        vendors.MapPost(
            "/feed/{id:guid}/messages", (IntentId id, Visitor visitor, Form form, MailService service, CancellationToken cancel) =>
                WriteMessage(id, visitor.CallAs(visitor.Vendor, form["key"], cancel), form, service));

        var customers = pages.MapGroup("").ForCustomers();
        customers.MapGet("/intents/{id:guid}/messages", (IntentId id, Visitor visitor, MailService service, CancellationToken cancel) =>
            ShowMessages(id, visitor.Customer, service, cancel));
        customers.MapPost(
            "/intents/{id:guid}/messages", (IntentId id, Visitor visitor, Form form, MailService service, CancellationToken cancel) =>
                WriteMessage(id, visitor.CallAs(visitor.Customer, form["key"], cancel), form, service));

        pages.MapGroup("").ForSignedIn().MapPost("/account/mail", ChooseMails);
    }

    private static async Task<IResult> PutProfile(Visitor visitor, Form form, ProfileService service, CancellationToken cancel)
    {
        var answer = await service.Put(visitor.Vendor, WithoutNameless(form).ToMessage(), cancel);
        return answer.Problem is { } problem
            ? View.Of<ProfilePage>(
                new
                {
                    Profile = await service.Get(visitor.Vendor, cancel),
                    Given = form,
                    Faults = FormFaults.Of(problem, FormLabels.Profile),
                },
                StatusCodes.Status422UnprocessableEntity)
            : TypedResults.LocalRedirect("/profile");
    }

    /// <summary>A claim whose name was emptied is dropped with its note.</summary>
    private static Form WithoutNameless(Form form) => form.Where(name =>
        !name.StartsWith("/claims/", StringComparison.Ordinal) || form.Has(name[..(name.LastIndexOf('/') + 1)] + "name"));

    private static async Task<IResult> ChooseMails(Visitor visitor, Form form, MailService service, CancellationToken cancel)
    {
        var account = visitor.Find(form["as"] == "vendor" ? AccountKind.Vendor : AccountKind.Customer);
        if (account is not null)
        {
            PageConventions.MustNotBeSuspended(account);
            if ((await service.Choose(account, form.ToMessage(), cancel)).Problem is { } problem)
                throw new ProblemException(problem);
        }
        return TypedResults.LocalRedirect("/account");
    }

    private static async Task<IResult> ShowMessages(
        IntentId id, Account account, MailService service, CancellationToken cancel, Form? given = null, List<FormFault>? faults = null)
    {
        var answer = await service.Messages(account, id, cancel);
        return View.Of<MessagesPage>(
            new
            {
                Intent = id,
                Me = EnumWords.Of(account.Kind),
                Messages = answer.OrThrow().Items,
                Given = given ?? Form.Empty,
                Faults = faults ?? [],
            },
            faults is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> WriteMessage(IntentId id, RequestContext call, Form form, MailService service)
    {
        var answer = await service.Write(call, id, form.ToMessage());
        return answer.Problem is { } problem
            ? await ShowMessages(id, call.Account, service, call.Cancel, form, FormFaults.Of(problem, FormLabels.Message))
            : TypedResults.LocalRedirect($"/{(call.Account.Kind == AccountKind.Vendor ? "feed" : "intents")}/{id}/messages");
    }
}
