using System.Security.Cryptography;
using IntentMarket.Edges.Access;
using IntentMarket.Engine;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IntentMarket.Web.People;

/// <summary>How people sign in: ASP.NET Core Identity on the market's own store.</summary>
public static class SignIn
{
    public static string Scheme => IdentityConstants.ApplicationScheme;

    private const string AnyScheme = "key-or-session";

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddDataProtection().SetApplicationName("IntentMarket");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys =>
            {
                keys.XmlRepository = new KeyRing(provider.GetRequiredService<Store>());
                keys.XmlEncryptor = new KeyEncryptor(provider.GetRequiredService<MarketIdentity>());
            }));
        services.AddSingleton<Passwords>();
        services.AddSingleton<WaysIn>();
        services.AddScoped<SignInServices>();
        services.AddSingleton<SessionTimes>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, KeepSessions>();

        // Programs come with a key, browsers with a session; on the hub a key goes first.
        services.AddAuthentication(authentication => authentication.DefaultScheme = AnyScheme)
            .AddPolicyScheme(AnyScheme, null, policy => policy.ForwardDefaultSelector = context =>
                context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) || ApiKeyHandler.HasToken(context)
                    ? ApiKeyHandler.SchemeName
                    : Scheme)
            .AddCookie(Scheme, cookie =>
            {
                cookie.Cookie.Name = SiteSetup.CookiePrefix + "session";
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.SlidingExpiration = false;
                cookie.LoginPath = "/sign-in";
                cookie.ReturnUrlParameter = "back";
                cookie.Events.OnValidatePrincipal = Visitor.Load;
                // Pages that the browser kept to go back to are for nobody who sits down there next.
                cookie.Events.OnSigningOut = static signOut =>
                {
                    signOut.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
                    return Task.CompletedTask;
                };
            })
            // What a passkey was asked for, between the question and its answer.
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, cookie =>
            {
                cookie.Cookie.Name = SiteSetup.CookiePrefix + "passkey";
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        services.AddOptions<IdentityPasskeyOptions>().Configure<IConfiguration>((passkeys, configuration) =>
            passkeys.ServerDomain = Uri.TryCreate(configuration["Site:Address"], UriKind.Absolute, out var site) ? site.Host : null);
        services.AddIdentityCore<Person>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";
            })
            .AddUserStore<PersonStore>()
            .AddSignInManager();
    }

    /// <summary>Opens an account of a person's.</summary>
    /// <param name="openedBy">Of an operator's: <see cref="Services.Access.ApiKeys.MarkOf"/> of the key.</param>
    public static async Task Open(
        this Store store, Guid person, AccountKind kind, string name, string? contact, long now,
        CancellationToken cancel, string? openedBy = null)
    {
        var account = new Account(
            new AccountId(Guid.CreateVersion7()), kind, name, contact, RandomNumberGenerator.GetBytes(32), now, null, null,
            person, openedBy);
        if (!await store.People.OpenAccount(person, account, cancel))
            await store.Leavings.Begin(account.Id, now, cancel);
    }
}
