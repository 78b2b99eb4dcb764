using System.Net;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using NUnit.Framework;
using Npgsql;

namespace IntentMarket.Tests.Cluster;

/// <summary>The market on a PostgreSQL and a RabbitMQ that speak TLS with a certificate of a private authority: it trusts what it is told
/// to trust, and nothing else.</summary>
[Parallelizable]
public sealed class TlsTests
{
    private TlsServices _services = null!;

    [OneTimeSetUp]
    public async Task SetUp() => _services = await TlsServices.Start();

    [OneTimeTearDown]
    public async Task TearDown()
    {
        if (_services is not null)
            await _services.DisposeAsync();
    }

    [Test]
    public async Task Market_and_bots_speak_TLS_with_both_servers()
    {
        await using var node = await ClusterNode.Start(Settings("localhost", isTrusted: true));
        await node.Ready();
        var market = new MarketClient("", OperatorKey);
        var vendor = await NewAccount(market, node, "vendor");
        (await vendor.Put(node, "subscriptions/all", new { })).Is(200);
        var credential = (await vendor.Post(node, "broker-credentials")).Is(201).Body;
        Assert.That((bool)credential["tls"]!, Is.True);
        await using var bot = await Bot.Start(vendor, credential, Library.Pika, trusted: _services.Authority);
        var intent = await ClusterMarket.Post(await NewAccount(market, node, "customer"), node);
        var opened = await bot.Hears("intent.opened", intent);
        await bot.Send((string)opened.Body["route"]!, "k-1", intent.Offer("399.00"));
        Assert.That((string?)(await bot.HearsReceipt("k-1")).Body["data"]!["outcome"], Is.EqualTo("accepted"));

        var sessions = await TestServices.Query(
            Postgres("localhost", SslMode.VerifyFull),
            "SELECT s.ssl FROM pg_stat_activity a JOIN pg_stat_ssl s ON s.pid = a.pid WHERE a.application_name = 'IntentMarket'",
            r => r.GetBoolean(0));
        Assert.That(sessions, Is.Not.Empty.And.All.True);
    }

    [TestCase("127.0.0.1", true, "RemoteCertificateNameMismatch", TestName = "Broker_of_another_name_is_refused")]
    [TestCase("localhost", false, "UntrustedRoot", TestName = "Broker_of_an_unknown_authority_is_refused")]
    public async Task Broker_is_refused(string host, bool isTrusted, string reason)
    {
        await using var node = await ClusterNode.Start(Settings(host, isTrusted));
        await Eventually.Holds(
            () => Task.FromResult(node.Log.Contains(reason, StringComparison.Ordinal) ? null : node.Log), $"the log says {reason}");
        var (status, text) = (await node.ReadyAnswer())!.Value;
        Assert.That((status, text), Is.EqualTo((HttpStatusCode.ServiceUnavailable, """{"status":"down","down":["broker"]}""")));
        Assert.That(node.Log, Does.Not.Contain("is up").And.Not.Contain("Bus started"));
    }

    [TestCase("127.0.0.1", true, TestName = "Database_of_another_name_is_refused")]
    [TestCase("localhost", false, TestName = "Database_of_an_unknown_authority_is_refused")]
    public void Database_is_refused(string host, bool isTrusted)
    {
        var down = Assert.ThrowsAsync<StoreDownException>(
            () => Store.Open(Postgres(host, SslMode.VerifyFull, isTrusted), "", CancellationToken.None));
        Assert.That(down!.Message, Does.Contain("certificate was rejected"));
    }

    private const string OperatorKey = "op.0123456789abcdef0123456789abcdef";

    private Dictionary<string, string> Settings(string brokerHost, bool isTrusted)
    {
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Postgres"] = Postgres("localhost", SslMode.VerifyFull),
            ["ConnectionStrings__RabbitMq"] = $"amqps://{_services.User}:{_services.Password}@{brokerHost}:{_services.AmqpsPort}",
            ["RabbitMq__Management"] = $"https://{brokerHost}:{_services.HttpsPort}",
            ["Operator__Key"] = OperatorKey,
        };
        if (isTrusted)
            settings["SSL_CERT_FILE"] = _services.Authority;
        return settings;
    }

    private string Postgres(string host, SslMode mode, bool isTrusted = true)
    {
        var connection = new NpgsqlConnectionStringBuilder(_services.Postgres) { Host = host, SslMode = mode };
        if (isTrusted)
            connection.RootCertificate = _services.Authority;
        return connection.ToString();
    }

    private static async Task<MarketClient> NewAccount(MarketClient market, ClusterNode node, string kind)
    {
        object request = kind == "vendor" ? new { kind, name = "Acme Prams", contact = "sales@acme.example" } : new { kind, name = "Ada" };
        var account = (await market.Post(node, "accounts", request)).Is(201);
        return new MarketClient((string)account["id"]!, (string)account["key"]!);
    }
}
