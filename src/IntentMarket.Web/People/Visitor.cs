using System.Security.Claims;
using IntentMarket.Edges.Access;
using IntentMarket.Edges.Hub;
using IntentMarket.Engine;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace IntentMarket.Web.People;

/// <summary>Who looks at a page, with the accounts that they own.</summary>
/// <param name="Person">Null: nobody is signed in.</param>
/// <param name="ProvedAt">When they last proved who they are.</param>
public sealed record Visitor(Guid? Person, string Email, Guid Session, IReadOnlyList<Account> Accounts, long ProvedAt = 0)
{
    public static readonly Visitor Nobody = new(null, "", Guid.Empty, []);

    public bool IsSignedIn => Person is not null;

    /// <summary>What the person is known by where attempts are counted.</summary>
    public string EmailKey => Email.ToUpperInvariant();

    /// <summary>Whether they proved lately who they are.</summary>
    public bool HasProof(TimeProvider clock) =>
        clock.GetUtcNow().ToUnixTimeMilliseconds() - ProvedAt < SessionTimes.ProofFor.TotalMilliseconds;

    /// <summary>The account that they buy with.</summary>
    public Account Customer => Find(AccountKind.Customer) ?? throw new InvalidOperationException("the page is not for customers alone");

    /// <summary>The account that they sell with.</summary>
    public Account Vendor => Find(AccountKind.Vendor) ?? throw new InvalidOperationException("the page is not for vendors alone");

    /// <summary>The account that they look after the market with.</summary>
    public Account Operator => Find(AccountKind.Operator) ?? throw new InvalidOperationException("the page is not for operators alone");

    public Account? Find(AccountKind kind) => Accounts.FirstOrDefault(a => a.Kind == kind);

    /// <summary>A call as programs make it, by one of their accounts.</summary>
    /// <param name="key">Makes that what is sent twice is done once; empty: none.</param>
    public RequestContext CallAs(Account account, string key, CancellationToken cancel) =>
        new(ApiKeys.OfSession(Session, account), key is { Length: > 0 and <= 200 } ? key : null, cancel);

    public static Visitor Of(HttpContext context) => context.Features.Get<Visitor>() ?? Nobody;

    public static ValueTask<Visitor?> BindAsync(HttpContext context) => ValueTask.FromResult<Visitor?>(Of(context));

    /// <summary>Finds the visitor behind a session. On the hub they come as the account that the page was for.</summary>
    internal static async Task Load(CookieValidatePrincipalContext cookie)
    {
        var context = cookie.HttpContext;
        if (cookie.Principal is not { } principal || Sessions.Of(principal) is not { } session
            || !Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var person))
        {
            cookie.RejectPrincipal();
            return;
        }
        var accounts = await context.RequestServices.GetRequiredService<Store>().People.Accounts(person, context.RequestAborted);
        var keys = context.RequestServices.GetRequiredService<ApiKeys>();
        var open = new List<Account>();
        foreach (var account in accounts)
        {
            // What an operator's key opened ends with the key.
            if (account.Kind != AccountKind.Operator || await keys.Holds(account.OpenedBy, context.RequestAborted))
                open.Add(account);
        }
        var visitor = new Visitor(
            person, principal.FindFirstValue(ClaimTypes.Name) ?? "", session, open, context.Features.Get<SessionRow>()?.ProvedAt ?? 0);
        context.Features.Set(visitor);
        if (!context.Request.Path.StartsWithSegments(MarketHub.Path, StringComparison.OrdinalIgnoreCase))
            return;
        var kind = context.Request.Query["as"] == "vendor" ? AccountKind.Vendor : AccountKind.Customer;
        if (visitor.Find(kind) is { } own)
            cookie.ReplacePrincipal(new ClaimsPrincipal(new CallerIdentity(ApiKeys.OfSession(session, own))));
    }
}

/// <summary>Whom a page is for. Who is not signed in does that first, and who has no such account is asked whether to open one.</summary>
public static class PageConventions
{
    public static RouteGroupBuilder ForCustomers(this RouteGroupBuilder pages) => pages.For(AccountKind.Customer);

    /// <param name="evenIfSuspended">It takes something away that is the vendor's own, such as a key that leaked.</param>
    public static RouteGroupBuilder ForVendors(this RouteGroupBuilder pages, bool evenIfSuspended = false) =>
        pages.For(AccountKind.Vendor, evenIfSuspended);

    public static RouteGroupBuilder ForOperators(this RouteGroupBuilder pages) => pages.For(AccountKind.Operator);

    /// <summary>It tells whether somebody is who they say: few a minute from one address.</summary>
    public static RouteHandlerBuilder IsAnAttempt(this RouteHandlerBuilder page) => page.AddEndpointFilter(static (invocation, next) =>
    {
        invocation.HttpContext.RequestServices.GetRequiredService<Quotas>().MustFitSignIn(invocation.HttpContext.FromAddress());
        return next(invocation);
    });

    public static RouteGroupBuilder ForSignedIn(this RouteGroupBuilder pages) => pages.For(null);

    /// <exception cref="ProblemException">The account may read what is its own, and change nothing.</exception>
    public static void MustNotBeSuspended(Account account)
    {
        if (account.SuspendedAt is not null)
        {
            throw new ProblemException(
                ProblemView.Of(ProblemCodes.Suspended, "the account is suspended: it may read what is its own, and change nothing"));
        }
    }

    private static RouteGroupBuilder For(this RouteGroupBuilder pages, AccountKind? kind, bool evenIfSuspended = false) =>
        pages.AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var visitor = Visitor.Of(context);
            var word = EnumWords.Of(kind ?? AccountKind.Customer);
            if (!visitor.IsSignedIn)
                return Go(context, "/sign-in", word);
            if (kind is { } needed)
            {
                if (visitor.Find(needed) is not { } account)
                    return Go(context, "/account/open", word);
                // A suspended operator sees nothing but its own account.
                if (needed == AccountKind.Operator
                    || (!evenIfSuspended && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)))
                    MustNotBeSuspended(account);
            }
            return await next(invocation);
        });

    private static IResult Go(HttpContext context, string page, string kind)
    {
        // A fragment cannot lead elsewhere: the page around it does.
        var isFragment = context.Request.Headers.ContainsKey("HX-Request");
        var back = HttpMethods.IsGet(context.Request.Method) && !isFragment ? context.Request.Path + context.Request.QueryString : "/";
        var address = $"{page}?kind={kind}&back={Uri.EscapeDataString(back)}";
        if (!isFragment)
            return TypedResults.Redirect(address);
        context.Response.Headers["HX-Redirect"] = address;
        return TypedResults.NoContent();
    }
}
