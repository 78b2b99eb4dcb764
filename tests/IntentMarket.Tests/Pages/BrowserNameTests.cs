using IntentMarket.Web.People;
using NUnit.Framework;

namespace IntentMarket.Tests.Pages;

public sealed class BrowserNameTests
{
    [TestCase("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux")]
    [TestCase(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Edge on Windows")]
    [TestCase("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on a Mac")]
    [TestCase(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 "
            + "Safari/604.1",
        "Safari on iPhone")]
    [TestCase(
        "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
        "Chrome on Android")]
    [TestCase("curl/8.5.0", "An unknown browser")]
    [TestCase("", "An unknown browser")]
    public void Browser_is_called_as_people_call_it(string agent, string name) => Assert.That(BrowserName.Of(agent), Is.EqualTo(name));
}
