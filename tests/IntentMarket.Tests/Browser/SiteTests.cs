using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using NUnit.Framework;
using static Microsoft.Playwright.Assertions;

namespace IntentMarket.Tests.Browser;

/// <summary>What holds for every page: how much it weighs, what it may load, which cookies it sets.</summary>
[TestFixture]
public sealed class SiteTests() : Journey(Backing.Embedded)
{
    private const int FirstVisitMax = 150_000;

    [Test]
    public async Task First_visit_weighs_little_and_asks_no_other_host()
    {
        using var http = new HttpClient { BaseAddress = Host.Address };
        http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        var page = await NewPage();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(request.Url);
        await page.GotoAsync("/", new() { WaitUntil = Microsoft.Playwright.WaitUntilState.NetworkIdle });
        var bytes = 0L;
        foreach (var url in asked)
        {
            Assert.That(url, Does.StartWith(Site + "/"));
            bytes += (await http.GetByteArrayAsync(new Uri(url[Site.Length..], UriKind.Relative))).Length;
        }
        await TestContext.Out.WriteLineAsync(
            $"{asked.Count} requests, {bytes} bytes compressed: {string.Join(", ", asked.Select(u => u[Site.Length..]))}");
        Assert.That(bytes, Is.LessThanOrEqualTo(FirstVisitMax));
    }

    [Test]
    public async Task Pages_run_no_script_and_no_style_but_their_own()
    {
        using var http = new HttpClient { BaseAddress = Host.Address };
        using var page = await http.GetAsync(new Uri("/sign-up", UriKind.Relative));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.That(
            policy,
            Does.Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("style-src 'self'").And.Not.Contain("unsafe"));
        var html = await page.Content.ReadAsStringAsync();
        Assert.That(Regex.Matches(html, @"<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=").Select(m => m.Value), Is.Empty);
    }

    [Test]
    public async Task Cookies_are_for_secure_connections_and_no_script()
    {
        var browser = await NewBrowser();
        var page = await browser.NewPageAsync();
        await SignUp(page);
        var cookies = await browser.CookiesAsync();
        Assert.That(cookies.Select(c => c.Name), Is.SupersetOf((string[])["__Host-session", "__Host-form"]).And.All.StartsWith("__Host-"));
        Assert.That(
            cookies.Where(c => !c.Secure || !c.HttpOnly || c.SameSite == Microsoft.Playwright.SameSiteAttribute.None).Select(c => c.Name),
            Is.Empty);
    }

    [Test]
    public async Task Amounts_and_times_are_written_as_their_reader_does_and_exact_beside_it()
    {
        var page = await (await NewBrowser(locale: "de-DE")).NewPageAsync();
        await page.GotoAsync("/intents/new?need=A stroller for twins");
        await page.SelectOptionAsync("#fcurrency", "EUR");
        await page.GetByLabel("Your budget, all in").FillAsync("1450");
        var amount = page.Locator("#preview data.money").First;
        await Expect(amount).ToHaveTextAsync(new Regex(@"1\.450,00\s€"));
        await Expect(amount).ToHaveAttributeAsync("value", "1450.00");
        await Expect(amount).ToHaveAttributeAsync("title", "1450.00 EUR");
        var time = page.Locator("#preview time.when").First;
        await Expect(time).ToHaveTextAsync(new Regex(@"^\D+, \d+\. \D+, \d\d:\d\d$"));
        await Expect(time).ToHaveAttributeAsync("title", new Regex("Z$"));
    }

    [Test]
    public async Task Form_of_another_site_changes_nothing()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Host.Address };
        using var fields = new FormUrlEncodedContent(
            [new("name", "Eve"), new("email", "eve@example.org"), new("password", "long enough password")]);
        using var answer = await http.PostAsync(new Uri("/sign-up", UriKind.Relative), fields);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("/sign-in?back=https://evil.example/", "/")]
    [TestCase("/sign-in?back=//evil.example/", "/")]
    [TestCase("/sign-in?back=/%5Cevil.example/", "/")]
    public async Task Nobody_is_led_to_another_site(string address, string to)
    {
        var page = await NewPage();
        await SignUp(page);
        await page.GotoAsync(address);
        Assert.That(page.Url, Is.EqualTo(Site + to));
    }
}
