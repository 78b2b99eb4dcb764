using System.Threading.RateLimiting;
using IntentMarket.Engine;
using IntentMarket.Services.Wire;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Access;

/// <summary>How often an account may call: <c>Limits:Rest:PerSecond</c> and <c>Limits:Rest:Burst</c>, <c>Limits:Hub:PerSecond</c>;
/// zero or less: as often as it likes. Who has no account is counted by address. A call too many is answered 429 <c>quota</c>.
/// Pages: <c>Limits:Site:PerSecond</c> and <c>Limits:Site:Burst</c> by person, and by address <c>Limits:SignIn:PerMinute</c>
/// attempts to sign up or in.</summary>
public sealed class Quotas : IDisposable
{
    private readonly PartitionedRateLimiter<string>? _rest;
    private readonly PartitionedRateLimiter<string>? _hub;
    private readonly PartitionedRateLimiter<string>? _site;
    private readonly PartitionedRateLimiter<string>? _signIn;

    public Quotas(IConfiguration configuration)
    {
        RestPerSecond = configuration.GetValue("Limits:Rest:PerSecond", 50);
        RestBurst = Math.Max(RestPerSecond, configuration.GetValue("Limits:Rest:Burst", 200));
        HubPerSecond = configuration.GetValue("Limits:Hub:PerSecond", 50);
        _rest = Limiter(RestPerSecond, RestBurst);
        _hub = Limiter(HubPerSecond, HubPerSecond);
        SitePerSecond = configuration.GetValue("Limits:Site:PerSecond", 50);
        _site = Limiter(SitePerSecond, Math.Max(SitePerSecond, configuration.GetValue("Limits:Site:Burst", 300)));
        SignInPerMinute = configuration.GetValue("Limits:SignIn:PerMinute", 30);
        _signIn = SignInPerMinute <= 0
            ? null
            : PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetSlidingWindowLimiter(
                who, _ => new SlidingWindowRateLimiterOptions
                {
                    PermitLimit = SignInPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                    SegmentsPerWindow = 6,
                }));
    }

    public int SitePerSecond { get; }

    public int SignInPerMinute { get; }

    /// <summary>A page or a fragment, by who asks for it.</summary>
    /// <exception cref="ProblemException">It is beyond the quota.</exception>
    public void MustFitSite(string who) => Must(Take(_site, who, $"{SitePerSecond} pages a second"));

    /// <summary>An attempt to sign up or in, by where it comes from.</summary>
    /// <exception cref="ProblemException">It is beyond the quota.</exception>
    public void MustFitSignIn(string address) => Must(Take(_signIn, address, $"{SignInPerMinute} attempts a minute"));

    public int RestPerSecond { get; }

    public int RestBurst { get; }

    public int HubPerSecond { get; }

    /// <summary>Null where the call is within the quota; else how long to wait, and the problem.</summary>
    public (TimeSpan RetryAfter, Contracts.Problem Problem)? Rest(string who) =>
        Take(_rest, who, $"{RestPerSecond} requests a second, {RestBurst} at once");

    public (TimeSpan RetryAfter, Contracts.Problem Problem)? Hub(AccountId account) =>
        Take(_hub, account.ToString(), $"{HubPerSecond} calls a second");

    public void Dispose()
    {
        _rest?.Dispose();
        _hub?.Dispose();
        _site?.Dispose();
        _signIn?.Dispose();
    }

    private static void Must((TimeSpan RetryAfter, Contracts.Problem Problem)? spent)
    {
        if (spent is { } over)
            throw new ProblemException(over.Problem, over.RetryAfter);
    }

    private static (TimeSpan RetryAfter, Contracts.Problem Problem)? Take(PartitionedRateLimiter<string>? limiter, string who, string quota)
    {
        if (limiter is null)
            return null;
        using var lease = limiter.AttemptAcquire(who);
        if (lease.IsAcquired)
            return null;
        var retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
        return (retryAfter, ProblemView.Of(ProblemCodes.Quota, $"the quota is {quota}"));
    }

    private static PartitionedRateLimiter<string>? Limiter(int perSecond, int burst)
    {
        if (perSecond <= 0)
            return null;
        var tokens = Math.Max(1, perSecond / 10);
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / perSecond),
            QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => options));
    }
}
