using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Evaluation;
using IntentMarket.Engine.Market;
using IntentMarket.Engine.Offers;
using IntentMarket.Engine.Values;
using IntentMarket.Services.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IntentMarket.Bench;

/// <summary>The obvious way to take an offer: one transaction each, that locks the intent, checks the offer, scores it, stores it and
/// counts its rank. It reads the message, checks the terms, scores and writes the receipt by the market's own code, so that what differs is
/// the way to the disk; and it remembers keys as long as the market does.</summary>
internal static class ObviousMarket
{
    public const string Verb = "obvious-market";

    private static readonly TimeSpan KeysKeptFor = TimeSpan.FromSeconds(2);
    private static readonly ConcurrentDictionary<string, (Guid Vendor, byte[] SecretHash, long At)> Keys = new(StringComparer.Ordinal);

    public static async Task<int> Serve(Options options)
    {
        await using var database = NpgsqlDataSource.Create(ObviousDatabase.Connection(options.Text("database")));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapPost("/api/v1/intents/{id:guid}/offers", (Guid id, HttpContext context) => Submit(id, context, database));
        await app.StartAsync();
        await Child.Serve(app.Urls.First());
        await app.StopAsync();
        return 0;
    }

    private static async Task Submit(Guid intentId, HttpContext context, NpgsqlDataSource database)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var tree = JsonTree.Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        await using var connection = await database.OpenConnectionAsync();
        if (await Vendor(context, connection) is not { } vendor)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        await using var transaction = await connection.BeginTransactionAsync();
        if (await Lock(connection, intentId) is not var (terms, closesAt, offers))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var reading = OfferReader.Offer(tree, terms, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        if (!reading.IsGood)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        var (key, offer, note) = reading.Value;
        var receipt = await Repeat(connection, intentId, vendor, key)
            ?? await Decide(connection, intentId, vendor, key, offer, note, terms, closesAt, offers + 1);
        await transaction.CommitAsync();
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = receipt.Length;
        await context.Response.Body.WriteAsync(receipt);
    }

    private static async Task<Guid?> Vendor(HttpContext context, NpgsqlConnection connection)
    {
        var token = context.Request.Headers.Authorization.ToString();
        if (!token.StartsWith("Bearer ", StringComparison.Ordinal) || token.IndexOf('.') is not (> 7 and var dot))
            return null;
        var keyId = token[7..dot];
        if (!Keys.TryGetValue(keyId, out var key) || TimeProvider.System.GetElapsedTime(key.At) > KeysKeptFor)
        {
            await using var command = Command(
                connection, "SELECT vendor, secret_hash FROM api_keys WHERE key_id = @keyId", new NpgsqlParameter<string>("keyId", keyId));
            await using var reader = await command.ExecuteReaderAsync();
            if (!await reader.ReadAsync())
                return null;
            Keys[keyId] = key = (reader.GetGuid(0), (byte[])reader.GetValue(1), TimeProvider.System.GetTimestamp());
        }
        var given = SHA256.HashData(Encoding.UTF8.GetBytes(token[(dot + 1)..]));
        return CryptographicOperations.FixedTimeEquals(given, key.SecretHash) ? key.Vendor : null;
    }

    private static async Task<(IntentTerms Terms, long ClosesAt, int Offers)?> Lock(NpgsqlConnection connection, Guid intentId)
    {
        await using var command = Command(
            connection,
            "SELECT terms, closes_at, offers FROM intents WHERE intent_id = @intentId AND status = 'open' FOR UPDATE",
            new NpgsqlParameter<Guid>("intentId", intentId));
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? (EventCodec.DecodeIntentTerms((byte[])reader.GetValue(0)), reader.GetInt64(1), reader.GetInt32(2))
            : null;
    }

    private static async Task<byte[]?> Repeat(NpgsqlConnection connection, Guid intentId, Guid vendor, string key)
    {
        await using var command = Command(
            connection,
            "SELECT receipt FROM offers WHERE intent_id = @intentId AND vendor = @vendor AND key = @key",
            new NpgsqlParameter<Guid>("intentId", intentId), new NpgsqlParameter<Guid>("vendor", vendor),
            new NpgsqlParameter<string>("key", key));
        return (byte[]?)await command.ExecuteScalarAsync();
    }

    private static async Task<byte[]> Decide(
        NpgsqlConnection connection, Guid intentId, Guid vendor, string key, OfferTerms offer, string? note, IntentTerms terms,
        long closesAt, int placed)
    {
        var at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var reasons = new List<Reason>();
        if (at >= closesAt)
            reasons.Add(new Reason("closed"));
        if (offer.AgreesTo != terms.TermsHash)
            reasons.Add(new Reason("terms-not-agreed"));
        Admission.Check(terms, offer, at, closesAt, reasons);
        var id = Guid.CreateVersion7();
        var isAccepted = reasons.Count == 0;
        var score = isAccepted ? Scoring.Of(terms.Terms, offer) : new Score(0, []);
        MarketEvent outcome;
        if (isAccepted)
        {
            await Supersede(connection, intentId, vendor);
            var (before, live) = await Count(connection, intentId, score.Total, offer.Total);
            outcome = new OfferAccepted(
                new OfferId(id), new Pseudonym(vendor), offer, null, false, offer.ValidUntil ?? terms.AwardBy, score.Total, score.Points,
                before + 1, live + 1, null, null, new Request(key, ""));
        }
        else
            outcome = new OfferRefused(new OfferId(id), new Pseudonym(vendor), offer, null, false, reasons, new Request(key, ""));
        var receipt = WireJson.Bytes(OfferView.Receipt(new RecordedEvent(new IntentId(intentId), placed, at, outcome, ""), key, terms));
        await Insert(connection, id, intentId, vendor, key, isAccepted ? "live" : "refused", offer, note, score, placed, at, receipt);
        await Counted(connection, intentId, placed);
        return receipt;
    }

    private static async Task Supersede(NpgsqlConnection connection, Guid intentId, Guid vendor)
    {
        await using var command = Command(
            connection,
            "UPDATE offers SET status = 'superseded' WHERE intent_id = @intentId AND vendor = @vendor AND status = 'live'",
            new NpgsqlParameter<Guid>("intentId", intentId), new NpgsqlParameter<Guid>("vendor", vendor));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<(int Before, int Live)> Count(NpgsqlConnection connection, Guid intentId, long score, long total)
    {
        await using var command = Command(
            connection,
            """
            SELECT count(*) FILTER (WHERE score > @score OR score = @score AND total <= @total), count(*)
            FROM offers WHERE intent_id = @intentId AND status = 'live'
            """,
            new NpgsqlParameter<Guid>("intentId", intentId), new NpgsqlParameter<long>("score", score),
            new NpgsqlParameter<long>("total", total));
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return ((int)reader.GetInt64(0), (int)reader.GetInt64(1));
    }

    private static async Task Insert(
        NpgsqlConnection connection, Guid id, Guid intentId, Guid vendor, string key, string status, OfferTerms offer, string? note,
        Score score, int placed, long at, byte[] receipt)
    {
        await using var command = Command(
            connection,
            """
            INSERT INTO offers (offer_id, intent_id, vendor, key, status, total, score, placed, at, terms, note, receipt)
            VALUES (@id, @intentId, @vendor, @key, @status, @total, @score, @placed, @at, @terms, @note, @receipt)
            """,
            new NpgsqlParameter<Guid>("id", id), new NpgsqlParameter<Guid>("intentId", intentId),
            new NpgsqlParameter<Guid>("vendor", vendor),
            new NpgsqlParameter<string>("key", key), new NpgsqlParameter<string>("status", status),
            new NpgsqlParameter<long>("total", offer.Total),
            new NpgsqlParameter<long>("score", score.Total), new NpgsqlParameter<int>("placed", placed),
            new NpgsqlParameter<long>("at", at),
            new NpgsqlParameter<byte[]>("terms", EventCodec.Encode(offer)), new NpgsqlParameter<string?>("note", note),
            new NpgsqlParameter<byte[]>("receipt", receipt));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Counted(NpgsqlConnection connection, Guid intentId, int offers)
    {
        await using var command = Command(
            connection, "UPDATE intents SET offers = @offers WHERE intent_id = @intentId",
            new NpgsqlParameter<int>("offers", offers), new NpgsqlParameter<Guid>("intentId", intentId));
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }
}

/// <summary>The obvious market's own database on the market's PostgreSQL, with the same vendors, keys and intents. It goes when the
/// measurement is over.</summary>
internal sealed class ObviousDatabase : IAsyncDisposable
{
    private ObviousDatabase()
    {
    }

    public string Name { get; } = "bench_" + Guid.NewGuid().ToString("N")[..12];

    public static string Connection(string database) => new NpgsqlConnectionStringBuilder(Options.Setting("ConnectionStrings__Postgres"))
    {
        Database = database,
        MaxPoolSize = 64,
        MaxAutoPrepare = 50,
        AutoPrepareMinUsages = 2,
        NoResetOnClose = true,
    }.ConnectionString;

    public static async Task<ObviousDatabase> Make(IReadOnlyList<Vendor> vendors, IReadOnlyList<PostedIntent> intents)
    {
        var made = new ObviousDatabase();
        await Execute(Options.Setting("ConnectionStrings__Postgres"), $"CREATE DATABASE {made.Name}");
        await using var database = NpgsqlDataSource.Create(Connection(made.Name));
        await Execute(
            database,
            """
            CREATE TABLE api_keys (key_id text PRIMARY KEY, vendor uuid NOT NULL, secret_hash bytea NOT NULL);
            CREATE TABLE intents (
                intent_id uuid PRIMARY KEY, status text NOT NULL, closes_at bigint NOT NULL, offers integer NOT NULL, terms bytea NOT NULL)
                WITH (fillfactor = 70);
            CREATE TABLE offers (
                offer_id uuid PRIMARY KEY, intent_id uuid NOT NULL REFERENCES intents, vendor uuid NOT NULL, key text NOT NULL,
                    status text NOT NULL,
                total bigint NOT NULL, score bigint NOT NULL, placed integer NOT NULL, at bigint NOT NULL, terms bytea NOT NULL, note text,
                receipt bytea NOT NULL, UNIQUE (intent_id, vendor, key)) WITH (fillfactor = 85);
            CREATE INDEX offers_ranked ON offers (intent_id, score DESC, total, placed) WHERE status = 'live';
            """);
        foreach (var vendor in vendors)
        {
            var token = vendor.Key.Split('.', 2);
            await Execute(
                database, "INSERT INTO api_keys (key_id, vendor, secret_hash) VALUES (@keyId, @vendor, @hash)",
                new NpgsqlParameter<string>("keyId", token[0]), new NpgsqlParameter<Guid>("vendor", Guid.Parse(vendor.Id)),
                new NpgsqlParameter<byte[]>("hash", SHA256.HashData(Encoding.UTF8.GetBytes(token[1]))));
        }
        for (var i = 0; i < intents.Count; i++)
        {
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            var terms = IntentReader.Post(JsonTree.Parse(Encoding.UTF8.GetBytes(Documents.Intent(i))), now).Value!.Terms;
            if (terms.TermsHash != intents[i].TermsHash)
                throw new BenchException("the market runs another version: its terms have another hash");
            await Execute(
                database, "INSERT INTO intents (intent_id, status, closes_at, offers, terms) VALUES (@id, 'open', @closesAt, 0, @terms)",
                new NpgsqlParameter<Guid>("id", Guid.Parse(intents[i].Id)), new NpgsqlParameter<long>("closesAt", terms.ClosesAt),
                new NpgsqlParameter<byte[]>("terms", EventCodec.Encode(terms)));
        }
        return made;
    }

    public async ValueTask DisposeAsync() =>
        await Execute(Options.Setting("ConnectionStrings__Postgres"), $"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");

    private static async Task Execute(string connection, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await Execute(database, sql);
    }

    private static async Task Execute(NpgsqlDataSource database, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync();
    }
}
