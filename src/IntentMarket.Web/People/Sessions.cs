using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace IntentMarket.Web;

/// <summary>Who is signed in where, kept in the store: the cookie names a session, which ends for good when its row is gone.</summary>
public sealed class Sessions(Store store, IDataProtectionProvider protection, TimeProvider clock) : ITicketStore
{
    /// <summary>A session that is not used for so long ends.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const string SessionClaim = "session";
    private const int AgentMax = 300;

    private readonly IDataProtector _protector = protection.CreateProtector("sessions");

    /// <summary>The session that a signed-in caller came by.</summary>
    public static Guid? Of(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(SessionClaim), out var id) ? id : null;

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var agent = httpContext.Request.Headers.UserAgent.ToString();
        var person = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!);
        var session = new SessionRow(
            Guid.NewGuid(), person, Form.Cut(agent, AgentMax), now.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds(),
            Expires(ticket, now));
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new Claim(SessionClaim, session.Id.ToString()));
        await store.People.AddSession(session, Hash(key), Write(ticket), cancellationToken);
        return key;
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("a session is made by a request");

    public Task RenewAsync(string key, AuthenticationTicket ticket) =>
        store.People.SeeSession(Hash(key), Write(ticket), clock.GetUtcNow().ToUnixTimeMilliseconds(), Expires(ticket, clock.GetUtcNow()), CancellationToken.None);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key) =>
        await store.People.FindSession(Hash(key), clock.GetUtcNow().ToUnixTimeMilliseconds(), CancellationToken.None) is { } found
            ? TicketSerializer.Default.Deserialize(_protector.Unprotect(found.Ticket))
            : null;

    public Task RemoveAsync(string key) => store.People.EndSession(Hash(key), CancellationToken.None);

    private byte[] Write(AuthenticationTicket ticket) => _protector.Protect(TicketSerializer.Default.Serialize(ticket));

    private static long Expires(AuthenticationTicket ticket, DateTimeOffset now) =>
        (ticket.Properties.ExpiresUtc ?? now + Lifetime).ToUnixTimeMilliseconds();

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>Lets the cookie's options know the store of sessions, which needs services.</summary>
internal sealed class KeepSessions(Sessions sessions) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name == SignIn.Scheme)
            options.SessionStore = sessions;
    }
}
