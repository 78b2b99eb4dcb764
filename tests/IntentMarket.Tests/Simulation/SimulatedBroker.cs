using System.Security.Cryptography;
using IntentMarket.Contracts;
using IntentMarket.Engine.Loop;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Nodes.Market;
using IntentMarket.Services.Market;

namespace IntentMarket.Tests.Simulation;

/// <summary>What may be wrong on purpose, to see that the checks fail.</summary>
public enum ClusterFlaw
{
    None,

    /// <summary>The broker confirms what it does not have yet.</summary>
    ConfirmsBeforeItArrives,

    /// <summary>What is published after something that was lost goes all the same.</summary>
    GoesPastWhatWasLost,

    /// <summary>Now and then a notice goes into somebody else's inbox.</summary>
    TellsAnother,

    /// <summary>Two notices change their places.</summary>
    TellsOutOfOrder,

    /// <summary>What is due is asked of the node's own clock.</summary>
    AsksItsOwnClock,

    /// <summary>A node that is cut off does not let go of its queues.</summary>
    KeepsItsQueues,

    /// <summary>How long a call took is measured by a clock that jumps.</summary>
    MeasuresByAClockThatJumps,

    /// <summary>Who follows is not told one of many.</summary>
    FollowerMissesOne,
}

/// <summary>The broker: a queue a partition, given to its first consumer alone, and an inbox a vendor. What is published on a link
/// arrives in its order; with the link goes what has not arrived, and nobody knows of what was not confirmed.</summary>
internal sealed class SimulatedBroker(World world, ClusterFlaw flaw)
{
    private readonly Dictionary<int, PartitionQueue> _queues = [];

    /// <summary>What each inbox was given.</summary>
    public Dictionary<string, List<Outgoing>> Inboxes { get; } = [];

    public bool IsIdle => _queues.Values.All(q => q.IsIdle);

    public void Send(Message message) => QueueOf(Partitions.Of(message.Command.IntentId)).Add(message);

    private PartitionQueue QueueOf(int partition)
    {
        if (!_queues.TryGetValue(partition, out var queue))
            _queues[partition] = queue = new PartitionQueue();
        return queue;
    }

    private void Arrived(Outgoing notice)
    {
        var inboxes = Inboxes.Values.ToList();
        var inbox = flaw == ClusterFlaw.TellsAnother && world.Random.Next(20) == 0
            ? inboxes[world.Random.Next(inboxes.Count)]
            : Inboxes[notice.RoutingKey];
        var at = flaw == ClusterFlaw.TellsOutOfOrder && world.Random.Next(4) == 0 ? Math.Max(0, inbox.Count - 1) : inbox.Count;
        inbox.Insert(at, notice);
        // A place is told under an id of the moment.
        var what = notice.Type == NoticeTypes.OfferRank
            ? ""
            : $" {notice.MessageId} of {Convert.ToHexString(SHA256.HashData(notice.Body.Span))}";
        world.Note($"{notice.RoutingKey} has {notice.Type}{what}");
    }

    /// <summary>A command that stands in a queue until it is answered.</summary>
    /// <param name="Held">A bot's: it stays until it is decided. Another node's is answered whatever became of it.</param>
    internal sealed record Message(Command Command, bool Held)
    {
        public TaskCompletionSource<Reply> Answer { get; } = new();
    }

    internal sealed class PartitionQueue
    {
        private readonly LinkedList<Message> _waiting = new();
        private readonly List<(NodeLink Link, List<Message> Taken)> _consumers = [];

        public bool IsIdle => _waiting.Count == 0 && _consumers.TrueForAll(c => c.Taken.Count == 0);

        public void Add(Message message)
        {
            _waiting.AddLast(message);
            Deliver();
        }

        public void Consume(NodeLink link)
        {
            if (!_consumers.Exists(c => c.Link == link))
                _consumers.Add((link, []));
            Deliver();
        }

        public int Unsettled(NodeLink link) => _consumers.Find(c => c.Link == link).Taken?.Count ?? 0;

        public void Leave(NodeLink link)
        {
            var at = _consumers.FindIndex(c => c.Link == link);
            if (at < 0)
                return;
            var taken = _consumers[at].Taken;
            _consumers.RemoveAt(at);
            for (var i = taken.Count - 1; i >= 0; i--)
                _waiting.AddFirst(taken[i]);
            Deliver();
        }

        public void Settle(NodeLink link, Message message, bool isDone)
        {
            if (_consumers.Find(c => c.Link == link).Taken?.Remove(message) is not true)
                return;
            if (!isDone)
                _waiting.AddFirst(message);
            Deliver();
        }

        private void Deliver()
        {
            while (_waiting.First is { } first && _consumers.Count > 0)
            {
                _waiting.RemoveFirst();
                _consumers[0].Taken.Add(first.Value);
                _consumers[0].Link.Take(first.Value, this);
            }
        }
    }

    /// <summary>What one node has of the broker, as its courier, its consumers and its publisher.</summary>
    internal sealed class NodeLink(SimulatedBroker broker, World world, World.Computer at, Mailboxes mailboxes, ClusterFlaw flaw)
        : ICourier, IPartitionQueues
    {
        private const int RetryMs = 100;
        private readonly HashSet<int> _wanted = [];
        private readonly List<TaskCompletionSource<Published>> _unconfirmed = [];
        private int _connection;
        private long _lastArrivesAt;

        public bool IsUp { get; private set; } = true;

        /// <summary>No more faults by chance.</summary>
        public bool IsHealthy { get; set; }

        /// <summary>How long what is sent is on its way, beside what chance adds.</summary>
        public int TakesMs { get; set; }

        public void Lose()
        {
            IsUp = false;
            _connection++;
            // Also those that it is about to leave.
            foreach (var queue in broker._queues.Values)
                queue.Leave(this);
            // Who waits goes on by itself, not within whatever lost it.
            var unknown = _unconfirmed.ToList();
            _unconfirmed.Clear();
            world.After(0, () => unknown.ForEach(confirm => confirm.TrySetResult(Published.Unknown)));
        }

        public void Return()
        {
            IsUp = true;
            foreach (var partition in _wanted)
                broker.QueueOf(partition).Consume(this);
        }

        public Task Start(int partition)
        {
            _wanted.Add(partition);
            if (IsUp)
                broker.QueueOf(partition).Consume(this);
            return Task.CompletedTask;
        }

        public async Task Stop(int partition, TimeSpan limit)
        {
            if (flaw == ClusterFlaw.KeepsItsQueues)
                return;
            _wanted.Remove(partition);
            for (var waited = 0; waited < limit.TotalMilliseconds && broker.QueueOf(partition).Unsettled(this) > 0; waited += RetryMs)
                await Task.Delay(TimeSpan.FromMilliseconds(RetryMs), at.Clock);
            // It may have been started anew meanwhile.
            if (!_wanted.Contains(partition))
                broker.QueueOf(partition).Leave(this);
        }

        public Task<Reply> Send(Command command, TimeSpan timeout, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask Wake(Wake wake, CancellationToken cancel)
        {
            if (IsUp)
                Deliver(() => broker.Send(new Message(wake, Held: false)));
            return ValueTask.CompletedTask;
        }

        public Task<Published> Publish(Outgoing notice)
        {
            if (IsUp && !IsHealthy && world.Random.Next(60) == 0)
                LoseForAWhile();
            if (!IsUp || (!notice.MayGo && flaw != ClusterFlaw.GoesPastWhatWasLost))
                return Task.FromResult(Published.Down);
            var confirm = new TaskCompletionSource<Published>();
            if (flaw == ClusterFlaw.ConfirmsBeforeItArrives)
                confirm.SetResult(Published.Confirmed);
            _unconfirmed.Add(confirm);
            Deliver(() =>
            {
                broker.Arrived(notice);
                var connection = _connection;
                world.After(world.Random.Next(1, 8), () =>
                {
                    if (connection == _connection && _unconfirmed.Remove(confirm))
                        confirm.TrySetResult(Published.Confirmed);
                });
            });
            return confirm.Task;
        }

        /// <summary>Gives a command to the market's loop here, and settles it with the answer.</summary>
        public void Take(Message message, PartitionQueue queue) => at.Run(async () =>
        {
            await Task.Yield();
            var posted = new Posted(message.Command, message.Held);
            await mailboxes.Of(message.Command.IntentId).Post(posted, CancellationToken.None);
            var reply = await posted.Reply;
            var isDone = !message.Held || reply is Reply.Recorded or Reply.Refused;
            if (!isDone)
                await Task.Delay(TimeSpan.FromMilliseconds(RetryMs), at.Clock);
            if (isDone)
                message.Answer.TrySetResult(reply);
            queue.Settle(this, message, isDone);
        });

        /// <summary>It is made anew sooner than anybody may notice.</summary>
        private void LoseForAWhile()
        {
            Lose();
            var lost = _connection;
            world.After(world.Random.Next(10, 400), () =>
            {
                if (lost == _connection && !at.IsDead)
                    Return();
            });
        }

        /// <summary>After what was sent before.</summary>
        private void Deliver(Action arrives)
        {
            var connection = _connection;
            var stalls = world.Random.Next(IsHealthy ? 100 : 30) == 0 ? world.Random.Next(1_500) : 0;
            _lastArrivesAt = Math.Max(_lastArrivesAt, world.NowMs + world.Random.Next(1, 8) + stalls + TakesMs);
            world.After((int)(_lastArrivesAt - world.NowMs), () =>
            {
                if (connection == _connection)
                    arrives();
            });
        }
    }
}
