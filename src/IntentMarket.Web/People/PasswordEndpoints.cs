using IntentMarket.Edges.Access;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.People;

/// <summary>A forgotten password: a link by mail, good for an hour, leads to a new one, and ends whatever else opens the account, but for
/// what its owner keeps.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/forgotten", (Mailing mailing) => View.Of<ForgottenPage>(new { CanMail = mailing.IsOn }));
        pages.MapPost("/forgotten", SendLink).IsAnAttempt();
        pages.MapGet("/new-password", ShowNew);
        pages.MapPost("/new-password", SetPassword);
    }

    /// <summary>Does and tells the same whether the address is known or not.</summary>
    private static async Task<IResult> SendLink(Form form, MailLinks links, Mailing mailing, CancellationToken cancel)
    {
        if (EmailAddress.Parse(form["email"]) is not { } email)
            return View.Of<ForgottenPage>(
                new { CanMail = mailing.IsOn, Faults = (List<FormFault>)[new("email", "This does not look like an e-mail address.")] },
                StatusCodes.Status422UnprocessableEntity);
        if (mailing.IsOn)
            await links.Send(LinkPurpose.Password, email.Text, email.Key, null, cancel);
        return View.Of<ForgottenPage>(new { CanMail = mailing.IsOn, IsSent = true });
    }

    private static async Task<IResult> ShowNew(
        string? link, MailLinks links, Store store, WaysIn ways, HttpContext context, CancellationToken cancel) =>
        await Person(link, links, store, context, cancel) is var (_, person)
            ? View.Of<NewPasswordPage>(new { Link = link, Ways = await ways.List(person.Id, cancel) })
            : Gone();

    private static async Task<IResult> SetPassword(
        Form form, MailLinks links, Store store, WaysIn ways, Passwords passwords, HttpContext context, CancellationToken cancel)
    {
        if (await Person(form["link"], links, store, context, cancel) is not var (link, person))
            return Gone();
        var faults = Passwords.Faults(form.Raw("password"), person.Email).ToList();
        if (faults.Count > 0)
            return View.Of<NewPasswordPage>(
                new { Link = form["link"], Ways = await ways.List(person.Id, cancel), Faults = faults },
                StatusCodes.Status422UnprocessableEntity);
        var hash = await passwords.Hash(form.Raw("password"), cancel);
        // What was not shown ends too.
        return await ways.Reset(person, link, hash, form.All("listed").Except(form.All("end")).ToHashSet(), cancel)
            ? TypedResults.LocalRedirect("/sign-in")
            : Gone();
    }

    private static async Task<(LinkRow Link, PersonRow Person)?> Person(
        string? token, MailLinks links, Store store, HttpContext context, CancellationToken cancel) =>
        await links.Find(LinkPurpose.Password, token ?? "", context.FromAddress(), cancel) is { } link
            && await store.People.FindByEmail(link.EmailKey, cancel) is { } person ? (link, person) : null;

    private static IResult Gone() => View.Of<ConfirmPage>(new { IsGone = true }, StatusCodes.Status404NotFound);
}
