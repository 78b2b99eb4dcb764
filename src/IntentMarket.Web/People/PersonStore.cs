using IntentMarket.Storage;
using Microsoft.AspNetCore.Identity;

namespace IntentMarket.Web.People;

/// <summary>Where ASP.NET Core Identity keeps people. A person is known by the e-mail address, which is its user name too.</summary>
public sealed partial class PersonStore(Store store)
    : IUserPasswordStore<Person>, IUserEmailStore<Person>, IUserSecurityStampStore<Person>
{
    private static readonly IdentityErrorDescriber Errors = new();

    public async Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) =>
        await store.People.Add(user.ToRow(), cancellationToken) ? IdentityResult.Success : Taken(user);

    public async Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) =>
        await store.People.Change(user.ToRow(), cancellationToken) ? IdentityResult.Success : Taken(user);

    public async Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken)
    {
        await store.People.Remove(user.Id, cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) && await store.People.Get(id, cancellationToken) is { } row ? Person.Of(row) : null;

    public async Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await store.People.FindByEmail(normalizedUserName, cancellationToken) is { } row ? Person.Of(row) : null;

    public Task<Person?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) =>
        FindByNameAsync(normalizedEmail, cancellationToken);

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) =>
        Set(() => user.Email = userName ?? "");

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.EmailKey);

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) =>
        Set(() => user.EmailKey = normalizedName ?? "");

    public Task<string?> GetEmailAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task SetEmailAsync(Person user, string? email, CancellationToken cancellationToken) => Set(() => user.Email = email ?? "");

    public Task<string?> GetNormalizedEmailAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.EmailKey);

    public Task SetNormalizedEmailAsync(Person user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Set(() => user.EmailKey = normalizedEmail ?? "");

    public Task<bool> GetEmailConfirmedAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.ProvedAt is not null);

    /// <summary>The market's own links do that: <see cref="PeopleStore.Prove"/>.</summary>
    public Task SetEmailConfirmedAsync(Person user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetPasswordHashAsync(Person user, string? passwordHash, CancellationToken cancellationToken) =>
        Set(() => user.PasswordHash = passwordHash);

    public Task<string?> GetPasswordHashAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetSecurityStampAsync(Person user, string stamp, CancellationToken cancellationToken) => Set(() => user.Stamp = stamp);

    public Task<string?> GetSecurityStampAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Stamp);

    public void Dispose()
    {
        // The store outlives this.
    }

    private static IdentityResult Taken(Person user) => IdentityResult.Failed(Errors.DuplicateEmail(user.Email));

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }
}
