using IntentMarket.Storage;

namespace IntentMarket.Services.Wire;

public sealed record AccountDraft(AccountKind Kind, string Name, string? Contact);

/// <param name="Name">Empty where none was given.</param>
public sealed record KeyDraft(string Name, KeyScope Scope);

/// <summary>Reads what is sent about accounts, and the small bodies that many calls share.</summary>
public static class AccountReader
{
    public static Reading<AccountDraft> Account(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        if (JsonObjectReader.Open(tree, faults) is not { } body)
            return faults.Read<AccountDraft>(() => null!);
        var kind = body.Required("kind")?.Choice<AccountKind>();
        var name = body.Required("name")?.Title(WireLimits.NameMax);
        var contact = body.Optional("contact")?.Text(WireLimits.ContactMax);
        if (kind == AccountKind.Vendor && !body.HasAny("contact"))
            body.Fault("contact", FaultCodes.Missing, "a vendor has a `contact`: a customer who awards to it is told");
        body.Close();
        return faults.Read(() => new AccountDraft(kind!.Value, name!, contact));
    }

    /// <summary><c>{name, scope}</c>, both of which may be left out.</summary>
    public static Reading<KeyDraft> Key(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var name = body?.Optional("name")?.Title(WireLimits.NameMax);
        var scope = body?.Optional("scope")?.Choice<KeyScope>();
        body?.Close();
        return faults.Read(() => new KeyDraft(name ?? "", scope ?? KeyScope.All));
    }

    /// <summary><c>{reason}</c>, 1 to 1,000 characters: of <c>suspend</c>, <c>restore</c>, <c>withdraw</c>, <c>remove</c>.</summary>
    public static Reading<string> Reason(JsonTree tree)
    {
        var faults = new Faults(tree.Faults);
        var body = JsonObjectReader.Open(tree, faults);
        var reason = body?.Required("reason")?.Text(WireLimits.ReasonMax);
        body?.Close();
        return faults.Read(() => reason!);
    }

    /// <summary>A body that has nothing to say: none at all, or <c>{}</c>.</summary>
    public static Reading<bool> Nothing(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return new(true, []);
        var tree = JsonTree.Parse(utf8);
        var faults = new Faults(tree.Faults);
        JsonObjectReader.Open(tree, faults)?.Close();
        return faults.Read(() => true);
    }
}
