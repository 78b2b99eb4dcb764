using System.Globalization;

namespace IntentMarket.Bench;

/// <summary>What cannot be measured, and why: its message is all that is shown.</summary>
public sealed class BenchException(string message) : Exception(message);

/// <summary>The arguments <c>name=value</c>, and the settings of the market that runs
/// (<c>source "$DATA_DIR/run/services.env"</c>).</summary>
internal sealed class Options(IEnumerable<string> arguments)
{
    private readonly Dictionary<string, string> _given = arguments.Select(a => a.Split('=', 2)).ToDictionary(
        a => a[0], a => a.Length == 2 ? a[1] : throw new BenchException($"'{a[0]}' is not of the form name=value"));

    public int Number(string name, int otherwise) => !_given.TryGetValue(name, out var text)
        ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new BenchException($"{name}={text}: not a whole number");

    public string Text(string name) => _given.GetValueOrDefault(name) ?? throw new BenchException($"{name}=… is missing");

    public bool Flag(string name, bool otherwise) => _given.GetValueOrDefault(name) switch
    {
        null => otherwise,
        "yes" => true,
        "no" => false,
        var other => throw new BenchException($"{name}={other}: say yes or no"),
    };

    /// <summary>A setting from the environment.</summary>
    public static string Setting(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : throw new BenchException(
            $"{name} is not set: start the market by deploy/run --services, then source \"$DATA_DIR/run/services.env\"");
}
