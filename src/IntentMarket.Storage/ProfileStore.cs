using System.Data.Common;
using IntentMarket.Engine;

namespace IntentMarket.Storage;

/// <summary>What a vendor says of itself.</summary>
/// <param name="Claims">In the order of their names.</param>
public sealed record ProfileRow(string About, IReadOnlyList<ClaimRow> Claims);

/// <summary>Something that a vendor claims to hold: as it states, until the operator verifies it.</summary>
/// <param name="Id">Of this very statement: another note is another claim, so what was verified is what stands here.</param>
/// <param name="VerifiedBy">Who looked, and at what; null where nobody did.</param>
/// <param name="VerifiedUntil">Null: for good.</param>
/// <param name="Vendor">The account's name. Read, never written.</param>
public sealed record ClaimRow(
    Guid Id, AccountId Account, string Name, string? Note, long StatedAt, long? VerifiedAt = null, string? VerifiedBy = null,
    long? VerifiedUntil = null, string? Vendor = null);

public sealed class ProfileStore
{
    private readonly Database _database;

    internal ProfileStore(Database database) => _database = database;

    /// <summary>Takes the place of what the vendor stated before. A claim that is stated again as it was stays as
    /// verified as it was.</summary>
    /// <param name="claims">Each name once.</param>
    public Task Put(AccountId account, string about, IReadOnlyList<ClaimRow> claims, long at, CancellationToken cancel) => _database.Write(
        async (connection, token) =>
        {
            // Two lists of claims do not mix.
            await _database.LockAccount(connection, account, token);
            await connection.Change(
                """
                INSERT INTO profiles (account_id, about, changed_at) VALUES (@account, @about, @at)
                ON CONFLICT (account_id) DO UPDATE SET about = excluded.about, changed_at = excluded.changed_at
                """,
                new { account, about, at }, token);
            await connection.Change(
                $"""
                DELETE FROM claims WHERE account_id = @account AND claim_id NOT IN (SELECT value FROM {_database.Ids("@kept")})
                """,
                new { account, kept = new Ids(claims.Select(c => c.Id)) }, token);
            foreach (var claim in claims)
            {
                await connection.Change(
                    """
                    INSERT INTO claims (claim_id, account_id, name, note, stated_at) VALUES (@Id, @account, @Name, @Note, @at)
                    ON CONFLICT (claim_id) DO NOTHING
                    """,
                    new { claim.Id, account, claim.Name, claim.Note, at }, token);
            }
            return true;
        },
        cancel);

    /// <summary>Null where the vendor has said nothing.</summary>
    public Task<ProfileRow?> Get(AccountId account, CancellationToken cancel) => _database.Read(
        async (connection, token) =>
        {
            var about = await connection.Scalar<string>(
                """SELECT about FROM profiles WHERE account_id = @account""", new { account }, token);
            return about is null
                ? null
                : new ProfileRow(about, await connection.List(
                    $"""
                    SELECT {Columns}
                    WHERE c.account_id = @account
                    ORDER BY c.name
                    """,
                    new { account }, Claim, token));
        },
        cancel);

    /// <summary>Of all vendors, newest first (by StatedAt, then id).</summary>
    /// <param name="verified">At <paramref name="now"/>; null: all.</param>
    public async Task<IReadOnlyList<ClaimRow>> ListClaims(
        bool? verified, long now, (long At, Guid Id)? after, int limit, CancellationToken cancel) => await _database.Read(
        (connection, token) => connection.List(
            $"""
            SELECT {Columns}
            WHERE (c.stated_at, c.claim_id) < (@at, @id) AND (@every OR ({IsVerified}) = @verified)
            ORDER BY c.stated_at DESC, c.claim_id DESC
            LIMIT @limit
            """,
            new
            {
                every = verified is null,
                verified = verified ?? false,
                now,
                at = after?.At ?? long.MaxValue,
                id = after?.Id ?? Guid.AllBitsSet,
                limit,
            },
            Claim, token),
        cancel);

    /// <summary>Answers the claim; null where it does not stand any more.</summary>
    public async Task<ClaimRow?> Verify(Guid claim, long at, string by, long? until, CancellationToken cancel)
    {
        await _database.Write(
            (connection, token) => connection.Change(
                """
                UPDATE claims SET verified_at = @at, verified_by = @by, verified_until = @until WHERE claim_id = @claim
                """,
                new { claim, at, by, until }, token),
            cancel);
        return await GetClaim(claim, cancel);
    }

    /// <summary>It is as stated again. Answers the claim; null where there is none.</summary>
    public async Task<ClaimRow?> Revoke(Guid claim, CancellationToken cancel)
    {
        await _database.Write(
            (connection, token) => connection.Change(
                """
                UPDATE claims SET verified_at = NULL, verified_by = NULL, verified_until = NULL WHERE claim_id = @claim
                """,
                new { claim }, token),
            cancel);
        return await GetClaim(claim, cancel);
    }

    /// <summary>The names of the claims of these vendors that are verified at <paramref name="now"/>.</summary>
    public async Task<ILookup<AccountId, string>> Verified(IReadOnlyCollection<AccountId> vendors, long now, CancellationToken cancel) =>
        (await _database.Read(
            (connection, token) => connection.List(
                $"""
                SELECT c.account_id, c.name
                FROM claims c
                WHERE c.account_id IN (SELECT value FROM {_database.Ids("@vendors")}) AND {IsVerified}
                """,
                new { vendors = Ids.Of(vendors), now }, r => (Account: r.Id<AccountId>(0), Name: r.GetString(1)), token),
            cancel)).ToLookup(c => c.Account, c => c.Name);

    private Task<ClaimRow?> GetClaim(Guid claim, CancellationToken cancel) => _database.Read(
        (connection, token) => connection.First(
            $"""
            SELECT {Columns}
            WHERE c.claim_id = @claim
            """,
            new { claim }, Claim, token),
        cancel);

    private const string IsVerified = "c.verified_at IS NOT NULL AND (c.verified_until IS NULL OR c.verified_until > @now)";

    private const string Columns =
        """
        c.claim_id, c.account_id, c.name, c.note, c.stated_at, c.verified_at, c.verified_by, c.verified_until, a.name
        FROM claims c
        LEFT JOIN accounts a ON a.account_id = c.account_id
        """;

    private static ClaimRow Claim(DbDataReader r) => new(
        r.Id(0), r.Id<AccountId>(1), r.GetString(2), r.TextOrNull(3), r.GetInt64(4), r.LongOrNull(5), r.TextOrNull(6),
        r.LongOrNull(7), r.TextOrNull(8));
}
