using IntentMarket.Engine.Values;
using IntentMarket.Services.Accounts;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

/// <summary>Leaving the market for good, with all accounts.</summary>
internal static class LeaveEndpoints
{
    private const string Path = "/account/leave";

    public static void MapLeaving(this IEndpointRouteBuilder pages)
    {
        var leave = pages.MapGroup(Path).ForSignedIn();
        leave.MapGet("", (Visitor visitor) => View.Of<LeavePage>(new { Visitor = visitor })).NeedsProof(Path);
        leave.MapPost("", Leave).NeedsProof(Path);
    }

    private static async Task<IResult> Leave(
        Visitor visitor, Form form, AccountService service, SignInManager<Person> signIn, HttpContext context, CancellationToken cancel)
    {
        if (form["sure"] != "yes")
            return TypedResults.LocalRedirect(Path);
        var until = await service.LeaveAll(visitor.Person!.Value, cancel);
        await signIn.SignOutAsync();
        context.Features.Set(Visitor.Nobody);
        return View.Of<LeftPage>(new { Until = until is { } at ? Time.Format(at) : null });
    }
}
