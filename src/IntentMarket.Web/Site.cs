using IntentMarket.Contracts;
using IntentMarket.Gateway;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

namespace IntentMarket.Web;

/// <summary>The site: pages for those who buy, sell and look after the market.</summary>
public static class Site
{
    /// <summary>No script and no style but our own files, no other host, no frame around it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Bytes of a form.</summary>
    private const long FormMax = 1024 * 1024;

    public static void AddSite(this IServiceCollection services)
    {
        services.AddSignIn();
        services.AddSingleton<Bundle>();
        services.AddSingleton<BoardReads>();
        services.AddSingleton<BidReads>();
        services.AddSingleton<AccountReads>();
        services.AddSingleton<BotEndpoints.BotReads>();
        services.AddSingleton<OperatorEndpoints.OperatorReads>();
        services.AddSingleton<Composing>();
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.FormFieldName = "form-token";
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        // Whatever sets a cookie, also behind a proxy that ends TLS: browsers take localhost for secure.
        services.Configure<CookiePolicyOptions>(cookies =>
        {
            cookies.Secure = CookieSecurePolicy.Always;
            cookies.HttpOnly = HttpOnlyPolicy.Always;
            cookies.MinimumSameSitePolicy = SameSiteMode.Lax;
        });
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // A form's token differs each time: it gives nothing away by its length.
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
            compression.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml"];
        });
        services.AddSingleton(new ProblemPage(ShowProblem));
    }

    /// <summary>Stands before everything else: its headers go with every answer.</summary>
    public static void UseSite(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return next(context);
        });
        app.UseWhen(
            static context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            static site => site.UseResponseCompression());
        app.UseCookiePolicy();
        Bundle.Serve(app);
    }

    public static void MapSite(this WebApplication app)
    {
        var pages = app.MapGroup("").DisableAntiforgery().AddEndpointFilter(Check).WithMetadata(new RequestSizeLimitAttribute(FormMax)).ExcludeFromDescription();
        pages.MapPeople();
        pages.MapAccount();
        pages.MapPasswords();
        pages.MapProfiles();
        pages.MapReports();
        pages.MapBots();
        pages.MapOperator();
        pages.MapHouse();
        pages.MapComposer();
        pages.MapOwnIntents();
        pages.MapBoards();
        pages.MapFeed();
        pages.MapBids();
        pages.MapOwnOffers();
        pages.MapCriteria();
        app.MapMailStops();
    }

    /// <summary>Nobody asks for too much, and what changes something comes from a form of ours.</summary>
    private static async ValueTask<object?> Check(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        context.RequestServices.GetRequiredService<Quotas>().MustFitSite(context);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
            throw new ProblemException(ProblemView.Of(ProblemCodes.Malformed, "the page was open for too long, or in another session: reload it and try again"));
        return await next(invocation);
    }

    private static Task ShowProblem(HttpContext context, Problem problem) =>
        View.Of<ErrorPage>(new { Problem = problem }, problem.Status).ExecuteAsync(context);
}
