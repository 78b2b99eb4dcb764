using IntentMarket.Edges.Access;
using IntentMarket.Services.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges.Hub;

internal static class OpenShareConventions
{
    /// <summary>A connection to the hub is as long as its request, and counts as long. Of one by long polling, which has many requests, the
    /// hub itself counts (<see cref="MarketHub.OnConnectedAsync"/>). Who has no room is told where the connection is negotiated.</summary>
    public static IApplicationBuilder UseOpenShares(this IApplicationBuilder app, OpenShares shares) => app.Use(async (context, next) =>
    {
        if (CallerIdentity.Of(context.User) is not { } caller
            || !context.Request.Path.StartsWithSegments(MarketHub.Path, StringComparison.OrdinalIgnoreCase)
            || !(IsOneConnection(context) || context.Request.Path.Value!.EndsWith("/negotiate", StringComparison.OrdinalIgnoreCase)))
        {
            await next(context);
            return;
        }
        using var share = shares.Take(caller.Account.Id, context.FromAddress());
        await next(context);
    });

    private static bool IsOneConnection(HttpContext context) =>
        context.WebSockets.IsWebSocketRequest
        || context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
