using System.Security.Cryptography;
using System.Text;

namespace IntentMarket.Storage;

/// <summary>The numbered SQL files under <c>Migrations</c>. What a database has run is recorded with its hash: a file that was
/// released never changes.</summary>
internal sealed record Migration(int Version, string Name, string Sql, string Hash)
{
    /// <summary>Those of one of the databases, in order.</summary>
    public static IReadOnlyList<Migration> Of(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Select(name => name.Replace('\\', '/'))
            .Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Read(assembly.GetManifestResourceStream(name)!, name[(folder.Length + 1)..]))];
    }

    private static Migration Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        // The hash is of what the file says, whatever line ends it was checked out with.
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(int.Parse(name[..4]), name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}

/// <summary>The schema of a database is one that this version cannot work on.</summary>
public sealed class SchemaException(string message) : Exception(message);

internal static class Migrations
{
    /// <summary>How the name of a migration ends beside which no older build may work.</summary>
    private const string Alone = "_alone.sql";

    /// <summary>Brings the schema up to date in one transaction, under a lock that lets the nodes that start at once do so
    /// one after the other.</summary>
    /// <remarks>Migrations only add, so a build works on the database of a newer one, whose additions are none of its business.</remarks>
    public static Task Run(Database database, string folder, CancellationToken cancel) => database.Write(
        async (connection, token) =>
        {
            await connection.Change(
                database.Pick(
                    postgres: """SELECT pg_advisory_xact_lock(7305091845107)""",
                    sqlite: """SELECT 'BEGIN IMMEDIATE is the lock'"""),
                null, token);
            await connection.Change(
                """
                CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL,
                    at BIGINT NOT NULL)
                """,
                null, token);
            var done = await connection.List(
                """SELECT version, name, hash FROM migrations ORDER BY version""",
                new { },
                r => (Version: r.GetInt32(0), Name: r.GetString(1), Hash: r.GetString(2)), token);
            var known = Migration.Of(folder);
            foreach (var (version, name, hash) in done)
            {
                if (known.FirstOrDefault(m => m.Version == version) is { } same)
                {
                    if (same.Hash != hash)
                        throw new SchemaException($"The migration {name} that the database has run differs from the one in this version.");
                }
                else if (version < known[^1].Version || name.EndsWith(Alone, StringComparison.Ordinal))
                {
                    throw new SchemaException(
                        $"The database has the migration {name}, which this version does not know and may not work beside.");
                }
            }

            foreach (var migration in known.Where(m => done.All(d => d.Version != m.Version)))
            {
                await connection.Change(migration.Sql, null, token);
                await connection.Change(
                    $"""INSERT INTO migrations (version, name, hash, at) VALUES (@Version, @Name, @Hash, {database.Now})""",
                    new { migration.Version, migration.Name, migration.Hash }, token);
            }

            return true;
        },
        cancel);
}
