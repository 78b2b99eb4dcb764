namespace IntentMarket.Contracts;

/// <summary>Which mails the account's owner wants. In answers: all that accounts of its kind may get. Sent: those
/// that are to change.</summary>
/// <param name="FirstOffer">Customer: the first offer has come.</param>
/// <param name="ClosingSoon">Customer: an intent closes within the hour.</param>
/// <param name="TimeToAward">Customer: an intent has closed with offers.</param>
/// <param name="Won">Vendor: an offer has won.</param>
/// <param name="Lost">Vendor: an offer has lost.</param>
/// <param name="Digest">Vendor: once a day, the new intents that meet its criteria. The one kind that nobody gets unasked.</param>
/// <param name="Message">The other side of an award has written.</param>
public sealed record MailChoices(
    bool? FirstOffer = null, bool? ClosingSoon = null, bool? TimeToAward = null, bool? Won = null, bool? Lost = null, bool? Digest = null,
    bool? Message = null);

/// <summary>Writes to the other side of an award. It is passed on by the market; neither side sees the other's address.</summary>
/// <param name="Text">1 to 4,000 characters.</param>
public sealed record MessageRequest(string Text);

/// <summary>What one side of an award wrote to the other.</summary>
/// <param name="From"><c>customer</c> or <c>vendor</c>.</param>
/// <param name="At">RFC 3339.</param>
public sealed record MessageDocument(string Id, string From, string Text, string At);
