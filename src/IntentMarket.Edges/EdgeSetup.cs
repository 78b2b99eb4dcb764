using IntentMarket.Edges.Access;
using IntentMarket.Edges.Documents;
using IntentMarket.Edges.Hub;
using IntentMarket.Edges.Rest;
using IntentMarket.Services;
using IntentMarket.Services.Access;
using IntentMarket.Services.Accounts;
using IntentMarket.Services.Intents;
using IntentMarket.Services.Mail;
using IntentMarket.Services.Offers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Edges;

/// <summary>The edges that HTTP reaches: REST, the hub, and their documents.</summary>
public static class EdgeSetup
{
    /// <summary>A body beyond the market's own bound is still read up to here, so that its sender gets the answer.</summary>
    private const long BodyReadMax = 16 * 1024 * 1024;

    public static IServiceCollection AddEdges(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyReadMax;
            kestrel.Limits.MaxConcurrentConnections = configuration.GetValue("Limits:Connections", 10_000L);
            kestrel.Limits.MaxConcurrentUpgradedConnections = configuration.GetValue("Limits:Connections", 10_000L);
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        // What a request asked for is logged by the host with its whole query, where the hub's clients put their token.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
            .AddFilter(typeof(ApiKeyHandler).FullName, LogLevel.Warning)
            // Who asks is told; who asks each second would fill the log.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));

        services.AddSingleton<Attempts>();
        services.AddSingleton<MailLinks>();
        services.AddSingleton<ApiKeys>();
        // No more than keys need: the whole of AddAuthentication makes a key ring for cookies, and files for it.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyHandler.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null);
        services.AddCors();
        services.AddSingleton<Quotas>();
        services.AddSingleton<OpenShares>();
        services.AddSingleton<PostingShares>();
        services.AddSingleton<IntentAccess>();
        services.AddSingleton<RevocableConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<RevocableConnections>());

        services.AddSingleton<Idempotency>();
        services.AddSingleton<IntentService>();
        services.AddSingleton<OfferService>();
        services.AddSingleton<BoardService>();
        services.AddSingleton<FeedService>();
        services.AddSingleton<ReportService>();
        services.AddSingleton<AccountService>();
        services.AddSingleton<ProfileService>();
        services.AddSingleton<MailService>();
        services.AddSingleton<ReplayLimiter>();
        services.AddSingleton<BookReads>();
        services.AddSingleton(provider => new Bots(provider.GetService<IBotBroker>()));
        services.AddHouse();
        services.AddMarketHub();
        services.AddDocuments();
        return services;
    }

    public static void MapEdges(this WebApplication app)
    {
        app.UseMiddleware<Pipeline>();
        app.UseHubGuard(app.Configuration);
        app.UseTextGuard();
        app.UseAuthentication();
        app.UseQuotas(app.Services.GetRequiredService<Quotas>());
        app.UseAccess();
        app.UseUnhurried();
        app.UseWebSockets();
        app.UseOpenShares(app.Services.GetRequiredService<OpenShares>());

        var api = app.MapGroup("/api/v1").AnswersInTime();
        api.MapGroup("").WithTags("accounts").MapAccounts();
        api.MapGroup("").WithTags("intents").MapIntents();
        api.MapGroup("").WithTags("offers").MapOffers();
        api.MapGroup("").WithTags("subscriptions").MapSubscriptions();
        api.MapGroup("").WithTags("notices").MapNotices();
        api.MapGroup("").WithTags("categories").MapCategories();
        api.MapGroup("").WithTags("reports").MapReports();
        api.MapGroup("").WithTags("profiles").MapProfiles();
        api.MapGroup("").WithTags("mail").MapMail();
        app.MapGroup("").WithTags("house").MapHouse();
        app.MapHubs();
        app.MapDocuments();
    }
}
