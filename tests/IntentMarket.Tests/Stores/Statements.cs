using System.Diagnostics.Metrics;

namespace IntentMarket.Tests.Stores;

/// <summary>Counts the statements that are sent to a database for who made it, and whatever that started since.</summary>
internal sealed class Statements : IDisposable
{
    private static readonly AsyncLocal<Statements?> Here = new();

    private readonly MeterListener _listener = new();
    private long _count;

    public Statements()
    {
        Here.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "intentmarket.statements")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, sent, _, _) =>
        {
            if (Here.Value == this)
                Interlocked.Add(ref _count, sent);
        });
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    /// <summary>How many the work takes.</summary>
    public async Task<long> Of(Func<Task> work)
    {
        var before = Count;
        await work();
        return Count - before;
    }

    public void Dispose() => _listener.Dispose();
}
