using System.Text.RegularExpressions;
using IntentMarket.Tests.Tidy;

namespace IntentMarket.Tests.Wire;

/// <summary>The contract in words, <c>src/IntentMarket.Contracts/README.md</c>: its tables and its examples.</summary>
internal static class ContractText
{
    private static readonly Regex Word = new("`(?<word>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Fence = new(
        "^```(?<kind>http|hub|amqp)(?<broker> with a broker)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly string[] Lines = File.ReadAllLines(Tree.Path("src", "IntentMarket.Contracts", "README.md"));

    public static IReadOnlyList<Example> Examples { get; } = [.. ReadExamples()];

    /// <summary>The rows of the tables whose first column has this heading.</summary>
    public static IReadOnlyList<string[]> Table(string heading) =>
        [.. Enumerable.Range(0, Lines.Length).Where(at => IsHeader(at) && Cells(Lines[at])[0] == heading).SelectMany(RowsBelow)];

    /// <summary>The rows of the first table under each heading of the third level of a section.</summary>
    public static Dictionary<string, IReadOnlyList<string[]>> Tables(string section)
    {
        var tables = new Dictionary<string, IReadOnlyList<string[]>>();
        string? name = null;
        foreach (var at in Enumerable.Range(0, Lines.Length).SkipWhile(at => Lines[at] != $"## {section}"))
        {
            if (Lines[at].StartsWith("### ", StringComparison.Ordinal))
                name = Lines[at][4..];
            else if (name is not null && IsHeader(at))
                tables.Add(name, [.. RowsBelow(at)]);
        }
        return tables;
    }

    /// <summary>What stands between backticks.</summary>
    public static IReadOnlyList<string> Words(string cell) => [.. Word.Matches(cell).Select(m => m.Groups["word"].Value)];

    private static bool IsHeader(int at) =>
        at + 1 < Lines.Length && Lines[at].StartsWith('|') && Lines[at + 1].StartsWith("| ---", StringComparison.Ordinal);

    private static IEnumerable<string[]> RowsBelow(int header) =>
        Lines.Skip(header + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells);

    private static string[] Cells(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    private static IEnumerable<Example> ReadExamples()
    {
        for (var at = 0; at < Lines.Length; at++)
        {
            if (Fence.Match(Lines[at]) is not { Success: true } fence)
                continue;
            var inside = Lines.Skip(at + 1).TakeWhile(line => line != "```").ToList();
            var kind = fence.Groups["kind"].Value;
            var head = kind == "hub" ? [] : inside.TakeWhile(line => line.Length > 0).ToList();
            var needsBroker = kind == "amqp" || fence.Groups["broker"].Success;
            yield return new Example(kind, needsBroker, $"line {at + 1}", head, string.Join('\n', inside.Skip(head.Count)).Trim());
            at += inside.Count + 1;
        }
    }
}

/// <summary>An example: a request or an answer over HTTP, frames of the hub, a message over AMQP.</summary>
/// <param name="Head">The first line and what stands below it, up to the body.</param>
internal sealed record Example(string Kind, bool NeedsBroker, string At, IReadOnlyList<string> Head, string Body)
{
    /// <summary>Headers of HTTP, properties of AMQP.</summary>
    public IEnumerable<(string Name, string Value)> Headers => Head.Skip(1).Select(line =>
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return (line[..colon], line[(colon + 1)..].Trim());
    });

    /// <summary>The status of an answer; null: it is sent.</summary>
    public int? Status =>
        Kind == "http" && Head[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) ? int.Parse(Head[0].Split(' ')[1]) : null;

    public bool IsFromInbox => Kind == "amqp" && Head[0].StartsWith("from ", StringComparison.Ordinal);

    /// <summary>What a hub's client sends (<c>→</c>) and what comes back (<c>←</c>), in their order.</summary>
    public IEnumerable<(bool IsSent, string Text)> Frames
    {
        get
        {
            var frames = new List<(bool IsSent, string Text)>();
            foreach (var line in Body.Split('\n'))
            {
                if (line[0] is '→' or '←')
                    frames.Add((line[0] == '→', line[1..]));
                else
                    frames[^1] = (frames[^1].IsSent, $"{frames[^1].Text}\n{line}");
            }
            return frames;
        }
    }
}
