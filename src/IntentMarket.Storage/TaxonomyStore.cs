using System.Security.Cryptography;
using System.Text;

namespace IntentMarket.Storage;

/// <param name="Version">Grows with each load of other names.</param>
/// <param name="Names">One JSON text.</param>
public sealed record TaxonomyRow(string Scheme, long Version, string Names);

/// <summary>The names of categories that the operator has loaded, a scheme at a time.</summary>
public sealed class TaxonomyStore
{
    private readonly Database _database;

    internal TaxonomyStore(Database database) => _database = database;

    /// <summary>Takes the place of what was loaded of the scheme; answers the version, which is the old one where the
    /// names are the same.</summary>
    public Task<long> Load(string scheme, string names, CancellationToken cancel) => _database.Write(
        (connection, token) => connection.Scalar<long>(
            $"""
            INSERT INTO taxonomies (scheme, version, hash, names, loaded_at) VALUES (@scheme, 1, @hash, @names, {_database.Now})
            ON CONFLICT (scheme) DO UPDATE SET
                version = taxonomies.version + CASE WHEN taxonomies.hash = excluded.hash THEN 0 ELSE 1 END,
                hash = excluded.hash, names = excluded.names, loaded_at = excluded.loaded_at
            RETURNING version
            """,
            new { scheme, hash = SHA256.HashData(Encoding.UTF8.GetBytes(names)), names }, token),
        cancel);

    /// <summary>The version of each scheme that is loaded.</summary>
    public async Task<IReadOnlyDictionary<string, long>> Versions(CancellationToken cancel) => (await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT t.scheme, t.version FROM taxonomies t
            """,
            new { }, r => (Scheme: r.GetString(0), Version: r.GetInt64(1)), token),
        cancel)).ToDictionary(t => t.Scheme, t => t.Version);

    public async Task<IReadOnlyList<TaxonomyRow>> All(CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            """
            SELECT t.scheme, t.version, t.names FROM taxonomies t ORDER BY t.scheme
            """,
            new { }, r => new TaxonomyRow(r.GetString(0), r.GetInt64(1), r.GetString(2)), token),
        cancel);
}
