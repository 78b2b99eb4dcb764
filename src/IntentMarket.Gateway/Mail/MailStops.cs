using System.Security.Cryptography;
using System.Text;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntentMarket.Gateway;

/// <summary>The links in mails that stop mails of their kind. Who has the mail may: its token is signed with the market's secret, opens nothing else, and
/// holds for as long as the account.</summary>
public sealed class MailStops(MarketIdentity identity)
{
    public const string Path = "/mail/stop";

    private const int SignatureBytes = 16;

    public string Address(string site, Guid account, MailKind kind) => $"{site}{Path}?t={Token(account, kind)}";

    /// <summary>What a token is for; null where it is none of ours.</summary>
    public (Guid Account, MailKind Kind)? Read(string? token)
    {
        if (token?.Split('.') is not [var id, var word, _] || !Guid.TryParseExact(id, "N", out var account))
            return null;
        foreach (var kind in Enum.GetValues<MailKind>())
        {
            if (Written.Word(kind) == word && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Token(account, kind)), Encoding.UTF8.GetBytes(token)))
                return (account, kind);
        }
        return null;
    }

    private string Token(Guid account, MailKind kind)
    {
        var signed = $"{account:N}.{Written.Word(kind)}";
        return $"{signed}.{Convert.ToHexStringLower(HMACSHA256.HashData(identity.Secret, Encoding.UTF8.GetBytes("mail-stop/" + signed)).AsSpan(0, SignatureBytes))}";
    }
}

internal static class MailStopEndpoints
{
    /// <summary>A reader's program looks at links before its reader does: only a post stops anything (RFC 8058).</summary>
    public static void MapMailStops(this IEndpointRouteBuilder app)
    {
        app.MapGet(MailStops.Path, (string? t, MailStops stops) => stops.Read(t) is { } stop
            ? Page($"""<p>No more mails of the kind “{About(stop.Kind)}”?</p><form method="post"><button>Stop these mails</button></form>""")
            : Unknown()).ExcludeFromDescription();
        app.MapPost(MailStops.Path, async (string? t, HttpContext context, MailStops stops, Store store, TimeProvider clock) =>
        {
            if (stops.Read(t) is not { } stop)
                return Unknown();
            // An account that was erased gets no mail and needs no choice.
            if (await store.Accounts.Get(stop.Account, Deadline.Of(context).Token) is { Salt.Length: > 0 })
                await store.Mail.Choose(stop.Account, stop.Kind, wanted: false, clock.GetUtcNow().ToUnixTimeMilliseconds(), 0, Deadline.Of(context).Token);
            return Page($"<p>Done. You get no more mails of the kind “{About(stop.Kind)}”. You can ask for them again where you sign in.</p>");
        }).ExcludeFromDescription();
    }

    private static string About(MailKind kind) => kind switch
    {
        MailKind.FirstOffer => "the first offer has come",
        MailKind.ClosingSoon => "an intent closes soon",
        MailKind.TimeToAward => "time to award",
        MailKind.Won => "an offer has won",
        MailKind.Lost => "an offer has lost",
        MailKind.Digest => "new intents of the day",
        _ => "messages about an award",
    };

    private static IResult Unknown() => Page("<p>This link is not complete. Copy all of it from the mail, or choose your mails where you sign in.</p>", StatusCodes.Status404NotFound);

    private static IResult Page(string body, int status = StatusCodes.Status200OK) => TypedResults.Content(
        $"""
        <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
        <meta name="referrer" content="no-referrer"><title>Mails of the market</title><main><h1>Mails of the market</h1>{body}</main></html>
        """,
        "text/html; charset=utf-8", Encoding.UTF8, status);
}
