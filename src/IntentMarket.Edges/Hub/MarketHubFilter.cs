using System.Reflection;
using System.Text.Json;
using IntentMarket.Contracts;
using IntentMarket.Edges.Access;
using IntentMarket.Engine.Market;
using IntentMarket.Nodes.Broker;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace IntentMarket.Edges.Hub;

/// <summary>Around each call to the hub: its quota, who may make it, how long it may take, and a problem for whatever goes wrong.</summary>
internal sealed partial class MarketHubFilter(Quotas quotas, ILogger<MarketHubFilter> logger) : IHubFilter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4.5);

    private static readonly AccessPolicy Offering = new([AccountKind.Vendor], Writes: true, EvenIfSuspended: false);
    private static readonly AccessPolicy Watching = new([AccountKind.Vendor], Writes: false, EvenIfSuspended: false);
    private static readonly AccessPolicy Listening = new([], Writes: false, EvenIfSuspended: false);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var caller = CallerIdentity.Of(invocationContext.Context.User);
        var access = invocationContext.HubMethodName switch
        {
            nameof(MarketHub.Follow) or nameof(MarketHub.Watch) => Listening,
            nameof(MarketHub.WatchBots) => Watching,
            _ => Offering,
        };
        if (access.Refuses(caller) is { } refused)
            return new HubAnswer(Problem: refused);
        if (quotas.Hub(caller!.Account.Id) is { } spent)
            return new HubAnswer(Problem: spent.Problem);
        if (invocationContext.HubMethodName != nameof(MarketHub.Follow)
            && invocationContext.HubMethodArguments.Any(argument => argument is JsonElement { ValueKind: JsonValueKind.Undefined }))
        {
            var takes = string.Join(", ", invocationContext.HubMethod.GetParameters().Select(parameter => $"`{parameter.Name}`"));
            return new HubAnswer(
                Problem: ProblemView.Of(ProblemCodes.Malformed, $"{invocationContext.HubMethodName} takes {takes}, and nothing else"));
        }
        try
        {
            return await next(invocationContext).AsTask().WaitAsync(Limit, invocationContext.Context.ConnectionAborted);
        }
        catch (TimeoutException)
        {
            return Down(maybeStored: access.Writes);
        }
        catch (StoreDownException down)
        {
            return Down(down.MaybeStored);
        }
        catch (BrokerDownException)
        {
            return Down(maybeStored: false);
        }
        catch (NotKnownException)
        {
            return new HubAnswer(Problem: ProblemView.NotKnown);
        }
        catch (OperationCanceledException) when (invocationContext.Context.ConnectionAborted.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            LogFailed(e is TargetInvocationException { InnerException: { } inner } ? inner : e, invocationContext.HubMethodName);
            return new HubAnswer(Problem: ProblemView.Of(ProblemCodes.Internal, "this is a fault of the market, and was noted"));
        }
    }

    private static HubAnswer Down(bool maybeStored) => new(Problem: ProblemView.Of(maybeStored ? new Reply.Unknown() : new Reply.Down()));

    [LoggerMessage(Level = LogLevel.Error, Message = "hub call {Method} failed")]
    private partial void LogFailed(Exception e, string method);
}
