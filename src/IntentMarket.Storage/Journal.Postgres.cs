using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using Npgsql;

namespace IntentMarket.Storage;

/// <summary>Appends each table's rows with one statement over arrays, all in one round trip, in the order of their keys: two
/// writers that want the same rows then meet at the first of them, where one waits and finds a conflict, and never at two, where
/// each waits for the other.</summary>
internal sealed class PostgresJournal(Database database) : Journal(database)
{
    /// <summary>What <c>feed_now()</c> gives, in place: called, the function costs as much as ten rows.</summary>
    private const string FeedNow = "(SELECT pg_current_xact_id()::text::bigint + s.number FROM settings s WHERE s.name = 'feed-offset')";

    /// <summary>One decides while the other's commit is synced.</summary>
    public override int Loops => 2;

    public override async Task<Appended> Append(Batch batch, CancellationToken cancel)
    {
        var events = batch.Placed(feed: 0).SelectMany(commit => commit.Events).ToList();
        try
        {
            return await Database.Deciding.Write(
                async (connection, token) =>
                {
                    await using var statements = new NpgsqlBatch((NpgsqlConnection)connection);
                    statements.BatchCommands.Add(Commits(batch));
                    statements.BatchCommands.Add(Events(events));
                    if (batch.Intents.Count > 0)
                        statements.BatchCommands.Add(Intents(batch));
                    if (batch.Offers.Count > 0)
                        statements.BatchCommands.Add(Offers(batch));
                    if (batch.Parties.Count > 0)
                        statements.BatchCommands.Add(Parties(batch));
                    if (events.Exists(e => e.Told.Count > 0))
                        statements.BatchCommands.Add(ToldRows(events));
                    if (batch.Texts.Count > 0)
                        statements.BatchCommands.Add(Texts(batch));
                    return new Appended(Conflict: false, (long)(await statements.ExecuteScalarAsync(token) ?? 0L));
                },
                cancel);
        }
        catch (PostgresException e) when (Faults.IsConflict(e) && e.ConstraintName is null or "commits_pkey" or "events_pkey")
        {
            return new Appended(Conflict: true, 0);
        }
    }

    private static NpgsqlBatchCommand Commits(Batch batch)
    {
        var rows = batch.Commits.OrderBy(c => (c.Partition, c.Position)).ToList();
        return new NpgsqlBatchCommand(
            $"""
            INSERT INTO commits (partition, position, feed, at)
            SELECT c.partition, c.position, {FeedNow}, c.at
            FROM unnest(@partitions, @positions, @ats) AS c(partition, position, at)
            RETURNING feed
            """)
        {
            Parameters =
            {
                Column("partitions", rows, c => c.Partition),
                Column("positions", rows, c => c.Position),
                Column("ats", rows, c => c.At),
            },
        };
    }

    private static NpgsqlBatchCommand Events(List<StoredEvent> events)
    {
        var rows = events.OrderBy(e => (e.IntentId, e.Seq)).ToList();
        return new NpgsqlBatchCommand(
            $"""
            INSERT INTO events (intent_id, seq, partition, position, feed, ordinal, vendor, at, bytes, hash)
            SELECT e.intent_id, e.seq, e.partition, e.position, {FeedNow}, e.ordinal, e.vendor, e.at, e.bytes, e.hash
            FROM unnest(@intents, @seqs, @partitions, @positions, @ordinals, @vendors, @ats, @bytes, @hashes)
                AS e(intent_id, seq, partition, position, ordinal, vendor, at, bytes, hash)
            """)
        {
            Parameters =
            {
                Column("intents", rows, e => e.IntentId.Value),
                Column("seqs", rows, e => e.Seq),
                Column("partitions", rows, e => e.Partition),
                Column("positions", rows, e => e.Position),
                Column("ordinals", rows, e => e.Ordinal),
                Column("vendors", rows, e => e.Vendor?.Value),
                Column("ats", rows, e => e.At),
                Column("bytes", rows, e => e.Bytes),
                Column("hashes", rows, e => e.Hash),
            },
        };
    }

    /// <summary>The account is set once, with the first row: an erased one does not come back.</summary>
    private static NpgsqlBatchCommand Intents(Batch batch)
    {
        var rows = Last(batch.Intents, i => i.IntentId.Value);
        return new NpgsqlBatchCommand(
            """
            INSERT INTO intents (intent_id, partition, account_id, customer, status, version, terms, opened_at, closes_at, award_by,
                wake_at, seq, live, offers, extensions, awarded_offer, fan_out, rules)
            SELECT i.intent_id, i.partition, i.account_id, i.customer, i.status, i.version, i.terms, i.opened_at, i.closes_at, i.award_by,
                i.wake_at, i.seq, i.live, i.offers, i.extensions, i.awarded_offer, i.fan_out, i.rules
            FROM unnest(@intents, @partitions, @accounts, @customers, @statuses, @versions, @terms, @opened, @closes, @awards,
                    @wakes, @seqs, @lives, @offers, @extensions, @awarded, @fanouts, @rules)
                AS i(intent_id, partition, account_id, customer, status, version, terms, opened_at, closes_at, award_by,
                    wake_at, seq, live, offers, extensions, awarded_offer, fan_out, rules)
            ON CONFLICT (intent_id) DO UPDATE SET
                status = excluded.status, version = excluded.version, terms = excluded.terms, closes_at = excluded.closes_at,
                award_by = excluded.award_by, wake_at = excluded.wake_at, seq = excluded.seq, live = excluded.live,
                    offers = excluded.offers,
                extensions = excluded.extensions, awarded_offer = excluded.awarded_offer, fan_out = intents.fan_out OR excluded.fan_out
            """)
        {
            Parameters =
            {
                Column("intents", rows, i => i.IntentId.Value),
                Column("partitions", rows, i => i.Partition),
                Column("accounts", rows, i => i.Account?.Value),
                Column("customers", rows, i => i.Customer.Value),
                Column("statuses", rows, i => EnumWords.Of(i.Status)),
                Column("versions", rows, i => i.Version),
                Column("terms", rows, i => i.Terms),
                Column("opened", rows, i => i.OpenedAt),
                Column("closes", rows, i => i.ClosesAt),
                Column("awards", rows, i => i.AwardBy),
                Column("wakes", rows, i => i.WakeAt),
                Column("seqs", rows, i => i.Seq),
                Column("lives", rows, i => i.Live),
                Column("offers", rows, i => i.Offers),
                Column("extensions", rows, i => i.Extensions),
                Column("awarded", rows, i => i.AwardedOffer?.Value),
                Column("fanouts", rows, i => i.FanOut),
                Column("rules", rows, i => i.Rules),
            },
        };
    }

    private static NpgsqlBatchCommand Offers(Batch batch)
    {
        var rows = Last(batch.Offers, o => o.OfferId.Value);
        return new NpgsqlBatchCommand(
            """
            INSERT INTO offers (offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
                valid_until, terms)
            SELECT o.offer_id, o.intent_id, o.account_id, o.vendor, o.key, o.status, o.total, o.score, o.fine, o.points, o.placed,
                o.receipt, o.at,
                o.valid_until, o.terms
            FROM unnest(@offers, @intents, @accounts, @vendors, @keys, @statuses, @totals, @scores, @fines, @points, @placed, @receipts,
                @ats,
                    @until, @terms)
                AS o(offer_id, intent_id, account_id, vendor, key, status, total, score, fine, points, placed, receipt, at,
                    valid_until, terms)
            ON CONFLICT (offer_id) DO UPDATE SET
                status = excluded.status, total = excluded.total, score = excluded.score, fine = excluded.fine, points = excluded.points,
                placed = excluded.placed, receipt = excluded.receipt, at = excluded.at, valid_until = excluded.valid_until,
                terms = excluded.terms
            """)
        {
            Parameters =
            {
                Column("offers", rows, o => o.OfferId.Value),
                Column("intents", rows, o => o.IntentId.Value),
                Column("accounts", rows, o => o.Account?.Value),
                Column("vendors", rows, o => o.Vendor.Value),
                Column("keys", rows, o => o.Key),
                Column("statuses", rows, o => EnumWords.Of(o.Status)),
                Column("totals", rows, o => o.Total),
                Column("scores", rows, o => o.Score),
                Column("fines", rows, o => o.Fine),
                Column("points", rows, o => string.Join(',', o.Points)),
                Column("placed", rows, o => o.Placed),
                Column("receipts", rows, o => o.Receipt),
                Column("ats", rows, o => o.At),
                Column("until", rows, o => o.ValidUntil),
                Column("terms", rows, o => o.Terms),
            },
        };
    }

    private static NpgsqlBatchCommand Parties(Batch batch)
    {
        var rows = batch.Parties.Index().OrderBy(p => (p.Item.IntentId, p.Item.Account)).ToList();
        return new NpgsqlBatchCommand(
            $"""
            INSERT INTO audience (intent_id, account_id, role, pseudonym, feed, ordinal, at)
            SELECT p.intent_id, p.account_id, p.role, p.pseudonym, {FeedNow}, p.ordinal, @at
            FROM unnest(@intents, @accounts, @roles, @pseudonyms, @ordinals) AS p(intent_id, account_id, role, pseudonym, ordinal)
            ON CONFLICT (intent_id, account_id) DO NOTHING
            """)
        {
            Parameters =
            {
                Column("intents", rows, p => p.Item.IntentId.Value),
                Column("accounts", rows, p => p.Item.Account.Value),
                Column("roles", rows, p => EnumWords.Of(p.Item.Role)),
                Column("pseudonyms", rows, p => p.Item.Pseudonym.Value),
                Column("ordinals", rows, p => Ordinal(p.Index)),
                new NpgsqlParameter<long>("at", At(batch)),
            },
        };
    }

    /// <summary>After the parties: of some the account is looked up there. One that is erased is told nothing.</summary>
    private static NpgsqlBatchCommand ToldRows(List<StoredEvent> events)
    {
        // Each once: to look for those that are there would cost more than to write them.
        var rows = Told(events).DistinctBy(t => (t.Event.Ordinal, t.To)).ToList();
        return new NpgsqlBatchCommand(
            $"""
            INSERT INTO told (reader, feed, ordinal)
            SELECT coalesce(t.reader, a.account_id), {FeedNow}, t.ordinal
            FROM unnest(@intents, @pseudonyms, @readers, @ordinals) AS t(intent_id, pseudonym, reader, ordinal)
            LEFT JOIN audience a ON t.reader IS NULL AND a.intent_id = t.intent_id AND a.pseudonym = t.pseudonym
            WHERE coalesce(t.reader, a.account_id) IS NOT NULL
            """)
        {
            Parameters =
            {
                Column("intents", rows, t => t.Event.IntentId.Value),
                Column("pseudonyms", rows, t => t.To.Pseudonym.Value),
                Column("readers", rows, t => t.To.Reader),
                Column("ordinals", rows, t => t.Event.Ordinal),
            },
        };
    }

    private static NpgsqlBatchCommand Texts(Batch batch)
    {
        var rows = batch.Texts.Index().OrderBy(t => (t.Item.IntentId, t.Item.Hash)).ToList();
        return new NpgsqlBatchCommand(
            $"""
            INSERT INTO texts (intent_id, hash, subject, part, text, salt, account_id, feed, ordinal)
            SELECT t.intent_id, t.hash, t.subject, t.part, t.text, t.salt, t.account_id, {FeedNow}, t.ordinal
            FROM unnest(@intents, @hashes, @subjects, @parts, @texts, @salts, @accounts, @ordinals)
                AS t(intent_id, hash, subject, part, text, salt, account_id, ordinal)
            ON CONFLICT (intent_id, hash) DO NOTHING
            """)
        {
            Parameters =
            {
                Column("intents", rows, t => t.Item.IntentId.Value),
                Column("hashes", rows, t => t.Item.Hash),
                Column("subjects", rows, t => t.Item.Subject),
                Column("parts", rows, t => t.Item.Part),
                Column("texts", rows, t => t.Item.Text.Text),
                Column("salts", rows, t => t.Item.Text.Salt),
                Column("accounts", rows, t => t.Item.Account.Value),
                Column("ordinals", rows, t => t.Index),
            },
        };
    }

    /// <summary>The rows in the order of their keys; of several with one key the last, since a statement may
    /// write a row once only.</summary>
    private static List<T> Last<T>(IReadOnlyList<T> rows, Func<T, Guid> key) => [.. rows.Reverse().DistinctBy(key).OrderBy(key)];

    private static NpgsqlParameter<TValue[]> Column<TRow, TValue>(string name, List<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(rows[i]);
        return new NpgsqlParameter<TValue[]>(name, values);
    }
}
