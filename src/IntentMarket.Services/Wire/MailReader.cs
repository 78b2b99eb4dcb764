using IntentMarket.Storage;

namespace IntentMarket.Services.Wire;

/// <summary>Reads which mails somebody wants, and messages between the sides of an award.</summary>
public static class MailReader
{
    public const int MessageMax = 4_000;

    /// <summary>What accounts of a kind may get.</summary>
    public static IReadOnlyList<MailKind> KindsOf(AccountKind kind) => kind == AccountKind.Customer
        ? [MailKind.FirstOffer, MailKind.ClosingSoon, MailKind.TimeToAward, MailKind.Message]
        : [MailKind.Won, MailKind.Lost, MailKind.Digest, MailKind.Message];

    /// <summary>The members by which they choose.</summary>
    public static IEnumerable<string> MembersOf(AccountKind kind) => KindsOf(kind).Select(Member);

    public static Reading<IReadOnlyList<(MailKind Kind, bool Wanted)>> Choices(JsonTree tree, AccountKind account)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<IReadOnlyList<(MailKind, bool)>>(() => null!);
        var choices = new List<(MailKind, bool)>();
        foreach (var kind in KindsOf(account))
        {
            if (body.Optional(Member(kind))?.Flag() is { } wanted)
                choices.Add((kind, wanted));
        }
        body.Close();
        return faults.Read<IReadOnlyList<(MailKind, bool)>>(() => choices);
    }

    public static Reading<string> Message(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var text = body?.Required("text")?.Text(MessageMax);
        body?.Close();
        return faults.Read(() => text!);
    }

    private static string Member(MailKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
