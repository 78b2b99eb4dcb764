using System.Collections.Concurrent;
using IntentMarket.Contracts;
using IntentMarket.Gateway.Amqp;
using IntentMarket.Storage;

namespace IntentMarket.Gateway;

/// <summary>The inboxes of the vendors' bots on the broker.</summary>
/// <param name="publish">Answers once the broker has it, or has not.</param>
public sealed class VendorInboxes(Store store, Func<Outgoing, Task<Published>> publish, BotConsole console, TimeProvider clock)
{
    /// <summary>A vendor's first credential is known on every node after so long, so its bot is told of it no sooner: it would miss notices.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(1);

    /// <summary>Vendors that are remembered; when there are more, it starts anew.</summary>
    private const int RememberedMax = 100_000;

    private readonly ConcurrentDictionary<Guid, Answer> _answers = new();

    /// <summary>Whether the vendor has a bot's inbox. One made less than <see cref="KnownFor"/> ago may be missed.</summary>
    public async ValueTask<bool> Has(Guid vendor, CancellationToken cancel) =>
        Fresh(vendor) ?? (await Among([vendor], cancel)).Contains(vendor);

    /// <summary>Of these vendors, those who have one. What it asks the store for it knows for a while: who asks for many one by one does
    /// this first.</summary>
    public async Task<IReadOnlySet<Guid>> Among(IReadOnlyCollection<Guid> vendors, CancellationToken cancel)
    {
        var asked = vendors.Distinct().Where(vendor => Fresh(vendor) is null).ToList();
        if (asked.Count > 0)
        {
            // As old as the question: what was made while it was answered may not be in it.
            var at = clock.GetTimestamp();
            var have = await store.Accounts.WithCredential(asked, cancel);
            if (_answers.Count + asked.Count > RememberedMax)
                _answers.Clear();
            foreach (var vendor in asked)
                _answers[vendor] = new Answer(have.Contains(vendor), at);
        }
        return vendors.Where(vendor => _answers.TryGetValue(vendor, out var answer) && answer.Has).ToHashSet();
    }

    private bool? Fresh(Guid vendor) =>
        _answers.TryGetValue(vendor, out var answer) && clock.GetElapsedTime(answer.At) < KnownFor ? answer.Has : null;

    /// <param name="answers">The <c>message_id</c> of the message that it answers.</param>
    public Task<Published> Publish(Guid vendor, Notice notice, string? answers)
    {
        var message = new Outgoing("", EdgeTopology.Inbox(vendor), WireJson.Bytes(notice))
        {
            MessageId = notice.Id,
            Type = notice.Type,
            CorrelationId = answers,
            ContentType = "application/json",
        };
        console.Went(vendor, message);
        return publish(message);
    }

    private readonly record struct Answer(bool Has, long At);
}
