using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Access;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

/// <summary>Signing up, and showing that an address is one's own. Where the market sends mail, signing up is answered alike whoever the
/// address belongs to: by a link, which leads on. Where it does not, a taken address must be told: that is an attempt.</summary>
internal static class SignUpEndpoints
{
    private const string BrowserCookie = SiteSetup.CookiePrefix + "sign-up";

    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromHours(1);

    public static void MapSignUps(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sign-up", (Visitor visitor, string? back, string? kind) => visitor.IsSignedIn
            ? TypedResults.LocalRedirect(PeopleEndpoints.Local(back))
            : View.Of<SignUpPage>(new { Back = PeopleEndpoints.Local(back), Kind = PeopleEndpoints.Kind(kind) }));
        pages.MapPost("/sign-up", SignUp).IsAnAttempt();
        pages.MapGet("/sign-up/confirm", ShowConfirm);
        pages.MapPost("/sign-up/confirm", Confirm);
        pages.MapGet("/address", ShowAddress);
        pages.MapPost("/address", ProveAddress);
        pages.MapGroup("").ForSignedIn().MapGet("/account/address", (Visitor visitor, string? back) =>
            View.Of<AddressPage>(new { visitor.Email, IsSent = true, Back = PeopleEndpoints.Local(back) }));
    }

    /// <summary>Where somebody goes who has just signed in: by a page that says that a link was sent, where the market may not
    /// write to them yet.</summary>
    public static async Task<IResult> Welcome(this SignInServices services, Person person, string back, CancellationToken cancel)
    {
        // A session is of one person from its first moment: who is in another one leaves that first.
        if (Visitor.Of(services.SignIn.Context).IsSignedIn)
        {
            await services.SignIn.SignOutAsync();
            return TypedResults.LocalRedirect($"/sign-in?back={Uri.EscapeDataString(back)}");
        }
        await services.SignIn.SignInAsync(person, isPersistent: true);
        if (!services.Mailing.IsOn || person.ProvedAt is not null)
            return TypedResults.LocalRedirect(back);
        var now = services.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var (count, _) = await services.Store.Tallies.Count(
            "address-link", person.Id.ToByteArray(), (long)AskedAgainAfter.TotalMilliseconds, now, cancel);
        if (count == 1)
            await services.Links.Send(LinkPurpose.Address, person.Email, person.EmailKey, null, cancel);
        return TypedResults.LocalRedirect($"/account/address?back={Uri.EscapeDataString(back)}");
    }

    private static async Task<IResult> SignUp(
        Form form, SignInServices services, PostingShares shares, HttpContext context, CancellationToken cancel)
    {
        var kind = form["kind"] == "vendor" ? AccountKind.Vendor : AccountKind.Customer;
        var faults = PeopleEndpoints.NameFaults(form, kind);
        var email = EmailAddress.Parse(form["email"]);
        if (email is null)
            faults.Add(new("email", "This does not look like an e-mail address."));
        faults.AddRange(Passwords.Faults(form.Raw("password"), form["email"]));
        if (faults.Count > 0)
            return Refused(form, faults);
        var address = context.FromAddress();
        await shares.MustFitSignUp(address, cancel);
        var filledIn = new FilledIn(
            kind, form["name"], kind == AccountKind.Vendor ? form["contact"] : null,
            await services.Passwords.Hash(form.Raw("password"), cancel), PeopleEndpoints.Local(form["back"]), "");
        if (!services.Mailing.IsOn)
        {
            Person? made = null;
            var isFree = await services.Attempts.Try(
                email!.Key, address, async () => (made = await Open(services, email.Text, filledIn, isProved: false, cancel)) is not null,
                cancel, isByAddress: false);
            return isFree
                ? await services.Welcome(made!, filledIn.Back, cancel)
                : Refused(form, [new("email", "Someone signed up with this address already. If it is you, sign in.")]);
        }
        var browser = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        context.Response.Cookies.Append(
            BrowserCookie, browser, new CookieOptions { Path = "/", SameSite = SameSiteMode.Lax, MaxAge = TimeSpan.FromDays(1) });
        await services.Links.Send(
            LinkPurpose.SignUp, email!.Text, email.Key, JsonSerializer.Serialize(filledIn with { Browser = Hash(browser) }), cancel);
        return View.Of<SignUpPage>(new { Back = filledIn.Back, Kind = PeopleEndpoints.Kind(form["kind"]), Given = form, IsSent = true });
    }

    /// <summary>The browser that signed up goes on by the link alone. Another one says the password too: else who reads a mail that
    /// somebody else has caused would open an account with a password that they do not know.</summary>
    private static async Task<IResult> ShowConfirm(string? link, SignInServices services, HttpContext context, CancellationToken cancel)
    {
        if (await services.Links.Find(LinkPurpose.SignUp, link ?? "", context.FromAddress(), cancel) is not { } found)
            return Gone();
        return Read(found).Browser == Hash(context.Request.Cookies[BrowserCookie] ?? "")
            ? await Finish(found, services, cancel)
            : View.Of<ConfirmPage>(new { Link = link });
    }

    private static async Task<IResult> Confirm(Form form, SignInServices services, HttpContext context, CancellationToken cancel)
    {
        var address = context.FromAddress();
        if (await services.Links.Find(LinkPurpose.SignUp, form["link"], address, cancel) is not { } found)
            return Gone();
        var stranger = new Person { PasswordHash = Read(found).PasswordHash };
        return await services.Attempts.Try(
            found.EmailKey, address, () => services.Passwords.IsRight(stranger, form.Raw("password"), cancel), cancel)
            ? await Finish(found, services, cancel)
            : View.Of<ConfirmPage>(
                new
                {
                    Link = form["link"],
                    Faults = (List<FormFault>)[new("password", "This is not the password that you chose when you signed up.")],
                },
                StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> Finish(LinkRow link, SignInServices services, CancellationToken cancel)
    {
        var filledIn = Read(link);
        if (!await services.Store.Links.Use(link.Id, cancel))
            return Gone();
        if (await Open(services, link.Email, filledIn, isProved: true, cancel) is { } made)
            return await services.Welcome(made, filledIn.Back, cancel);
        // Whoever has the address has signed up before, and has now shown that it is theirs.
        if (await services.Store.People.FindByEmail(link.EmailKey, cancel) is { } known)
            await services.Store.People.Prove(known.Id, services.Clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
        return TypedResults.LocalRedirect($"/sign-in?back={Uri.EscapeDataString(filledIn.Back)}");
    }

    /// <summary>Null where the address is taken.</summary>
    private static async Task<Person?> Open(
        SignInServices services, string email, FilledIn filledIn, bool isProved, CancellationToken cancel)
    {
        var now = services.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var person = new Person { CreatedAt = now, Email = email, PasswordHash = filledIn.PasswordHash, ProvedAt = isProved ? now : null };
        if (!(await services.People.CreateAsync(person)).Succeeded)
            return null;
        await services.Store.Open(person.Id, filledIn.Kind, filledIn.Name, filledIn.Contact, now, cancel);
        return person;
    }

    private static async Task<IResult> ShowAddress(
        string? link, Visitor visitor, SignInServices services, HttpContext context, CancellationToken cancel) =>
        await services.Links.Find(LinkPurpose.Address, link ?? "", context.FromAddress(), cancel) is not { } found ? Gone()
            : found.EmailKey == visitor.EmailKey ? await Prove(found, services, cancel)
            : View.Of<AddressPage>(new { found.Email, Link = link });

    private static async Task<IResult> ProveAddress(Form form, SignInServices services, HttpContext context, CancellationToken cancel) =>
        await services.Links.Find(LinkPurpose.Address, form["link"], context.FromAddress(), cancel) is { } found
            ? await Prove(found, services, cancel)
            : Gone();

    private static async Task<IResult> Prove(LinkRow link, SignInServices services, CancellationToken cancel)
    {
        if (await services.Store.Links.Use(link.Id, cancel) && await services.Store.People.FindByEmail(link.EmailKey, cancel) is { } person)
            await services.Store.People.Prove(person.Id, services.Clock.GetUtcNow().ToUnixTimeMilliseconds(), cancel);
        return View.Of<AddressPage>(new { link.Email, IsProved = true });
    }

    private static IResult Refused(Form form, List<FormFault> faults) => View.Of<SignUpPage>(
        new { Back = PeopleEndpoints.Local(form["back"]), Kind = PeopleEndpoints.Kind(form["kind"]), Given = form, Faults = faults },
        StatusCodes.Status422UnprocessableEntity);

    private static IResult Gone() => View.Of<ConfirmPage>(new { IsGone = true }, StatusCodes.Status404NotFound);

    private static FilledIn Read(LinkRow link) => JsonSerializer.Deserialize<FilledIn>(link.Body!)!;

    private static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>What somebody filled in who signs up.</summary>
    /// <param name="Browser">The hash of a secret that the browser keeps.</param>
    private sealed record FilledIn(AccountKind Kind, string Name, string? Contact, string PasswordHash, string Back, string Browser);
}

/// <summary>What signing up and in works with.</summary>
internal sealed record SignInServices(
    UserManager<Person> People, SignInManager<Person> SignIn, Passwords Passwords, Attempts Attempts, MailLinks Links, Mailing Mailing,
    Store Store, TimeProvider Clock);
