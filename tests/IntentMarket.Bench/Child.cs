using System.Diagnostics;

namespace IntentMarket.Bench;

/// <summary>This program once more, in a process of its own, serving what stands beside the market. It ends with
/// its standard input.</summary>
internal sealed class Child : IAsyncDisposable
{
    private const string Ready = "ready ";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private Child(Process process, string said)
    {
        _process = process;
        Said = said;
    }

    /// <summary>What it said when it was ready.</summary>
    public string Said { get; }

    public static async Task<Child> Start(string verb, params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "IntentMarket.Bench.dll"));
        start.ArgumentList.Add(verb);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // As the market's own process has it by the SDK for the web.
        start.Environment["DOTNET_gcServer"] = "1";
        var process = Process.Start(start) ?? throw new BenchException($"{verb} could not be started");
        var said = await process.StandardOutput.ReadLineAsync().WaitAsync(StartWithin);
        return said?.StartsWith(Ready, StringComparison.Ordinal) == true
            ? new Child(process, said[Ready.Length..])
            : throw new BenchException($"{verb} ended while it started: {said}");
    }

    /// <summary>In the child: says that it is ready, then waits for its end.</summary>
    public static async Task Serve(string said)
    {
        Console.WriteLine(Ready + said);
        while (await Console.In.ReadLineAsync() is not null)
        {
            // Nothing is said to it but that it is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(EndWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
