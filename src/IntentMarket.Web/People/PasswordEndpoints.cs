using IntentMarket.Gateway;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web;

/// <summary>A forgotten password: a link by mail, good for an hour, leads to a new one.</summary>
internal static class PasswordEndpoints
{
    public static void MapPasswords(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/forgotten", (Mailing mailing) => View.Of<ForgottenPage>(new { CanMail = mailing.Settings is not null }));
        pages.MapPost("/forgotten", SendLink).IsAnAttempt();
        pages.MapGet("/new-password", (string? person, string? token) => View.Of<NewPasswordPage>(new { Person = person ?? "", Token = token ?? "" }));
        pages.MapPost("/new-password", SetPassword);
    }

    /// <summary>Tells the same whether the address is known or not.</summary>
    private static async Task<IResult> SendLink(Form form, UserManager<Person> people, Mailing mailing, CancellationToken cancel)
    {
        if (mailing.Settings is { } settings && await people.FindByEmailAsync(form["email"]) is { } person)
        {
            var token = await people.GeneratePasswordResetTokenAsync(person);
            var link = $"{settings.Site}/new-password?person={person.Id}&token={Uri.EscapeDataString(token)}";
            await using var post = new SmtpPost(settings);
            try
            {
                await post.Send(new Letter(Guid.NewGuid(), person.Email, "A new password for IntentMarket",
                    $"Someone, probably you, asked for a new password. Choose it here within the hour:\n\n{link}\n\nIf it was not you, do nothing: your password stays as it is.\n",
                    null), cancel);
            }
            catch (MailRefusedException)
            {
                return View.Of<ForgottenPage>(
                    new { CanMail = true, Faults = (List<FormFault>)[new("email", "The mail could not be sent just now. Please try again in a few minutes.")] },
                    StatusCodes.Status503ServiceUnavailable);
            }
        }
        return View.Of<ForgottenPage>(new { CanMail = mailing.Settings is not null, IsSent = true });
    }

    private static async Task<IResult> SetPassword(
        Form form, UserManager<Person> people, Store store, Attempts attempts, Passwords passwords, HttpContext context, CancellationToken cancel)
    {
        var person = await people.FindByIdAsync(form["person"]);
        var isRight = await attempts.Try(person?.EmailKey ?? form["person"], CallerAddress.Of(context), async () =>
            person is not null && await people.VerifyUserTokenAsync(
                person, people.Options.Tokens.PasswordResetTokenProvider, UserManager<Person>.ResetPasswordTokenPurpose, form["token"]), cancel);
        var faults = isRight
            ? Passwords.Faults(form.Raw("password")).ToList()
            : [new FormFault("", "The link is too old or was used before: ask for another one.")];
        if (faults.Count > 0)
            return View.Of<NewPasswordPage>(new { Person = form["person"], Token = form["token"], Faults = faults }, StatusCodes.Status422UnprocessableEntity);
        person!.PasswordHash = await passwords.Hash(form.Raw("password"), cancel);
        await people.UpdateSecurityStampAsync(person);
        await store.People.EndSessions(person!.Id, null, null, cancel);
        return TypedResults.LocalRedirect("/sign-in");
    }
}
