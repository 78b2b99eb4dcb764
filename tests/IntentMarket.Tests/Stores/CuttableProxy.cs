using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace IntentMarket.Tests.Stores;

/// <summary>A TCP proxy whose line a test can cut.</summary>
internal sealed class CuttableProxy : IDisposable
{
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();
    private readonly string _host;
    private readonly int _port;
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private TcpListener? _listener;
    private volatile bool _isStalled;
    private volatile bool _losesCommit;
    private volatile bool _losesAnswer;
    private volatile bool _garblesAnswer;

    public CuttableProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        Mend();
    }

    public int Port { get; private set; }

    /// <summary>All connections break, new ones are refused.</summary>
    public void Cut()
    {
        _listener?.Stop();
        _listener = null;
        foreach (var client in _clients)
            client.Dispose();
    }

    /// <summary>Nothing comes through any more, and nobody is told.</summary>
    public void Stall() => _isStalled = true;

    /// <summary>The next COMMIT reaches the server; then the line is cut before the answer comes back.</summary>
    public void LoseNextCommit() => _losesCommit = true;

    /// <summary>The next answer begins with a message that belongs to no question (NoData, as long as the one in
    /// whose place it is).</summary>
    public void GarbleNextAnswer() => _garblesAnswer = true;

    public void Mend()
    {
        Cut();
        _isStalled = _losesCommit = _losesAnswer = false;
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept(_listener);
    }

    public void Dispose() => Cut();

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient();
                _clients.Add(near);
                _clients.Add(far);
                _ = Serve(near, far);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The line was cut.
        }
    }

    private async Task Serve(TcpClient near, TcpClient far)
    {
        try
        {
            await far.ConnectAsync(_host, _port);
            await Task.WhenAny(Copy(near, far, isToServer: true), Copy(far, near, isToServer: false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The line was cut.
        }

        near.Dispose();
        far.Dispose();
    }

    private async Task Copy(TcpClient from, TcpClient to, bool isToServer)
    {
        var buffer = new byte[65_536];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                if (_isStalled)
                    await Task.Delay(Timeout.Infinite);
                if (isToServer && _losesCommit && buffer.AsSpan(0, read).IndexOf(Commit) >= 0)
                    _losesAnswer = true;
                if (!isToServer && _losesAnswer)
                {
                    // The answer is the sign that it was done.
                    Cut();
                    return;
                }

                if (!isToServer && _garblesAnswer)
                {
                    _garblesAnswer = false;
                    buffer[0] = (byte)'n';
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The line was cut.
        }
    }
}
