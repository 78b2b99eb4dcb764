using Deque.AxeCore.Commons;
using IntentMarket.Tests.Edges;
using IntentMarket.Tests.Tidy;
using Microsoft.Playwright;
using NUnit.Framework;

namespace IntentMarket.Tests.Browser;

/// <summary>A journey through the real site in a real browser. Whatever a page throws or logs as an error fails its test.</summary>
/// <remarks>Each runs once: on services where its notices go another way there (<see cref="Live"/>), else embedded; on both where
/// <c>TEST_JOURNEYS</c> is <c>all</c>.</remarks>
[Category("Browser")]
[TestFixture(Backing.Embedded)]
[TestFixture(Backing.Services)]
public abstract class Journey(Backing backing)
{
    /// <summary>The category of journeys that wait for what others do: they run on services.</summary>
    public const string Live = "Live";

    /// <summary>Where a posted intent is, for <see cref="Arrive"/>.</summary>
    protected const string Board = "^/intents/[0-9a-f-]{36}$";

    private const int ArriveWithinMs = 60_000;

    public const int Phone = 390;
    public const int Tablet = 768;
    public const int Desk = 1440;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();
    private static int _people;

    private readonly List<IBrowserContext> _contexts = [];
    private readonly List<string> _errors = [];
    private readonly List<string> _forgiven = [];

    /// <summary>The test runs on this backing though nothing asks for both.</summary>
    private bool IsAtHome =>
        backing == (TestContext.CurrentContext.Test.AllCategories().Contains(Live) ? Backing.Services : Backing.Embedded);

    protected MarketHost Host { get; private set; } = null!;

    /// <summary>Browsers take a host of this name for secure, as they do one with TLS.</summary>
    protected string Site => $"http://localhost:{Host.Address.Port}";

    [OneTimeSetUp]
    public async Task Start()
    {
        await Browsers.Browser;
        Host = await Browsers.Host(backing);
    }

    [SetUp]
    public void MayBeLeftOut()
    {
        if (!IsAtHome && Environment.GetEnvironmentVariable("TEST_JOURNEYS") != "all")
            Assert.Ignore($"on {backing} where TEST_JOURNEYS=all");
    }

    [TearDown]
    public async Task Close()
    {
        foreach (var context in _contexts)
            await context.CloseAsync();
        _contexts.Clear();
        var errors = _errors.Where(e => !_forgiven.Exists(f => e.Contains(f, StringComparison.Ordinal))).ToList();
        _errors.Clear();
        _forgiven.Clear();
        Assert.That(errors, Is.Empty, "what the browser complained about");
    }

    /// <summary>Somebody's browser: its cookies are its own.</summary>
    protected async Task<IBrowserContext> NewBrowser(int width = Desk, bool script = true, string locale = "en-GB")
    {
        var context = await (await Browsers.Browser).NewContextAsync(new()
        {
            BaseURL = Site,
            Locale = locale,
            TimezoneId = "Europe/London",
            JavaScriptEnabled = script,
            ViewportSize = new() { Width = width, Height = width == Phone ? 844 : 900 },
        });
        context.SetDefaultTimeout(60_000);
        context.Console += (_, message) => Note(message);
        context.WebError += (_, error) => _errors.Add(error.Error);
        _contexts.Add(context);
        return context;
    }

    protected async Task<IPage> NewPage(int width = Desk, bool script = true) => await (await NewBrowser(width, script)).NewPageAsync();

    /// <summary>The test brings about that the browser complains of this.</summary>
    protected void Forgive(string error) => _forgiven.Add(error);

    /// <summary>A market of the test's own, which it may stop.</summary>
    protected Task<MarketHost> NewHost() => backing == Backing.Embedded ? MarketHost.Start() : MarketHost.StartOnServices();

    /// <summary>Signs somebody new up by the form; they come out at <paramref name="back"/>.</summary>
    protected static async Task SignUp(IPage page, string kind = "customer", string back = "/")
    {
        await page.GotoAsync($"/sign-up?kind={kind}&back={Uri.EscapeDataString(back)}");
        await FillSignUp(page, kind);
    }

    /// <summary>Fills in the form for signing up where the page is there.</summary>
    protected static async Task FillSignUp(IPage page, string kind = "customer")
    {
        var number = Interlocked.Increment(ref _people);
        await page.FillAsync("[name=name]", $"Ada {number}");
        if (kind == "vendor")
            await page.FillAsync("[name=contact]", $"sales-{number}@acme.example");
        await page.FillAsync("[name=email]", $"ada-{number}-{Guid.NewGuid():N}@example.org");
        await page.FillAsync("[name=password]", "correct horse battery");
        await page.ClickAsync("main button");
        await Arrive(page, "^(?!/sign-up)");
    }

    /// <summary>Waits until the page is at a path like <paramref name="path"/>, and loaded.</summary>
    /// <remarks>The browser is asked from here, again and again. Playwright's <c>WaitForURLAsync</c> looks whether it is so, listens
    /// afterwards, and misses for good what happens in between; its <c>WaitForFunctionAsync</c> asks at each frame, and a page without
    /// script may have no more of them.</remarks>
    protected static async Task Arrive(IPage page, string path)
    {
        const string IsThere = "(path) => document.readyState === 'complete' && new RegExp(path).test(location.pathname + location.search)";
        for (var giveUpAt = Environment.TickCount64 + ArriveWithinMs; Environment.TickCount64 < giveUpAt;)
        {
            try
            {
                if (await page.EvaluateAsync<bool>(IsThere, path))
                    return;
            }
            catch (PlaywrightException)
            {
                // It was on its way from one page to the next.
            }
            await Task.Delay(20);
        }
        Assert.Fail($"not at {path}: {await page.EvaluateAsync<string>(
            "() => `${location.href}, ${document.readyState}, ${performance.getEntriesByType('resource').map((r) => r.name)}`")}");
    }

    /// <summary>A vendor of the market with a key, who hears of every intent.</summary>
    protected Task<MarketClient> NewVendor(string name = "Acme Prams") => Host.Vendor(name);

    /// <summary>A page at every width, light and dark: nothing sticks out, axe finds nothing, and it is kept as a picture.</summary>
    /// <remarks>The same components render on every backing: what both show is looked at once.</remarks>
    protected async Task Look(IPage page, string name)
    {
        if (!IsAtHome)
            return;
        foreach (var width in (int[])[Phone, Tablet, Desk])
        {
            await page.SetViewportSizeAsync(width, width == Phone ? 844 : 900);
            foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                var wide = await page.EvaluateAsync<string[]>("""
                    () => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *")]
                        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 120))
                    """);
                Assert.That(wide, Is.Empty, $"{name} sticks out at {width} pixels");
                // What axe looks at changes with the width and with the colours, not with each pair of them.
                if ((width, scheme) is (Phone, ColorScheme.Dark) or (Desk, ColorScheme.Light))
                    await Check(page, $"{name} at {width} pixels, {scheme}");
                await page.ScreenshotAsync(new()
                {
                    Path = Tree.Path("artifacts", "screens", $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"),
                    FullPage = true,
                });
            }
        }
    }

    /// <summary>What has its middle behind a bar that stays at the bottom while somebody tabs through a form (WCAG 2.4.11).</summary>
    protected static async Task<List<string>> HiddenBehind(IPage page, string bar, int stops)
    {
        var hidden = new List<string>();
        for (var stop = 0; stop < stops; stop++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string?>("""
                (selector) => {
                  const at = document.activeElement, box = at.getBoundingClientRect(), bar = document.querySelector(selector);
                  if (bar.contains(at) || at.closest("form") !== bar.closest("form")) return null;
                  const middle = (box.top + box.bottom) / 2;
                  return middle > bar.getBoundingClientRect().top || middle < 0 ? at.outerHTML.slice(0, 80) : null;
                }
                """, bar) is { } behind)
                hidden.Add(behind);
        }
        return hidden;
    }

    /// <summary>axe finds nothing.</summary>
    protected static async Task Check(IPage page, string name)
    {
        if (await page.EvaluateAsync<bool>("() => !window.axe"))
            await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run({ resultTypes: ["violations"] })).violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.html}`))
            """);
        Assert.That(found, Is.Empty, name);
    }

    private void Note(IConsoleMessage message)
    {
        // A refused form is answered 422, which the browser logs.
        if (message.Type == "error" && !message.Text.Contains("422", StringComparison.Ordinal))
            _errors.Add(message.Text);
    }
}
