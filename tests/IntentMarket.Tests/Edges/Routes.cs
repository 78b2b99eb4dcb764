using IntentMarket.Edges;
using IntentMarket.Services.Market;
using IntentMarket.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Tests.Edges;

/// <summary>One thing that the program answers, as it was mapped: <c>GET /api/v1/intents/{id:guid}</c>.</summary>
public sealed record Route(string Method, string Pattern)
{
    private static readonly Lazy<Task<IReadOnlyList<Route>>> Mapped = new(Map);

    /// <summary>All of them, from the program's own wiring, which is not started for it.</summary>
    public static Task<IReadOnlyList<Route>> All => Mapped.Value;

    private static async Task<IReadOnlyList<Route>> Map()
    {
        var folder = Directory.CreateTempSubdirectory("intentmarket-routes-");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["DATA_DIR"] = folder.FullName;
        foreach (var service in (string[])["Postgres", "RabbitMq"])
            builder.Configuration[$"ConnectionStrings:{service}"] = "";
        await using var store = await ServiceRegistration.OpenStore(builder.Configuration);
        builder.Services.AddSingleton(new Demonstration(IsOn: false));
        builder.Services.AddMarket(builder.Configuration, store);
        builder.Services.AddEdges(builder.Configuration);
        builder.Services.AddSite(builder.Configuration);
        await using var app = builder.Build();
        app.MapEdges();
        app.MapSite();
        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods
                ?? [endpoint.RoutePattern.RawText!.EndsWith("/negotiate", StringComparison.Ordinal) ? "POST" : "GET"])
                .Select(method => new Route(method, "/" + endpoint.RoutePattern.RawText!.Trim('/'))))
            .OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal).ToList();
        folder.Delete(recursive: true);
        return routes;
    }
}
