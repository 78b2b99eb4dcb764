using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>One node of the market: the real program, as a process of its own that can be killed and frozen.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private const int Cont = 18;
    private const int Stop = 19;
    private const int Term = 15;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private bool _isTold;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClusterNode(Process process) => _process = process;

    public Uri Address => _address.Task.Result;

    public int Pid => _process.Id;

    public bool IsRunning => !_process.HasExited;

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts the program with these settings and waits until it listens.</summary>
    /// <param name="wrapper">A command that takes the program's place in the process, and is given it as its arguments.</param>
    public static async Task<ClusterNode> Start(IReadOnlyDictionary<string, string> settings, params string[] wrapper)
    {
        var program = typeof(Program).Assembly.Location;
        string[] command = [.. wrapper, "dotnet", program];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfTheMarket).ToList())
            start.Environment.Remove(name);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var node = new ClusterNode(Process.Start(start)!);
        node._process.OutputDataReceived += (_, line) => node.Take(line.Data);
        node._process.ErrorDataReceived += (_, line) => node.Take(line.Data);
        node._process.EnableRaisingEvents = true;
        node._process.Exited += (_, _) => node._address.TrySetException(new InvalidOperationException("the node ended"));
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        try
        {
            await node._address.Task.WaitAsync(TimeSpan.FromSeconds(120));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            node._process.Kill();
            Assert.Fail($"{e.Message}: {node.Log}");
        }
        return node;
    }

    public Task Ready(int seconds = 120) =>
        Eventually.Holds(async () => await Readiness() == HttpStatusCode.OK, "the node is ready", seconds);

    public async Task<HttpStatusCode?> Readiness() => (await ReadyAnswer())?.Status;

    public async Task<(HttpStatusCode Status, string Text)?> ReadyAnswer()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Address, "/readyz"));
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _isTold = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Nothing of it runs, and its connections stay open.</summary>
    public void Freeze() => Signal(Stop);

    public void Thaw() => Signal(Cont);

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> End()
    {
        _isTold = true;
        if (IsRunning)
        {
            Signal(Cont);
            Signal(Term);
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await Kill();
        }
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        // What ended without being told to has said why.
        var diedByItself = _process.HasExited && !_isTold;
        await End();
        if (diedByItself)
            await TestContext.Out.WriteLineAsync($"---- node {Pid}\n{Log}");
        _process.Dispose();
    }

    private void Take(string? line)
    {
        const string Listens = "Now listening on: ";
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
        if (line.IndexOf(Listens, StringComparison.Ordinal) is >= 0 and var at)
            _address.TrySetResult(new Uri(line[(at + Listens.Length)..]));
    }

    private static bool IsOfTheMarket(string name) =>
        name.StartsWith("ConnectionStrings__", StringComparison.Ordinal) || name.StartsWith("RabbitMq__", StringComparison.Ordinal)
        || name.StartsWith("Limits__", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)
        || name is "DATA_DIR" or "Operator__Key";

    private void Signal(int signal) => Assert.That(Kill(_process.Id, signal), Is.Zero);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);
}
