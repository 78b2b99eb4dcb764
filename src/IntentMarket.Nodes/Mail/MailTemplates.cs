using System.Globalization;
using System.Text;
using IntentMarket.Engine;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;

namespace IntentMarket.Nodes.Mail;

/// <summary>What the market writes: plain text, a link to what it is about, and one to stop such mails. No address, no contact and no offer
/// of anybody: for those the reader follows the link and signs in.</summary>
/// <param name="site">Where people reach the site.</param>
public sealed class MailTemplates(string site)
{
    private const int TitleMax = 80;

    public (string Subject, string Text) FirstOffer(IntentRow intent, string title) => (
        $"The first offer for “{OneLine(title)}” is in",
        $"""
        the first offer for “{OneLine(title)}” has come. More may follow until it closes on {At(intent.ClosesAt)}.

        See how it does by your terms: {Intent(intent.IntentId)}
        """);

    public (string Subject, string Text) ClosingSoon(IntentRow intent, string title) => (
        $"“{OneLine(title)}” closes within the hour",
        $"""
        “{OneLine(title)}” closes on {At(intent.ClosesAt)}. {Offers(intent.Live)} so far.

        Watch the last minutes: {Intent(intent.IntentId)}
        """);

    public (string Subject, string Text) TimeToAward(IntentRow intent, string title) => (
        $"Time to choose: “{OneLine(title)}” has closed",
        $"""
        “{OneLine(title)}” has closed. {Offers(intent.Live)}. You can award one until {At(intent.AwardBy)}; after that nobody wins.

        Look at them and choose: {Intent(intent.IntentId)}
        """);

    public (string Subject, string Text) Won(IntentRow intent, string title) => (
        $"You won “{OneLine(title)}”",
        $"""
        your offer for “{OneLine(title)}” has won. What you are paid and how you reach the customer stands here:

        {Intent(intent.IntentId)}
        """);

    public (string Subject, string Text) Lost(IntentRow intent, string title) => (
        $"“{OneLine(title)}” went to another vendor",
        $"""
        “{OneLine(title)}” was awarded, and this time to another vendor. What you may know of why stands here:

        {Intent(intent.IntentId)}
        """);

    /// <param name="newest">The first of them.</param>
    public (string Subject, string Text) Digest(IReadOnlyList<(IntentRow Intent, string Title)> newest, long count)
    {
        var text = new StringBuilder();
        text.Append(count == 1
            ? "this open intent meets your criteria since the last digest:\n"
            : $"{count} open intents meet your criteria since the last digest:\n");
        foreach (var (intent, title) in newest)
            text.Append($"\n“{OneLine(title)}”, closes on {At(intent.ClosesAt)}\n{Intent(intent.IntentId)}\n");
        if (count > newest.Count)
            text.Append($"\n… and {count - newest.Count} more.\n");
        text.Append($"\nAll of them: {site}/feed");
        return (count == 1 ? "A new intent meets your criteria" : $"{count} new intents meet your criteria", text.ToString());
    }

    /// <param name="fromCustomer">Who wrote: the customer, else the vendor who won.</param>
    public (string Subject, string Text) Message(IntentRow intent, string title, string message, bool fromCustomer) => (
        $"A message about “{OneLine(title)}”",
        $"""
        {(fromCustomer ? "the customer" : "the vendor you chose")} wrote to you about “{OneLine(title)}”:

        {string.Join('\n', message.ReplaceLineEndings("\n").Split('\n').Select(line => "> " + line))}

        Answer here: {Intent(intent.IntentId)}
        (An answer to this mail reaches nobody. The market passes messages on, so that neither side sees the other's address.)
        """);

    /// <summary>A link that shows that its reader has the address.</summary>
    /// <param name="isKnown">Somebody has signed up with it.</param>
    public (string Subject, string Text) Link(LinkPurpose purpose, bool isKnown, string token) => purpose switch
    {
        LinkPurpose.Password => (
            "A new password for IntentMarket",
            $"""
            Someone, probably you, asked for a new password. Choose it here within the hour:

            {site}/new-password?link={token}

            If it was not you, do nothing: your password stays as it is.

            """),
        LinkPurpose.Address => (
            "Is this your address?",
            $"""
            You signed in at {site} as somebody who is reached at this address. Show within the hour that it is yours, so that the market may write to you:

            {site}/address?link={token}

            If it was not you, do nothing: the market sends you no further mail.

            """),
        _ when isKnown => (
            "You have signed up before",
            $"""
            Someone, probably you, signed up at {site} with this address, which has an account already. This link leads you on, by signing in:

            {site}/sign-up/confirm?link={token}

            Should you have forgotten your password: {site}/forgotten
            If it was not you, do nothing.

            """),
        _ => (
            "Confirm your address",
            $"""
            Someone, probably you, signed up at {site} with this address. Go on here within a day:

            {site}/sign-up/confirm?link={token}

            If it was not you, do nothing: without the link no account is opened.

            """),
    };

    /// <summary>A letter around what is to be told.</summary>
    public MailMessage Around(DueMail due, (string Subject, string Text) told, string stop) => new(
        due.Mail.Id, due.Email!, told.Subject,
        $"Hello,\n\n{told.Text.ReplaceLineEndings("\n")}\n\n-- \nYou get this mail because you use the market at {site}\nNo more "
        + $"mails of this kind: {stop}\n", stop);

    private string Intent(IntentId id) => $"{site}/intents/{id}";

    private static string Offers(int live) => live == 1 ? "It has one offer" : $"It has {live} offers";

    private static string At(long time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("d MMMM yyyy 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What somebody else wrote, fit for a subject: on one line, and not too long.</summary>
    private static string OneLine(string title)
    {
        var line = string.Concat(title.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)).Trim();
        if (line.Length == 0)
            return "an intent";
        return line.Length <= TitleMax ? line : line[..(char.IsHighSurrogate(line[TitleMax - 1]) ? TitleMax - 1 : TitleMax)] + "…";
    }
}
