using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace IntentMarket.Gateway;

/// <summary>The JSON protocol, as the market writes JSON. It takes calls with arguments left out at the end: <c>Follow()</c> is <c>Follow(null)</c>,
/// which the protocol itself would refuse.</summary>
internal sealed class MarketHubProtocol : IHubProtocol
{
    private readonly JsonHubProtocol _json = new(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = WireJson.Options }));

    public string Name => _json.Name;

    public int Version => _json.Version;

    public TransferFormat TransferFormat => _json.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var given = input;
        if (!_json.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is not InvocationBindingFailureMessage { Target: nameof(MarketHub.Follow) } failed)
            return true;
        if (_json.TryParseMessage(ref given, new Without(binder), out var again) && again is InvocationMessage { Arguments.Length: 0 })
            message = new InvocationMessage(failed.InvocationId, failed.Target, [JsonSerializer.SerializeToElement<object?>(null)]);
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _json.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => _json.IsVersionSupported(version);

    /// <summary>Binds a call that has no argument.</summary>
    private sealed class Without(IInvocationBinder binder) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

        public Type GetReturnType(string invocationId) => binder.GetReturnType(invocationId);

        public Type GetStreamItemType(string streamId) => binder.GetStreamItemType(streamId);
    }
}
