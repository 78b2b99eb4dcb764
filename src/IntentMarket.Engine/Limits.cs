namespace IntentMarket.Engine;

/// <summary>Every bound of the market, and what happens at it.</summary>
public static class Limits
{
    /// <summary>Partitions of the journal; fixed at installation and stored with each intent.</summary>
    public const int Partitions = 32;

    /// <summary>Commands that one turn of the loop decides; the rest wait for the next turn.</summary>
    public const int BatchMax = 500;

    /// <summary>Commands that wait for a loop; more are answered <c>full</c> (503).</summary>
    public const int MailboxMax = 4_096;

    /// <summary>Books that a loop keeps in memory; the least recently used goes and is read again when it is needed.</summary>
    public const int BooksMax = 20_000;

    /// <summary>Events that wait to be published; the loop waits for room a second, then the commit is read from the journal
    /// when its turn comes.</summary>
    public const int PublishMax = 20_000;

    /// <summary>Commits of a partition that are read from the journal at once to be published; the rest in the next read.</summary>
    public const int CommitsReadMax = 64;

    /// <summary>Offers that one vendor may make on one intent, over time, refused ones included; more are refused
    /// with <c>limit</c>.</summary>
    public const int OffersPerVendorMax = 200;

    /// <summary>Offers on one intent over time; more are refused with <c>limit</c>.</summary>
    public const int OffersPerIntentMax = 50_000;

    /// <summary>Live offers on one intent, those that wait for confirmation included; more are refused with <c>limit</c>.</summary>
    public const int LiveOffersMax = 10_000;

    /// <summary>Times that a batch is decided again because another writer was faster, before its commands are
    /// answered <c>down</c>.</summary>
    public const int ConflictRetriesMax = 8;

    /// <summary>How long a loop waits before it asks a store that is down again.</summary>
    public const int StoreRetryMs = 250;

    /// <summary>What an account sent before it was suspended or left has come to the market after so long.</summary>
    public const long SettledMs = 15_000;

    /// <summary>How long the close waits, after it was called, for offers that an edge stamped in time and that are
    /// still on their way.</summary>
    public const long CloseGraceMs = 1_000;

    /// <summary>How long before the close an offer in <c>open</c> binds at least; where the auction is short, a
    /// tenth of its time.</summary>
    public const long BindingMs = 120_000;
}
