using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace IntentMarket.Web.People;

/// <summary>How long somebody stays signed in: while they come back within <c>Session:Idle</c> (an operator within
/// <c>Session:OperatorIdle</c>), and for <c>Session:Longest</c> in all.</summary>
public sealed class SessionTimes(IConfiguration configuration)
{
    /// <summary>What opens an account is added by who proved themselves within this time.</summary>
    public static readonly TimeSpan ProofFor = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _idle = configuration.GetValue("Session:Idle", TimeSpan.FromDays(14));
    private readonly TimeSpan _operatorIdle = configuration.GetValue("Session:OperatorIdle", TimeSpan.FromHours(12));

    public TimeSpan Longest { get; } = configuration.GetValue("Session:Longest", TimeSpan.FromDays(30));

    /// <summary>When a session ends that was last seen at that time.</summary>
    public long End(long createdAt, long seenAt, bool isOperator) =>
        Math.Min(createdAt + (long)Longest.TotalMilliseconds, seenAt + (long)Idle(isOperator).TotalMilliseconds);

    /// <summary>After how long it is noted that a session was seen again.</summary>
    public long NotedAfterMs(bool isOperator) => (long)Math.Min(NotedEvery.TotalMilliseconds, Idle(isOperator).TotalMilliseconds / 20);

    private TimeSpan Idle(bool isOperator) => isOperator && _operatorIdle < _idle ? _operatorIdle : _idle;
}

/// <summary>Who is signed in where, kept in the store: the cookie names a session, which ends for good when its row is gone.</summary>
public sealed class Sessions(Store store, IDataProtectionProvider protection, SessionTimes times, TimeProvider clock) : ITicketStore
{
    private const string SessionClaim = "session";
    private const int AgentMax = 300;

    private readonly IDataProtector _protector = protection.CreateProtector("sessions");

    /// <summary>The session that a signed-in caller came by.</summary>
    public static Guid? Of(ClaimsPrincipal? user) => Guid.TryParse(user?.FindFirstValue(SessionClaim), out var id) ? id : null;

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var now = Now;
        var agent = httpContext.Request.Headers.UserAgent.ToString();
        var person = Guid.Parse(ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!);
        var session = new SessionRow(
            Guid.NewGuid(), person, Form.Cut(agent, AgentMax), now, now, times.End(now, now, isOperator: false), ProvedAt: now);
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new Claim(SessionClaim, session.Id.ToString()));
        await store.People.AddSession(
            session, Hash(key), _protector.Protect(TicketSerializer.Default.Serialize(ticket)), cancellationToken);
        return key;
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw new NotSupportedException("a session is made by a request");

    public Task RenewAsync(string key, AuthenticationTicket ticket) =>
        throw new NotSupportedException("who signs in gets a session of their own");

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var now = Now;
        if (await store.People.FindSession(Hash(key), now, cancellationToken) is not var (session, ticket))
            return null;
        if (times.End(session.CreatedAt, session.SeenAt, session.IsOperator) <= now)
        {
            await RemoveAsync(key);
            return null;
        }
        var end = times.End(session.CreatedAt, now, session.IsOperator);
        if (end < session.ExpiresAt || now - session.SeenAt >= times.NotedAfterMs(session.IsOperator))
            await store.People.SeeSession(session.Id, now, end, cancellationToken);
        httpContext.Features.Set(session);
        return TicketSerializer.Default.Deserialize(_protector.Unprotect(ticket));
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw new NotSupportedException("a session is looked up for a request");

    public Task RemoveAsync(string key) => store.People.EndSession(Hash(key), CancellationToken.None);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>Lets the cookie's options know the store of sessions, which needs services.</summary>
internal sealed class KeepSessions(Sessions sessions, SessionTimes times) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name != SignIn.Scheme)
            return;
        options.SessionStore = sessions;
        options.ExpireTimeSpan = times.Longest;
    }
}
