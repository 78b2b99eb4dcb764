using System.Security.Claims;
using System.Text.Encodings.Web;
using IntentMarket.Services.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IntentMarket.Edges.Access;

/// <summary>Reads <c>Authorization: Bearer keyId.secret</c>. The hub alone also takes it as <c>access_token</c> of the query.</summary>
public sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Token(Context) is not { } token)
            return AuthenticateResult.NoResult();
        var deadline = Context.Features.Get<Deadline>();
        var cancel = deadline?.Token ?? Context.RequestAborted;
        if (await keys.Find(token, Context.FromAddress(), cancel).AsTask().WaitAsync(cancel) is not { } caller)
            return AuthenticateResult.Fail("the key is unknown or was revoked");
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller)), SchemeName));
    }

    /// <summary>Whether the request names a key at all; who does not may still be known by the site's own sign-in.</summary>
    public static bool HasToken(HttpContext context) => Token(context) is not null;

    private static string? Token(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 1 && header[0] is { } given && given.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return given[Prefix.Length..].Trim();
        return header.Count == 0 ? context.Features.Get<HubToken>()?.Token : null;
    }
}

/// <summary>The token that a hub's client gave in the query. It is taken out of there before anything can log it.</summary>
internal sealed record HubToken(string Token);

/// <summary>A caller as ASP.NET knows one.</summary>
public sealed class CallerIdentity(Caller caller)
    : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Account.Id.ToString())], ApiKeyHandler.SchemeName)
{
    public Caller Caller { get; } = caller;

    public static Caller? Of(ClaimsPrincipal? user) => (user?.Identity as CallerIdentity)?.Caller;
}
