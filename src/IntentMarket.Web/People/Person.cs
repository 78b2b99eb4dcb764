using IntentMarket.Storage;

namespace IntentMarket.Web.People;

/// <summary>Someone who uses the site, as ASP.NET Core Identity changes them before they are stored.</summary>
public sealed class Person
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public string Email { get; set; } = "";

    public string EmailKey { get; set; } = "";

    public string? PasswordHash { get; set; }

    public string Stamp { get; set; } = "";

    public long CreatedAt { get; init; }

    public long? ProvedAt { get; init; }

    public PersonRow ToRow() => new(Id, Email, EmailKey, PasswordHash, Stamp, CreatedAt, ProvedAt);

    public static Person Of(PersonRow row) => new()
    {
        Id = row.Id,
        Email = row.Email,
        EmailKey = row.EmailKey,
        PasswordHash = row.PasswordHash,
        Stamp = row.Stamp,
        CreatedAt = row.CreatedAt,
        ProvedAt = row.ProvedAt,
    };
}
