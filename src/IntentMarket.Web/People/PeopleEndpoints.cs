using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

/// <summary>Signing in and out, and opening an account to buy or to sell with.</summary>
internal static class PeopleEndpoints
{
    private const int NameMax = 200;
    private const int ContactMax = 500;

    public static void MapPeople(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-in", (Visitor visitor, string? back, string? kind, string? kept) => visitor.IsSignedIn
            ? TypedResults.LocalRedirect(Local(back))
            : View.Of<SignInPage>(new { Back = Local(back), Kind = Kind(kind), IsKept = kept is not null }));
        pages.MapPost("/sign-in", Enter);
        pages.MapPost("/sign-out", async (SignInManager<Person> signIn) =>
        {
            await signIn.SignOutAsync();
            return TypedResults.LocalRedirect("/");
        });
        var own = pages.MapGroup("").ForSignedIn();
        own.MapGet("/account/open", (string? back, string? kind) =>
            View.Of<OpenAccountPage>(new { Back = Local(back), Kind = kind is "vendor" or "operator" ? kind : "customer" }));
        own.MapPost("/account/open", OpenAccount);
    }

    /// <summary>A path of this site, as a header carries it; anything else leads to the front page.</summary>
    public static string Local(string? back) =>
        back is ['/', ..] && (back.Length == 1 || back[1] is not ('/' or '\\')) && !back.Any(char.IsControl)
            ? string.Concat(back.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
            : "/";

    /// <summary>What somebody who is new signs up as.</summary>
    public static string Kind(string? kind) => kind == "vendor" ? "vendor" : "customer";

    private static async Task<IResult> Enter(Form form, SignInServices services, HttpContext context, CancellationToken cancel)
    {
        Person? person = null;
        var email = EmailAddress.KeyOf(form["email"]);
        var isRight = await services.Attempts.Try(email, context.FromAddress(), async () =>
        {
            person = await services.Store.People.FindByEmail(email, cancel) is { } row ? Person.Of(row) : null;
            return await services.Passwords.IsRight(person, form.Raw("password"), cancel);
        }, cancel);
        if (isRight)
            return await services.Welcome(person!, Local(form["back"]), cancel);
        var fault = new FormFault("password", "The address or the password is not right.");
        return View.Of<SignInPage>(
            new { Back = Local(form["back"]), Kind = Kind(form["kind"]), Given = form, Faults = (List<FormFault>)[fault] },
            StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> OpenAccount(
        Visitor visitor, Form form, Store store, ApiKeys keys, Attempts attempts, HttpContext context, TimeProvider clock,
        CancellationToken cancel)
    {
        var kind = EnumWords.TryRead<AccountKind>(form["kind"], out var named) ? named : AccountKind.Customer;
        var faults = NameFaults(form, kind);
        // Who has an operator's key looks after the market anyway; here they do it as themselves, for as long as the key holds.
        string? openedBy = null;
        if (kind == AccountKind.Operator && !await attempts.Try(visitor.EmailKey, context.FromAddress(), IsOperatorKey, cancel))
            faults.Add(new("operator-key", "This is no operator’s key."));
        if (faults.Count > 0)
        {
            return View.Of<OpenAccountPage>(
                new { Back = Local(form["back"]), Kind = form["kind"], Given = form, Faults = faults },
                StatusCodes.Status422UnprocessableEntity);
        }
        // Had they one already, that is what they asked for.
        await store.Open(
            visitor.Person!.Value, kind, form["name"], kind == AccountKind.Vendor ? form["contact"] : null,
            clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel, openedBy);
        return TypedResults.LocalRedirect(Local(form["back"]));

        async Task<bool> IsOperatorKey()
        {
            var caller = await keys.Find(form["operator-key"], context.FromAddress(), cancel);
            openedBy = caller is { Scope: KeyScope.All, Account: { Kind: AccountKind.Operator, SuspendedAt: null } }
                ? keys.MarkOf(caller)
                : null;
            return openedBy is not null;
        }
    }

    public static List<FormFault> NameFaults(Form form, AccountKind kind)
    {
        var faults = new List<FormFault>();
        if (form["name"].Length is 0 or > NameMax)
            faults.Add(new("name", $"Please give a name of at most {NameMax} characters."));
        else if (!Engine.Values.Unicode.IsTitle(form["name"]))
            faults.Add(new("name", "Please give a name that can be seen: with a letter or a digit, and nothing hidden."));
        if (kind == AccountKind.Vendor && (Engine.Values.Unicode.IsBlank(form["contact"]) || form["contact"].Length > ContactMax))
            faults.Add(new("contact", $"Say how a customer who awards to you can reach you, in at most {ContactMax} characters."));
        return faults;
    }
}
