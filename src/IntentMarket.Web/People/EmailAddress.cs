using System.Globalization;
using System.Text;

namespace IntentMarket.Web.People;

/// <summary>An e-mail address in the one form that the market knows it by: no name, no brackets, no comments, and the
/// domain as DNS has it.</summary>
public sealed record EmailAddress(string Text)
{
    private const int LengthMax = 254, LocalMax = 64, LabelMax = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>As it is compared.</summary>
    public string Key => Text.ToUpperInvariant();

    /// <summary>Null where it is none.</summary>
    public static EmailAddress? Parse(string given)
    {
        var at = given.LastIndexOf('@');
        if (at is < 1 or > LocalMax || given.Length > LengthMax)
            return null;
        try
        {
            var local = given[..at].Normalize(NormalizationForm.FormC);
            var domain = Idn.GetAscii(given[(at + 1)..].ToLowerInvariant()).ToLowerInvariant();
            return IsLocal(local) && domain.Split('.').All(label => label.Length is > 0 and <= LabelMax)
                ? new EmailAddress($"{local}@{domain}")
                : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLocal(string local) =>
        local[0] != '.' && local[^1] != '.' && !local.Contains("..", StringComparison.Ordinal)
        && local.All(c => char.IsLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal));

    /// <summary>What somebody may be known by who typed this: addresses of earlier days had other forms.</summary>
    public static string KeyOf(string given) => Parse(given)?.Key ?? given.ToUpperInvariant();
}
