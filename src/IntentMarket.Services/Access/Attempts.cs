using System.Globalization;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Access;

/// <summary>Counts wrong answers to whatever is secret (password, link of a mail, operator's key) by the person and the address that they
/// come from: after <c>Limits:Attempts:PerPerson</c> of them in ten minutes that pair is answered 429 until the time is over, the right
/// answer too. So nobody is locked out by what comes from elsewhere.</summary>
/// <remarks>An answer counts before it is looked at, so what comes at the same time gets no more tries. People's are counted in the
/// database, for all nodes and through restarts. Of keys in a header, which come with each call and cannot be guessed (256 bits), each
/// node counts in memory.</remarks>
public sealed class Attempts(Store store, MarketIdentity identity, Quotas quotas, TimeProvider clock, IConfiguration configuration)
{
    private const string Tally = "attempt";

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    /// <summary>Pairs in memory.</summary>
    private const int KeptMax = 50_000;

    /// <summary>Pairs that have no try left: they are turned away without asking the database.</summary>
    private readonly Cache<string, long> _spent = new(KeptMax, clock);

    // Changed under a lock on it.
    private readonly Cache<(KeyId Key, string Address), Wrong> _wrongKeys = new(KeptMax, clock);

    /// <summary>Zero or less: they are not counted.</summary>
    public int PerPerson { get; } = configuration.GetValue("Limits:Attempts:PerPerson", 10);

    /// <summary>Whether the answer is right. What throws is no answer and does not count.</summary>
    /// <param name="person">What the person is known by, whether there is such a person or not.</param>
    /// <exception cref="ProblemException">There were too many wrong ones.</exception>
    /// <param name="isByAddress">It counts among all attempts of the address too: <c>Limits:SignIn:PerMinute</c>.</param>
    public async Task<bool> Try(string person, string address, Func<Task<bool>> isRight, CancellationToken cancel, bool isByAddress = true)
    {
        var who = identity.Hash($"attempt/{person}/{address}");
        var pair = Convert.ToHexString(who);
        if (_spent.TryGet(pair, out var until))
            throw TooMany(until);
        // After that: who guesses at one person takes nothing from the others at the address.
        if (isByAddress)
            quotas.MustFitSignIn(address);
        if (PerPerson <= 0)
            return await isRight();
        var (count, since) = await store.Tallies.Count(Tally, who, (long)Within.TotalMilliseconds, Now, cancel);
        if (count > PerPerson)
        {
            until = since + (long)Within.TotalMilliseconds;
            throw TooMany(_spent.Keep(pair, until, TimeSpan.FromMilliseconds(until - Now)));
        }
        var isWrong = false;
        try
        {
            isWrong = !await isRight();
            return !isWrong;
        }
        finally
        {
            if (!isWrong)
                await store.Tallies.TakeBack(Tally, who, CancellationToken.None);
        }
    }

    /// <exception cref="ProblemException">There were too many wrong secrets of this key from there.</exception>
    public void MayTryKey(KeyId key, string address)
    {
        if (_wrongKeys.TryGet((key, address), out var wrong) && wrong.Count >= PerPerson)
            throw TooMany(wrong.Until);
    }

    /// <summary>The key exists, and this was not its secret.</summary>
    public void NoteWrongKey(KeyId key, string address)
    {
        if (PerPerson <= 0)
            return;
        lock (_wrongKeys)
        {
            var known = _wrongKeys.TryGet((key, address), out var before) ? before : new Wrong(0, Now + (long)Within.TotalMilliseconds);
            _wrongKeys.Keep((key, address), known with { Count = known.Count + 1 }, TimeSpan.FromMilliseconds(known.Until - Now));
        }
    }

    private ProblemException TooMany(long until)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Max(1, until - Now));
        var minutes = Math.Ceiling(wait.TotalMinutes).ToString(CultureInfo.InvariantCulture);
        return new ProblemException(
            ProblemView.Of(ProblemCodes.Quota, $"{PerPerson} wrong attempts in 10 minutes are the most, "
                + $"there may be more in {minutes} {(minutes == "1" ? "minute" : "minutes")}"), wait);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Wrong(int Count, long Until);
}
