using System.Reflection;
using System.Text;
using IntentMarket.Edges.Hub;
using IntentMarket.Engine;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>Who may do what: a row for every operation, hub method and page. One that has no row is a fault, and so is a
/// row of what is gone.</summary>
public sealed class AccessMatrix : EdgeStories
{
    /// <summary>For whom, and what it does: <c>writes</c> is not for keys that only read, nor for suspended accounts; <c>revokes</c> is for
    /// these too; <c>connects</c> is not. On pages <c>signed-in</c> is who has any account.</summary>
    internal const string Rows =
        """
        GET     /                                       anyone                    reads
        GET     /.well-known/security.txt               anyone                    reads
        GET     /account                                signed-in                 reads
        GET     /account/address                        signed-in                 reads
        GET     /account/leave                          signed-in                 reads
        POST    /account/leave                          signed-in                 reads
        POST    /account/mail                           signed-in                 writes
        GET     /account/open                           signed-in                 reads
        POST    /account/open                           signed-in                 reads
        POST    /account/passkeys                       signed-in                 reads
        POST    /account/passkeys/options               signed-in                 reads
        POST    /account/passkeys/remove                signed-in                 reads
        POST    /account/password                       signed-in                 reads
        GET     /account/proof                          signed-in                 reads
        POST    /account/proof                          signed-in                 reads
        POST    /account/proof/passkey                  signed-in                 reads
        POST    /account/sessions/end                   signed-in                 reads
        POST    /account/ways/end                       signed-in                 reads
        GET     /address                                anyone                    reads
        POST    /address                                anyone                    reads
        DELETE  /api/v1/account                         customer,vendor,operator  revokes
        POST    /api/v1/accounts                        operator                  writes
        POST    /api/v1/accounts/{id}/restore           operator                  writes
        POST    /api/v1/accounts/{id}/suspend           operator                  writes
        GET     /api/v1/broker-credentials              vendor                    reads
        POST    /api/v1/broker-credentials              vendor                    writes
        DELETE  /api/v1/broker-credentials/{id}         vendor                    revokes
        GET     /api/v1/categories                      anyone                    reads
        GET     /api/v1/categories/{scheme}/{id}        anyone                    reads
        GET     /api/v1/claims                          operator                  reads
        POST    /api/v1/claims/{id}/revoke              operator                  writes
        POST    /api/v1/claims/{id}/verify              operator                  writes
        GET     /api/v1/feed                            vendor                    reads
        GET     /api/v1/intents                         customer                  reads
        POST    /api/v1/intents                         customer                  writes
        POST    /api/v1/intents/preview                 customer                  reads
        GET     /api/v1/intents/{id}                    customer,vendor,operator  reads
        POST    /api/v1/intents/{id}/amend              customer                  writes
        POST    /api/v1/intents/{id}/award              customer                  writes
        GET     /api/v1/intents/{id}/board              vendor                    reads
        GET     /api/v1/intents/{id}/messages           customer,vendor           reads
        POST    /api/v1/intents/{id}/messages           customer,vendor           writes
        GET     /api/v1/intents/{id}/offers             customer,operator         reads
        POST    /api/v1/intents/{id}/offers             vendor                    writes
        POST    /api/v1/intents/{id}/offers/preview     vendor                    tries
        POST    /api/v1/intents/{id}/remove             operator                  writes
        GET     /api/v1/intents/{id}/transcript         customer,vendor,operator  reads
        POST    /api/v1/intents/{id}/what-if            customer                  reads
        POST    /api/v1/intents/{id}/withdraw           customer                  writes
        GET     /api/v1/keys                            customer,vendor,operator  reads
        POST    /api/v1/keys                            customer,vendor,operator  writes
        DELETE  /api/v1/keys/{id}                       customer,vendor,operator  revokes
        GET     /api/v1/mail-choices                    customer,vendor           reads
        PUT     /api/v1/mail-choices                    customer,vendor           writes
        GET     /api/v1/notices                         customer,vendor,operator  reads
        GET     /api/v1/offers                          vendor                    reads
        POST    /api/v1/offers                          vendor                    writes
        DELETE  /api/v1/offers/{id}                     vendor                    writes
        POST    /api/v1/offers/{id}/confirm             vendor                    writes
        GET     /api/v1/profile                         vendor                    reads
        PUT     /api/v1/profile                         vendor                    writes
        GET     /api/v1/reports                         operator                  reads
        POST    /api/v1/reports                         customer,vendor,operator  writes
        POST    /api/v1/reports/{id}/close              operator                  writes
        GET     /api/v1/subscriptions                   vendor                    reads
        DELETE  /api/v1/subscriptions/{name}            vendor                    writes
        PUT     /api/v1/subscriptions/{name}            vendor                    writes
        POST    /api/v1/subscriptions/{name}/test       vendor                    reads
        PUT     /api/v1/taxonomy/{scheme}               operator                  writes
        GET     /api/v1/time                            anyone                    reads
        GET     /asyncapi/v1.json                       anyone                    reads
        GET     /bots                                   vendor                    reads
        GET     /bots/console                           vendor                    reads
        POST    /bots/credentials                       vendor                    writes
        POST    /bots/credentials/remove                vendor                    revokes
        POST    /bots/keys                              vendor                    writes
        POST    /bots/keys/revoke                       vendor                    revokes
        GET     /criteria                               vendor                    reads
        GET     /criteria/{name}                        vendor                    reads
        POST    /criteria/{name}                        vendor                    writes
        POST    /criteria/{name}/check                  vendor                    writes
        POST    /criteria/{name}/delete                 vendor                    writes
        POST    /criteria/{name}/found                  vendor                    writes
        POST    /criteria/{name}/meets                  vendor                    writes
        GET     /feed                                   vendor                    reads
        GET     /feed/list                              vendor                    reads
        GET     /feed/{id}                              vendor                    reads
        POST    /feed/{id}                              vendor                    writes
        POST    /feed/{id}/check                        vendor                    writes
        POST    /feed/{id}/confirm                      vendor                    writes
        GET     /feed/{id}/entry                        vendor                    reads
        GET     /feed/{id}/form                         vendor                    reads
        GET     /feed/{id}/level                        vendor                    reads
        GET     /feed/{id}/messages                     vendor                    reads
        POST    /feed/{id}/messages                     vendor                    writes
        POST    /feed/{id}/preview                      vendor                    writes
        GET     /feed/{id}/standing                     vendor                    reads
        GET     /feed/{id}/transcript                   vendor                    reads
        POST    /feed/{id}/withdraw                     vendor                    writes
        GET     /forgotten                              anyone                    reads
        POST    /forgotten                              anyone                    reads
        GET     /healthz                                anyone                    reads
        GET     /how-it-works                           anyone                    reads
        HUB     ConfirmOffer                            vendor                    writes
        HUB     Follow                                  customer,vendor,operator  reads
        HUB     SubmitOffer                             vendor                    writes
        HUB     Watch                                   customer,vendor,operator  reads
        HUB     WatchBots                               vendor                    reads
        HUB     WithdrawOffer                           vendor                    writes
        GET     /hubs/market                            customer,vendor,operator  connects
        POST    /hubs/market/negotiate                  customer,vendor,operator  connects
        GET     /intents                                customer                  reads
        POST    /intents/drafts/{draft}/remove          customer                  writes
        GET     /intents/list                           customer                  reads
        GET     /intents/new                            anyone                    reads
        POST    /intents/new                            anyone                    reads
        POST    /intents/new/check                      anyone                    reads
        POST    /intents/new/preview                    anyone                    reads
        GET     /intents/{id}                           customer                  reads
        GET     /intents/{id}/amend                     customer                  reads
        POST    /intents/{id}/amend                     customer                  writes
        POST    /intents/{id}/amend/check               customer                  writes
        POST    /intents/{id}/amend/anew                customer                  writes
        POST    /intents/{id}/amend/preview             customer                  writes
        GET     /intents/{id}/award                     customer                  reads
        POST    /intents/{id}/award                     customer                  writes
        GET     /intents/{id}/board                     customer                  reads
        GET     /intents/{id}/compare                   customer                  reads
        GET     /intents/{id}/leads                     customer                  reads
        GET     /intents/{id}/messages                  customer                  reads
        POST    /intents/{id}/messages                  customer                  writes
        GET     /intents/{id}/transcript                customer                  reads
        GET     /intents/{id}/what-if                   customer                  reads
        GET     /intents/{id}/withdraw                  customer                  reads
        POST    /intents/{id}/withdraw                  customer                  writes
        GET     /mail/stop                              anyone                    reads
        POST    /mail/stop                              anyone                    reads
        GET     /new-password                           anyone                    reads
        POST    /new-password                           anyone                    reads
        GET     /offers                                 vendor                    reads
        GET     /offers/list                            vendor                    reads
        GET     /openapi/v1.json                        anyone                    reads
        GET     /operator                               operator                  reads
        POST    /operator/categories                    operator                  writes
        POST    /operator/close                         operator                  writes
        POST    /operator/remove                        operator                  writes
        POST    /operator/restore                       operator                  writes
        POST    /operator/revoke                        operator                  writes
        POST    /operator/suspend                       operator                  writes
        POST    /operator/verify                        operator                  writes
        GET     /profile                                vendor                    reads
        POST    /profile                                vendor                    writes
        GET     /readyz                                 anyone                    reads
        GET     /report                                 signed-in                 reads
        POST    /report                                 signed-in                 writes
        GET     /sign-in                                anyone                    reads
        POST    /sign-in                                anyone                    reads
        POST    /sign-in/passkey                        anyone                    reads
        POST    /sign-in/passkey/options                anyone                    reads
        POST    /sign-out                               anyone                    reads
        GET     /sign-up                                anyone                    reads
        POST    /sign-up                                anyone                    reads
        GET     /sign-up/confirm                        anyone                    reads
        POST    /sign-up/confirm                        anyone                    reads
        """;

    private static readonly string[] Kinds = ["customer", "vendor", "operator"];

    private static readonly IReadOnlyList<Row> All =
        [.. Rows.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(row => new Row(row[0], row[1], row[2], row[3]))];

    [Test]
    public async Task Every_operation_hub_method_and_page_has_a_row()
    {
        var routes = (await Route.All).Select(r => $"{r.Method} {Unconstrained(r.Pattern)}");
        var methods = typeof(MarketHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m.GetBaseDefinition() == m && !m.IsSpecialName).Select(m => $"HUB {m.Name}");
        Assert.That(routes.Concat(methods).Distinct(), Is.EquivalentTo(All.Select(r => $"{r.Method} {r.Path}")));
    }

    [Test]
    public async Task Operations_are_for_whom_their_row_says()
    {
        var market = await MarketHost.Shared;
        var wrong = new List<string>();
        var callers = new List<(string Who, string Kind, bool OnlyReads, bool IsSuspended, MarketClient Client)>
        {
            ("a stranger", "", false, false, market.Client(null)),
        };
        foreach (var kind in Kinds)
        {
            var (client, suspended) = (await New(market, kind), await New(market, kind));
            (await market.Operator.Post($"/api/v1/accounts/{suspended.Account}/suspend", new { reason = "A test" })).Expect(200);
            callers.Add((kind, kind, false, false, client));
            callers.Add(($"{kind}'s key that reads", kind, true, false, await Reading(market, client)));
            callers.Add(($"suspended {kind}", kind, false, true, suspended));
        }
        // Leaving comes last, and who may only read asks first: after it there is nobody left to ask for.
        foreach (var row in All.Where(
            r => r.Method != "HUB" && (r.Path.StartsWith("/api", StringComparison.Ordinal) || r.Path == "/hubs/market/negotiate"))
            .OrderBy(r => r.Path == "/api/v1/account"))
        {
            foreach (var caller in callers.OrderBy(c => !c.OnlyReads))
            {
                // What a suspended operator still reads is told elsewhere.
                if (caller is { IsSuspended: true, Kind: "operator" } && row.Does == "reads")
                    continue;
                var right = row.Who == "anyone" ? "" : caller.Kind == "" ? "unauthorized" : !row.IsFor(caller.Kind) ? "forbidden"
                    : caller.OnlyReads && row.Does is ("writes" or "revokes") ? "read-only"
                    : caller.IsSuspended && row.Does is ("writes" or "connects" or "tries") ? "suspended" : "";
                var answer = await caller.Client.Send(
                    new HttpMethod(row.Method), row.Address, row.Method is "POST" or "PUT" ? Json("{}") : null);
                var code = answer.Status is 401 or 403 ? (string?)answer.Body?["code"] : "";
                if (code != right || answer.Status >= 500)
                    wrong.Add($"{row.Method} {row.Path}, {caller.Who}: {answer.Status} {code}, right is '{right}'");
            }
        }
        Assert.That(wrong, Is.Empty);

        static ByteArrayContent Json(string text)
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            return content;
        }
    }

    [Test]
    public async Task Hub_methods_are_for_whom_their_row_says()
    {
        var market = await MarketHost.Shared;
        var wrong = new List<string>();
        foreach (var (kind, onlyReads) in (List<(string, bool)>)[
            ("customer", false), ("vendor", false), ("operator", false), ("vendor", true)])
            wrong.AddRange(await Wrong(market, kind, onlyReads));
        Assert.That(wrong, Is.Empty);
    }

    private static async Task<List<string>> Wrong(MarketHost market, string kind, bool onlyReads)
    {
        var wrong = new List<string>();
        var client = await New(market, kind);
        if (onlyReads)
            client = await Reading(market, client);
        await using var hub = await HubClient.Connect(market, client);
        foreach (var row in All.Where(r => r.Method == "HUB"))
        {
            // Without its arguments: who may call it is told what it takes.
            var code = (string?)(await hub.Invoke(row.Path))["problem"]?["code"];
            var right = !row.IsFor(kind) ? "forbidden"
                : onlyReads && row.Does == "writes" ? "read-only"
                : row.Path switch { "Follow" => null, "WatchBots" => "no-broker", _ => "malformed" };
            if (code != right)
                wrong.Add($"{row.Path}, {kind}{(onlyReads ? "'s key that reads" : "")}: {code}, right is {right}");
        }
        return wrong;
    }

    [Test]
    public async Task Pages_are_for_whom_their_row_says()
    {
        var market = await MarketHost.Shared;
        var wrong = new List<string>();
        using PageClient nobody = new(market.Address), customer = await PageClient.SignedUp(market.Address, "customer"),
            vendor = await PageClient.SignedUp(market.Address, "vendor"),
            keeper = await PageClient.SignedUp(market.Address, "customer", MarketHost.OperatorKey);
        await nobody.Get("/sign-in");
        List<(string Who, string[] Kinds, PageClient Page)> visitors =
        [
            ("a stranger", [], nobody), ("a customer", ["customer"], customer), ("a vendor", ["vendor"], vendor),
            ("an operator who buys too", ["customer", "operator"], keeper),
        ];
        foreach (var (who, kinds, page) in visitors)
        {
            // Signing out comes last, or there is nobody left to ask for.
            foreach (var row in All.Where(r => r.IsPage).OrderBy(r => r.Path == "/sign-out"))
            {
                var right = row.Who == "anyone" ? ""
                    : kinds.Length == 0 ? "/sign-in"
                    : row.Who == "signed-in" || kinds.Any(row.IsFor) ? ""
                    : "/account/open";
                var answer = await row.Ask(page);
                var led = answer.Location?.Split('?')[0] is "/sign-in" or "/account/open"
                    && row.Path is not ("/new-password" or "/intents/new")
                        ? answer.Location.Split('?')[0]
                        : "";
                if (led != right || answer.Status is 401 or 403 or >= 500)
                    wrong.Add($"{row.Method} {row.Path}, {who}: {answer.Status} {led}, right is '{right}'");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public async Task Suspended_account_changes_nothing_by_pages()
    {
        var market = await MarketHost.Shared;
        var wrong = new List<string>();
        foreach (var kind in (string[])["customer", "vendor"])
        {
            using var page = await PageClient.SignedUp(market.Address, kind);
            var account = await AccountNamed(market, page.Name);
            (await market.Operator.Post($"/api/v1/accounts/{account}/suspend", new { reason = "A test" })).Expect(200);
            foreach (var row in All.Where(r => r.IsPage && (r.Who == kind || (r.Who == "signed-in" && r.Does == "writes"))))
            {
                var answer = await (row.Who == "signed-in" ? page.Post(row.Address, ("as", kind)) : row.Ask(page));
                if ((answer.Status == 403) != (row.Does == "writes") || answer.Status >= 500)
                    wrong.Add($"{row.Method} {row.Path}, a suspended {kind}: {answer.Status}");
            }
        }
        Assert.That(wrong, Is.Empty);
    }

    private static async Task<MarketClient> New(MarketHost market, string kind)
    {
        var made = (await market.Operator.Post(
            "/api/v1/accounts", new { kind, name = $"A {kind}", contact = kind == "vendor" ? "by mail" : null })).Expect(201);
        var client = market.Client(made.Text("key"));
        client.Account = AccountId.Parse(made.Text("id"));
        return client;
    }

    private static async Task<MarketClient> Reading(MarketHost market, MarketClient of) =>
        market.Client((await of.Post("/api/v1/keys", new { scope = "read" })).Expect(201).Text("key"));

    private static async Task<AccountId> AccountNamed(MarketHost market, string name)
    {
        await using var connection = new SqliteConnection($"Data Source={market.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT account_id FROM accounts WHERE name = $name";
        command.Parameters.AddWithValue("$name", name);
        return new AccountId(new Guid((byte[])(await command.ExecuteScalarAsync())!, bigEndian: true));
    }

    private static string Unconstrained(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part is ['{', ..] ? part.Split(':')[0].TrimEnd('}') + "}" : part));

    private sealed record Row(string Method, string Path, string Who, string Does)
    {
        public bool IsPage =>
            Method != "HUB" && !Path.StartsWith("/api/", StringComparison.Ordinal) && !Path.StartsWith("/hubs/", StringComparison.Ordinal);

        /// <summary>With ids of nothing.</summary>
        public string Address => Path.Replace("{id}", $"{Guid.NewGuid()}").Replace("{draft}", $"{Guid.NewGuid()}").Replace("{name}", "all")
            .Replace("{scheme}", "CPV");

        public Task<PageAnswer> Ask(PageClient page) => Method == "GET" ? page.Get(Address)
            : Path == "/operator/categories" ? page.PostFile(Address, "file", "{}")
            : page.Post(Address);

        public bool IsFor(string kind) => Who.Split(',').Contains(kind);
    }
}
