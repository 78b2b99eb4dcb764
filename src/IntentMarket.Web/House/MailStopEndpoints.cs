using IntentMarket.Gateway;
using IntentMarket.Storage;

namespace IntentMarket.Web;

/// <summary>Where the link in a mail leads that stops mails of its kind. A reader's program looks at links before its reader does: only a post stops
/// anything, and it comes from no form of ours where the program sends it (RFC 8058).</summary>
internal static class MailStopEndpoints
{
    public static void MapMailStops(this IEndpointRouteBuilder app)
    {
        app.MapGet(MailStops.Path, (string? t, MailStops stops) => Answer(stops.Read(t)?.Kind, isDone: false)).ExcludeFromDescription();
        app.MapPost(MailStops.Path, async (string? t, MailStops stops, Store store, TimeProvider clock, CancellationToken cancel) =>
        {
            // An account that was erased gets no mail and needs no choice.
            if (stops.Read(t) is { } stop && await store.Accounts.Get(stop.Account, cancel) is { Salt.Length: > 0 })
                await store.Mail.Choose(stop.Account, stop.Kind, wanted: false, clock.GetUtcNow().ToUnixTimeMilliseconds(), 0, cancel);
            return Answer(stops.Read(t)?.Kind, isDone: true);
        }).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Answer(MailKind? kind, bool isDone) => View.Of<MailStopPage>(
        new { Kind = kind, IsDone = isDone }, kind is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
}
