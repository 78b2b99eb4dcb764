using System.Globalization;
using System.Text;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;

namespace IntentMarket.Web.Site;

/// <summary>Whom to tell of a fault in the market: <c>/.well-known/security.txt</c> (RFC 9116).</summary>
/// <param name="Contacts">The preferred first; none: nobody is named, and there is no such file.</param>
/// <param name="Address">Where the file is; null where that is not said, or is not reached by TLS.</param>
public sealed record SecurityText(IReadOnlyList<string> Contacts, string? Address)
{
    public const string Path = "/.well-known/security.txt";

    /// <summary>RFC 9116 asks for less than a year; it is counted from the day on which the file is read, so it is never over.</summary>
    private const int HoldsDays = 180;

    /// <exception cref="InvalidOperationException">A contact is none that a reporter could use.</exception>
    public static SecurityText From(IConfiguration configuration) => new(
        [.. (configuration["Site:SecurityContact"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Contact)],
        Uri.TryCreate(configuration["Site:Address"], UriKind.Absolute, out var site) && site.Scheme == Uri.UriSchemeHttps
            ? site.AbsoluteUri.TrimEnd('/') + Path : null);

    /// <returns>Null where nobody is named.</returns>
    public string? On(DateTimeOffset now)
    {
        if (Contacts.Count == 0)
            return null;
        var text = new StringBuilder();
        foreach (var contact in Contacts)
            text.Append("Contact: ").Append(contact).Append('\n');
        text.Append(
            CultureInfo.InvariantCulture,
            $"Expires: {now.UtcDateTime.Date.AddDays(HoldsDays):yyyy-MM-dd'T'HH:mm:ss'Z'}\nPreferred-Languages: en\n");
        return (Address is null ? text : text.Append("Canonical: ").Append(Address).Append('\n')).ToString();
    }

    private static string Contact(string text) =>
        text.All(char.IsAscii) && !text.Any(char.IsControl) && Uri.TryCreate(text, UriKind.Absolute, out var contact)
            && contact.Host.Length > 0
            && (contact.Scheme == Uri.UriSchemeHttps || (contact.Scheme == Uri.UriSchemeMailto && contact.UserInfo.Length > 0))
                ? text
                : throw new InvalidOperationException(
                    "Site:SecurityContact is mailto:security@market.example.org or https://market.example.org/report, "
                    + "or several of these separated by spaces; "
                    + $"`{text}` is none");
}

internal static class SecurityTextEndpoints
{
    public static void MapSecurityText(this IEndpointRouteBuilder app) =>
        app.MapGet(SecurityText.Path, (SecurityText security, TimeProvider clock) => security.On(clock.GetUtcNow()) is { } text
            ? TypedResults.Text(text, "text/plain", Encoding.UTF8)
            : throw new ProblemException(ProblemView.Of(Problems.NotFound, "nobody is named to whom faults are reported")))
            .ExcludeFromDescription();
}
