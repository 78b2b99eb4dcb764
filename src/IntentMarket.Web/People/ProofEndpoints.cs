using IntentMarket.Edges.Access;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.People;

/// <summary>Proving once more who one is, before something is added that opens the account: a browser that was left open is
/// not enough for that.</summary>
internal static class ProofEndpoints
{
    public static void MapProofs(this IEndpointRouteBuilder pages)
    {
        var proof = pages.MapGroup("/account/proof").ForSignedIn();
        proof.MapGet("", (Visitor visitor, string? back, Store store, CancellationToken cancel) => Show(visitor, back, [], store, cancel));
        proof.MapPost("", ByPassword);
        proof.MapPost("/passkey", ByPasskey).IsAnAttempt();
    }

    /// <summary>Adds to what opens the account: for who proved themselves in the last minutes. Others do that first, and
    /// come back to the page.</summary>
    public static RouteHandlerBuilder NeedsProof(this RouteHandlerBuilder page, string back) =>
        page.AddEndpointFilter(async (invocation, next) =>
        {
            var clock = invocation.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
            return Visitor.Of(invocation.HttpContext).HasProof(clock)
                ? await next(invocation)
                : TypedResults.Redirect($"/account/proof?back={Uri.EscapeDataString(back)}");
        });

    private static async Task<IResult> Show(Visitor visitor, string? back, List<FormFault> faults, Store store, CancellationToken cancel) =>
        View.Of<ProofPage>(
            new
            {
                Back = PeopleEndpoints.Local(back),
                HasPassword = (await store.People.Get(visitor.Person!.Value, cancel))?.PasswordHash is not null,
                Faults = faults,
            },
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> ByPassword(
        Visitor visitor, Form form, SignInServices services, HttpContext context, CancellationToken cancel)
    {
        var person = await services.Store.People.Get(visitor.Person!.Value, cancel) is { } row ? Person.Of(row) : null;
        return await services.Attempts.Try(
            visitor.EmailKey, context.FromAddress(), () => services.Passwords.IsRight(person, form.Raw("password"), cancel), cancel)
            ? await Proved(visitor, form, services, cancel)
            : await Show(visitor, form["back"], [new FormFault("password", "This is not your password.")], services.Store, cancel);
    }

    private static async Task<IResult> ByPasskey(Visitor visitor, Form form, SignInServices services, CancellationToken cancel)
    {
        if (await AccountEndpoints.Read(() => services.SignIn.PerformPasskeyAssertionAsync(form["credential"]))
            is not { Succeeded: true, User: { } person, Passkey: { } passkey } || person.Id != visitor.Person)
        {
            return await Show(
                visitor, form["back"], [new FormFault("password", "This is not a passkey of yours.")], services.Store, cancel);
        }
        await services.People.AddOrUpdatePasskeyAsync(person, passkey);
        return await Proved(visitor, form, services, cancel);
    }

    private static async Task<IResult> Proved(Visitor visitor, Form form, SignInServices services, CancellationToken cancel)
    {
        await services.Store.People.ProveSession(visitor.Session, services.Clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
        return TypedResults.LocalRedirect(PeopleEndpoints.Local(form["back"]));
    }
}
