using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Services.Access;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace IntentMarket.Edges.Rest;

/// <summary>What an account is told, read page by page.</summary>
internal static class NoticeEndpoints
{
    public const int WaitMaxSeconds = 30;

    /// <summary>What a page may take beside the waiting.</summary>
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(4);

    public static void MapNotices(this IEndpointRouteBuilder api) =>
        api.MapGet("/notices", Read).Reads().WithMetadata(new Unhurried())
            .Gives<Page<Notice>>().WithSummary(
                "The notices after a cursor (without one: from now on); waits for the first. While there are none `next` stays what it "
                    + "was, and is renewed once a day");

    private static async Task<IResult> Read(
        HttpCall call, string? after, string? wait, string? limit, NoticeFeed feed, NoticeCursors cursors, RevocableConnections open,
        OpenShares shares, HttpContext context, IHostApplicationLifetime lifetime)
    {
        var query = new Query();
        var max = query.Limit(limit);
        var seconds = query.Number("wait", wait, 0, WaitMaxSeconds, 0);
        var from = query.Cursor("after", after, text => cursors.Read(call.Account.Id, text));
        if (query.Faults.Count > 0)
            return Answers.Malformed(query.Faults);
        using var share = seconds > 0 ? shares.Take(call.Account.Id, context.FromAddress()) : null;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel, lifetime.ApplicationStopping);
        var isRevoked = false;
        using var held = open.Hold(call.Caller.KeyId, call.Account.Id, () =>
        {
            isRevoked = true;
            waiting.Cancel();
        }, evenIfSuspended: true);
        try
        {
            var page = await feed.Read(call.Account, from, max, TimeSpan.FromSeconds(seconds), waiting.Token)
                .WaitAsync(TimeSpan.FromSeconds(seconds) + ReadMax, waiting.Token);
            return page is null
                ? Answers.Problem(
                    ProblemCodes.CursorExpired,
                    $"a cursor holds for {NoticeCursors.KeptFor.Days} days: read what you know of anew, then go on without one")
                : Answers.Ok(new Page<Notice>(page.Items, page.Next));
        }
        catch (Exception e) when (e is TimeoutException
            || (e is OperationCanceledException && lifetime.ApplicationStopping.IsCancellationRequested))
        {
            // A node that stops lets nobody wait: another goes on from the same cursor.
            return Answers.Problem(ProblemView.Of(new Engine.Market.Reply.Down())!);
        }
        catch (OperationCanceledException) when (isRevoked)
        {
            return Answers.Problem(ProblemCodes.Unauthorized, "the key was revoked");
        }
    }
}
