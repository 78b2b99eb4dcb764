using IntentMarket.Engine;
using IntentMarket.Services.Wire;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Access;

/// <summary>How much of a node one account and one address may hold open: connections to the hub and waiting reads, together.
/// <c>Limits:Open:PerAccount</c>, and <c>Limits:Open:PerAddress</c>, which is half of <c>Limits:Connections</c> where it is not given; zero
/// or less: as many as they like. One more is answered 429 <c>quota</c>. Each node counts what it holds.</summary>
public sealed class OpenShares(IConfiguration configuration)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly int _perAccount = configuration.GetValue("Limits:Open:PerAccount", 100);
    private readonly int _perAddress =
        configuration.GetValue("Limits:Open:PerAddress", Math.Max(1, configuration.GetValue("Limits:Connections", 10_000) / 2));

    /// <summary>Who holds something open, and how much; nobody who holds nothing.</summary>
    private readonly Dictionary<string, int> _open = [];

    /// <summary>Takes one, until it is disposed.</summary>
    /// <exception cref="ProblemException">The account or the address has its share already.</exception>
    public IDisposable Take(AccountId account, string address)
    {
        var (byAccount, byAddress) = ($"{account}", address);
        lock (_open)
        {
            Must(byAccount, _perAccount, "an account");
            Must(byAddress, _perAddress, "an address");
            _open[byAccount] = _open.GetValueOrDefault(byAccount) + 1;
            _open[byAddress] = _open.GetValueOrDefault(byAddress) + 1;
        }
        return new Share(() =>
        {
            lock (_open)
            {
                GiveBack(byAccount);
                GiveBack(byAddress);
            }
        });
    }

    private void Must(string who, int most, string whose)
    {
        if (most > 0 && _open.GetValueOrDefault(who) >= most)
        {
            throw new ProblemException(
                ProblemView.Of(ProblemCodes.Quota, $"{whose} holds at most {most} connections and waiting reads open at a time"),
                RetryAfter);
        }
    }

    private void GiveBack(string who)
    {
        if (--_open[who] == 0)
            _open.Remove(who);
    }

    private sealed class Share(Action giveBack) : IDisposable
    {
        private Action? _giveBack = giveBack;

        public void Dispose() => Interlocked.Exchange(ref _giveBack, null)?.Invoke();
    }
}
