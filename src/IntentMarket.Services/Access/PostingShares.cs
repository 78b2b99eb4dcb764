using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Access;

/// <summary>How much somebody may broadcast. Who signed up in the last seven days and awarded nothing: <c>Limits:New:OpenIntents</c>,
/// <c>Limits:New:PostsPerDay</c>; all others <c>Limits:Known:…</c>; and <c>Limits:SignUp:PerHour</c> sign-ups by address. Zero or less: no
/// bound. Accounts that an operator made belong to no person and have none. Counted in the database, for all nodes.</summary>
public sealed class PostingShares(Store store, MarketIdentity identity, TimeProvider clock, IConfiguration configuration)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly PostingShare _newcomers =
        new(configuration.GetValue("Limits:New:OpenIntents", 10), configuration.GetValue("Limits:New:PostsPerDay", 20));
    private readonly PostingShare _known =
        new(configuration.GetValue("Limits:Known:OpenIntents", 200), configuration.GetValue("Limits:Known:PostsPerDay", 500));
    private readonly int _signUpsPerHour = configuration.GetValue("Limits:SignUp:PerHour", 100);

    /// <summary>Posts an intent within its customer's share.</summary>
    public async Task<Answer<T>> Post<T>(
        Account customer, IntentId intentId, Func<Task<(Reply Reply, Answer<T> Answer)>> post, CancellationToken cancel) where T : class
    {
        if (customer.Person is null)
            return (await post()).Answer;
        if (await store.Postings.Take(customer.Id, intentId, _newcomers, _known, Now, cancel) is { } full)
            return Told(full);
        var (reply, answer) = await post();
        if (reply is not (Reply.Recorded or Reply.Unknown))
            await store.Postings.GiveBack(intentId, cancel);
        return answer;
    }

    /// <exception cref="ProblemException">There were too many from this address.</exception>
    public async Task MustFitSignUp(string address, CancellationToken cancel)
    {
        if (_signUpsPerHour <= 0)
            return;
        var (count, _) = await store.Tallies.Count(
            "sign-up", identity.Hash($"sign-up/{address}"), (long)Hour.TotalMilliseconds, Now, cancel);
        if (count > _signUpsPerHour)
        {
            throw new ProblemException(
                ProblemView.Of(Problems.Limit, $"at most {_signUpsPerHour} people sign up in an hour from one address: try again later"));
        }
    }

    private static Problem Told(UsedUp full)
    {
        var who = full.IsNew ? "who signed up in the last 7 days and has awarded nothing" : "a customer";
        return ProblemView.Of(Problems.Limit, full.IsPerDay
            ? $"{who} posts at most {full.Most} intents in 24 hours"
            : $"{who} has at most {full.Most} intents open at a time");
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
