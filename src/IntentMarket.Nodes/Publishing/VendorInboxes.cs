using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Market;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;

namespace IntentMarket.Nodes.Publishing;

/// <summary>The inboxes of the vendors' bots on the broker.</summary>
/// <param name="publish">Answers once the broker has it, or has not.</param>
public sealed class VendorInboxes(Store store, Func<Outgoing, Task<Published>> publish, BotConsole console, TimeProvider clock)
{
    /// <summary>A vendor's first credential is known on every node after so long, so its bot is told of it no sooner: it
    /// would miss notices.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    /// <summary>Vendors that are remembered.</summary>
    private const int RememberedMax = 100_000;

    private readonly Cache<AccountId, bool> _has = new(RememberedMax, clock);

    /// <summary>Whether the vendor has a bot's inbox. One made less than <see cref="KnownFor"/> ago may be missed.</summary>
    public async ValueTask<bool> Has(AccountId vendor, CancellationToken cancel) =>
        _has.TryGet(vendor, out var has) ? has : (await Among([vendor], cancel)).Contains(vendor);

    /// <summary>Of these vendors, those who have one. What it asks the store for it knows for a while: who asks for many one by one does
    /// this first.</summary>
    public async Task<IReadOnlySet<AccountId>> Among(IReadOnlyCollection<AccountId> vendors, CancellationToken cancel)
    {
        var having = new HashSet<AccountId>();
        var asked = new List<AccountId>();
        foreach (var vendor in vendors.Distinct())
        {
            if (!_has.TryGet(vendor, out var has))
                asked.Add(vendor);
            else if (has)
                having.Add(vendor);
        }
        if (asked.Count > 0)
        {
            // As old as the question: what was made while it was answered may not be in it.
            var since = clock.GetTimestamp();
            having.UnionWith(await store.Accounts.WithCredential(asked, cancel));
            var keptFor = KnownFor - clock.GetElapsedTime(since);
            foreach (var vendor in asked)
                _has.Keep(vendor, having.Contains(vendor), keptFor);
        }
        return having;
    }

    /// <param name="answers">The <c>message_id</c> of the message that it answers.</param>
    /// <param name="after">What was published before: where that is lost, this does not go either.</param>
    public Task<Published> Publish(AccountId vendor, Notice notice, string? answers, Task<Published>? after = null)
    {
        var message = new Outgoing("", EdgeTopology.Inbox(vendor), WireJson.Bytes(notice))
        {
            MessageId = notice.Id,
            Type = notice.Type,
            CorrelationId = answers,
            ContentType = "application/json",
            After = after,
        };
        console.Went(vendor, message);
        return publish(message);
    }
}
