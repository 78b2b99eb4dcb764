namespace IntentMarket.Web.Intents;

/// <summary>A way in which vendors compete, as a customer chooses it.</summary>
/// <param name="Word">On the wire.</param>
/// <param name="Line">What it means, in a line.</param>
/// <param name="Then">What comes after the close, or ends it.</param>
/// <param name="CanAwardEarly">It can be awarded before the close.</param>
/// <param name="CloseMoves">Its close can move when the lead changes.</param>
/// <param name="Clock">The price on offer goes by a clock, and nothing else counts.</param>
public sealed record FormatChoice(
    string Word, string Name, string Line, string Then, bool CanAwardEarly = false, bool CloseMoves = false, bool Clock = false);

/// <summary>The formats that can be chosen, in the order in which they are shown.</summary>
public static class AuctionFormats
{
    public static IReadOnlyList<FormatChoice> All { get; } =
    [
        new(
            "open", "Open", "You watch offers come in, and vendors improve theirs until the close.", "Then you choose.", CanAwardEarly: true, CloseMoves: true),
        new(
            "sealed", "Sealed", "Nobody, you included, sees an offer before the close: each gives its best at once.",
            "Then the offers are opened, and you choose."),
        new(
            "sealed-second-score", "Sealed, second score",
            "As sealed, and the winner is paid the highest price at which it would still have won: so each can offer its true best.",
            "Then the offers are opened, and you choose."),
        new(
            "english", "English", "As open, and each new offer must improve by a step that you set.", "Then you choose.", CloseMoves: true),
        new(
            "dutch", "Dutch",
            "The price you pay starts low and rises by the clock; the first vendor to take it wins at once.",
            "The first vendor to take the price wins before that.", Clock: true),
        new(
            "japanese", "Japanese", "The price falls by the clock; who stays in to the end wins.", "Who stays in to the end wins.", Clock: true),
    ];

    /// <summary>What a format means to a vendor.</summary>
    public static string ForVendors(string word) => word switch
    {
        "sealed" => "You make your best offer at once.",
        "sealed-second-score" =>
            "The winner is paid the highest price at which it would still have won: your true best is your best offer.",
        "english" => "Offers bind, and each revision must improve by a step.",
        "dutch" => "The first vendor who takes the price on offer wins at once.",
        "japanese" => "Who does not take a level before it ends is out; who stays in longest wins.",
        _ => "You can revise your offer until the close.",
    };

    public static FormatChoice Of(string word) => All.FirstOrDefault(f => f.Word == word) ?? All[0];
}
