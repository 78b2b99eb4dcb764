using System.Buffers.Text;
using System.Text.Json;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Access;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

/// <summary>What opens a person's account: password, passkeys, and where they are signed in.</summary>
internal static class AccountEndpoints
{
    private const int NameMax = 100;

    public static void MapAccount(this IEndpointRouteBuilder pages)
    {
        var account = pages.MapGroup("/account").ForSignedIn();
        account.MapGet("", ShowAccount);
        account.MapPost("/password", ChangePassword);
        account.MapPost("/sessions/end", EndSession);
        account.MapPost("/passkeys/options", CreationOptions).NeedsProof("/account");
        account.MapPost("/passkeys", AddPasskey).NeedsProof("/account");
        account.MapPost("/passkeys/remove", RemovePasskey);
        account.MapPost("/ways/end", async (Visitor visitor, Form form, WaysIn ways, CancellationToken cancel) =>
        {
            await ways.End(visitor.Person!.Value, form["id"], cancel);
            return TypedResults.LocalRedirect("/account");
        });
        pages.MapPost("/sign-in/passkey/options", async (SignInManager<Person> signIn) =>
            TypedResults.Text(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json"));
        pages.MapPost("/sign-in/passkey", EnterByPasskey).IsAnAttempt();
    }

    private static Task<IResult> ShowAccount(Visitor visitor, AccountReads reads, CancellationToken cancel) =>
        reads.Show(visitor, [], cancel);

    private static async Task<IResult> ChangePassword(
        Visitor visitor, Form form, UserManager<Person> people, Store store, Attempts attempts, Passwords passwords, AccountReads reads,
        HttpContext context, TimeProvider clock, CancellationToken cancel)
    {
        var person = await people.FindByIdAsync(visitor.Person!.Value.ToString())
            ?? throw new InvalidOperationException("a visitor without a person");
        if (person.PasswordHash is null && !visitor.HasProof(clock))
            return TypedResults.LocalRedirect("/account/proof?back=/account");
        if (person.PasswordHash is not null
            && !await attempts.Try(
                visitor.EmailKey, context.FromAddress(), () => passwords.IsRight(person, form.Raw("current"), cancel), cancel))
            return await reads.Show(visitor, [new FormFault("current", "This is not your present password.")], cancel);
        var faults = Passwords.Faults(form.Raw("password"), visitor.Email).ToList();
        if (faults.Count > 0)
            return await reads.Show(visitor, faults, cancel);
        person.PasswordHash = await passwords.Hash(form.Raw("password"), cancel);
        await people.UpdateSecurityStampAsync(person);
        // Whoever knew the old one is out.
        await store.People.EndSessions(person.Id, null, visitor.Session, cancel);
        return TypedResults.LocalRedirect("/account");
    }

    /// <summary>Ends one session, or all others. What it holds open closes within seconds.</summary>
    private static async Task<IResult> EndSession(Visitor visitor, Form form, Store store, CancellationToken cancel)
    {
        var one = Guid.TryParse(form["session"], out var id) ? id : (Guid?)null;
        await store.People.EndSessions(visitor.Person!.Value, one, one is null ? visitor.Session : null, cancel);
        return TypedResults.LocalRedirect("/account");
    }

    private static async Task<IResult> CreationOptions(Visitor visitor, SignInManager<Person> signIn) => TypedResults.Text(
        await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = visitor.Person!.Value.ToString(),
            Name = visitor.Email,
            DisplayName = visitor.Email,
        }),
        "application/json");

    private static async Task<IResult> AddPasskey(
        Visitor visitor, Form form, SignInManager<Person> signIn, UserManager<Person> people, AccountReads reads, CancellationToken cancel)
    {
        if (await Read(() => signIn.PerformPasskeyAttestationAsync(form["credential"])) is not { Succeeded: true } made)
            return await reads.Show(visitor, [new FormFault("passkey", "The passkey could not be added: please try again.")], cancel);
        made.Passkey.Name = form["passkey"] is { Length: > 0 and <= NameMax } name && Engine.Values.Unicode.IsTitle(name)
            ? name
            : "A passkey";
        var person = await people.FindByIdAsync(visitor.Person!.Value.ToString())
            ?? throw new InvalidOperationException("a visitor without a person");
        await people.AddOrUpdatePasskeyAsync(person, made.Passkey);
        return TypedResults.LocalRedirect("/account");
    }

    private static async Task<IResult> RemovePasskey(Visitor visitor, Form form, Store store, AccountReads reads, CancellationToken cancel)
    {
        var person = visitor.Person!.Value;
        if ((await store.People.Get(person, cancel))?.PasswordHash is null && (await store.People.Passkeys(person, cancel)).Count <= 1)
            return await reads.Show(visitor, [new FormFault("passkey", "This is the only way in: set a password first.")], cancel);
        if (Base64Url.IsValid(form["credential"]))
            await store.People.RemovePasskey(person, Base64Url.DecodeFromChars(form["credential"]), cancel);
        return TypedResults.LocalRedirect("/account");
    }

    /// <summary>Null where what came is no credential, or answers no question that was asked: Identity throws at it.</summary>
    public static async Task<T?> Read<T>(Func<Task<T>> reading) where T : class
    {
        try
        {
            return await reading();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or JsonException)
        {
            return null;
        }
    }

    private static async Task<IResult> EnterByPasskey(Form form, SignInServices services, CancellationToken cancel)
    {
        if (await Read(() => services.SignIn.PerformPasskeyAssertionAsync(form["credential"]))
            is { Succeeded: true, User: { } person, Passkey: { } passkey })
        {
            await services.People.AddOrUpdatePasskeyAsync(person, passkey);
            return await services.Welcome(person, PeopleEndpoints.Local(form["back"]), cancel);
        }
        return View.Of<SignInPage>(
            new
            {
                Back = PeopleEndpoints.Local(form["back"]),
                Faults = (List<FormFault>)[new("email", "We do not know this passkey: sign in by password, or sign up.")],
            },
            StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>Reads what the account's page shows.</summary>
internal sealed class AccountReads(Store store, MailService mail, Mailing mailing, WaysIn ways, TimeProvider clock)
{
    public async Task<IResult> Show(Visitor visitor, List<FormFault> faults, CancellationToken cancel)
    {
        var person = await store.People.Get(visitor.Person!.Value, cancel);
        var mails = new List<(string, Contracts.MailChoices)>();
        if (visitor.Find(AccountKind.Customer) is { } customer)
            mails.Add(("customer", await mail.Choices(customer, cancel)));
        if (visitor.Find(AccountKind.Vendor) is { } vendor)
            mails.Add(("vendor", await mail.Choices(vendor, cancel)));
        return View.Of<AccountPage>(
            new
            {
                Visitor = visitor,
                HasPassword = person?.PasswordHash is not null,
                HasProof = visitor.HasProof(clock),
                Mails = mails,
                CanMail = mailing.IsOn,
                Passkeys = await store.People.Passkeys(visitor.Person.Value, cancel),
                Programs = (await ways.List(visitor.Person.Value, cancel)).Where(w => w.Account is not null).ToList(),
                Sessions = await store.People.Sessions(visitor.Person.Value, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel),
                Faults = faults,
            },
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
