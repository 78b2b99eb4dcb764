namespace IntentMarket.Web.Intents;

/// <summary>A way in which vendors compete, as a customer chooses it.</summary>
/// <param name="Word">On the wire.</param>
/// <param name="Line">What it means, in a line.</param>
/// <param name="CanAwardEarly">It can be awarded before the close.</param>
/// <param name="CloseMoves">Its close can move when the lead changes.</param>
/// <param name="Clock">The price on offer goes by a clock, and nothing else counts.</param>
/// <param name="ShowsOthers">What vendors learn of each other can be chosen.</param>
public sealed record FormatChoice(
    string Word, string Name, string Line, bool CanAwardEarly = false, bool CloseMoves = false, bool Clock = false,
    bool ShowsOthers = true);

/// <summary>The formats that can be chosen, in the order in which they are shown.</summary>
public static class AuctionFormats
{
    public static IReadOnlyList<FormatChoice> All { get; } =
    [
        new("open", "Open", "You watch offers come in, and vendors improve theirs until the close.", CanAwardEarly: true, CloseMoves: true),
        new("sealed", "Sealed", "Nobody, you included, sees an offer before the close: each gives its best at once."),
        new(
            "sealed-second-score", "Sealed, second score",
            "As sealed, and the winner is paid the highest price at which it would still have won: so each can offer its true best."),
        new("english", "English", "As open, and each new offer must improve by a step that you set.", CloseMoves: true),
        new(
            "dutch", "Dutch",
            "The price you pay starts low and rises by the clock; the first vendor to take it wins at once.", Clock: true,
            ShowsOthers: false),
        new("japanese", "Japanese", "The price falls by the clock; who stays in to the end wins.", Clock: true),
    ];

    /// <summary>The words of those that close at a time that the customer chooses, and rank by more than the price.</summary>
    public static string Timed { get; } = Words(f => !f.Clock);

    public static string Words(Func<FormatChoice, bool> holds) => string.Join(' ', All.Where(holds).Select(f => f.Word));

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

    /// <summary>What comes after the close, or before it.</summary>
    public static string Then(string word) => word switch
    {
        "sealed" or "sealed-second-score" => "Then the offers are opened, and you choose.",
        "dutch" => "The first vendor to take the price wins before that.",
        "japanese" => "Who stays in to the end wins.",
        _ => "Then you choose.",
    };

    public static FormatChoice Of(string word) => All.FirstOrDefault(f => f.Word == word) ?? All[0];
}
