using System.Buffers.Binary;
using System.Security.Cryptography;
using IntentMarket.Engine.Market;
using IntentMarket.Services.Access;
using IntentMarket.Services.Wire;
using IntentMarket.Storage;
using IntentMarket.Web.Layout;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace IntentMarket.Web.People;

/// <summary>The only place where a password is hashed or compared. It works on half of the cores, so that others' calls go on beside it;
/// twenty wait, and who comes then is answered 503 <c>full</c>.</summary>
public sealed class Passwords : IDisposable
{
    /// <summary>Of PBKDF2 with HMAC-SHA512, as OWASP's Password Storage Cheat Sheet asks.</summary>
    private const int Iterations = 210_000;

    private const int WaitingMax = 20;

    /// <summary>Length is what makes a password hard to guess (NIST SP 800-63B, 5.1.1.2).</summary>
    private const int LengthMin = 10;

    /// <summary>Characters of a password that are neither of its owner's address nor of <see cref="Words"/>.</summary>
    private const int LeftMin = 5;

    /// <summary>What comes to mind on this site; deploy/README.md names them.</summary>
    private static readonly string[] Words = ["intentmarket", "intent", "market", "vendor", "customer", "operator", "password"];

    /// <summary>Parts of an address that are shorter say nothing of it.</summary>
    private const int PartMin = 3;

    /// <summary>Of the most used ones those that are long enough; made when the program is built, from npm's
    /// @zxcvbn-ts/language-common (MIT).</summary>
    private static readonly HashSet<string> Common = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "common-passwords.txt"))];

    private readonly PasswordHasher<Person> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _room = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Store _store;

    /// <summary>What is compared where there is no password, so that it takes as long.</summary>
    private readonly string _nobodys;
    private int _waiting;

    public Passwords(Store store)
    {
        _store = store;
        _nobodys = _hasher.HashPassword(null!, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>What is wrong with a new password; nothing where it is good.</summary>
    /// <param name="email">Whose it is to be.</param>
    public static IEnumerable<FormFault> Faults(string password, string email)
    {
        if (password.Length < LengthMin)
        {
            yield return new FormFault("password", $"A password has at least {LengthMin} characters.");
        }
        else if (Common.Contains(password.ToLowerInvariant()))
        {
            yield return new FormFault(
                "password", "Many people use this password, so it is among the first that others try. Please choose another.");
        }
        else if (LeftBesideKnown(password.ToLowerInvariant(), email.ToLowerInvariant()) < LeftMin)
        {
            yield return new FormFault(
                "password", "This password is made of your address or of this site’s own words, which others know. Please choose another.");
        }
    }

    /// <exception cref="ProblemException">Too many wait.</exception>
    public Task<string> Hash(string password, CancellationToken cancel) => Work(() => _hasher.HashPassword(null!, password), cancel);

    /// <summary>Whether this is the person's password. It takes the same time for all, also for nobody; a hash of an
    /// earlier kind is renewed.</summary>
    /// <exception cref="ProblemException">Too many wait.</exception>
    public async Task<bool> IsRight(Person? person, string password, CancellationToken cancel)
    {
        var hash = person?.PasswordHash ?? _nobodys;
        var (result, renewed) = await Work(() => Compare(hash, password), cancel);
        if (person?.PasswordHash is null || result == PasswordVerificationResult.Failed)
            return false;
        if (renewed is not null)
            await _store.People.RenewPassword(person.Id, hash, renewed, cancel);
        return true;
    }

    public void Dispose() => _room.Dispose();

    private static int LeftBesideKnown(string password, string email)
    {
        var at = email.LastIndexOf('@');
        string[] parts = [email, email[..Math.Max(0, at)], email[(at + 1)..], .. email.Split(['@', '.', '-', '_', '+']), .. Words];
        var left = password;
        foreach (var part in parts.Where(p => p.Length >= PartMin).OrderByDescending(p => p.Length))
            left = left.Replace(part, "", StringComparison.Ordinal);
        return left == password ? password.Length : left.Count(char.IsLetterOrDigit);
    }

    private (PasswordVerificationResult Result, string? Renewed) Compare(string hash, string password)
    {
        var result = _hasher.VerifyHashedPassword(null!, hash, password);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            return (result, _hasher.HashPassword(null!, password));
        if (result == PasswordVerificationResult.Failed && Iterations - IterationsOf(hash) is > 0 and var missing)
            Rfc2898DeriveBytes.Pbkdf2(password, stackalloc byte[16], stackalloc byte[32], missing, HashAlgorithmName.SHA512);
        return (result, null);
    }

    /// <summary>As ASP.NET Core Identity writes them: a byte for the format, then four for the function and four
    /// for the iterations.</summary>
    private static int IterationsOf(string hash) =>
        Convert.FromBase64String(hash) is [1, _, _, _, _, _, _, _, _, ..] bytes
            ? (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(5))
            : 0;

    private async Task<T> Work<T>(Func<T> hash, CancellationToken cancel)
    {
        if (!await _room.WaitAsync(0, cancel))
        {
            try
            {
                if (Interlocked.Increment(ref _waiting) > WaitingMax)
                    throw new ProblemException(ProblemView.Of(new Reply.Full())!);
                await _room.WaitAsync(cancel);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
        try
        {
            return await Task.Run(hash, cancel);
        }
        finally
        {
            _room.Release();
        }
    }
}
