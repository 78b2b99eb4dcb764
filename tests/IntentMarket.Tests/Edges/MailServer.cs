using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>A mail server of somebody else (aiosmtpd, Debian's python3-aiosmtpd) as a process of its own, that can be stopped and started
/// again. What it took stands in a folder.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("intentmarket-mail-").FullName, "box");
    private readonly HashSet<string> _read = [];
    private Process? _process;

    public MailServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Starts it and waits until it answers. Where there is none the test is skipped, and fails in CI.</summary>
    /// <param name="sizeMax">Bytes: larger mails are refused for good.</param>
    public async Task Start(int sizeMax = 1_000_000)
    {
        var python = Environment.GetEnvironmentVariable("TEST_PYTHON") is { Length: > 0 } given ? given : "/usr/bin/python3";
        _process = Process.Start(new ProcessStartInfo(
            python, ["-m", "aiosmtpd", "-n", "-s", $"{sizeMax}", "-l", $"127.0.0.1:{Port}", "-c", "aiosmtpd.handlers.Mailbox", _folder])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var complaints = _process.StandardError.ReadToEndAsync();
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            if (_process.HasExited)
            {
                var why = $"no mail server: {await complaints}";
                if (Environment.GetEnvironmentVariable("CI") == "true")
                    Assert.Fail(why);
                Assert.Ignore(why);
            }
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (since.Elapsed < Patience)
            {
                // Not yet.
            }
        }
    }

    public async Task Stop()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The next mail to that address; each is given once.</summary>
    public async Task<MimeMessage> Next(string to)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience; await Task.Delay(100))
        {
            if (await Take(to) is { } mail)
                return mail;
        }
        throw new AssertionException($"no mail to {to} came");
    }

    /// <summary>A mail to that address that is there by now; null where there is none.</summary>
    public async Task<MimeMessage?> Take(string to)
    {
        var box = Path.Combine(_folder, "new");
        foreach (var file in Directory.Exists(box) ? Directory.GetFiles(box).Order(StringComparer.Ordinal).ToArray() : [])
        {
            if (_read.Contains(file))
                continue;
            var mail = await MimeMessage.LoadAsync(file);
            if (mail.To.Mailboxes.Single().Address != to)
                continue;
            _read.Add(file);
            return mail;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }
}
