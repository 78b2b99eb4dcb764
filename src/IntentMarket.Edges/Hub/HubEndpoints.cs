using IntentMarket.Edges.Access;
using IntentMarket.Edges.Rest;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Edges.Hub;

/// <summary>The hub's place among the edges.</summary>
internal static class HubEndpoints
{
    private const string TokenName = "access_token";

    public static void AddMarketHub(this IServiceCollection services)
    {
        services.AddSingleton<HubConnections>();
        services.AddSingleton<MarketHubFilter>();
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = MarketHub.MessageMax;
            options.EnableDetailedErrors = false;
            options.KeepAliveInterval = TimeSpan.FromSeconds(10);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            // Calls of a connection are done one after the other, so that an offer and its revision keep their order.
            options.MaximumParallelInvocationsPerClient = 1;
            options.AddFilter<MarketHubFilter>();
        });
        // Of two protocols of one name the later one is used.
        services.AddSingleton<IHubProtocol, MarketHubProtocol>();
    }

    public static void MapHubs(this IEndpointRouteBuilder app) =>
        app.MapHub<MarketHub>(MarketHub.Path, options => options.CloseOnAuthenticationExpiration = true)
            .Connects().WithMetadata(new Unhurried());

    /// <summary>Browsers let any page open a socket to anywhere: only pages of this host, and of those that <c>Hub:AllowedOrigins</c>
    /// names, may. A program sends no origin and passes.</summary>
    public static IApplicationBuilder UseHubGuard(this IApplicationBuilder app, IConfiguration configuration)
    {
        var allowed = (configuration["Hub:AllowedOrigins"] ?? "")
            .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(o => o.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (allowed.Count > 0)
            app.UseCors(policy => policy.WithOrigins([.. allowed]).AllowAnyHeader().AllowAnyMethod().AllowCredentials());
        return app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(MarketHub.Path, StringComparison.OrdinalIgnoreCase))
                return next(context);
            if (context.Request.Headers.Origin is [{ Length: > 0 } origin] && !allowed.Contains(origin) && !IsOwn(origin, context.Request))
                return Answers.Write(context, ProblemView.Of(ProblemCodes.Forbidden, "pages of this origin may not use the hub"));
            TakeToken(context);
            return next(context);
        });
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, Authority(request, uri), StringComparison.OrdinalIgnoreCase);

    /// <summary>The host as an origin writes it: without the port that its scheme has anyway.</summary>
    private static string Authority(HttpRequest request, Uri origin) =>
        request.Host.Port is { } port && port != (origin.Scheme == Uri.UriSchemeHttps ? 443 : 80)
            ? $"{request.Host.Host}:{port}"
            : request.Host.Host;

    /// <summary>Takes the token out of the query, so that nothing after this can log it.</summary>
    private static void TakeToken(HttpContext context)
    {
        var query = context.Request.Query;
        if (!query.TryGetValue(TokenName, out var token))
            return;
        if (token is [{ Length: > 0 } one])
            context.Features.Set(new HubToken(one));
        context.Request.QueryString = QueryString.Create(query.Where(q => q.Key != TokenName));
    }
}
