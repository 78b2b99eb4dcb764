using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using NUnit.Framework;

namespace IntentMarket.Tests.Cluster;

/// <summary>The servers and programs that these tests talk to, as the environment names them. Where one is missing, its tests are ignored
/// on a laptop and fail where <c>CI</c> is true.</summary>
internal static class TestServices
{
    private static readonly HttpClient Http = new();

    /// <summary>A connection string of a role that may create databases.</summary>
    public static string Postgres => Needed("TEST_POSTGRES");

    public static Uri RabbitMq => new(Needed("TEST_RABBITMQ"));

    public static Uri Management => new(Needed("TEST_RABBITMQ_MANAGEMENT"));

    public static string Clients => Needed("TEST_CLIENTS");

    public static string Python => Environment.GetEnvironmentVariable("TEST_PYTHON") is { Length: > 0 } given ? given : "/usr/bin/python3";

    /// <summary>What tells a market to run on these services.</summary>
    public static Dictionary<string, string> Settings(string database, Uri broker, string edge, string core) => new()
    {
        ["ConnectionStrings__Postgres"] = database,
        ["ConnectionStrings__RabbitMq"] = broker.GetComponents(
            UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped),
        ["RabbitMq__Management"] = Management.ToString(),
        ["RabbitMq__PublicHost"] = RabbitMq.Host,
        ["RabbitMq__PublicPort"] = $"{RabbitMq.Port}",
        ["RabbitMq__EdgeVhost"] = edge,
        ["RabbitMq__CoreVhost"] = core,
    };

    public static async Task<string> CreateDatabase()
    {
        var name = "test_" + Guid.NewGuid().ToString("N")[..12];
        await Execute(Postgres, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ToString();
    }

    public static async Task DropDatabase(string connectionString)
    {
        NpgsqlConnection.ClearAllPools();
        var drop = $"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database}";
        try
        {
            await Execute(Postgres, $"{drop} WITH (FORCE)");
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // The server is cleaning it up: only this form ends that, and it waits some seconds for the others.
            await Execute(Postgres, drop);
        }
    }

    /// <summary>The first column of each row, and what stands beside it.</summary>
    public static async Task<List<T>> Query<T>(string connectionString, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await Open(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The broker's management API; null where it does not know of such a thing.</summary>
    public static async Task<JsonNode?> Broker(HttpMethod method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Management, "/api/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(RabbitMq.UserInfo))));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = await Open(connectionString);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> Open(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        await connection.OpenAsync();
        return connection;
    }

    private static string Needed(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            return value;
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail($"{variable} is not set: in CI these tests must run.");
        Assert.Ignore($"{variable} is not set.");
        throw new InvalidOperationException();
    }
}

/// <summary>Waits for something to come about, looking again and again; says what was not when it took too long.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public static Task Holds(Func<Task<bool>> condition, string what, int seconds = 60) =>
        Holds(async () => await condition() ? null : "", what, seconds);

    /// <param name="missing">Null once it has come about; else what is missing yet.</param>
    public static async Task Holds(Func<Task<string?>> missing, string what, int seconds = 60)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (await missing() is { } yet)
        {
            if (DateTime.UtcNow > until)
                Assert.Fail($"not within {seconds} s: {what} {yet}");
            await Task.Delay(LookEvery);
        }
    }
}
