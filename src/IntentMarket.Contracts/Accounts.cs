using System.Text.Json.Serialization;

namespace IntentMarket.Contracts;

/// <summary>A list, one page of it.</summary>
/// <param name="Items">In the list's own order, at most <c>limit</c> (default 50).</param>
/// <param name="Next">The opaque cursor of the next page, for <c>after</c>; null at the end.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next = null);

/// <summary>Asks for an account (operator).</summary>
/// <param name="Kind"><c>customer</c>, <c>vendor</c> or <c>operator</c>.</param>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Contact">At most 500 characters; required of a vendor. It goes to a customer who awards to the
/// vendor, and to no one else.</param>
public sealed record AccountRequest(string Kind, string Name, string? Contact = null);

/// <summary>A new account with its first key.</summary>
/// <param name="Id">UUID.</param>
/// <param name="Key"><c>keyId.secret</c>, shown this once.</param>
public sealed record AccountCreated(string Id, string Kind, string Name, string Key);

/// <summary>An account as the operator sees it.</summary>
/// <param name="CreatedAt">RFC 3339.</param>
/// <param name="SuspendedAt">RFC 3339; left out where the account is in good standing.</param>
public sealed record AccountDocument(
    string Id, string Kind, string? Name, string? Contact, string CreatedAt, string? SuspendedAt = null, string? SuspendedFor = null);

/// <summary>What is left of an account that leaves while an offer of it binds: all else has ended and is erased, and the rest
/// is erased by itself.</summary>
/// <param name="Until">RFC 3339: when the last of its offers binds no longer. It may be sooner, where an intent ends before; or later,
/// where its close moves.</param>
public sealed record AccountLeaving(string Until);

/// <summary>Why something is done: for <c>suspend</c>, <c>restore</c>, <c>withdraw</c>, <c>remove</c>.</summary>
/// <param name="Reason">1 to 1,000 characters.</param>
public sealed record ReasonRequest(string Reason);

/// <summary>Asks for a further key; the body may be left out.</summary>
/// <param name="Name">What its owner calls it, 1 to 200 characters: where it is used, say.</param>
/// <param name="Scope"><c>all</c> (default): it may do what the account may. <c>read</c>: it may read and follow, and changes nothing;
/// anything else is refused with 403 <c>read-only</c>.</param>
public sealed record KeyRequest(string? Name = null, string? Scope = null);

/// <summary>A new key.</summary>
/// <param name="Key"><c>keyId.secret</c>, shown this once.</param>
/// <param name="Name">Left out where it has none.</param>
/// <param name="Scope"><c>all</c> or <c>read</c>.</param>
public sealed record KeyCreated(string Id, string Key, string? Name, string Scope);

/// <summary>A key, without its secret.</summary>
/// <param name="CreatedAt">RFC 3339.</param>
/// <param name="Scope"><c>all</c> or <c>read</c>.</param>
/// <param name="Name">Left out where it has none.</param>
/// <param name="LastUsedAt">RFC 3339: the beginning of the hour in which it was last used; left out where it never was.</param>
public sealed record KeyDocument(string Id, string CreatedAt, string Scope, string? Name = null, string? LastUsedAt = null);

/// <summary>A new broker user of a vendor, with all that a bot needs to connect.</summary>
/// <param name="Password">Shown this once.</param>
/// <param name="Exchange">Where the bot publishes.</param>
/// <param name="Queue">What the bot reads.</param>
public sealed record BrokerCredentialCreated(
    string Id, string Host, int Port, bool Tls, string Vhost, string User, string Password, string Exchange, string Queue);

/// <summary>A broker user of a vendor, without its password.</summary>
/// <param name="CreatedAt">RFC 3339.</param>
public sealed record BrokerCredentialDocument(string Id, string User, string CreatedAt);

/// <summary>The market's clock.</summary>
/// <param name="Now">RFC 3339, to the millisecond.</param>
public sealed record TimeDocument(string Now);

/// <summary>Whether the market can work.</summary>
/// <param name="Status"><c>ready</c> or <c>down</c>.</param>
/// <param name="Down">What does not answer: <c>database</c>, <c>broker</c>, <c>clock</c>.</param>
/// <param name="Stopped">Routes of partitions that this node stopped serving, because it found in them what cannot
/// be: the others go on.</param>
/// <param name="NewerRules">How many intents go by rules that this build does not know: what is asked of them is answered
/// <c>down</c>, all else is served.</param>
/// <param name="Feed">Left out where what is stored is told at once.</param>
public sealed record ReadyDocument(
    string Status, IReadOnlyList<string>? Down = null, IReadOnlyList<string>? Stopped = null, int? NewerRules = null,
    FeedDelay? Feed = null);

/// <summary>Notices wait, while offers are decided as ever.</summary>
/// <param name="WaitsForSeconds">How long the first of them has waited.</param>
/// <param name="Because">What they wait for, in words.</param>
public sealed record FeedDelay(long WaitsForSeconds, string Because);
