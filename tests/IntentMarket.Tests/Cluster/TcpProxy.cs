using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntentMarket.Tests.Cluster;

/// <summary>A wire between a node and a server, which a test can cut (connections end at once) or freeze (nothing passes,
/// and nobody is told).</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Task _accepting;
    private volatile bool _isCut;

    // Completed while traffic passes.
    private volatile TaskCompletionSource _flows = Completed();

    public TcpProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Cut()
    {
        _isCut = true;
        CloseAll();
    }

    public void Freeze() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held while it was frozen goes on its way.</summary>
    public void Heal()
    {
        _isCut = false;
        _flows.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _isCut = true;
        _flows.TrySetResult();
        _listener.Stop();
        CloseAll();
        await _accepting;
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void CloseAll()
    {
        foreach (var socket in _open.Keys)
            socket.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                if (_isCut)
                    client.Dispose();
                else
                    _ = Connect(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is disposed.
        }
    }

    private async Task Connect(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            _open[client] = 0;
            _open[server] = 0;
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(Pump(client, server), Pump(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is not there: neither is this.
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                await _flows.Task;
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end is gone: the other is closed too.
        }
    }
}
