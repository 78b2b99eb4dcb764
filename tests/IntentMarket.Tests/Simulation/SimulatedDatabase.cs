using System.Data.Common;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;

namespace IntentMarket.Tests.Simulation;

/// <summary>What lies between one node and the database.</summary>
internal enum LineState
{
    Sound,

    /// <summary>Calls fail soon.</summary>
    Cut,

    /// <summary>Nothing passes, and nobody is told.</summary>
    Silent,

    /// <summary>Calls fail by something that nobody expects.</summary>
    Odd,
}

/// <summary>The database as one node reaches it: the real one in a file, and before and after each call a way that takes time, fails,
/// loses the answer of a commit, and can be cut. Its clock is the world's.</summary>
internal sealed class SimulatedDatabase(Database inner, World world, World.Computer at, ClusterFlaw flaw) : Database
{
    private const int LookAgainMs = 100;
    private readonly Random _random = world.Random;

    public LineState Line { get; set; }

    /// <summary>No more faults by chance.</summary>
    public bool IsHealthy { get; set; }

    /// <summary>Another's transaction that is not finished began when the feed was here: no reader comes past it.</summary>
    public long? HeldAt { get; set; }

    /// <summary>After a transaction: its answer is lost where this says so.</summary>
    public Func<bool> LosesAnswer { get; set; } = () => false;

    /// <summary>Called after each transaction that may have stored something.</summary>
    public Action OnWritten { get; init; } = () => { };

    public override async Task<T> Read<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        await Way(maybeStored: false, cancel);
        var result = await inner.Read(read, CancellationToken.None);
        await Way(maybeStored: false, cancel);
        return result;
    }

    public override async Task<T> Write<T>(Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel)
    {
        await Way(maybeStored: false, cancel);
        var loses = !IsHealthy && _random.Next(40) == 0;
        if (loses && _random.Next(2) == 0)
            throw new StoreDownException("lost before the commit", maybeStored: true);
        var result = await inner.Write(write, CancellationToken.None);
        world.Note($"{at.Name} wrote");
        OnWritten();
        if (loses || LosesAnswer())
            throw new StoreDownException("lost after the commit", maybeStored: true);
        await Way(maybeStored: true, cancel);
        return result;
    }

    public override Task<T> Erase<T>(string table, Func<DbConnection, CancellationToken, Task<T>> write, CancellationToken cancel) =>
        throw new NotSupportedException();

    public override string Ids(string parameter) => inner.Ids(parameter);

    public override string Numbers(string parameter) => inner.Numbers(parameter);

    public override string Now =>
        $"{(flaw == ClusterFlaw.AsksItsOwnClock ? at.Clock.GetUtcNow().ToUnixTimeMilliseconds() : world.NowMs)}";

    public override string NextFeed => inner.NextFeed;

    public override string Horizon => HeldAt is { } held ? $"min({inner.Horizon}, {held})" : inner.Horizon;

    public override string OldestWriter => inner.OldestWriter;

    public override string ForUpdate => inner.ForUpdate;

    public override string Pick(string postgres, string sqlite) => inner.Pick(postgres, sqlite);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task Way(bool maybeStored, CancellationToken cancel)
    {
        var ms = !IsHealthy && _random.Next(60) == 0 ? _random.Next(2_000) : _random.Next(1, 6);
        await Pass(ms, cancel);
        for (var silent = 0; Line == LineState.Silent; silent += LookAgainMs)
        {
            if (silent >= DeadlineMs)
                throw new StoreDownException("silent", maybeStored);
            await Pass(LookAgainMs, cancel);
        }
        if (Line == LineState.Cut)
        {
            await Pass(_random.Next(20, 200), cancel);
            throw new StoreDownException("cut", maybeStored);
        }
        if (Line == LineState.Odd)
            throw new InvalidOperationException("nobody expects this");
        if (!IsHealthy && _random.Next(150) == 0)
            throw new StoreDownException("out", maybeStored);
    }

    private Task Pass(int ms, CancellationToken cancel) => Task.Delay(TimeSpan.FromMilliseconds(ms), at.Clock, cancel);
}
