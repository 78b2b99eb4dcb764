using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntentMarket.Tests.Cluster;

/// <summary>A wire between a node and a server, which a test can cut (connections end at once), freeze (nothing passes, and nobody is
/// told), open by half (what is asked arrives, and no answer comes) or make slow.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly Task _accepting;
    private volatile bool _isCut;

    // Completed while traffic passes: to the server, and back.
    private volatile TaskCompletionSource _flows = Completed();
    private volatile TaskCompletionSource _answers = Completed();
    private volatile int _answersTakeMs;

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

    public void Freeze()
    {
        OpenByHalf();
        _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void OpenByHalf() => _answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Each part of an answer comes so much later.</summary>
    public void Slow(int ms) => _answersTakeMs = ms;

    /// <summary>What was held meanwhile goes on its way.</summary>
    public void Heal()
    {
        _isCut = false;
        _answersTakeMs = 0;
        _flows.TrySetResult();
        _answers.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _isCut = true;
        _flows.TrySetResult();
        _answers.TrySetResult();
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
            await Task.WhenAny(Pump(client, server, areAnswers: false), Pump(server, client, areAnswers: true));
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

    private async Task Pump(Socket from, Socket to, bool areAnswers)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
            {
                if (areAnswers)
                    await Task.Delay(_answersTakeMs);
                await (areAnswers ? _answers : _flows).Task;
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
