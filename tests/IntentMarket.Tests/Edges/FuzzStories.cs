using System.Text;
using IntentMarket.Tests.Cluster;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>A market on PostgreSQL that is sent what no client sends: each request is answered, and hurts who sent
/// it and nobody else.</summary>
public sealed class FuzzStories
{
    private const int Requests = 2_000;

    private string _database = "";
    private MarketHost _market = null!;
    private PageClient _seller = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await TestServices.CreateDatabase();
        _market = await MarketHost.Start(("ConnectionStrings__Postgres", _database), ("Limits__Attempts__PerPerson", "0"));
        _seller = await PageClient.SignedUp(_market.Address, "vendor");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _seller?.Dispose();
        if (_market is not null)
            await _market.DisposeAsync();
        await TestServices.DropDatabase(_database);
    }

    [Test]
    public async Task Nothing_that_is_sent_to_any_route_is_a_fault_of_the_market()
    {
        var seed = Environment.TickCount;
        await TestContext.Out.WriteLineAsync($"seed {seed}");
        var routes = await Route.All;
        using PageClient buyer = await PageClient.SignedUp(_market.Address, "customer"),
            keeper = await PageClient.SignedUp(_market.Address, "customer", MarketHost.OperatorKey);
        var visitors = new[] { buyer, _seller, keeper }.Select(page => (page.Cookies, page.Token)).ToList();
        List<string> keys = [MarketHost.OperatorKey, (await _market.Customer()).Key!, (await _market.Vendor()).Key!];
        using var http = Fuzzing.Client(_market.Address);
        var fuzzing = new Fuzzing(seed, routes, keys, visitors);
        var wrong = await fuzzing.Send(http, 0, Requests, 8);
        await TestContext.Out.WriteLineAsync(fuzzing.Answered);
        Assert.That(wrong, Is.Empty, $"seed {seed}");
    }

    [Test]
    public async Task Hostile_token_is_unauthorized_and_no_call_beside_it_fails()
    {
        var customer = await _market.Customer();
        var vendors = new[] { await _market.Vendor(), await _market.Vendor() };
        using var http = new HttpClient { BaseAddress = _market.Address };
        await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
        {
            var vendor = vendors[i / 4 % 2];
            switch (i % 4)
            {
                case 0:
                    using (var answer = await http.PostAsync(
                        new Uri($"/hubs/market/negotiate?negotiateVersion=1&access_token=a%00b{i}.c", UriKind.Relative), null))
                        Assert.That((int)answer.StatusCode, Is.EqualTo(401));
                    break;
                case 1:
                    (await customer.Get("/api/v1/intents")).Expect(200);
                    break;
                case 2:
                    (await vendor.Get("/api/v1/feed")).Expect(200);
                    break;
                default:
                    // Each revokes what it made: none is lost. Two share them, since an account has a hundred at most.
                    var made = (await vendor.Post("/api/v1/keys", new { }, $"key-{i}")).Expect(201).Text("id");
                    (await vendor.Delete($"/api/v1/keys/{made}")).Expect(204);
                    break;
            }
        }));
        foreach (var vendor in vendors)
            Assert.That((await vendor.Get("/api/v1/keys")).Expect(200).Body!["items"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("?after=a%00b", 400)]
    [TestCase("?status=%00", 400)]
    [TestCase("/%00", 400)]
    public async Task Nul_in_an_address_is_refused(string address, int status)
    {
        var customer = await _market.Customer();
        Assert.That((await customer.Get("/api/v1/intents" + address)).Status, Is.EqualTo(status));
    }

    /// <summary>Forms that break the rules of forms, wherever they are sent.</summary>
    public static IEnumerable<TestCaseData> BrokenForms()
    {
        const string Plain = "application/x-www-form-urlencoded";
        yield return Form("1,100 fields", Plain, string.Join('&', Enumerable.Range(0, 1_100).Select(i => $"f{i}=x")));
        yield return Form("name of 3,000 characters", Plain, new string('n', 3_000) + "=x");
        yield return Form("NUL in a value", Plain, "name=a%00b");
        yield return Form("NUL in a name", Plain, "a%00b=name");
        yield return Form("multipart without its boundary", "multipart/form-data", "--x\r\n");
        yield return Form(
            "multipart that ends in the middle", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb");
        yield return Form(
            "multipart with a header that is none", "multipart/form-data; boundary=x", "--x\r\nnonsense\r\n\r\nb\r\n--x--\r\n");
        yield return Form("boundary that is too long", $"multipart/form-data; boundary={new string('x', 500)}", "--x\r\n");
        yield return Form("JSON", "application/json", "{}");
        yield return Form("wrong token", Plain, "form-token=nonsense&name=x");

        static TestCaseData Form(string name, string type, string body) => new TestCaseData(type, body).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(BrokenForms))]
    public async Task Broken_form_is_refused_on_every_page(string type, string body)
    {
        var answered = new List<string>();
        foreach (var (_, pattern) in (await Route.All)
            .Where(r => r.Method == "POST" && !r.Pattern.StartsWith("/api", StringComparison.Ordinal)
                && !r.Pattern.StartsWith("/hubs", StringComparison.Ordinal) && r.Pattern != "/mail/stop"))
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            var path = string.Join(
                '/', pattern.Split('/').Select(part => part is ['{', ..] ? part.Contains("guid") ? $"{Guid.NewGuid()}" : "x" : part));
            var answer = await _seller.Send(HttpMethod.Post, path, content);
            // One page takes a file, and says so of what is none.
            if (answer.Status != 400 && (answer.Status, path) != (415, "/operator/categories"))
                answered.Add($"{path}: {answer.Status}");
        }
        Assert.That(answered, Is.Empty);
    }

    [TestCase("/\u00fc", "/%C3%BC")]
    [TestCase("/feed?q=a\tb", "/")]
    [TestCase("/feed?q=\u0001", "/")]
    [TestCase("/\U0001F600?a=1", "/%F0%9F%98%80?a=1")]
    public async Task Way_back_is_one_that_a_header_carries(string back, string to)
    {
        Assert.That((await _seller.Get($"/sign-in?back={Uri.EscapeDataString(back)}")).MustRedirect().Location, Is.EqualTo(to));
        await _seller.Get("/account");
        Assert.That(
            (await _seller.Post("/account/open", ("kind", "customer"), ("name", "x"), ("back", back))).MustRedirect().Location,
            Is.EqualTo(to));
    }
}
