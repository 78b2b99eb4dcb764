using System.Globalization;
using System.Text;

namespace IntentMarket.Web.Layout;

/// <summary>What a form calls its fields, as their labels do: its faults name them so.</summary>
/// <param name="all">Each field by its name; a # in it stands for the number of any row, and one in its label for the row, counted from
/// 1.</param>
public sealed class Labels(params IEnumerable<(string Field, string Label)> all)
{
    private readonly List<(string Field, string Label)> _all = [.. all];

    /// <summary>The field that a place of a message stands in, and what it is called; null where the form shows none. What is wrong with a
    /// whole row or group is told at its first field.</summary>
    public (string Field, string Label)? At(string place)
    {
        for (var at = place; at.Length > 0; at = at[..Math.Max(at.LastIndexOf('/'), 0)])
        {
            List<int> rows = [];
            var pattern = Pattern(at, rows);
            foreach (var (field, label) in _all.Where(f => f.Field == at || f.Field == pattern)
                .Concat(_all.Where(f => IsIn(f.Field, at) || IsIn(f.Field, pattern))))
                return field.Contains('#') ? (InRow(field, rows), Numbered(label, rows)) : (field, label);
        }
        return null;
    }

    private static bool IsIn(string field, string at) => field.StartsWith(at + "/", StringComparison.Ordinal);

    private static string Numbered(string label, List<int> rows) =>
        label.Replace("#", $"{rows.LastOrDefault() + 1}", StringComparison.Ordinal);

    /// <summary>The field in these rows; of a list of which no row is named in its first.</summary>
    private static string InRow(string field, List<int> rows)
    {
        var left = new Queue<int>(rows);
        return string.Concat(field.Select(c => c == '#' ? $"{(left.TryDequeue(out var row) ? row : 0)}" : $"{c}"));
    }

    /// <summary>The same for all rows: <c>must-3-value</c> is <c>must-#-value</c>.</summary>
    private static string Pattern(string field, List<int> rows)
    {
        var pattern = new StringBuilder(field.Length);
        foreach (var part in Parts(field))
        {
            var isNumber = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            if (isNumber)
                rows.Add(number);
            pattern.Append(isNumber ? "#" : part);
        }
        return pattern.ToString();
    }

    /// <summary>What stands between slashes and hyphens, and these.</summary>
    private static IEnumerable<string> Parts(string field)
    {
        var from = 0;
        for (var at = 0; at < field.Length; at++)
        {
            if (field[at] is not ('/' or '-'))
                continue;
            yield return field[from..at];
            yield return field[at..(at + 1)];
            from = at + 1;
        }
        yield return field[from..];
    }
}
