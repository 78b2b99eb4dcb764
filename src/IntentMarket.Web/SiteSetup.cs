using System.Net;
using IntentMarket.Contracts;
using IntentMarket.Edges;
using IntentMarket.Edges.Access;
using IntentMarket.Edges.Rest;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Web.Accounts;
using IntentMarket.Web.Feed;
using IntentMarket.Web.Intents;
using IntentMarket.Web.Layout;
using IntentMarket.Web.Offers;
using IntentMarket.Web.People;
using IntentMarket.Web.Ranking;
using IntentMarket.Web.Site;
using IntentMarket.Web.Subscriptions;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.CookiePolicy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.ResponseCompression;

namespace IntentMarket.Web;

/// <summary>The site: pages for those who buy, sell and look after the market.</summary>
public static class SiteSetup
{
    /// <summary>No script and no style but our own files, no other host, no frame around it.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; "
        + "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Bytes of a form.</summary>
    private const long FormMax = 1024 * 1024;

    /// <summary>A browser keeps a cookie of such a name where it was set over a secure connection, for this very host and for all of its
    /// paths: no subdomain and no plain connection can set another in its place.</summary>
    public const string CookiePrefix = "__Host-";

    /// <summary>A year, as https://hstspreload.org asks at least.</summary>
    private const string SecureAlone = "max-age=31536000";

    public static void AddSite(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(SecurityText.From(configuration));
        services.AddSignIn();
        services.AddSingleton<Bundle>();
        services.AddSingleton<RequestStates>();
        services.AddSingleton<BoardReads>();
        services.AddSingleton<BidReads>();
        services.AddSingleton<AccountReads>();
        services.AddSingleton<BotEndpoints.BotReads>();
        services.AddSingleton<OperatorEndpoints.OperatorReads>();
        services.AddSingleton<Composing>();
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = CookiePrefix + "form";
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
            // At the start of the answer: one that failed half-way was cleared, headers and all, and is written anew.
            context.Response.OnStarting(static state => SetHeaders((HttpContext)state), context);
            return next(context);
        });
        app.UseWhen(
            static context => !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
            static site => site.UseResponseCompression());
        app.UseCookiePolicy();
        Bundle.Serve(app);
    }

    private static Task SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What does not say for how long it may be kept is somebody's own, or soon another.
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        // A proxy that ends TLS may not be known to this node as one: over a plain connection browsers pass this header by.
        var request = context.Request;
        if ((request.IsHttps || request.Headers["X-Forwarded-Proto"] == Uri.UriSchemeHttps) && !IsLoopback(request.Host.Host))
            headers.StrictTransportSecurity = SecureAlone;
        return Task.CompletedTask;
    }

    /// <summary>What browsers take for this machine, where other programs may serve without TLS.</summary>
    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    public static void MapSite(this WebApplication app)
    {
        app.Use(ReadForm);
        var pages = app.MapGroup("").DisableAntiforgery().AddEndpointFilter(Check)
            .WithMetadata(new RequestSizeLimitAttribute(FormMax), new TakesForms()).ExcludeFromDescription();
        pages.MapPeople();
        pages.MapSignUps();
        pages.MapProofs();
        pages.MapAccount();
        pages.MapLeaving();
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
        app.MapSecurityText();
    }

    /// <summary>Marks what is sent by forms.</summary>
    private sealed record TakesForms;

    /// <summary>Reads a form before anything else does: one that cannot be read, or holds what no text holds, is refused here,
    /// whatever page it is for.</summary>
    private static async Task ReadForm(HttpContext context, RequestDelegate next)
    {
        if (context.Request.HasFormContentType && context.GetEndpoint()?.Metadata.GetMetadata<TakesForms>() is not null)
        {
            // A slow body is bounded by the server's least rate, not by the time that the answer may take.
            var deadline = Deadline.Of(context);
            deadline.Lift();
            if (!await Form.IsReadable(context.Request))
            {
                throw new ProblemException(
                    ProblemView.Of(ProblemCodes.Malformed, "the form cannot be read: go back, reload the page and try again"));
            }
            deadline.Restart();
        }
        await next(context);
    }

    /// <summary>Nobody asks for too much, and what changes something comes from a form of ours.</summary>
    private static async ValueTask<object?> Check(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        // Passkeys and links are bound to a name, which must not be whatever a request says.
        if (string.IsNullOrEmpty(context.RequestServices.GetRequiredService<IConfiguration>()["Site:Address"])
            && !IsLoopback(context.Request.Host.Host))
        {
            throw new ProblemException(ProblemView.Of(
                ProblemCodes.Misdirected, "the pages are served at localhost alone until `Site__Address` says where people reach them"));
        }
        context.RequestServices.GetRequiredService<Quotas>().MustFitSite(QuotaConventions.Who(context));
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && !await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            // Its browser says that the form is of a page of ours, whose session is another now: nothing is done but to keep it.
            if (context.Request.Headers["Sec-Fetch-Site"] == "same-origin"
                && context.GetEndpoint()?.Metadata.GetMetadata<WhenStale>() is { } stale)
                return await stale.Keep(context);
            throw new ProblemException(
                ProblemView.Of(ProblemCodes.Malformed, "the page was open for too long, or in another session: reload it and try again"));
        }
        return await next(invocation);
    }

    private static Task ShowProblem(HttpContext context, Problem problem) =>
        View.Of<ErrorPage>(new { Problem = problem }, problem.Status).ExecuteAsync(context);
}

/// <summary>Marks what is written for long: what to do with a form whose session ran out, so that nothing of it is lost.</summary>
internal sealed record WhenStale(Func<HttpContext, Task<IResult>> Keep);
