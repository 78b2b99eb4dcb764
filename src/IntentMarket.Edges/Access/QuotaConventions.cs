using System.Security.Claims;
using IntentMarket.Services.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IntentMarket.Edges.Access;

public static class QuotaConventions
{
    /// <summary>Counts the calls of the REST surface; the house's own (health, documents) are free.</summary>
    public static IApplicationBuilder UseQuotas(this IApplicationBuilder app, Quotas quotas) => app.Use((context, next) =>
    {
        if (!context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            || quotas.Rest(Who(context)) is not { } spent)
            return next(context);
        return Answers.Write(context, spent.Problem, spent.RetryAfter);
    });

    /// <summary>Whose calls are counted together: the account's or the person's, or those of the address that they come from.</summary>
    public static string Who(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "at " + context.FromAddress();
}
