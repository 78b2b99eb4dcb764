using System.Diagnostics;
using System.Diagnostics.Metrics;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Services.Notices;

/// <summary>Where one thing cannot be told (an event that this version does not know, a text that cannot be read), it is set aside and all
/// else goes on: it is logged, counted and noted in the store, each thing once.</summary>
public sealed partial class UnpublishedEvents(Store store, TimeProvider clock, ILogger<UnpublishedEvents> logger)
{
    public const string Inboxes = "inboxes";
    public const string FanOut = "fan-out";
    public const string Feed = "feed";
    public const string Places = "places";
    public const string Mails = "mails";

    /// <summary>Things that this node knows to be noted; of others it asks the store.</summary>
    private const int KnownMax = 10_000;

    private static readonly Meter Meter = new("IntentMarket");
    private static readonly Counter<long> Count =
        Meter.CreateCounter<long>("intentmarket.unpublished", description: "what could not be told and was set aside");

    private readonly Cache<(string, IntentId, int), bool> _known = new(KnownMax, clock);

    /// <summary>Whether the fault is of the one thing. With the store or the broker down, or a node that stops,
    /// nothing can be told.</summary>
    public static bool IsOfTheOne(Exception fault) =>
        fault is not (DownException or OperationCanceledException);

    /// <param name="part">What was telling it.</param>
    /// <param name="seq">Of the event; 0: the intent as a whole.</param>
    public async Task Note(string part, IntentId intentId, int seq, Exception fault, CancellationToken cancel)
    {
        if (_known.TryGet((part, intentId, seq), out _))
            return;
        // Its message may quote what it could not read.
        var thrower = new StackTrace(fault).GetFrame(0)?.GetMethod();
        var isNew = await store.Unpublished.Add(
            new UnpublishedRow(part, intentId, seq, $"{fault.GetType().Name} in {thrower?.DeclaringType?.Name}.{thrower?.Name}"), cancel);
        _known.Keep((part, intentId, seq), true);
        if (!isNew)
            return;
        Count.Add(1, KeyValuePair.Create<string, object?>("part", part));
        LogSetAside(fault, part, intentId, seq);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "set aside by the {Part}: intent {Intent}, event {Seq} cannot be told")]
    private partial void LogSetAside(Exception fault, string part, IntentId intent, int seq);
}
