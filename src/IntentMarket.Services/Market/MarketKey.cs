using System.Security.Cryptography;
using System.Text;
using IntentMarket.Engine.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;

namespace IntentMarket.Services.Market;

/// <summary>What the market's secret is encrypted by where it lies in the database: the setting <c>Market:Key</c>, or what stands in the
/// file <c>Market:KeyFile</c>. No copy of the database holds it, so none opens anything.</summary>
public static class MarketKey
{
    /// <summary>Where this program keeps files.</summary>
    public static string DataDir(IConfiguration configuration) => configuration["DATA_DIR"] is { Length: > 0 } given ? given : "data";

    /// <summary>The shortest key that is taken, in characters.</summary>
    public const int LengthMin = 16;

    private const string FileName = "market.key";

    private const int SecretBytes = 32;

    private const int SaltBytes = 16;

    /// <summary>As many as for a password: a key that somebody thought of is to be hard to guess too.</summary>
    private const int Iterations = 210_000;

    /// <summary>Opens the market's secret. The first start of a market makes both, the key's file and the secret.</summary>
    /// <exception cref="MarketKeyException">The key is missing, or another one.</exception>
    /// <exception cref="StoreDownException">The database did not answer.</exception>
    public static async Task<MarketIdentity> Open(IConfiguration configuration, Store store, CancellationToken cancel)
    {
        var kept = await store.Cluster.EncryptedSecret(cancel)
            ?? await store.Cluster.KeepSecret(
                clear => Encrypt(clear ?? RandomNumberGenerator.GetBytes(SecretBytes), Read(configuration, mayMake: true)), cancel);
        try
        {
            return new MarketIdentity(Decrypt(kept, Read(configuration, mayMake: false)));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new MarketKeyException(
                $"The secrets in this database were encrypted by another key than {Given(configuration)}: "
                + "start the market with the key that it was first started with.");
        }
    }

    private static byte[] Encrypt(byte[] secret, string key)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return [.. salt, .. Encryption.Encrypt(Stretch(key, salt), secret)];
    }

    private static byte[] Decrypt(byte[] kept, string key) => Encryption.Decrypt(Stretch(key, kept[..SaltBytes]), kept.AsSpan(SaltBytes));

    private static byte[] Stretch(string key, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(key), salt, Iterations, HashAlgorithmName.SHA512, Encryption.KeyBytes);

    private static string Read(IConfiguration configuration, bool mayMake)
    {
        var key = configuration["Market:Key"] is { Length: > 0 } setting ? setting.Trim() : ReadFile(FileOf(configuration), mayMake);
        return key.Length >= LengthMin
            ? key
            : throw new MarketKeyException($"The market's key in {Given(configuration)} is too short: "
                + $"it has at least {LengthMin} characters, by chance (`openssl rand -hex 32`).");
    }

    private static string ReadFile(string file, bool mayMake)
    {
        try
        {
            if (mayMake && !File.Exists(file))
                Make(file);
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException && !mayMake)
        {
            throw new MarketKeyException(
                "The secrets in this database are encrypted, and the key is missing: copy the file of the market's other nodes or of its "
                + $"first start to {file}, or set Market__Key.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MarketKeyException($"The market's key cannot be kept in {file}, so set Market__Key or Market__KeyFile: {e.Message}");
        }
    }

    /// <summary>Whole or not at all, and once: who comes second reads what the first one made.</summary>
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var whole = $"{file}.{Guid.NewGuid():N}";
        var ownersAlone = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownersAlone.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(whole, ownersAlone))
        {
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(whole, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(whole);
        }
    }

    private static string Given(IConfiguration configuration) =>
        configuration["Market:Key"] is { Length: > 0 } ? "Market__Key" : FileOf(configuration);

    private static string FileOf(IConfiguration configuration) =>
        configuration["Market:KeyFile"] is { Length: > 0 } named ? named : Path.Combine(DataDir(configuration), FileName);
}

/// <summary>The market's secret cannot be opened; the message says what to do.</summary>
public sealed class MarketKeyException(string message) : Exception(message);

/// <summary>What only the key can read or change: AES-256-GCM, with a nonce by chance before the tag and the text.</summary>
internal static class Encryption
{
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;

    private const int TagBytes = 16;

    public static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> clear)
    {
        var whole = new byte[NonceBytes + TagBytes + clear.Length];
        var nonce = whole.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, clear, whole.AsSpan(NonceBytes + TagBytes), whole.AsSpan(NonceBytes, TagBytes));
        return whole;
    }

    /// <exception cref="AuthenticationTagMismatchException">It was encrypted by another key, or changed.</exception>
    public static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> whole)
    {
        var clear = new byte[whole.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(whole[..NonceBytes], whole[(NonceBytes + TagBytes)..], whole[NonceBytes..(NonceBytes + TagBytes)], clear);
        return clear;
    }
}
