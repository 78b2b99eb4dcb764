using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Services.Mail;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;

namespace IntentMarket.Web.Site;

/// <summary>Where the link in a mail leads that stops mails of its kind. A reader's program looks at links before its reader does: only a
/// post stops anything, and it comes from no form of ours where the program sends it (RFC 8058).</summary>
internal static class UnsubscribeEndpoints
{
    public static void MapMailStops(this IEndpointRouteBuilder app)
    {
        app.MapGet(
            UnsubscribeLinks.Path,
            async (string? t, UnsubscribeLinks stops, Attempts attempts, HttpContext context, CancellationToken cancel) =>
                Answer((await Read(t, stops, attempts, context, cancel))?.Kind, isDone: false)).ExcludeFromDescription();
        app.MapPost(UnsubscribeLinks.Path, async (
            string? t, UnsubscribeLinks stops, Attempts attempts, Store store, HttpContext context, TimeProvider clock,
            CancellationToken cancel) =>
        {
            var read = await Read(t, stops, attempts, context, cancel);
            // An account that was erased gets no mail and needs no choice.
            if (read is { } stop && await store.Accounts.Get(stop.Account, cancel) is { Salt.Length: > 0 })
                await store.Mail.Choose(stop.Account, stop.Kind, wanted: false, clock.GetUtcNow().ToUnixTimeMilliseconds(), 0, cancel);
            return Answer(read?.Kind, isDone: true);
        }).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<(AccountId Account, MailKind Kind)?> Read(
        string? token, UnsubscribeLinks stops, Attempts attempts, HttpContext context, CancellationToken cancel)
    {
        var read = stops.Read(token);
        await attempts.Try($"stop/{token?.Split('.')[0]}", context.FromAddress(), () => Task.FromResult(read is not null), cancel);
        return read;
    }

    private static IResult Answer(MailKind? kind, bool isDone) => View.Of<MailStopPage>(
        new { Kind = kind, IsDone = isDone }, kind is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
}
