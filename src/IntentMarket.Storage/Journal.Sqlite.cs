using System.Data.Common;
using System.Text.RegularExpressions;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using Microsoft.Data.Sqlite;

namespace IntentMarket.Storage;

/// <summary>Appends row by row with prepared statements: there is no network between, and one sync a batch.</summary>
internal sealed class SqliteJournal(Database database) : Journal(database)
{
    /// <summary>Prepared on the database's writer; who has the writer's turn alone uses it.</summary>
    private Statements? _statements;

    public override int Loops => 1;

    public override async Task<Appended> Append(Batch batch, CancellationToken cancel)
    {
        try
        {
            return await Database.Write(
                (connection, _) => Task.FromResult(new Appended(Conflict: false, Insert(batch, connection))), cancel);
        }
        catch (SqliteException e) when (e.SqliteExtendedErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY
            && (e.Message.Contains("commits.", StringComparison.Ordinal) || e.Message.Contains("events.", StringComparison.Ordinal)))
        {
            return new Appended(Conflict: true, 0);
        }
    }

    private long Insert(Batch batch, DbConnection connection)
    {
        if (_statements?.Connection != connection)
            _statements = new Statements((SqliteConnection)connection);
        var feed = (long)_statements.NextFeed.ExecuteScalar()!;
        foreach (var commit in batch.Commits)
            Run(_statements.Commit, commit.Partition, commit.Position, feed, commit.At);
        var events = batch.Placed(feed).SelectMany(commit => commit.Events).ToList();
        foreach (var e in events)
        {
            Run(
                _statements.Event, e.IntentId.Blob(), e.Seq, e.Partition, e.Position, e.Feed, e.Ordinal, e.Vendor?.Blob(), e.At, e.Bytes,
                e.Hash);
        }
        foreach (var i in batch.Intents)
        {
            Run(
                _statements.Intent,
                i.IntentId.Blob(), i.Partition, i.Account?.Blob(), i.Customer.Blob(), EnumWords.Of(i.Status), i.Version, i.Terms,
                i.OpenedAt,
                i.ClosesAt, i.AwardBy, i.WakeAt, i.Seq, i.Live, i.Offers, i.Extensions, i.AwardedOffer?.Blob(), i.FanOut, i.Rules);
        }

        foreach (var o in batch.Offers)
        {
            Run(
                _statements.Offer,
                o.OfferId.Blob(), o.IntentId.Blob(), o.Account?.Blob(), o.Vendor.Blob(), o.Key, EnumWords.Of(o.Status), o.Total, o.Score,
                o.Fine, string.Join(',', o.Points), o.Placed, o.Receipt, o.At, o.ValidUntil, o.Terms);
        }

        foreach (var (index, party) in batch.Parties.Index())
        {
            Run(
                _statements.Party,
                party.IntentId.Blob(), party.Account.Blob(), EnumWords.Of(party.Role), party.Pseudonym.Blob(), feed,
                Ordinal(index), At(batch));
        }

        foreach (var (e, to) in Told(events))
            Run(_statements.Told, to.Reader?.Blob(), e.IntentId.Blob(), to.Pseudonym.Blob(), e.Feed, e.Ordinal);

        foreach (var (index, t) in batch.Texts.Index())
        {
            Run(
                _statements.Text, t.IntentId.Blob(), t.Hash, t.Subject.Blob(), t.Part, t.Text.Text, t.Text.Salt, t.Account.Blob(),
                feed, index);
        }
        return feed;
    }

    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    private sealed class Statements(SqliteConnection connection)
    {
        public SqliteConnection Connection => connection;

        public SqliteCommand NextFeed { get; } = Prepare(
            connection,
            """UPDATE settings SET number = number + 1 WHERE name = 'feed' RETURNING number""");

        public SqliteCommand Commit { get; } = Prepare(
            connection,
            """INSERT INTO commits (partition, position, feed, at) VALUES (@partition, @position, @feed, @at)""");

        public SqliteCommand Event { get; } = Prepare(
            connection,
            """
            INSERT INTO events (intent_id, seq, partition, position, feed, ordinal, vendor, at, bytes, hash)
            VALUES (@intent_id, @seq, @partition, @position, @feed, @ordinal, @vendor, @at, @bytes, @hash)
            """);

        /// <summary>The account is set once, with the first row: an erased one does not come back.</summary>
        public SqliteCommand Intent { get; } = Prepare(
            connection,
            """
            INSERT INTO intents (intent_id, partition, account_id, customer, status, version, terms, opened_at, closes_at, award_by,
                wake_at, seq, live, offers, extensions, awarded_offer, fan_out, rules)
            VALUES (@intent_id, @partition, @account_id, @customer, @status, @version, @terms, @opened_at, @closes_at, @award_by,
                @wake_at, @seq, @live, @offers, @extensions, @awarded_offer, @fan_out, @rules)
            ON CONFLICT (intent_id) DO UPDATE SET
                status = excluded.status, version = excluded.version, terms = excluded.terms, closes_at = excluded.closes_at,
                award_by = excluded.award_by, wake_at = excluded.wake_at, seq = excluded.seq, live = excluded.live,
                    offers = excluded.offers,
                extensions = excluded.extensions, awarded_offer = excluded.awarded_offer, fan_out = intents.fan_out OR excluded.fan_out
            """);

        public SqliteCommand Offer { get; } = Prepare(
            connection,
            """
            INSERT INTO offers (offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
                valid_until, terms)
            VALUES (@offer_id, @intent_id, @account_id, @vendor, @key, @status, @total, @score, @fine, @points, @placed, @receipt, @at,
                @valid_until, @terms)
            ON CONFLICT (offer_id) DO UPDATE SET
                status = excluded.status, total = excluded.total, score = excluded.score, fine = excluded.fine, points = excluded.points,
                placed = excluded.placed, receipt = excluded.receipt, at = excluded.at, valid_until = excluded.valid_until,
                terms = excluded.terms
            """);

        public SqliteCommand Party { get; } = Prepare(
            connection,
            """
            INSERT INTO audience (intent_id, account_id, role, pseudonym, feed, ordinal, at)
            VALUES (@intent_id, @account_id, @role, @pseudonym, @feed, @ordinal, @at)
            ON CONFLICT (intent_id, account_id) DO NOTHING
            """);

        public SqliteCommand Told { get; } = Prepare(
            connection,
            """
            INSERT INTO told (reader, feed, ordinal)
            SELECT t.reader, t.feed, t.ordinal
            FROM (SELECT
                coalesce(@reader, (SELECT a.account_id FROM audience a WHERE a.intent_id = @intent_id AND a.pseudonym = @pseudonym))
                    AS reader,
                @feed AS feed, @ordinal AS ordinal) AS t
            WHERE t.reader IS NOT NULL
            ON CONFLICT DO NOTHING
            """);

        public SqliteCommand Text { get; } = Prepare(
            connection,
            """
            INSERT INTO texts (intent_id, hash, subject, part, text, salt, account_id, feed, ordinal)
            VALUES (@intent_id, @hash, @subject, @part, @text, @salt, @account_id, @feed, @ordinal)
            ON CONFLICT (intent_id, hash) DO NOTHING
            """);

        /// <summary>Its parameters are those that the text names, in that order.</summary>
        private static SqliteCommand Prepare(SqliteConnection connection, string sql)
        {
            var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var name in Regex.Matches(sql, "@[a-z_]+", RegexOptions.NonBacktracking).Select(match => match.Value))
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            command.Prepare();
            return command;
        }
    }
}
