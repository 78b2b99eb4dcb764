using IntentMarket.Tests.Engine;

namespace IntentMarket.Tests.Simulation;

/// <summary>A time of its own, and computers whose work goes on in an order that the seed decides: all on one thread, so that a run can
/// be repeated. What real classes await comes back here, since they run in the <see cref="SynchronizationContext"/> of their computer and
/// take the time from its clock. Work takes no time; only who waits lets it pass.</summary>
internal sealed class World(Random random)
{
    /// <summary>More work than this between two moments is a loop that never rests.</summary>
    private const int StepsMax = 200_000;

    private readonly PriorityQueue<Timer, (long Due, long Number)> _timers = new();
    private readonly List<Computer> _computers = [];
    private readonly List<Task> _running = [];
    private long _numbers;
    private long _steps;
    private int _thread;
    private long _ticks = Sample.Start * TimeSpan.TicksPerMillisecond;

    public long NowMs => _ticks / TimeSpan.TicksPerMillisecond;

    public Random Random => random;

    /// <summary>A fault that is none of those that the world makes.</summary>
    public string? Broken { get; set; }

    /// <summary>What was warned of, for who looks into a failure.</summary>
    public List<string> Log { get; } = [];

    /// <summary>What happened, each with its time and the work done until then: a seed has one history.</summary>
    public List<string> History { get; } = [];

    /// <summary>Faults that nobody expects are part of the story.</summary>
    public bool IsTolerant { get; set; }

    public void Note(string what) => History.Add($"{NowMs - Sample.Start} {_steps} {what}");

    public void Add(Computer computer) => _computers.Add(computer);

    public void After(int ms, Action act) =>
        Set(new Timer(this, null, _ => act(), null, Timeout.InfiniteTimeSpan), TimeSpan.FromMilliseconds(ms));

    public void RunFor(int ms)
    {
        _thread = Environment.CurrentManagedThreadId;
        var until = _ticks + ms * TimeSpan.TicksPerMillisecond;
        Work();
        while (_timers.TryPeek(out var timer, out var at) && at.Due <= until)
        {
            _timers.Dequeue();
            _ticks = Math.Max(_ticks, at.Due);
            timer.Fire(at.Number);
            Work();
        }
        _ticks = until;
    }

    /// <summary>A fault of what runs here ends the run.</summary>
    private void Watch(Task running) => _running.Add(running);

    private void Work()
    {
        if (_running.RemoveAll(r => r.IsCompletedSuccessfully) >= 0 && _running.Find(r => r.IsFaulted) is { } broken)
            throw new RuleBrokenException("nothing ends by a fault: " + broken.Exception);
        for (var steps = 0; ; steps++)
        {
            if (!IsTolerant && Broken is { } fault)
                throw new RuleBrokenException("nothing fails but what the world lets fail: " + fault);
            var ready = _computers.Where(c => c.Ready.Count > 0 && !c.IsFrozen).ToList();
            if (ready.Count == 0)
                return;
            if (steps > StepsMax)
                throw new RuleBrokenException("nobody works for ever without a pause");
            _steps++;
            ready[random.Next(ready.Count)].Step(random);
        }
    }

    private void Set(Timer timer, TimeSpan due)
    {
        timer.Number = due == Timeout.InfiniteTimeSpan ? 0 : ++_numbers;
        if (timer.Number > 0)
            _timers.Enqueue(timer, (_ticks + Math.Max(0, due.Ticks), timer.Number));
    }

    /// <summary>Where one node, or one who uses the market, runs: it can be killed, frozen for a while, and has a clock that may be
    /// wrong.</summary>
    internal sealed class Computer(World world, string name) : SynchronizationContext
    {
        private long _frozenUntil;

        public string Name => name;

        public List<(SendOrPostCallback Callback, object? State)> Ready { get; } = [];

        public bool IsDead { get; private set; }

        public bool IsFrozen => _frozenUntil > world._ticks;

        /// <summary>How far its clock is off.</summary>
        public long SkewMs { get; set; }

        /// <summary>A flaw: what it measures jumps with its clock.</summary>
        public bool MeasuresBySkew { get; init; }

        public TimeProvider Clock => field ??= new ComputerClock(world, this);

        public long FrozenUntilTicks => _frozenUntil;

        public void Freeze(int ms) => _frozenUntil = world._ticks + ms * TimeSpan.TicksPerMillisecond;

        public void Run(Func<Task> work) => world.Watch(In(work));

        /// <summary>Its work stops wherever it is, and nothing of it comes back.</summary>
        public void Die()
        {
            IsDead = true;
            Ready.Clear();
            world._computers.Remove(this);
        }

        public override void Post(SendOrPostCallback d, object? state)
        {
            // Of one that was killed the runtime collects the timers, by a thread of its own.
            if (IsDead)
                return;
            if (world._thread != 0 && world._thread != Environment.CurrentManagedThreadId)
                world.Broken ??= "work came back by another thread: " + Environment.StackTrace.ReplaceLineEndings(" ");
            Ready.Add((d, state));
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

        public override SynchronizationContext CreateCopy() => this;

        public void Step(Random random)
        {
            var at = random.Next(Ready.Count);
            var (callback, state) = Ready[at];
            Ready.RemoveAt(at);
            _ = In(() =>
            {
                callback(state);
                return Task.CompletedTask;
            });
        }

        private Task In(Func<Task> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                return work();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }

    private sealed class ComputerClock(World world, Computer computer) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(world.NowMs + computer.SkewMs);

        public override long GetTimestamp() =>
            world._ticks + (computer.MeasuresBySkew ? computer.SkewMs * TimeSpan.TicksPerMillisecond : 0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(world, computer, callback, state, period);
            world.Set(timer, dueTime);
            return timer;
        }
    }

    private sealed class Timer(World world, Computer? computer, TimerCallback callback, object? state, TimeSpan period) : ITimer
    {
        private TimeSpan _period = period;

        /// <summary>Of the time for which it is set; 0: it is not.</summary>
        public long Number { get; set; }

        public void Fire(long number)
        {
            if (number != Number || computer is { IsDead: true })
                return;
            if (computer is { IsFrozen: true })
            {
                world.Set(this, TimeSpan.FromTicks(computer.FrozenUntilTicks - world._ticks));
                return;
            }
            world.Set(this, _period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);
            // In nobody's context, so that all that it awakes waits for its turn.
            var before = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                callback(state);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(before);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            world.Set(this, dueTime);
            return true;
        }

        public void Dispose() => Number = 0;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
