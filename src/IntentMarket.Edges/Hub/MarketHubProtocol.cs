using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace IntentMarket.Edges.Hub;

/// <summary>The JSON protocol, as the market writes JSON. A call with other arguments than its method has, which the protocol itself would
/// answer with an error, comes as one whose arguments are <see cref="JsonValueKind.Undefined"/>, so that it is answered as every call:
/// <c>Follow()</c> follows from now on, all else is a problem.</summary>
internal sealed class MarketHubProtocol : IHubProtocol
{
    private readonly JsonHubProtocol _json =
        new(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = WireJson.Options }));

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!_json.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationBindingFailureMessage failed && Parameters(failed.Target, binder) is { } parameters)
            message = new InvocationMessage(failed.InvocationId, failed.Target, [.. parameters.Select(_ => (object?)default(JsonElement))]);
        return true;
    }

    /// <summary>Null where the hub has no such method.</summary>
    private static IReadOnlyList<Type>? Parameters(string method, IInvocationBinder binder)
    {
        try
        {
            return binder.GetParameterTypes(method);
        }
        catch (Exception e) when (e is HubException or InvalidOperationException or InvalidDataException or KeyNotFoundException)
        {
            return null;
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);
}
