using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Notices;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Tests.Engine;
using Microsoft.Extensions.DependencyInjection;

namespace IntentMarket.Tests.Simulation;

// What must hold, whatever fails.
internal sealed partial class SimulatedCluster
{
    /// <summary>A node is live to the others for four seconds, they look each second, hand over within two and wake again after two; the
    /// close is called a second before it comes, and calls are slow by chance.</summary>
    private const long LateMaxMs = 15_000;

    /// <summary>By a call that takes a few milliseconds.</summary>
    private const long ClockOffMaxMs = 30;

    private readonly Dictionary<IntentId, Closing> _closing = [];
    private long _seenUpTo;
    private long _lastAt = Sample.Start;

    private sealed class Closing
    {
        public long ClosesAt { get; set; }

        public bool IsDone { get; set; }
    }

    /// <summary>Looks at what was just stored: people hear of it, and a close comes neither before its time nor long after.</summary>
    private void LookAtNew()
    {
        foreach (var stored in Events(_seenUpTo))
        {
            (_seenUpTo, _lastAt) = (stored.Feed, _world.NowMs);
            var happened = EventCodec.Decode(stored).Event;
            _people[stored.IntentId].Hear(happened);
            _world.Note($"event {stored.Seq} of {stored.IntentId} is {Convert.ToHexStringLower(stored.Hash)}");
            Count(happened.GetType().Name);
            var closing = _closing.TryGetValue(stored.IntentId, out var known) ? known : _closing[stored.IntentId] = new Closing();
            switch (happened)
            {
                case IntentOpened e:
                    closing.ClosesAt = e.Terms.ClosesAt;
                    break;
                case IntentAmended e:
                    closing.ClosesAt = e.Terms.ClosesAt;
                    break;
                case IntentExtended e:
                    closing.ClosesAt = e.ClosesAt;
                    break;
                case ClosingCalled:
                    Hold(_world.NowMs >= closing.ClosesAt, $"no close is called before its time: {closing.ClosesAt - _world.NowMs} ms");
                    break;
                case IntentClosed:
                    closing.IsDone = true;
                    var late = _world.NowMs - Math.Max(closing.ClosesAt, _disturbs ? _world.NowMs : _disturbedAt);
                    LateMs = Math.Max(LateMs, late);
                    Hold(late <= LateMaxMs, $"a close comes soon after its time: {late} ms");
                    break;
                case IntentAwarded or IntentWithdrawn or IntentRemoved or IntentUnawarded:
                    closing.IsDone = true;
                    break;
            }
        }
    }

    private List<StoredEvent> Events(long after = 0) => Now(_database.Read(
        (connection, token) => connection.List(
            $"SELECT {Journal.EventColumns} FROM events e WHERE e.feed > @after ORDER BY e.feed, e.ordinal",
            new { after }, r => Journal.Event(r), token),
        CancellationToken.None));

    private void Check()
    {
        foreach (var (intent, closing) in _closing)
            Hold(closing.IsDone, $"every intent closes: {intent} was to at {closing.ClosesAt - Sample.Start}");
        Hold(_broker.IsIdle, "nothing is left in a queue");
        Hold(Unpublished() is null, $"all is published: {Unpublished()}");
        foreach (var node in _nodes)
        {
            var off = Math.Abs(node.Get<DatabaseClock>().Now - _world.NowMs);
            Hold(off <= ClockOffMaxMs, $"a node knows the database's time after a fast call: {off} ms");
        }
        for (var partition = 0; partition < Limits.Partitions; partition++)
            Hold(_nodes.Count(n => n.Get<Ownership>().Owns(partition)) == 1, "a partition has one owner");
        var store = Store.On(_database, on => new SqliteJournal(on));
        using var sound = SimulatedNode.Wire(store, new World.Computer(_world, "checks").Clock, _ => { });
        CheckJournal(store);
        CheckAnswers(store);
        CheckNothingIsLeft(store);
        CheckTold(store, sound);
    }

    /// <summary>Nothing is on its way, and nothing happened for so long that whoever looks by itself has looked.</summary>
    private bool IsQuiet => _broker.IsIdle && _world.NowMs - _lastAt > 6_000 && Unpublished() is null;

    /// <summary>A partition whose last commit is not noted as published.</summary>
    private string? Unpublished()
    {
        var store = Store.On(_database, on => new SqliteJournal(on));
        int[] partitions = [.. _intents.Select(Partitions.Of)];
        var heads = Now(store.Journal.Heads(partitions, CancellationToken.None));
        var published = Now(store.Cluster.Published(partitions, CancellationToken.None));
        return heads.Where(h => published[h.Key] != h.Value)
            .Select(h => $"partition {h.Key} to {published[h.Key]} of {h.Value}").FirstOrDefault();
    }

    /// <summary>The journal keeps the rules (no offer counts after the close), and no two decided one position.</summary>
    private void CheckJournal(Store store)
    {
        foreach (var intent in Events().GroupBy(e => e.IntentId))
        {
            var referee = new Referee(intent.Key);
            foreach (var stored in intent)
                referee.Watch(stored.Bytes, stored.Hash);
        }
        foreach (var partition in _intents.Select(Partitions.Of).Distinct())
        {
            var commits = Now(store.Journal.ReadCommits(partition, 0, 10_000, CancellationToken.None));
            var isGapless = commits.Select(c => c.Position).SequenceEqual(Enumerable.Range(1, commits.Count).Select(n => (long)n));
            Hold(isGapless, "each position is decided, once");
        }
    }

    private void CheckAnswers(Store store)
    {
        foreach (var (command, reply) in _asked)
        {
            if (!reply.IsCompleted)
                continue;
            Count(reply.Result.GetType().Name);
            if (reply.Result is not Reply.Recorded recorded)
                continue;
            var stored = Now(store.Journal.ReadEvent(command.IntentId, recorded.Event.Seq, CancellationToken.None));
            Hold(stored is not null && Convert.ToHexStringLower(stored.Hash) == recorded.Event.Hash, "a receipt means stored");
        }
    }

    private void CheckNothingIsLeft(Store store)
    {
        int[] partitions = [.. _intents.Select(Partitions.Of).Distinct()];
        Hold(Now(store.Audiences.Unfinished(partitions, CancellationToken.None)).Count == 0, "vendors of every intent were looked for");
        foreach (var intent in _intents)
        {
            var aside = Now(store.Unpublished.List(intent, CancellationToken.None));
            Hold(aside.Count == 0, $"nothing is set aside: {string.Join(", ", aside)}");
        }
    }

    private void CheckTold(Store store, ServiceProvider sound)
    {
        var events = Events();
        var parties = Now(_database.Read(
            (connection, token) => connection.List(
                "SELECT intent_id, account_id, role, pseudonym, feed, ordinal, at FROM audience", new { },
                r => (Intent: r.Id<IntentId>(0), Account: r.Id<AccountId>(1), Role: Names.Read<PartyRole>(r.GetString(2)),
                    Pseudonym: r.Id<Pseudonym>(3), Point: new FeedPoint(r.GetInt64(4), r.GetInt32(5)), At: r.GetInt64(6)), token),
            CancellationToken.None));
        var writer = sound.GetRequiredService<NoticeWriter>();
        for (var vendor = -1; vendor < Vendors; vendor++)
        {
            var account = vendor < 0 ? SimulatedPeople.Customer : SimulatedPeople.Vendor(vendor);
            var told = new List<Notice>();
            var isOptional = new HashSet<string>();
            foreach (var item in parties.Where(p => p.Account == account.Id).SelectMany(Items).OrderBy(i => i.Point))
            {
                var notices = Now(writer.Write(item, item.Event is { } e ? EventCodec.Decode(e) : null, CancellationToken.None));
                told.AddRange(notices);
                // Who came by a bid knows of the intent: its bot is told so only where it might not.
                if (item.Event is null && events.Exists(other => other.Feed == item.Point.Feed))
                    isOptional.UnionWith(notices.Select(n => n.Id));
            }
            CheckPages(sound, account, told);
            if (_followers.Find(f => f.Account.Id == account.Id) is { } follower)
            {
                var missed = string.Join(", ", told.Where(n => !follower.Got.Contains(n.Id)).Select(n => $"{n.Type} {n.Id}"));
                Hold(
                    follower.Got.SequenceEqual(told.Select(n => n.Id)),
                    $"who follows is told all in order, once: {account.Name} got {follower.Got.Count} of {told.Count}, not {missed}");
                Count("followed");
            }
            if (vendor >= 0 && SimulatedPeople.HasInbox(vendor))
                CheckInbox(store, account, told, isOptional);
        }

        // From the journal itself: what is about the account, what is about the intent once it was told of that, and to a customer all.
        IEnumerable<FeedItem> Items(
            (IntentId Intent, AccountId Account, PartyRole Role, Pseudonym Pseudonym, FeedPoint Point, long At) party)
        {
            if (party.Role == PartyRole.Vendor)
            {
                yield return new FeedItem(
                    party.Point, party.At, party.Account, party.Role, party.Pseudonym, party.Intent, Partitions.Of(party.Intent), null);
            }
            foreach (var e in events.Where(e => e.IntentId == party.Intent))
            {
                var isAboutIt = e.Vendor == party.Pseudonym || (e.Vendor is null && e.Seq > 1 && party.Point.Feed <= e.Feed);
                if (party.Role == PartyRole.Customer || isAboutIt)
                {
                    yield return new FeedItem(
                        new FeedPoint(e.Feed, e.Ordinal), EventCodec.Decode(e).At, party.Account, party.Role, party.Pseudonym, party.Intent,
                        e.Partition, e);
                }
            }
        }
    }

    private static void CheckPages(ServiceProvider sound, Account account, List<Notice> told)
    {
        var feed = sound.GetRequiredService<NoticeFeed>();
        var page = Now(feed.Read(account, new FeedCursor(default, 0, Sample.Start), 10_000, TimeSpan.Zero, CancellationToken.None))!;
        Hold(page.Items.Select(n => n.Id).SequenceEqual(told.Select(n => n.Id)), "pages tell what the journal says");
    }

    /// <summary>Each at least once, in the order of its intent, in the bytes that pages have; and nothing else.</summary>
    private void CheckInbox(Store store, Account account, List<Notice> told, HashSet<string> isOptional)
    {
        var inbox = _broker.Inboxes[EdgeTopology.Inbox(account.Id)];
        var bytes = told.ToDictionary(n => n.Id, n => WireJson.Bytes(n));
        var first = new HashSet<string>();
        var got = new Dictionary<string, List<string>>();
        foreach (var message in inbox)
        {
            if (message.Type == NoticeTypes.OfferRank)
            {
                CheckPlace(store, account, message);
                continue;
            }
            Hold(bytes.TryGetValue(message.MessageId!, out var written), $"nobody is told what is not theirs: {message.Type}");
            Hold(message.Body.Span.SequenceEqual(written), $"a bot is told what pages tell: {message.Type}");
            if (!first.Add(message.MessageId!))
                Count("told twice");
            else if (!isOptional.Contains(message.MessageId!))
                Of(IntentOf(message)).Add(message.MessageId!);
        }
        foreach (var intent in told.Where(n => !isOptional.Contains(n.Id)).GroupBy(n => n.IntentId!))
        {
            var missing = intent.Where(n => !first.Contains(n.Id)).Select(n => n.Type).ToList();
            Hold(missing.Count == 0, $"nothing is missing: {string.Join(", ", missing)}");
            Hold(Of(intent.Key).SequenceEqual(intent.Select(n => n.Id)), "an intent is told in order");
            Count("told to a bot");
        }

        List<string> Of(string intent) => got.TryGetValue(intent, out var known) ? known : got[intent] = [];
    }

    private static void CheckPlace(Store store, Account account, Outgoing message)
    {
        using var place = JsonDocument.Parse(message.Body);
        var id = new OfferId(place.RootElement.GetProperty("data").GetProperty("offerId").GetGuid());
        var offer = Now(store.Offers.Get(id, CancellationToken.None));
        Hold(offer?.Row.Account == account.Id, "a place is told to its vendor");
    }

    private static string IntentOf(Outgoing message)
    {
        using var notice = JsonDocument.Parse(message.Body);
        return notice.RootElement.GetProperty("intentId").GetString()!;
    }

    /// <summary>SQLite answers without a pause.</summary>
    private static T Now<T>(Task<T> task)
    {
        Hold(task.IsCompleted, "the store of the checks answers at once");
        return task.GetAwaiter().GetResult();
    }

    private static void Hold(bool holds, string rule)
    {
        if (!holds)
            throw new RuleBrokenException(rule);
    }
}
