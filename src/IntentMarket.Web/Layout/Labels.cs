using System.Globalization;
using System.Text;

namespace IntentMarket.Web.Layout;

/// <summary>What a form calls its fields, as their labels do: its faults name them so.</summary>
/// <param name="all">Each field by its name, with a # for the number of a row; one in the label is the row, counted from 1.</param>
public sealed class Labels(params IEnumerable<(string Field, string Label)> all)
{
    private readonly Dictionary<string, string> _all =
        all.GroupBy(entry => Pattern(entry.Field, out _)).ToDictionary(same => same.Key, same => same.First().Label);

    /// <summary>The field that a place of a message stands in, and what it is called; null where the form shows none.</summary>
    public (string Field, string Label)? At(string place)
    {
        for (var at = place; at.Length > 0; at = at[..Math.Max(at.LastIndexOf('/'), 0)])
        {
            if (_all.TryGetValue(Pattern(at, out var row), out var label))
                return (at, row is null ? label : label.Replace("#", (row + 1).Value.ToString(), StringComparison.Ordinal));
        }
        return null;
    }

    /// <summary>The same for all rows: <c>must-3-value</c> is <c>must-#-value</c>.</summary>
    private static string Pattern(string field, out int? row)
    {
        row = null;
        var pattern = new StringBuilder(field.Length);
        foreach (var part in Parts(field))
        {
            var isNumber = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            row = isNumber ? number : row;
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
