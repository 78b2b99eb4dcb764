namespace IntentMarket.Web.People;

/// <summary>A browser as people call it, from the header that it sends (User-Agent, RFC 9110, section 10.1.5).</summary>
public static class BrowserName
{
    /// <summary>What the header has, and what it means; the first that is there: most name others too, which stand later.</summary>
    private static readonly (string Has, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Has, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "a Mac"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    /// <summary>"Chrome on Linux".</summary>
    public static string Of(string agent) => (Find(Browsers, agent), Find(Systems, agent)) switch
    {
        ({ } browser, { } system) => $"{browser} on {system}",
        ({ } browser, null) => browser,
        (null, { } system) => $"A browser on {system}",
        _ => "An unknown browser",
    };

    private static string? Find((string Has, string Name)[] names, string agent) =>
        Array.Find(names, n => agent.Contains(n.Has, StringComparison.Ordinal)).Name;
}
