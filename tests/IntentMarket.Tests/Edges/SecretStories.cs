using System.Text;
using System.Xml.Linq;
using Dapper;
using IntentMarket.Contracts;
using IntentMarket.Services.Market;
using IntentMarket.Storage;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace IntentMarket.Tests.Edges;

/// <summary>What a copy of the database tells, and what an earlier build left in clear in it.</summary>
[Parallelizable]
public sealed class SecretStories
{
    [Test]
    public async Task Copy_of_the_database_opens_nothing_and_what_lay_in_clear_is_encrypted_at_the_first_start()
    {
        await using var market = await MarketHost.Start();
        using var visitor = new SiteVisitor(market);
        (await visitor.SignUp()).Expect(302, "/account");
        var request = new AccountRequest("vendor", "A vendor", "sales");
        var key = (await market.Operator.Post("/api/v1/accounts", request, "the-same")).Expect(201).Text("key");
        await market.Kill();
        var (secret, ring) = await PutInClear(market);
        Assert.That(Found(market, secret, ring), Is.EqualTo((true, true)), "as an earlier build left them");

        await market.Restart();
        Assert.That(Found(market, secret, ring), Is.EqualTo((false, false)));
        Assert.That(
            (await market.Operator.Post("/api/v1/accounts", request, "the-same")).Expect(201).Text("key"), Is.EqualTo(key),
            "what is derived from the secret stays");
        (await visitor.Get("/account")).Expect(200);
        Assert.That(market.Output, Does.Not.Contain("unencrypted"));

        await market.Kill();
        Assert.That(
            await market.Refuses(("Market__Key", "the key of somebody else")),
            Does.StartWith("The secrets in this database were encrypted by another key than Market__Key"));
        var elsewhere = Directory.CreateTempSubdirectory("intentmarket-copy-");
        foreach (var file in Directory.GetFiles(market.DataDir, "market.db*"))
            File.Copy(file, Path.Combine(elsewhere.FullName, Path.GetFileName(file)));
        Assert.That(await market.Refuses(("DATA_DIR", elsewhere.FullName)), Does.Contain("the key is missing").And.Contain("market.key"));
        Assert.That(File.Exists(Path.Combine(elsewhere.FullName, "market.key")), Is.False);
        elsewhere.Delete(recursive: true);
    }

    /// <summary>The market's secret and the first key of the ring, moved to where an earlier build kept them.</summary>
    private static async Task<(byte[] Secret, string Ring)> PutInClear(MarketHost market)
    {
        await using var store = await Store.Open(null, market.Database, CancellationToken.None);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("DATA_DIR", (string?)market.DataDir)]).Build();
        var identity = await MarketKey.Open(configuration, store, CancellationToken.None);
        var (name, stored) = await store.Database.Read(
            (connection, _) => connection.QuerySingleAsync<(string, string)>("SELECT name, body FROM protection_keys"),
            CancellationToken.None);
        Assert.That(stored, Does.Contain("encryptedSecret").And.Not.Contain("<value"));
        var key = XElement.Parse(stored);
        var encrypted = key.Descendants().Single(e => e.Name.LocalName == "encryptedSecret");
        var clear = XElement.Parse(Encoding.UTF8.GetString(identity.Decrypt(Convert.FromBase64String(encrypted.Value))));
        encrypted.ReplaceWith(clear);
        await store.Database.Write(
            (connection, _) => connection.ExecuteAsync(
                """
                UPDATE settings SET bytes = NULL WHERE name = 'encrypted-secret';
                INSERT INTO settings (name, bytes) VALUES ('secret', @Secret);
                UPDATE protection_keys SET body = @body WHERE name = @name;
                """,
                new { identity.Secret, name, body = key.ToString(SaveOptions.DisableFormatting) }),
            CancellationToken.None);
        return (identity.Secret, clear.Value);
    }

    private static (bool Secret, bool Ring) Found(MarketHost market, byte[] secret, string ring)
    {
        var files = Directory.GetFiles(market.DataDir, "market.db*").Select(Read).ToList();
        return (files.Any(f => f.AsSpan().IndexOf(secret) >= 0), files.Any(f => f.AsSpan().IndexOf(Encoding.UTF8.GetBytes(ring)) >= 0));

        static byte[] Read(string file)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
