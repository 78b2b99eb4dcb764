using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Gateway;

internal static class Documents
{
    public static void AddDocuments(this IServiceCollection services)
    {
        services.AddOpenApi("v1");
    }

    public static void MapDocuments(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
